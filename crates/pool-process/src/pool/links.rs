//! The workers whose replies are read, and which thread reads them.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use futures_core::host::NestedLock;

use crate::pool::link::Link;
use crate::sys::poll::Waker;

/// The bit that says that the reader in charge does not read.
const AWAY: u64 = 1;

/// All links of a pool.
pub(crate) struct Links {
    all: NestedLock<Vec<Arc<Link>>>,
    /// Counts the changes of `all`, so that the reader need not look each time.
    version: AtomicU64,
    /// Twice the number of the reader in charge, and [`AWAY`] if it waits in code of a user, so that another one may take
    /// over. One that comes back and finds another number goes home.
    reader: AtomicU64,
    keeper_is_done: AtomicBool,
    waker: Waker,
}

impl Links {
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Links {
            all: NestedLock::default(),
            version: AtomicU64::new(0),
            reader: AtomicU64::new(0),
            keeper_is_done: AtomicBool::new(false),
            waker: Waker::new()?,
        })
    }

    /// Wakes the reader.
    pub(crate) fn wake(&self) {
        self.waker.wake();
    }

    pub(crate) fn waker(&self) -> &Waker {
        &self.waker
    }

    pub(crate) fn version(&self) -> u64 {
        self.version.load(Ordering::Acquire)
    }

    pub(crate) fn all(&self) -> Vec<Arc<Link>> {
        self.all.lock().clone()
    }

    pub(crate) fn get(&self, number: u32) -> Option<Arc<Link>> {
        let all = self.all.lock();
        all.iter().find(|link| link.number == number).cloned()
    }

    pub(crate) fn add(&self, link: Arc<Link>) {
        self.all.lock().push(link);
        self.changed();
    }

    pub(crate) fn remove(&self, number: u32) {
        let removed = {
            let mut all = self.all.lock();
            let index = all.iter().position(|link| link.number == number);
            index.map(|index| all.swap_remove(index))
        };
        if removed.is_some() {
            self.changed();
        }
    }

    fn changed(&self) {
        self.version.fetch_add(1, Ordering::Release);
        self.wake();
    }

    /// The number of the reader in charge.
    pub(crate) fn reader(&self) -> u64 {
        self.reader.load(Ordering::Acquire) >> 1
    }

    /// Lets another reader take over from `reader`, which is about to wait. False: it is not in charge any more.
    pub(crate) fn leave_reader(&self, reader: u64) -> bool {
        self.swap_reader(reader << 1, reader << 1 | AWAY)
    }

    /// Is `reader` in charge, and waits?
    pub(crate) fn is_reader_away(&self, reader: u64) -> bool {
        self.reader.load(Ordering::Acquire) == reader << 1 | AWAY
    }

    /// `reader` waits no longer. False: somebody has taken over.
    pub(crate) fn resume_reader(&self, reader: u64) -> bool {
        self.swap_reader(reader << 1 | AWAY, reader << 1)
    }

    /// Puts the next reader in charge, if `reader` still is, and waits. Returns the number of the new one.
    pub(crate) fn replace_reader(&self, reader: u64) -> Option<u64> {
        let next = reader + 1;
        let is_replaced = self.swap_reader(reader << 1 | AWAY, next << 1);
        is_replaced.then_some(next)
    }

    fn swap_reader(&self, from: u64, to: u64) -> bool {
        self.reader
            .compare_exchange(from, to, Ordering::AcqRel, Ordering::Relaxed)
            .is_ok()
    }

    /// Nobody will be added any more.
    pub(crate) fn set_keeper_done(&self) {
        self.keeper_is_done.store(true, Ordering::Release);
        self.wake();
    }

    pub(crate) fn is_keeper_done(&self) -> bool {
        self.keeper_is_done.load(Ordering::Acquire)
    }
}
