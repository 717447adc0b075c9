//! What several tests need: processes that are watched until they end, calls that hold or end their worker, recorders.

use std::process;
use std::time::Duration;

use conformance::{Fixture, Op, SharedGate};
use futures_core::host::{self, Lock};
use futures_core::{Event, Future, Observer};
use pool_process::{Call, PoolHandle};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::{
    Pid, PidfdFlags, Signal, WaitId, WaitIdOptions, kill_process, pidfd_open, waitid,
};

use crate::conformance_suite::{Processes, Task};

/// A test that waits longer than this has failed. It is never waited for otherwise.
pub(crate) const LIMIT: Duration = Duration::from_secs(60);

/// The number of the process that runs it.
pub(crate) fn pid(_: ()) -> u32 {
    process::id()
}

/// Ends the process that runs it by a signal, as a crash does.
pub(crate) fn crash(_: ()) {
    process::abort();
}

/// Sends a signal to another process of ours.
pub(crate) fn send(pid: u32, signal: Signal) {
    kill_process(pid_of(pid), signal).expect("a process that lives");
}

/// Stops a child of ours, and waits until it stands still: the signal alone only asks for that.
pub(crate) fn stop(pid: u32) {
    send(pid, Signal::STOP);
    let options = WaitIdOptions::STOPPED | WaitIdOptions::NOWAIT;
    let stopped = waitid(WaitId::Pid(pid_of(pid)), options).expect("a child of ours");
    assert!(stopped.is_some_and(|status| status.stopped()));
}

fn pid_of(pid: u32) -> Pid {
    let number = i32::try_from(pid).expect("process numbers are small");
    Pid::from_raw(number).expect("process numbers are not 0")
}

/// Waits until the process is gone, whoever its parent is.
#[track_caller]
pub(crate) fn wait_gone(pid: u32) {
    let file = match pidfd_open(pid_of(pid), PidfdFlags::empty()) {
        Ok(file) => file,
        Err(Errno::SRCH) => return,
        Err(error) => panic!("process {pid} cannot be watched: {error}"),
    };
    let limit = Timespec {
        tv_sec: LIMIT.as_secs().try_into().expect("a minute"),
        tv_nsec: 0,
    };
    let ready = poll(&mut [PollFd::new(&file, PollFlags::IN)], Some(&limit));
    assert_eq!(ready, Ok(1), "process {pid} lives on");
}

/// Waits until `condition` holds, which nothing announces.
#[track_caller]
pub(crate) fn until(what: &str, condition: impl Fn() -> bool) {
    let limit = host::now() + LIMIT;
    while !condition() {
        assert!(host::now() < limit, "waited in vain until {what}");
        host::yield_point("until");
        std::thread::yield_now();
    }
}

/// A gate, and calls that stand at it.
pub(crate) struct Held {
    pub(crate) gate: SharedGate,
    pub(crate) processes: Processes,
}

impl Held {
    pub(crate) fn new() -> Self {
        let processes = Processes::new();
        let gate = processes.gate();
        Held { gate, processes }
    }

    /// Submits a call that stands at the gate, then does `op`.
    pub(crate) fn submit(&self, pool: &PoolHandle, op: Op) -> Future<conformance::Out> {
        let call = self.processes.job(self.gate.pass().then(op));
        pool.submit_call(call).expect("a pool that takes calls")
    }

    /// A call that stands at the gate.
    pub(crate) fn call(&self) -> Call<Task, conformance::Out> {
        self.processes.job(self.gate.pass())
    }

    /// Keeps so many workers busy, and waits until they are.
    pub(crate) fn occupy(&self, pool: &PoolHandle, workers: u64) -> Vec<Future<conformance::Out>> {
        let futures = (0..workers)
            .map(|_| self.submit(pool, Op::Return(0)))
            .collect();
        self.gate.wait_arrived(workers);
        futures
    }
}

/// Runs for ever, unless it is ended.
pub(crate) fn forever(_: ()) {
    loop {
        std::hint::spin_loop();
    }
}

/// A call of [`pid`].
pub(crate) fn whoami() -> Call<(), u32> {
    Call::new(pid, ())
}

/// Keeps what it is told.
#[derive(Default)]
pub(crate) struct Recorder(Lock<Vec<Event>>);

impl Observer for Recorder {
    fn observe(&self, _at: Duration, event: &Event) {
        self.0.lock().push(event.clone());
    }
}

impl Recorder {
    pub(crate) fn events(&self) -> Vec<Event> {
        self.0.lock().clone()
    }
}
