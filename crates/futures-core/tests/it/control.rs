//! The control hook of tasks that live elsewhere, in another process for instance.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_core::host::Lock;
use futures_core::{
    Control, Error, Future, Promise, PromiseBuilder, State, Status, Task, TaskId, wait,
};

/// A place elsewhere, which notes what it is asked.
#[derive(Clone, Default)]
struct Elsewhere(Arc<Inner>);

#[derive(Default)]
struct Inner {
    has_started: AtomicBool,
    refuses_to_die: AtomicBool,
    heard: Lock<Vec<String>>,
}

impl Elsewhere {
    fn note(&self, text: impl Into<String>) {
        self.0.heard.lock().push(text.into());
    }

    fn heard(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.heard.lock())
    }

    fn promise(&self) -> (Promise<i32>, Future<i32>) {
        PromiseBuilder::new()
            .id(TaskId::new(1, 1))
            .label("remote")
            .control(self.clone())
            .build()
    }
}

impl Control for Elsewhere {
    fn try_cancel(&self) -> bool {
        self.note("try_cancel");
        !self.0.has_started.load(Ordering::Relaxed)
    }

    fn is_running(&self) -> bool {
        self.0.has_started.load(Ordering::Relaxed)
    }

    fn kill(&self) -> bool {
        self.note("kill");
        !self.0.refuses_to_die.load(Ordering::Relaxed)
    }

    fn cancelled(&self, task: TaskId) {
        self.note(format!("cancelled {task}"));
    }

    fn unretrieved(&self, task: TaskId, label: Option<&str>, error: &Error) {
        self.note(format!("unretrieved {task} {label:?} {error}"));
    }
}

#[test]
fn a_task_that_has_started_elsewhere_is_running_and_cannot_be_cancelled() {
    let elsewhere = Elsewhere::default();
    let (promise, future) = elsewhere.promise();
    assert_eq!(future.state(), State::Pending);
    elsewhere.0.has_started.store(true, Ordering::Relaxed);
    assert_eq!(future.state(), State::Running);
    assert!(future.running());
    assert!(!future.cancel());
    assert_eq!(elsewhere.heard(), ["try_cancel"]);
    promise.set_result(1).unwrap();
    assert_eq!(future.result().unwrap(), 1);
}

/// The hook is told before anybody else, and once.
#[test]
fn a_task_that_has_not_started_elsewhere_is_cancelled_there_first() {
    let elsewhere = Elsewhere::default();
    let (_promise, future) = elsewhere.promise();
    let listener = elsewhere.clone();
    future.on_done(move |_, status| listener.note(format!("callback: {status}")));
    assert!(future.cancel());
    assert_eq!(
        elsewhere.heard(),
        ["try_cancel", "cancelled 1", "callback: cancelled"]
    );
    assert!(future.cancelled());
}

#[test]
fn kill_is_answered_by_the_place_where_the_task_runs() {
    let elsewhere = Elsewhere::default();
    let (_promise, future) = elsewhere.promise();
    assert!(future.kill());
    elsewhere.0.refuses_to_die.store(true, Ordering::Relaxed);
    assert!(!future.kill());
    assert_eq!(elsewhere.heard(), ["kill", "kill"]);

    let (_promise, of_this_process) = futures_core::promise::<i32>();
    assert!(!of_this_process.kill(), "there is nobody to ask");
}

#[test]
fn an_error_that_nobody_saw_is_reported_when_the_last_handle_goes() {
    let elsewhere = Elsewhere::default();
    let (promise, future) = elsewhere.promise();
    promise.set_error(Error::failed("lost")).unwrap();
    assert_eq!(elsewhere.heard(), [""; 0]);
    drop(future);
    assert_eq!(elsewhere.heard(), [r#"unretrieved 1 Some("remote") lost"#]);
}

#[test]
fn an_error_that_somebody_saw_is_not_reported() {
    let elsewhere = Elsewhere::default();
    let (promise, future) = elsewhere.promise();
    promise.set_error(Error::failed("seen")).unwrap();
    assert!(future.result().is_err());

    let (promise, future) = elsewhere.promise();
    promise.set_error(Error::failed("seen, too")).unwrap();
    let shared = future.shared();
    assert!(shared.exception().unwrap().is_some());
    drop(shared);
    assert_eq!(elsewhere.heard(), [""; 0]);
}

/// Knowing that a future has ended is not seeing its error.
#[test]
fn a_wait_alone_does_not_count_as_seeing_the_error() {
    let elsewhere = Elsewhere::default();
    let (promise, future) = elsewhere.promise();
    promise.set_error(Error::failed("lost")).unwrap();
    let sorted = wait([future], None, Default::default()).unwrap();
    assert_eq!(sorted.done[0].status(), Some(Status::Failed));
    drop(sorted);
    assert_eq!(elsewhere.heard(), [r#"unretrieved 1 Some("remote") lost"#]);
}

/// A task of this process can have a hook, too: a pool learns from it what was cancelled.
#[test]
fn a_task_tells_its_hook_of_its_cancellation() {
    let elsewhere = Elsewhere::default();
    let (task, future) = Task::builder(|| 1)
        .id(TaskId::new(2, 3))
        .control(elsewhere.clone())
        .build()
        .split();
    assert!(future.cancel());
    assert!(task.is_cancelled());
    assert_eq!(task.run(), Some(Status::Cancelled));
    assert_eq!(elsewhere.heard(), ["try_cancel", "cancelled 3"]);
}
