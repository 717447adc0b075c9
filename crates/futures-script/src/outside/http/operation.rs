//! The request that the calling thread is busy with: what its sockets wait with, and how far it has come.
//!
//! A connection outlives the request that it was made for, so it cannot know what would end the one it serves now. It
//! asks the thread instead.

use std::cell::{Cell, RefCell};
use std::os::fd::BorrowedFd;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use futures_core::host;
use rustix::event::PollFlags;
use ureq::{Error, Timeout};

use crate::outside::Cancel;
use crate::outside::cancel::Ready;

/// How far a request has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Lookup,
    Connect,
    Tls,
    Sending,
    Head,
    Body,
}

impl Phase {
    /// What goes on, in words that follow "while".
    pub(super) fn words(self) -> &'static str {
        match self {
            Phase::Lookup => "looking up the host",
            Phase::Connect => "connecting",
            Phase::Tls => "agreeing on TLS",
            Phase::Sending => "sending the request",
            Phase::Head => "waiting for the answer",
            Phase::Body => "reading the body",
        }
    }
}

/// A request under way.
pub(super) struct Operation {
    cancel: Arc<Cancel>,
    deadline: Option<Duration>,
    phase: Cell<Phase>,
}

thread_local! {
    static CURRENT: RefCell<Option<Rc<Operation>>> = const { RefCell::new(None) };
}

impl Operation {
    /// Makes a request the one of the calling thread while `f` runs.
    pub(super) fn run<T>(
        cancel: &Arc<Cancel>,
        deadline: Option<Duration>,
        f: impl FnOnce(&Operation) -> T,
    ) -> T {
        struct End;
        impl Drop for End {
            fn drop(&mut self) {
                CURRENT.set(None);
            }
        }
        let operation = Rc::new(Operation {
            cancel: cancel.clone(),
            deadline,
            phase: Cell::new(Phase::Lookup),
        });
        CURRENT.set(Some(operation.clone()));
        let _end = End;
        f(&operation)
    }

    pub(super) fn phase(&self) -> Phase {
        self.phase.get()
    }

    pub(super) fn enter(&self, phase: Phase) {
        self.phase.set(phase);
    }

    pub(super) fn deadline(&self) -> Option<Duration> {
        self.deadline
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }

    /// Waits for a descriptor, at most until `deadline` or the request's own.
    ///
    /// # Errors
    /// [`Error::Timeout`] if the time was up or the request is to end.
    pub(super) fn wait(
        &self,
        descriptor: BorrowedFd<'_>,
        what: PollFlags,
        deadline: Option<Duration>,
    ) -> Result<(), Error> {
        let deadline = deadline.into_iter().chain(self.deadline).min();
        match self.cancel.wait_for(descriptor, what, deadline)? {
            // Something is always there from a server that never stops to send.
            Ready::Yes if deadline.is_some_and(|deadline| deadline <= host::now()) => {
                Err(Error::Timeout(Timeout::Global))
            }
            Ready::Yes => Ok(()),
            Ready::Deadline | Ready::Cancelled => Err(Error::Timeout(Timeout::Global)),
        }
    }
}

/// The request of the calling thread.
///
/// # Errors
/// If it has none, which is a mistake in this program.
pub(super) fn current() -> Result<Rc<Operation>, Error> {
    let current = CURRENT.with_borrow(Option::clone);
    current.ok_or(Error::ConnectionFailed)
}
