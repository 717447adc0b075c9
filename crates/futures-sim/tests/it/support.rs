//! What several tests need.

use std::sync::Arc;

use futures_core::host::{self, JoinHandle, Lock, Spawn, Thread, WaitReason};
use futures_sim::Exploration;

/// A thread of this name.
pub(crate) fn spec(name: &str) -> Spawn {
    Spawn {
        name: name.to_owned(),
        stack_size: None,
    }
}

/// Starts a thread of this name.
pub(crate) fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> JoinHandle {
    host::spawn(spec(name), body).expect("the system has a thread to give")
}

/// A gate that stays open once it has been opened.
#[derive(Clone, Default)]
pub(crate) struct Gate(Arc<Lock<(bool, Vec<Thread>)>>);

impl Gate {
    pub(crate) fn open(&self) {
        let waiting = {
            let mut state = self.0.lock();
            state.0 = true;
            std::mem::take(&mut state.1)
        };
        waiting.iter().for_each(Thread::unpark);
    }

    /// False: the wait was interrupted.
    pub(crate) fn pass(&self) -> bool {
        loop {
            {
                let mut state = self.0.lock();
                if state.0 {
                    return true;
                }
                state.1.push(host::current());
            }
            let wake = host::park(None, &WaitReason::Other("the gate"));
            if wake == host::Wake::Interrupted {
                return false;
            }
        }
    }
}

/// `program` has to hold in so many schedules, not all of them the same.
#[track_caller]
pub(crate) fn holds(seeds: u64, program: fn()) {
    let explored = Exploration::new(seeds).run(program);
    assert!(explored.found.is_none(), "{}", explored.found.unwrap());
    let distinct = explored.distinct;
    assert!(distinct as u64 > seeds / 10, "{distinct} different ones");
}
