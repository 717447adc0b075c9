//! One call as the pool sees it: what is sent to a worker, and whom its outcome is for.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use futures_core::host::NestedLock;
use futures_core::{Error, Promise, Status, TaskId, panics};

use crate::codec::Received;
use crate::pool::function::Function;
use crate::pool::link::Link;
use crate::pool::payload::Payload;

/// A call, from its submission to its end.
///
/// The encoded argument stays here until the call has ended, so that a call which its worker has not begun can be given
/// to another one.
pub(crate) struct Record {
    pub(crate) id: TaskId,
    pub(crate) function: Function,
    /// How long it may run; `None`: as long as it likes.
    pub(crate) timeout: Option<Duration>,
    /// How often it may be run again after its worker has died.
    retries: AtomicU32,
    /// Does it count as running from its submission on, or from the moment it was meant for a worker without others?
    is_assigned: AtomicBool,
    /// Changed only with the desk locked; looked at by anybody.
    place: NestedLock<Place>,
    payload: NestedLock<Option<Arc<Payload>>>,
    settle: NestedLock<Option<Box<dyn Settle>>>,
}

/// Where a call is.
#[derive(Clone)]
pub(crate) enum Place {
    /// In the queue; it can be cancelled.
    Queued,
    /// Meant for a worker that is being started, or came back from one that died: it counts as running.
    Assigned,
    /// In this slot of a worker, begun or not: the slot knows.
    Sent(Arc<Link>, u16),
    /// Cancelled.
    Cancelled,
    /// Ended, or about to.
    Over,
}

/// The future of a call, which is told the outcome.
pub(crate) trait Settle: Send {
    /// Says that the call has begun. False: it was cancelled.
    fn set_running(&self) -> bool;

    /// Ends the future. Decodes, and runs callbacks: no lock may be held.
    fn settle(self: Box<Self>, outcome: Result<Received<'_>, Error>) -> Status;

    /// Cancels the future of a call that has not begun.
    fn cancel(self: Box<Self>) -> bool;
}

/// Makes a value of what has come back for so many items.
pub(crate) type Decode<R> = fn(Received<'_>, usize) -> Result<R, Error>;

/// The promise of a call whose results are `R`s.
pub(crate) struct Promised<R: Send + 'static> {
    pub(crate) promise: Promise<R>,
    pub(crate) decode: Decode<R>,
    /// How many items the call has.
    pub(crate) items: usize,
}

impl<R: Send + 'static> Settle for Promised<R> {
    fn set_running(&self) -> bool {
        self.promise.set_running()
    }

    fn settle(self: Box<Self>, outcome: Result<Received<'_>, Error>) -> Status {
        let Promised {
            promise,
            decode,
            items,
        } = *self;
        let result = outcome.and_then(|received| decode(received, items));
        let status = match &result {
            Ok(_) => Status::Finished,
            Err(_) => Status::Failed,
        };
        // A value that nobody wants is dropped here, and may panic.
        let settled = panics::catch(|| match result {
            Ok(value) => promise.set_result(value).is_ok(),
            Err(error) => promise.set_error(error).is_ok(),
        });
        match settled {
            Ok(true) | Err(_) => status,
            Ok(false) => Status::Cancelled,
        }
    }

    fn cancel(self: Box<Self>) -> bool {
        self.promise.cancel()
    }
}

impl Record {
    pub(crate) fn new(
        id: TaskId,
        function: Function,
        payload: Payload,
        timeout: Option<Duration>,
        retries: u32,
    ) -> Self {
        Record {
            id,
            function,
            timeout,
            retries: AtomicU32::new(retries),
            is_assigned: AtomicBool::new(false),
            place: NestedLock::new(Place::Queued),
            payload: NestedLock::new(Some(Arc::new(payload))),
            settle: NestedLock::new(None),
        }
    }

    /// Says whom the outcome is for; once, before the call is given to anybody.
    pub(crate) fn set_settle(&self, settle: Box<dyn Settle>) {
        *self.settle.lock() = Some(settle);
    }

    pub(crate) fn place(&self) -> Place {
        self.place.lock().clone()
    }

    pub(crate) fn is_over(&self) -> bool {
        matches!(*self.place.lock(), Place::Over | Place::Cancelled)
    }

    /// Makes it count as running, for good.
    pub(crate) fn assign(&self) {
        self.is_assigned.store(true, Ordering::Release);
        self.set_running();
    }

    pub(crate) fn is_assigned(&self) -> bool {
        self.is_assigned.load(Ordering::Acquire)
    }

    /// Moves it; only with the desk locked.
    pub(crate) fn put(&self, place: Place) {
        // What was there may be the last reference to a link, whose end closes files: not under this lock.
        let before = std::mem::replace(&mut *self.place.lock(), place);
        drop(before);
    }

    /// What is to be sent; `None` once it is over.
    pub(crate) fn payload(&self) -> Option<Arc<Payload>> {
        self.payload.lock().clone()
    }

    /// Frees the argument, which nobody will need any more.
    pub(crate) fn forget_payload(&self) {
        let payload = self.payload.lock().take();
        drop(payload);
    }

    /// Tells the future that the call has begun. False: it was cancelled.
    pub(crate) fn set_running(&self) -> bool {
        self.settle
            .lock()
            .as_ref()
            .is_none_or(|settle| settle.set_running())
    }

    /// Whom the outcome is for; only the first who asks gets it, so that a call ends once.
    pub(crate) fn take_settle(&self) -> Option<Box<dyn Settle>> {
        self.settle.lock().take()
    }

    /// Uses up one of the retries.
    pub(crate) fn may_retry(&self) -> bool {
        let used = self
            .retries
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(1)
            });
        used.is_ok()
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record").field("id", &self.id).finish()
    }
}
