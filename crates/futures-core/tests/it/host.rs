//! The host seam: threads, joins, locks, interruption, and a clock that is turned by hand.

use std::sync::Arc;
use std::time::Duration;

use futures_core::host::{self, Lock, NestedLock, WaitReason, Wake};
use futures_core::{ReturnWhen, Task, TaskId, as_completed, panics, promise, wait};

use crate::world::{World, spawn};

const MINUTE: Duration = Duration::from_secs(60);

#[test]
fn a_token_set_before_parking_is_not_lost() {
    host::current().unpark();
    assert_eq!(host::park(None, &WaitReason::Sleep), Wake::Notified);
    let now = host::now();
    assert_eq!(host::park(Some(now), &WaitReason::Sleep), Wake::Deadline);
}

#[test]
fn sleep_lasts_until_its_deadline() {
    World::run(|world| {
        let sleeper = spawn("sleeper", || {
            assert_eq!(host::sleep(MINUTE), Wake::Deadline);
            assert_eq!(host::now(), MINUTE);
        });
        assert_eq!(world.until_parked("sleeper"), WaitReason::Sleep);
        // A stray wake-up does not end the sleep.
        world.parked_thread("sleeper").unpark();
        world.advance(MINUTE);
        sleeper.join().unwrap();
    });
}

#[test]
fn a_deadline_beyond_all_clocks_is_none() {
    assert_eq!(host::deadline_in(Duration::MAX), None);
    World::run(|_| assert_eq!(host::deadline_in(MINUTE), Some(MINUTE)));
}

#[test]
fn an_interruption_ends_every_kind_of_wait() {
    check_interrupted(|| {
        let (_promise, future) = promise::<()>();
        assert!(future.wait().unwrap_err().is_interrupted());
        assert!(future.wait_timeout(MINUTE).unwrap_err().is_interrupted());
        assert!(!future.done(), "the future is not affected");
    });
    check_interrupted(|| {
        let (_promise, future) = promise::<()>();
        let error = wait([&future], None, ReturnWhen::AllCompleted).unwrap_err();
        assert!(error.is_interrupted());
        let mut futures = as_completed([&future], None);
        assert!(futures.next().unwrap().unwrap_err().is_interrupted());
    });
    check_interrupted(|| {
        assert_eq!(host::sleep(MINUTE), Wake::Interrupted);
        assert_eq!(host::sleep(MINUTE), Wake::Interrupted, "until taken back");
    });
}

/// Interrupts a thread that does `body`, once it is parked.
fn check_interrupted(body: fn()) {
    World::run(|world| {
        let thread = spawn("interrupted", body);
        world.parked_thread("interrupted").interrupt();
        thread.join().unwrap();
    });
}

/// Once the interruption is taken back, the same thread waits again and gets its result.
#[test]
fn an_interruption_can_be_taken_back() {
    World::run(|world| {
        let (promise, future) = promise::<i32>();
        let (asked, ask) = futures_core::promise::<()>();
        let thread = spawn("interrupted", move || {
            assert!(future.wait().unwrap_err().is_interrupted());
            host::current().clear_interrupt();
            asked.set_result(()).unwrap();
            assert_eq!(future.result().unwrap(), 7);
        });
        world.parked_thread("interrupted").interrupt();
        ask.result().unwrap();
        promise.set_result(7).unwrap();
        thread.join().unwrap();
    });
}

/// An interruption that is meant for a task passes by whatever else its thread does.
#[test]
fn an_interruption_of_a_task_is_for_that_task() {
    World::run(|world| {
        let (first, second) = (TaskId::new(1, 1), TaskId::new(1, 2));
        let thread = spawn("worker", move || {
            let wait_as = |id: TaskId| {
                let (task, future) = Task::builder(|| host::sleep(MINUTE)).id(id).build().split();
                task.run();
                future.result().unwrap()
            };
            assert_eq!(wait_as(second), Wake::Deadline);
            assert_eq!(wait_as(first), Wake::Interrupted);
        });
        world.parked_thread("worker").interrupt_task(first);
        world.until_parked("worker");
        world.advance(MINUTE);
        thread.join().unwrap();
    });
}

/// One that came when its task had ended is no obstacle to the next.
#[test]
fn an_interruption_that_came_too_late_does_not_shadow_the_next() {
    let (ended, next) = (TaskId::new(1, 1), TaskId::new(1, 2));
    let me = host::current();
    me.interrupt_task(ended);
    let (task, future) = Task::builder(|| host::sleep(MINUTE))
        .id(next)
        .build()
        .split();
    me.interrupt_task(next);
    task.run();
    assert_eq!(future.result().unwrap(), Wake::Interrupted);
    assert!(!me.is_interrupted(), "that was for the task alone");

    me.interrupt();
    me.interrupt_task(ended);
    assert!(
        me.is_interrupted(),
        "one that is meant for everything stays"
    );
    me.clear_interrupt();
    assert!(!me.is_interrupted());
}

#[test]
fn a_join_waits_for_the_end() {
    World::run(|world| {
        let (promise, future) = promise::<()>();
        let thread = spawn("worker", move || future.result().unwrap());
        assert!(!thread.is_finished());
        let now = Some(host::now());
        let (wake, thread) = thread.join_until(now).unwrap_err();
        assert_eq!(wake, Wake::Deadline);
        let joiner = spawn("joiner", move || thread.join().unwrap());
        assert_eq!(
            world.until_parked("joiner"),
            WaitReason::Join {
                thread: "worker".to_owned()
            }
        );
        promise.set_result(()).unwrap();
        joiner.join().unwrap();
    });
}

#[test]
fn a_join_can_be_interrupted() {
    World::run(|world| {
        let (promise, future) = promise::<()>();
        let thread = spawn("worker", move || future.result().unwrap());
        let joiner = spawn("joiner", move || {
            let thread = thread.join().unwrap_err();
            host::current().clear_interrupt();
            promise.set_result(()).unwrap();
            thread.join().unwrap();
        });
        world.parked_thread("joiner").interrupt();
        joiner.join().unwrap();
    });
}

/// The end of a thread is announced even if its body panics.
#[test]
fn a_thread_that_panics_is_joined_like_any_other() {
    let thread = spawn("worker", || panic!("a thread that panics on purpose"));
    thread.join().unwrap();
}

/// A spawned thread lives in the world of the one that spawned it; leaving a world restores the one before.
#[test]
fn threads_inherit_their_world() {
    World::run(|world| {
        world.advance(MINUTE);
        spawn("child", || {
            spawn("grandchild", || assert_eq!(host::now(), MINUTE))
                .join()
                .unwrap();
        })
        .join()
        .unwrap();
        assert_eq!(host::cpus(), 4);
        World::run(|_| assert_eq!(host::now(), Duration::ZERO));
        assert_eq!(host::now(), MINUTE);
    });
}

/// In a debug build, where a test can see it: a host call under a lock would stop a simulated world.
#[test]
fn a_host_call_under_a_lock_is_noticed() {
    World::run(|_| {
        let lock = Lock::new(1);
        let call = panics::catch(|| {
            let guard = lock.lock();
            let _ = host::now();
            *guard
        });
        match call {
            Ok(value) => assert!(value == 1 && !cfg!(debug_assertions)),
            Err(panic) => assert_eq!(
                panic.message().lines().next().unwrap(),
                "assertion `left == right` failed: host::now was called with a lock held"
            ),
        }
        assert_eq!(*lock.lock(), 1, "the panic left it free");
    });
}

/// One that is no yield point may be taken under another, and a host call under it is noticed all the same.
#[test]
fn nested_locks_may_be_held_together() {
    World::run(|_| {
        let (outer, inner) = (NestedLock::new(1), NestedLock::new(2));
        let sum = *outer.lock() + *inner.lock();
        let both = (outer.lock(), inner.lock());
        assert_eq!(*both.0 + *both.1, sum);
        let call = panics::catch(host::now);
        assert_eq!(call.is_err(), cfg!(debug_assertions));
        drop(both);
        let _ = host::now();
    });
}

/// Who says nothing of its threads is taken for a world that runs one at a time.
#[test]
fn only_a_host_that_says_so_lets_threads_block() {
    assert!(host::may_block());
    World::run(|_| assert!(!host::may_block()));
    assert!(host::may_block());
}

/// What belongs to a run is made once in it, and not shared with another run.
#[test]
fn locals_belong_to_their_run() {
    #[derive(Debug)]
    struct Once(u32);
    let runs = [1, 2].map(|number| {
        let mut made = None;
        World::run(|_| {
            host::with_locals(|locals| {
                assert!(locals.get::<Once>().is_none());
                let first = locals.get_or_put(Once(number));
                let again = locals.get_or_put(Once(99));
                assert!(Arc::ptr_eq(&first, &again));
                assert_eq!([locals.next_pool(), locals.next_pool()], [1, 2]);
                made = Some(first.0);
            });
        });
        made.unwrap()
    });
    assert_eq!(runs, [1, 2]);
}
