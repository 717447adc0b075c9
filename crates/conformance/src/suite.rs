//! The list of all behaviours, as macros that make a test or a case of each.

/// A test for a harness of its own: a name, and what panics if it fails.
pub type Case = (&'static str, fn());

/// Makes a test of every behaviour that any pool shows, for the given [`Fixture`](crate::Fixture).
///
/// A test binary with a harness of its own has no use for functions marked as tests. It takes the same list as an
/// expression, `suite!(MyFixture, behaviour_cases)`, a slice of [`Case`]s.
#[macro_export]
macro_rules! suite {
    ($fixture:ty) => {
        $crate::suite! { $fixture, behaviour_tests }
    };
    ($fixture:ty, $make:ident) => {
        $crate::$make! { $fixture;
            future_callbacks: [
                future_done_callback_with_result,
                future_done_callback_with_exception,
                future_done_callback_with_cancel,
                future_done_callback_raises,
                future_done_callback_already_successful,
                future_done_callback_already_failed,
                future_done_callback_already_cancelled,
                future_done_callback_raises_already_succeeded,
                future_done_callback_after_those_who_wait,
                future_done_callback_added_by_a_callback,
            ];
            future_states: [
                future_cancel,
                future_cancelled,
                future_done,
                future_running,
                future_result_with_timeout,
                future_exception_with_timeout,
                future_result_with_success,
                future_result_with_cancel,
                future_exception_with_success,
                future_of_a_panicking_task,
            ];
            executor: [
                executor_submit,
                executor_shutdown_race_issue12456,
                executor_no_stale_references,
                executor_max_workers_negative,
            ];
            map: [
                executor_map,
                executor_map_exception,
                executor_map_timeout,
                executor_map_timeout_after_shutdown,
                executor_free_reference,
                thread_pool_map_submits_without_iteration,
                thread_pool_executor_map_current_future_cancel,
            ];
            map_drop: [
                gap_map_dropped_unstarted,
                gap_map_dropped_started,
            ];
            map_buffer: [
                executor_map_buffersize_value_validation,
                executor_map_buffersize,
                executor_map_buffersize_on_multiple_iterables,
                executor_map_buffersize_on_infinite_iterable,
                executor_map_buffersize_on_multiple_infinite_iterables,
                executor_map_buffersize_on_empty_iterable,
                executor_map_buffersize_when_buffer_is_full,
                dev_buffer_bound_is_exact,
                gap_buffersize_then_shutdown,
                dev_buffer_yields_before_shutdown_error,
                gap_buffersize_then_drop,
                dev_buffer_holds_the_pool,
            ];
            map_deviations: [
                dev_map_goes_on,
                dev_chunk_items_fail_singly,
            ];
            map_unordered: [
                map_unordered_yields_what_is_ready,
                map_unordered_is_complete,
                map_unordered_buffersize,
                map_unordered_timeout,
                map_unordered_dropped,
            ];
            wait: [
                wait_20369,
                wait_first_completed,
                wait_first_completed_some_already_completed,
                wait_first_exception,
                wait_first_exception_without_one,
                wait_first_exception_some_already_complete,
                wait_first_exception_cancelled_meanwhile,
                wait_first_exception_one_already_failed,
                wait_all_completed,
                wait_timeout,
                wait_pending_calls_race,
            ];
            as_completed: [
                as_completed_no_timeout,
                as_completed_add,
                as_completed_future_times_out,
                as_completed_duplicate_futures,
                as_completed_free_reference_yielded_future,
                as_completed_correct_timeout_exception_msg,
                gap_as_completed_slow_consumer,
                dev_as_completed_drains_finished,
                dev_as_completed_deadline_from_call,
            ];
            workers: [
                thread_pool_saturation,
                thread_pool_idle_thread_reuse,
                interpreter_pool_blocking,
                interpreter_pool_blocking_with_limited_workers,
                dev_exact_idle_accounting,
                gap_stale_idle_tokens,
                dev_running_means_assigned,
            ];
            shutdown: [
                shutdown_run_after_shutdown,
                shutdown_interpreter_shutdown,
                shutdown_hang_issue12364,
                shutdown_cancel_futures,
                shutdown_hang_gh83386,
                shutdown_hang_gh94440,
                shutdown_threads_terminate,
                shutdown_context_manager,
                shutdown_del,
                shutdown_no_wait,
                shutdown_cancel_futures_wait_false,
            ];
            shutdown_deviations: [
                gap_wait_after_cancel_futures,
                gap_as_completed_after_cancel_futures,
                gap_double_shutdown_with_cancel,
                dev_cancel_request_is_sticky,
                dev_second_shutdown_waits,
            ];
            init: [
                init_initializer,
                init_failing_initializer,
                gap_failing_initializer_with_cancelled_item,
                dev_failing_initializer_then_shutdown,
                init_failing_on_a_later_worker,
            ];
            reentrant: [
                gap_callback_resubmits_on_cancel,
                gap_callback_resubmits_while_broken,
                gap_shutdown_from_callback,
                gap_panic_in_callback,
                dev_callbacks_without_locks,
            ];
            deviations: [
                dev_cancel_notifies_waiters,
                dev_callbacks_dropped_after_run,
            ];
            drops: [
                drop_of_an_argument,
                drop_of_an_argument_that_never_ran,
                drop_of_a_value,
                drop_of_an_argument_panics,
                drop_of_a_cancelled_argument_panics,
                drop_of_an_unwanted_value_panics,
                drop_of_a_callback_panics,
            ];
        }
    };
}

/// Makes a test of every behaviour that a pool shows whose tasks can use it, for the given
/// [`InProcess`](crate::InProcess) fixture.
#[macro_export]
macro_rules! in_process_suite {
    ($fixture:ty) => {
        $crate::behaviour_tests! { $fixture;
            nested: [
                gap_shutdown_from_worker,
                dev_shutdown_never_joins_itself,
                dev_claimed_tasks_run_out_of_turn,
                dev_cycle_is_an_error,
                dev_cycle_through_a_task_run_in_place,
                drop_of_a_panic_payload_panics,
            ];
        }
    };
}

/// One test per name: the behaviour of that name in that module.
#[doc(hidden)]
#[macro_export]
macro_rules! behaviour_tests {
    ($fixture:ty; $($topic:ident: [$($name:ident,)*];)*) => {
        $($(
            #[test]
            fn $name() {
                $crate::prove::<$fixture>($crate::behaviours::$topic::$name::<$fixture>);
            }
        )*)*
    };
}

/// One case per name: the behaviour of that name in that module.
#[doc(hidden)]
#[macro_export]
macro_rules! behaviour_cases {
    ($fixture:ty; $($topic:ident: [$($name:ident,)*];)*) => {
        &[$($((
            ::std::stringify!($name),
            (|| $crate::prove::<$fixture>($crate::behaviours::$topic::$name::<$fixture>)) as fn(),
        ),)*)*] as &'static [$crate::Case]
    };
}

/// The cases of one file: functions without arguments, which panic if they fail.
///
/// ```
/// fn two_and_two() {
///     assert_eq!(2 + 2, 4);
/// }
///
/// const CASES: &[conformance::Case] = conformance::cases![
///     two_and_two,
/// ];
/// assert_eq!(CASES[0].0, "two_and_two");
/// ```
#[macro_export]
macro_rules! cases {
    ($($name:ident),* $(,)?) => {
        &[$((::std::stringify!($name), $name as fn())),*]
    };
}
