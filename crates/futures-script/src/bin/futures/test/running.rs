//! The scripts that are being tested at the moment, and how all of them are ended early.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use futures_core::host::{self, Thread};

/// Shared by those who test and whoever ends the test.
#[derive(Clone, Debug, Default)]
pub(crate) struct Running(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    /// No further script is begun.
    is_enough: AtomicBool,
    /// Those under way are ended.
    is_interrupted: AtomicBool,
    /// The process of each script, and the thread that waits for it.
    under_way: Mutex<BTreeMap<u32, Thread>>,
}

/// One script under way. The thread that has made it is the one to drop it.
#[derive(Debug)]
pub(crate) struct UnderWay {
    running: Running,
    process: u32,
}

impl Running {
    /// Begins no further script.
    pub(crate) fn enough(&self) {
        self.0.is_enough.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_enough(&self) -> bool {
        self.0.is_enough.load(Ordering::Relaxed)
    }

    /// Ends the scripts that are under way, too.
    pub(crate) fn interrupt(&self) {
        self.enough();
        let under_way = self.0.under_way.lock();
        let under_way = under_way.unwrap_or_else(PoisonError::into_inner);
        self.0.is_interrupted.store(true, Ordering::Relaxed);
        for thread in under_way.values() {
            thread.interrupt();
        }
    }

    pub(crate) fn is_interrupted(&self) -> bool {
        self.0.is_interrupted.load(Ordering::Relaxed)
    }

    /// From here on the waits of this thread for the process end when somebody interrupts.
    pub(crate) fn begin(&self, process: u32) -> UnderWay {
        let mut under_way = self
            .0
            .under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        under_way.insert(process, host::current());
        if self.is_interrupted() {
            host::current().interrupt();
        }
        UnderWay {
            running: self.clone(),
            process,
        }
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let under_way = self.running.0.under_way.lock();
        let mut under_way = under_way.unwrap_or_else(PoisonError::into_inner);
        under_way.remove(&self.process);
        // Under the same lock as the interruption, so that none is left behind for whatever the thread waits for next.
        host::current().clear_interrupt();
    }
}
