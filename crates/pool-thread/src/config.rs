//! What was asked for when the pool was made, and the telling of those who asked to be told.

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use futures_core::{Error, Event, Observer, TaskId, host, panics};

use crate::WhenFull;

pub(crate) type Initializer =
    Box<dyn Fn() -> Result<(), Box<dyn StdError + Send + Sync>> + Send + Sync>;
pub(crate) type Unretrieved = Arc<dyn Fn(TaskId, Option<&str>, &Error) + Send + Sync>;

/// Never changes once the pool is made, so it is read without a lock.
pub(crate) struct Config {
    /// The number in its tasks' ids.
    pub(crate) number: u32,
    pub(crate) name: String,
    pub(crate) max_workers: usize,
    pub(crate) stack_size: usize,
    pub(crate) nesting_reserve: usize,
    pub(crate) initializer: Option<Initializer>,
    pub(crate) queue_limit: Option<(usize, WhenFull)>,
    pub(crate) keep_alive: Option<Duration>,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    pub(crate) on_unretrieved: Option<Unretrieved>,
}

impl Config {
    /// Tells the observer, if there is one, of what `event` makes. No lock may be held.
    #[inline]
    pub(crate) fn tell(&self, event: impl FnOnce() -> Event) {
        if let Some(observer) = &self.observer {
            let (at, event) = (host::now(), event());
            let _ = panics::catch(|| observer.observe(at, &event));
        }
    }

    /// Must a task's cancellation or its end be told to the pool?
    pub(crate) fn needs_control(&self) -> bool {
        self.queue_limit.is_some() || self.observer.is_some() || self.on_unretrieved.is_some()
    }
}
