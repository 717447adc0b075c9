//! What was asked for when a simulated pool was made, and the telling of those who asked to be told.

use std::sync::Arc;
use std::time::Duration;

use futures_core::{Event, Observer, host};
use pool_process::OnCrash;
use timeline::PoolRecorder;

/// What was asked for when the pool was made.
pub(super) struct Config {
    /// The number in its calls' ids.
    pub(super) number: u32,
    pub(super) name: String,
    pub(super) max_workers: usize,
    pub(super) max_tasks_per_child: Option<u64>,
    pub(super) task_timeout: Option<Duration>,
    pub(super) on_crash: OnCrash,
    pub(super) observer: Option<Arc<PoolRecorder>>,
}

impl Config {
    /// Tells the observer, if there is one, of what `event` makes. No lock may be held.
    pub(super) fn tell(&self, event: impl FnOnce() -> Event) {
        if let Some(observer) = &self.observer {
            observer.observe(host::now(), &event());
        }
    }
}
