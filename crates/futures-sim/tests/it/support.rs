//! What several tests need.

use std::sync::Arc;

use futures_core::host::{self, JoinHandle, Lock, Spawn, Thread, WaitReason};

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
