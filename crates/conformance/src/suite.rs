//! The list of all behaviours, as macros that make a test of each.

/// Makes a test of every behaviour that any pool shows, for the given [`Fixture`](crate::Fixture).
#[macro_export]
macro_rules! suite {
    ($fixture:ty) => {
        $crate::tests! { $fixture;
            future_callbacks: [
                future_done_callback_with_result,
                future_done_callback_with_exception,
                future_done_callback_with_cancel,
                future_done_callback_raises,
                future_done_callback_already_successful,
                future_done_callback_already_failed,
                future_done_callback_already_cancelled,
                future_done_callback_raises_already_succeeded,
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
        }
    };
}

/// One test per name: the behaviour of that name in that module.
#[doc(hidden)]
#[macro_export]
macro_rules! tests {
    ($fixture:ty; $($topic:ident: [$($name:ident,)*];)*) => {
        $($(
            #[test]
            fn $name() {
                <$fixture as $crate::Fixture>::run($crate::behaviours::$topic::$name::<$fixture>);
            }
        )*)*
    };
}
