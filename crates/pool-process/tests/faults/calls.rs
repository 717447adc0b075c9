//! What calls do in a worker, and how tests look at what becomes of them.

use std::time::Duration;

use crate::census::{state, within};
use futures_core::{Error, Future, host};
use pool_process::{Call, PoolHandle, ProcessPool, SubmitOptions};
use rustix::process::{Pid, Signal, kill_process};

/// A pool of so many workers.
pub(crate) fn pool(workers: usize) -> ProcessPool {
    ProcessPool::new(workers).unwrap()
}

/// A call that does nothing wrong.
pub(crate) fn double(n: u64) -> u64 {
    2 * n
}

pub(crate) fn pid(_: ()) -> u32 {
    std::process::id()
}

/// Never ends by itself.
pub(crate) fn spin(_: ()) {
    loop {
        std::hint::spin_loop();
    }
}

pub(crate) fn sleep_ms(ms: u64) -> u64 {
    let _ = host::sleep(Duration::from_millis(ms));
    ms
}

/// Sends this process a signal.
pub(crate) fn signal_self(number: i32) {
    signal(std::process::id(), Signal::from_named_raw(number).unwrap());
    spin(());
}

pub(crate) fn signal(pid: u32, signal: Signal) {
    // It may have ended by itself.
    let _ = kill_process(Pid::from_raw(pid as i32).unwrap(), signal);
}

/// Stops a process, and sees to it that it stands still.
pub(crate) fn stop(pid: u32) {
    signal(pid, Signal::STOP);
    assert!(within(Duration::from_secs(10), || state(pid) == 'T'));
}

/// Submits a call with a limit of its own.
pub(crate) fn limited<A, R>(
    pool: &PoolHandle,
    ms: u64,
    function: fn(A) -> R,
    argument: A,
) -> Future<R>
where
    A: serde::Serialize + serde::de::DeserializeOwned + Send + 'static,
    R: serde::Serialize + serde::de::DeserializeOwned + Send + 'static,
{
    let options = SubmitOptions::new().task_timeout(Duration::from_millis(ms));
    pool.submit_with(options, Call::new(function, argument))
        .unwrap()
}

/// Checks that the pool still works.
#[track_caller]
pub(crate) fn works(pool: &PoolHandle) {
    let futures: Vec<Future<u64>> = (0..4).map(|n| pool.submit(double, n).unwrap()).collect();
    for (n, future) in futures.into_iter().enumerate() {
        assert_eq!(future.result().unwrap(), 2 * n as u64);
    }
}

/// Checks that a call ended with the death of its worker, told in these words.
#[track_caller]
pub(crate) fn died<T: std::fmt::Debug>(result: Result<T, Error>, words: &str) {
    let error = result.unwrap_err();
    assert!(error.is_worker_died(), "{error:?}");
    assert!(error.to_string().contains(words), "{error}");
}
