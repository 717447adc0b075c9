//! Callbacks: order, panics, and what they may do.

use std::sync::Arc;

use futures_core::host::{self, Lock};
use futures_core::{Executor, Future, Inline, Status, Task, promise};

use crate::shelf::Shelf;
use crate::world::{World, spawn};

/// A list of words that callbacks write.
#[derive(Clone, Default)]
struct Log(Arc<Lock<Vec<String>>>);

impl Log {
    fn note(&self, text: impl Into<String>) {
        self.0.lock().push(text.into());
    }

    fn words(&self) -> Vec<String> {
        self.0.lock().clone()
    }

    fn on_done<T: Send + 'static>(&self, future: &Future<T>, word: &'static str) {
        let log = self.clone();
        future.on_done(move |_, status| log.note(format!("{word}: {status}")));
    }
}

/// Registration order, also across many, and one that comes late is called at once.
#[test]
fn callbacks_run_once_each_in_order() {
    let log = Log::default();
    let (promise, future) = promise::<i32>();
    let words = ["one", "two", "three", "four", "five"];
    for word in words {
        log.on_done(&future, word);
    }
    assert_eq!(log.words(), [""; 0]);
    promise.set_result(1).unwrap();
    log.on_done(&future, "late");
    assert_eq!(
        log.words(),
        [
            "one: finished",
            "two: finished",
            "three: finished",
            "four: finished",
            "five: finished",
            "late: finished"
        ]
    );
}

#[test]
fn a_panic_in_a_callback_disturbs_nothing_else() {
    let log = Log::default();
    let (task, future) = Task::builder(|| 1).build().split();
    log.on_done(&future, "before");
    future.on_done(|_, _| panic!("a callback that panics on purpose"));
    log.on_done(&future, "after");
    assert_eq!(task.run(), Some(Status::Finished));
    assert_eq!(log.words(), ["before: finished", "after: finished"]);
    future.on_done(|_, _| panic!("a late callback that panics on purpose"));
    assert_eq!(future.result().unwrap(), 1);
}

/// What a callback holds goes with it, even if dropping it panics.
#[test]
fn a_callback_whose_capture_panics_when_dropped_disturbs_nothing_else() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("a destructor that panics on purpose");
        }
    }
    let log = Log::default();
    let (promise, future) = promise::<i32>();
    let bomb = Bomb;
    future.on_done(move |_, _| drop(bomb));
    log.on_done(&future, "after");
    promise.set_result(1).unwrap();
    assert_eq!(log.words(), ["after: finished"]);
}

/// Those who wait are woken before the first callback begins, so a slow callback holds nobody up.
#[test]
fn waiters_go_before_callbacks() {
    World::run(|world| {
        let (promise, future) = promise::<i32>();
        let (proof, waiter_is_through) = futures_core::promise::<()>();
        let shared = future.shared();
        shared.add_done_callback(move |_| waiter_is_through.result().unwrap());
        let waiter = spawn("waiter", {
            let shared = shared.clone();
            move || {
                assert_eq!(*shared.result().unwrap(), 1);
                proof.set_result(()).unwrap();
            }
        });
        world.until_parked("waiter");
        promise.set_result(1).unwrap();
        waiter.join().unwrap();
    });
}

/// A callback of a shared future is given the future, sees it done, and keeps nothing of it alive.
#[test]
fn a_callback_sees_the_result() {
    let log = Log::default();
    let probe = Arc::new("value");
    let (promise, future) = promise();
    let shared = future.shared();
    let note = log.clone();
    shared.add_done_callback(move |future| {
        note.note(format!("{} {}", future.done(), future.result().unwrap()));
    });
    promise.set_result(probe.clone()).unwrap();
    assert_eq!(log.words(), ["true value"]);
    drop(shared);
    assert_eq!(Arc::strong_count(&probe), 1);
}

/// A callback runs with no lock held: it may submit, register, cancel and wait.
#[test]
fn a_callback_may_do_anything() {
    World::run(|_| {
        let log = Log::default();
        let shelf = Arc::new(Shelf::new());
        let (other, other_future) = promise::<i32>();
        let (promise, future) = promise::<i32>();
        let shared = future.shared();
        let (note, executor) = (log.clone(), shelf.clone());
        shared.add_done_callback(move |future| {
            note.on_done(&executor.submit(|| 2).unwrap(), "submitted");
            assert!(other_future.cancel());
            let again = note.clone();
            future.add_done_callback(move |_| again.note("registered at the end"));
            assert_eq!(Inline.submit(|| 3).unwrap().result().unwrap(), 3);
            assert!(host::now().is_zero());
        });
        promise.set_result(1).unwrap();
        shelf.run_all();
        assert!(!other.set_running());
        assert_eq!(
            log.words(),
            ["registered at the end", "submitted: finished"]
        );
    });
}

/// A callback that is cancelled with its future is called by the one who cancelled.
#[test]
fn cancelling_calls_the_callbacks() {
    let log = Log::default();
    let shelf = Shelf::new();
    let future = shelf.submit(|| 1).unwrap();
    log.on_done(&future, "callback");
    assert!(future.cancel());
    assert!(future.cancel());
    assert_eq!(log.words(), ["callback: cancelled"]);
    shelf.run_all();
    assert_eq!(log.words(), ["callback: cancelled"]);
}
