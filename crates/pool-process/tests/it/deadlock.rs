//! Python's matrix of what can go wrong on the way of a call: each call fails alone, nothing hangs, and the pool goes on.

use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use conformance::{Case, Op, cases};
use futures_core::{Error, ErrorKind, Shutdown};
use pool_process::{Call, ProcessPool, RemoteJob};
use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::support::{Held, crash};

pub(crate) const CASES: &[Case] = cases![
    deadlock_error_at_task_pickle,
    deadlock_exit_at_task_unpickle,
    deadlock_error_at_task_unpickle,
    deadlock_crash_at_task_unpickle,
    deadlock_crash_during_func_exec_on_worker,
    deadlock_exit_during_func_exec_on_worker,
    deadlock_error_during_func_exec_on_worker,
    deadlock_crash_during_result_pickle_on_worker,
    deadlock_exit_during_result_pickle_on_worker,
    deadlock_error_during_result_pickle_on_worker,
    deadlock_error_during_result_unpickle_in_result_handler,
    deadlock_exit_during_result_unpickle_in_result_handler,
    deadlock_shutdown_deadlock,
    deadlock_shutdown_deadlock_pickle,
    deadlock_crash_big_data,
    deadlock_gh105829_should_not_deadlock_if_wakeup_pipe_full,
    dev_decode_error_fails_one_task,
];

/// What a value does when it is written or read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Trouble {
    None,
    Error,
    Panic,
    Exit,
    Crash,
}

impl Trouble {
    fn strike(self) -> Result<(), &'static str> {
        match self {
            Trouble::None => Ok(()),
            Trouble::Error => Err("trouble on purpose"),
            Trouble::Panic => panic!("a panic on purpose"),
            Trouble::Exit => process::exit(1),
            Trouble::Crash => process::abort(),
        }
    }
}

/// A value that makes trouble on its way.
#[derive(Debug)]
struct Parcel {
    when_written: Trouble,
    when_read: Trouble,
}

impl Parcel {
    fn when_written(when_written: Trouble) -> Self {
        let when_read = Trouble::None;
        Parcel {
            when_written,
            when_read,
        }
    }

    fn when_read(when_read: Trouble) -> Self {
        let when_written = Trouble::None;
        Parcel {
            when_written,
            when_read,
        }
    }
}

impl Serialize for Parcel {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.when_written.strike().map_err(S::Error::custom)?;
        self.when_read.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Parcel {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let when_read = Trouble::deserialize(deserializer)?;
        when_read.strike().map_err(D::Error::custom)?;
        Ok(Parcel::when_written(Trouble::None))
    }
}

fn receive(_: Parcel) {}

/// The error of a call on a pool of two, of which nothing else is troubled, before or after, and which then ends.
#[track_caller]
fn fails_alone<J: RemoteJob<Output: std::fmt::Debug>>(bad: J) -> Error {
    let pool = ProcessPool::new(2).unwrap();
    let before = pool.submit(|n: u64| n + 1, 1).unwrap();
    let bad = pool.submit_call(bad).unwrap();
    let after: Vec<_> = (0..5)
        .map(|n: u64| pool.submit(|n| n + 1, n).unwrap())
        .collect();
    let error = bad.result().unwrap_err();
    assert_eq!(before.result().unwrap(), 2);
    for (future, n) in after.into_iter().zip(0..) {
        assert_eq!(future.result().unwrap(), n + 1);
    }
    pool.shutdown(Shutdown::Drain);
    assert_eq!(pool.stats().workers, 0);
    error
}

#[track_caller]
fn expect_text(error: &Error, kind: ErrorKind, text: &str) {
    assert_eq!((error.kind(), error.to_string().as_str()), (kind, text));
}

#[track_caller]
fn expect_death(error: &Error, how: &str) {
    assert_eq!(error.kind(), ErrorKind::WorkerDied, "{error}");
    let text = error.to_string();
    assert!(text.starts_with("worker process "), "{text}");
    assert!(text.ends_with(how), "{text}");
}

/// An argument that cannot be written fails its call.
fn deadlock_error_at_task_pickle() {
    let error = fails_alone(Call::new(receive, Parcel::when_written(Trouble::Error)));
    let text = "cannot send argument: trouble on purpose";
    expect_text(&error, ErrorKind::Serialization, text);
    let error = fails_alone(Call::new(receive, Parcel::when_written(Trouble::Panic)));
    assert_eq!(error.panic_message(), Some("a panic on purpose"));
}

/// A worker that exits while it reads an argument takes that call along.
fn deadlock_exit_at_task_unpickle() {
    let error = fails_alone(Call::new(receive, Parcel::when_read(Trouble::Exit)));
    expect_death(&error, " exited with code 1");
}

/// An argument that cannot be read fails its call.
fn deadlock_error_at_task_unpickle() {
    let error = fails_alone(Call::new(receive, Parcel::when_read(Trouble::Error)));
    let text = "cannot read argument: trouble on purpose";
    expect_text(&error, ErrorKind::Serialization, text);
}

/// A crash while it is read takes that call along.
fn deadlock_crash_at_task_unpickle() {
    let error = fails_alone(Call::new(receive, Parcel::when_read(Trouble::Crash)));
    expect_death(&error, " was killed by SIGABRT");
}

/// A crash in the call fails the call.
fn deadlock_crash_during_func_exec_on_worker() {
    let error = fails_alone(Call::new(crash, ()));
    expect_death(&error, " was killed by SIGABRT");
}

/// So does the end of the process.
fn deadlock_exit_during_func_exec_on_worker() {
    let error = fails_alone(Call::new(|code: i32| -> () { process::exit(code) }, 0));
    expect_death(&error, " exited with code 0");
}

/// The call's own error, or panic, arrives.
fn deadlock_error_during_func_exec_on_worker() {
    let parse = |text: String| text.parse::<i32>();
    let error = fails_alone(Call::fallible(parse, "seven".to_owned()));
    let text = "invalid digit found in string";
    expect_text(&error, ErrorKind::Failed, text);
    let error = fails_alone(Call::new(|n: u8| -> u8 { panic!("no {n}") }, 7));
    assert_eq!(error.panic_message(), Some("no 7"));
}

/// A crash while the result is written takes the call along.
fn deadlock_crash_during_result_pickle_on_worker() {
    let error = fails_alone(Call::new(|()| Parcel::when_written(Trouble::Crash), ()));
    expect_death(&error, " was killed by SIGABRT");
}

/// So does the end of the process.
fn deadlock_exit_during_result_pickle_on_worker() {
    let error = fails_alone(Call::new(|()| Parcel::when_written(Trouble::Exit), ()));
    expect_death(&error, " exited with code 1");
}

/// A result that cannot be written fails its call.
fn deadlock_error_during_result_pickle_on_worker() {
    let error = fails_alone(Call::new(|()| Parcel::when_written(Trouble::Error), ()));
    let text = "cannot send result: trouble on purpose";
    expect_text(&error, ErrorKind::Serialization, text);
}

/// A result that cannot be read fails its call.
fn deadlock_error_during_result_unpickle_in_result_handler() {
    let error = fails_alone(Call::new(|()| Parcel::when_read(Trouble::Error), ()));
    let text = "cannot read result: trouble on purpose";
    expect_text(&error, ErrorKind::Serialization, text);
}

/// So does one whose reading panics, on a thread of the pool. (An exit there would be the end of this process.)
fn deadlock_exit_during_result_unpickle_in_result_handler() {
    let error = fails_alone(Call::new(|()| Parcel::when_read(Trouble::Panic), ()));
    assert_eq!(error.panic_message(), Some("a panic on purpose"));
}

/// Of many results, one that cannot be read costs that one.
fn dev_decode_error_fails_one_task() {
    let pool = ProcessPool::new(2).unwrap();
    let parcel = |bad: bool| Parcel::when_read(if bad { Trouble::Error } else { Trouble::None });
    let results: Vec<_> = pool.map(parcel, (0..20).map(|n| n == 7)).collect();
    for (n, result) in results.iter().enumerate() {
        assert_eq!(result.is_err(), n == 7, "{n}");
    }
    assert_eq!(pool.stats().died_workers, 0);
    assert_eq!((pool.stats().finished, pool.stats().failed), (19, 1));
}

/// A worker that crashes after the shutdown: its call fails, and the pool ends.
fn deadlock_shutdown_deadlock() {
    let pool = ProcessPool::new(2).unwrap();
    let held = Held::new();
    let waiting = held.occupy(&pool, 1);
    let doomed = pool.submit(crash, ()).unwrap();
    pool.shutdown(Shutdown::DrainNoWait);
    expect_death(&doomed.result().unwrap_err(), " was killed by SIGABRT");
    held.gate.open();
    pool.shutdown(Shutdown::Drain);
    assert!(waiting.into_iter().all(|future| future.result().is_ok()));
}

/// An argument that cannot be written, and a shutdown that does not wait: the error is there, the pool ends.
fn deadlock_shutdown_deadlock_pickle() {
    let pool = ProcessPool::new(2).unwrap();
    let held = Held::new();
    let waiting = held.submit(&pool, Op::Return(1));
    let parcel = Parcel::when_written(Trouble::Error);
    let bad = pool.submit(receive, parcel).unwrap();
    pool.shutdown(Shutdown::DrainNoWait);
    let text = "cannot send argument: trouble on purpose";
    expect_text(&bad.result().unwrap_err(), ErrorKind::Serialization, text);
    held.gate.open();
    assert!(waiting.result().is_ok());
    pool.shutdown(Shutdown::Drain);
    assert_eq!(pool.stats().workers, 0);
}

/// Workers crash while they read arguments that are larger than any pipe.
fn deadlock_crash_big_data() {
    let pool = ProcessPool::new(2).unwrap();
    let futures: Vec<_> = (0..10)
        .map(|_| {
            let argument = (vec![7_u8; 1 << 20], Parcel::when_read(Trouble::Crash));
            pool.submit(|_: (Vec<u8>, Parcel)| (), argument).unwrap()
        })
        .collect();
    for future in futures {
        expect_death(&future.result().unwrap_err(), " was killed by SIGABRT");
    }
    assert_eq!(pool.submit(|n: u64| n + 1, 1).unwrap().result().unwrap(), 2);
}

/// Submits return though the thread that reads replies is stuck in a callback.
fn deadlock_gh105829_should_not_deadlock_if_wakeup_pipe_full() {
    let pool = ProcessPool::new(1).unwrap();
    let (is_stuck, is_freed) = (Arc::<AtomicBool>::default(), Arc::<AtomicBool>::default());
    let first = pool.submit(|n: u64| n, 0).unwrap().shared();
    first.add_done_callback({
        let (is_stuck, is_freed) = (is_stuck.clone(), is_freed.clone());
        move |_| {
            is_stuck.store(true, Ordering::Release);
            // Waits in a way that the pool cannot know of, so no other thread stands in.
            while !is_freed.load(Ordering::Acquire) {
                std::thread::yield_now();
            }
        }
    });
    crate::support::until("the callback runs", || is_stuck.load(Ordering::Acquire));
    let futures: Vec<_> = (0..10_000)
        .map(|n: u64| pool.submit(|n| n, n).unwrap())
        .collect();
    is_freed.store(true, Ordering::Release);
    for (future, n) in futures.into_iter().zip(0..) {
        assert_eq!(future.result().unwrap(), n);
    }
}
