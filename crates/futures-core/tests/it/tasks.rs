//! Tasks: run, failed, cancelled or dropped by their executor.

use std::sync::Arc;

use futures_core::{
    Error, ErrorKind, Fallible, Future, Job, NewTask, State, Status, Task, TaskId, task,
};

fn make<J: Job>(job: J) -> (Task, Future<J::Output>) {
    Task::builder(job).id(TaskId::new(1, 1)).build().split()
}

#[test]
fn running_a_task_says_how_it_ended() {
    let (task, future) = make(|| 1);
    assert_eq!(task.run(), Some(Status::Finished));
    assert_eq!(future.result().unwrap(), 1);

    let (task, future) = make(Fallible(|| "x".parse::<i32>()));
    assert_eq!(task.run(), Some(Status::Failed));
    assert!(future.result().unwrap_err().is_failed());

    let (task, future) = make(|| 1);
    assert!(future.cancel());
    assert_eq!(task.run(), Some(Status::Cancelled));
}

#[test]
fn a_panic_is_the_error_of_its_task() {
    let (task, future) = make(|| -> i32 { panic!("number {}", 7) });
    let line = line!() - 1;
    assert_eq!(task.run(), Some(Status::Failed));
    let error = future.result().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Panicked);
    assert_eq!(error.panic_message(), Some("number 7"));
    let location = error.panic_location().unwrap();
    assert!(
        location.starts_with(&format!("{}:{line}:", file!())),
        "{location}"
    );
    assert_eq!(
        error.to_string(),
        format!("the task panicked: number 7 (at {location})")
    );
}

/// A panic may carry anything, even what panics in turn when it is dropped.
#[test]
fn a_panic_without_a_text_is_an_error_like_any_other() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("a destructor that panics on purpose");
        }
    }
    let (task, future) = make(|| std::panic::panic_any(Bomb));
    assert_eq!(task.run(), Some(Status::Failed));
    let error = future.result().unwrap_err();
    assert_eq!(error.panic_message(), Some("a value that is not text"));
}

#[test]
fn a_task_that_is_dropped_abandons_its_future() {
    let (task, future) = make(|| 1);
    drop(task);
    assert!(future.result().unwrap_err().is_abandoned());
}

/// What a pool does with its queue when it breaks.
#[test]
fn a_task_can_be_failed_in_place_of_being_run() {
    let probe = Arc::new(());
    let held = probe.clone();
    let (task, future) = make(move || drop(held));
    assert!(task.fail(Error::new(ErrorKind::BrokenPool, "no worker left")));
    assert_eq!(Arc::strong_count(&probe), 1, "the work is dropped");
    let error = future.result().unwrap_err();
    assert!(error.is_broken_pool());
    assert_eq!(error.to_string(), "no worker left");

    let (task, future) = make(|| 1);
    assert!(future.cancel());
    assert!(!task.fail(Error::new(ErrorKind::BrokenPool, "no worker left")));
    assert!(future.result().unwrap_err().is_cancelled());
}

/// From the moment in which it has a worker a task is running, whether or not the worker has begun.
#[test]
fn an_assigned_task_is_running() {
    let (task, future) = make(|| 1);
    assert!(task.is_waiting());
    assert_eq!(format!("{task:?}"), "<Task 1 pending>");
    assert!(task.assign());
    assert!(!task.assign(), "it has a worker");
    assert!(task.is_waiting(), "and nobody has begun it");
    assert_eq!(future.state(), State::Running);
    assert!(!future.cancel());
    assert!(!task.is_cancelled());
    assert_eq!(task.run(), Some(Status::Finished));
    assert_eq!(future.result().unwrap(), 1);
}

#[test]
fn cancelling_drops_the_work_at_once() {
    let probe = Arc::new(());
    let held = probe.clone();
    let (task, future) = make(move || drop(held));
    assert!(future.cancel());
    assert_eq!(Arc::strong_count(&probe), 1);
    assert!(task.is_cancelled());
    assert!(!task.cancel(), "somebody else has done it");
}

/// Work whose destructor panics is cancelled like any other.
#[test]
fn work_that_panics_when_dropped_is_cancelled() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("a destructor that panics on purpose");
        }
    }
    let bomb = Bomb;
    let (_task, future) = make(move || drop(bomb));
    assert!(future.cancel());
    assert!(future.result().unwrap_err().is_cancelled());
}

/// A result that nobody wants any more is dropped by the one who made it.
#[test]
fn the_result_of_a_forgotten_task_is_dropped() {
    let probe = Arc::new(());
    let value = probe.clone();
    let (task, future) = make(move || value);
    drop(future);
    assert_eq!(task.run(), Some(Status::Finished));
    assert_eq!(Arc::strong_count(&probe), 1);
}

#[test]
fn a_refused_job_comes_back_unchanged() {
    let new: NewTask<_> = Task::builder(|| "unchanged").build();
    let job = new.into_job();
    assert_eq!(job(), "unchanged");
}

#[test]
fn a_task_can_ask_about_itself() {
    assert_eq!(task::current_id(), None);
    assert!(!task::is_cancelled());
    let (outer, future) = make(|| {
        let (inner, _) = Task::builder(task::current_id)
            .id(TaskId::new(1, 2))
            .build()
            .split();
        let before = task::current_id();
        inner.run();
        (before, task::current_id())
    });
    outer.run();
    let itself = Some(TaskId::new(1, 1));
    assert_eq!(future.result().unwrap(), (itself, itself));
    assert_eq!(task::current_id(), None);
}

/// The flag that a reader sets is the task's to read, at any time of its choice.
#[test]
fn a_running_task_can_be_asked_to_stop() {
    let (handle, reader) = futures_core::promise::<Future<bool>>();
    let (task, future) = make(Fallible(move || {
        let me = reader.result()?;
        assert!(!task::is_cancelled());
        task::check_cancelled()?;
        assert!(me.cancel_running());
        assert!(task::is_cancelled());
        task::check_cancelled()?;
        Ok::<bool, Error>(true)
    }));
    let shared_with_itself = future;
    handle.set_result(shared_with_itself).unwrap();
    assert_eq!(task.run(), Some(Status::Failed));
}
