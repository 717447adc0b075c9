//! Something that threads look at, change and wait for: what locks, queues and events of scripts are made of.

use std::time::Duration;

use futures_core::host::{self, Lock, Thread, WaitReason, Wake};
use futures_core::{Error as TaskError, ErrorKind};

/// A value whose every change wakes those who wait for it to be as they need it.
pub(crate) struct Monitor<T>(Lock<State<T>>);

struct State<T> {
    value: T,
    waiting: Vec<Thread>,
}

impl<T> Monitor<T> {
    pub(crate) fn new(value: T) -> Self {
        Monitor(Lock::new(State {
            value,
            waiting: Vec::new(),
        }))
    }

    /// Looks at the value. Must be short, and run no code of the script.
    pub(crate) fn look<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(&self.0.lock().value)
    }

    /// Changes the value, and lets everybody who waits look at it. Must be short, and run no code of the script.
    pub(crate) fn change<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        let (result, waiting) = {
            let mut state = self.0.lock();
            let result = change(&mut state.value);
            (result, std::mem::take(&mut state.waiting))
        };
        waiting.iter().for_each(Thread::unpark);
        result
    }

    /// Tries `take` once.
    pub(crate) fn take_now<R>(&self, take: impl FnOnce(&mut T) -> Option<R>) -> Option<R> {
        let (taken, waiting) = {
            let mut state = self.0.lock();
            let taken = take(&mut state.value)?;
            (taken, std::mem::take(&mut state.waiting))
        };
        waiting.iter().for_each(Thread::unpark);
        Some(taken)
    }

    /// Tries `take` now and after every change until it returns something; `None` once `deadline` has passed.
    ///
    /// # Errors
    /// The wait was interrupted.
    pub(crate) fn wait<R>(
        &self,
        reason: &'static str,
        deadline: Option<Duration>,
        mut take: impl FnMut(&mut T) -> Option<R>,
    ) -> Result<Option<R>, TaskError> {
        let me = host::current();
        let mut wake = Wake::Notified;
        loop {
            let (taken, waiting) = {
                let mut state = self.0.lock();
                let taken = take(&mut state.value);
                state.waiting.retain(|other| *other != me);
                match taken {
                    // What was taken may be what others wait to be gone.
                    Some(_) => (taken, std::mem::take(&mut state.waiting)),
                    None => {
                        if wake == Wake::Notified {
                            state.waiting.push(me.clone());
                        }
                        (None, Vec::new())
                    }
                }
            };
            waiting.iter().for_each(Thread::unpark);
            match (taken, wake) {
                (Some(taken), _) => return Ok(Some(taken)),
                (None, Wake::Deadline) => return Ok(None),
                (None, Wake::Interrupted) => {
                    return Err(TaskError::new(
                        ErrorKind::Interrupted,
                        format!("the wait for {reason} was interrupted"),
                    ));
                }
                (None, Wake::Notified) => {
                    wake = host::park(deadline, &WaitReason::Other(reason));
                }
            }
        }
    }
}
