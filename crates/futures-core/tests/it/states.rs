//! The states of a future as code and people see them.

use futures_core::{
    Error, Executor, Fallible, Future, Inline, Promise, PromiseBuilder, SharedFuture, State,
    Status, TaskId, promise,
};

/// Python's five forms of `repr`, and those of the other handles.
#[test]
fn future_repr() {
    let (promise, future) = labelled(1, "fetch");
    assert_eq!(format!("{future:?}"), r#"<Future 1 "fetch" pending>"#);
    assert_eq!(format!("{promise:?}"), r#"<Promise 1 "fetch" pending>"#);
    assert!(promise.set_running());
    assert_eq!(format!("{future:?}"), r#"<Future 1 "fetch" running>"#);
    promise.set_result(7).unwrap();
    assert_eq!(format!("{future:?}"), r#"<Future 1 "fetch" finished>"#);

    let (promise, future) = labelled(2, "parse \"it\"");
    promise.set_error(Error::failed("no such page")).unwrap();
    let shared = future.shared();
    assert_eq!(
        format!("{shared:?}"),
        r#"<Future 2 "parse \"it\"" finished: failed>"#
    );

    let (promise, future) = PromiseBuilder::new().id(TaskId::new(3, 4)).build::<i32>();
    assert!(future.cancel());
    assert_eq!(format!("{future:?}"), "<Future 4 cancelled>");
    assert_eq!(format!("{promise:?}"), "<Promise 4 cancelled>");
    assert_eq!(format!("{:?}", future.id()), "3:4");
}

fn labelled(number: u64, label: &str) -> (Promise<i32>, Future<i32>) {
    PromiseBuilder::new()
        .id(TaskId::new(0, number))
        .label(label)
        .build()
}

#[test]
fn states_and_statuses_read_as_words() {
    let states = [
        State::Pending,
        State::Running,
        State::Finished,
        State::Cancelled,
    ];
    assert_eq!(
        states.map(|state| state.to_string()),
        ["pending", "running", "finished", "cancelled"]
    );
    let statuses = [Status::Finished, Status::Failed, Status::Cancelled];
    assert_eq!(
        statuses.map(|status| status.to_string()),
        ["finished", "failed", "cancelled"]
    );
    assert_eq!(format!("[{:>9}]", State::Running), "[  running]");
}

/// What each question answers in each state: Python's truth tables in one.
#[test]
fn the_questions_agree_in_every_state() {
    let (_pending, future) = promise::<i32>();
    check(&future.shared(), State::Pending, None);

    let (running, future) = promise::<i32>();
    assert!(running.set_running());
    check(&future.shared(), State::Running, None);

    let (cancelled, future) = promise::<i32>();
    assert!(future.cancel());
    check(&future.shared(), State::Cancelled, Some(Status::Cancelled));
    assert!(!cancelled.set_running());

    let finished = Inline.submit(|| 1).unwrap().shared();
    check(&finished, State::Finished, Some(Status::Finished));

    let failed = Inline.submit(Fallible(|| "x".parse::<i32>())).unwrap();
    check(&failed.shared(), State::Finished, Some(Status::Failed));
}

#[track_caller]
fn check(future: &SharedFuture<i32>, state: State, status: Option<Status>) {
    assert_eq!(future.state(), state);
    assert_eq!(future.status(), status);
    assert_eq!(future.running(), state == State::Running);
    assert_eq!(future.cancelled(), state == State::Cancelled);
    assert_eq!(future.done(), status.is_some());
}

/// Clones are one future; two futures with the same value are not.
#[test]
fn shared_futures_compare_by_identity() {
    let one = Inline.submit(|| 1).unwrap().shared();
    let same = one.clone();
    let other = Inline.submit(|| 1).unwrap().shared();
    assert_eq!(one, same);
    assert_ne!(one, other);
    assert!(std::ptr::eq(one.result().unwrap(), same.result().unwrap()));
}

#[test]
fn a_task_id_keeps_its_parts() {
    let id = TaskId::new(7, 1 << 39);
    assert_eq!((id.pool(), id.number()), (7, 1 << 39));
    assert!(TaskId::new(1, 2) < TaskId::new(1, 3));
    assert!(TaskId::new(1, 9) < TaskId::new(2, 1));
    assert_ne!(TaskId::new(1, 2).as_u64(), TaskId::new(2, 1).as_u64());
}
