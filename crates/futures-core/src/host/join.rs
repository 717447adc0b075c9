//! Waiting for the end of a thread, in a way that can be interrupted.

use std::sync::Arc;

use crate::fault;
use crate::host::{self, Host, Join, Lock, Thread, WaitReason, Wake, thread};

/// The end of a thread, as its body announces it and its joiner awaits it.
struct End {
    thread: String,
    state: Lock<EndState>,
}

#[derive(Default)]
struct EndState {
    ended: bool,
    joiner: Option<Thread>,
}

/// Announces the end when dropped, so also when the body panics.
struct Announce(Arc<End>);

impl Drop for Announce {
    fn drop(&mut self) {
        let mut state = self.0.state.lock();
        state.ended = true;
        let joiner = state.joiner.take();
        drop(state);
        if let Some(joiner) = joiner {
            joiner.unpark();
        }
    }
}

/// The right to wait for the end of a thread that [`spawn`](host::spawn) started.
///
/// Dropping it lets the thread run on by itself.
#[must_use = "dropping the handle detaches the thread"]
pub struct JoinHandle {
    end: Arc<End>,
    os: Option<Box<dyn Join>>,
}

/// The handle of a thread about to start, and the body to start it with: `body` in the world of `host`.
pub(super) fn prepare(
    host: Option<Arc<dyn Host>>,
    thread: String,
    body: impl FnOnce() + Send + 'static,
) -> (JoinHandle, Box<dyn FnOnce() + Send>) {
    let end = Arc::new(End {
        thread,
        state: Lock::default(),
    });
    let announce = Announce(end.clone());
    let body = fault::inherited(body);
    let run = move || {
        let announce = announce;
        match host {
            None => body(),
            Some(host) => thread::enter(host, body),
        }
        drop(announce);
    };
    (JoinHandle { end, os: None }, Box::new(run))
}

impl JoinHandle {
    pub(super) fn with(mut self, os: Box<dyn Join>) -> Self {
        self.os = Some(os);
        self
    }

    /// Has the thread's body returned?
    pub fn is_finished(&self) -> bool {
        self.end.state.lock().ended
    }

    /// Waits until the thread has ended and is gone.
    ///
    /// # Errors
    /// Gives the handle back if the wait was interrupted or `deadline` (as of [`now`](host::now)) has passed.
    pub fn join_until(
        mut self,
        deadline: Option<std::time::Duration>,
    ) -> Result<(), (Wake, JoinHandle)> {
        let reason = WaitReason::Join {
            thread: self.end.thread.clone(),
        };
        loop {
            {
                let mut state = self.end.state.lock();
                if state.ended {
                    break;
                }
                state.joiner = Some(host::current());
            }
            match host::park(deadline, &reason) {
                Wake::Notified => {}
                wake => return Err((wake, self)),
            }
        }
        if let Some(os) = self.os.take() {
            os.join();
        }
        Ok(())
    }

    /// Waits until the thread has ended and is gone.
    ///
    /// # Errors
    /// Gives the handle back if the wait was interrupted.
    pub fn join(self) -> Result<(), JoinHandle> {
        self.join_until(None).map_err(|(_, handle)| handle)
    }
}

impl std::fmt::Debug for JoinHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("JoinHandle")
            .field("is_finished", &self.is_finished())
            .finish_non_exhaustive()
    }
}
