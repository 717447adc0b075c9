//! Values that belong to one run: the counters behind names and ids, and what is made lazily, such as a default pool.

use std::any::{Any, TypeId};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use crate::TaskId;
use crate::host::Lock;

/// What belongs to one run and must not leak into the next one in the same process.
#[derive(Default)]
pub struct Locals {
    pools: AtomicU32,
    promises: AtomicU64,
    values: Lock<BTreeMap<TypeId, Arc<dyn Any + Send + Sync>>>,
}

impl Locals {
    /// The locals of a fresh run.
    pub fn new() -> Self {
        Self::default()
    }

    /// The number of the next pool, from 1.
    pub fn next_pool(&self) -> u32 {
        self.pools.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// The id of the next promise that belongs to no pool.
    pub fn next_promise(&self) -> TaskId {
        TaskId::new(0, self.promises.fetch_add(1, Ordering::Relaxed) + 1)
    }

    /// The run's value of type `T`, if it has been made.
    pub fn get<T: Any + Send + Sync>(&self) -> Option<Arc<T>> {
        let value = self.values.lock().get(&TypeId::of::<T>()).cloned();
        value.and_then(|value| value.downcast().ok())
    }

    /// Makes `value` the run's value of type `T` unless it has one; either way, the run's.
    ///
    /// Two threads may both have made a value; one of them is dropped, and no thread waits for another.
    pub fn get_or_put<T: Any + Send + Sync>(&self, value: T) -> Arc<T> {
        let mine: Arc<T> = Arc::new(value);
        let value = self
            .values
            .lock()
            .entry(TypeId::of::<T>())
            .or_insert_with(|| mine.clone())
            .clone();
        value.downcast().unwrap_or(mine)
    }

    /// Lets go of all values, as at the end of a run: a default pool, for instance, ends with them.
    ///
    /// To be called by a [`Host`](crate::host::Host), in its own world, when the run's last code has returned.
    pub fn clear(&self) {
        loop {
            // One at a time and without the lock: a destructor may ask for another value, or make one.
            let value = self.values.lock().pop_first();
            match value {
                Some(value) => crate::panics::drop_quietly(value),
                None => return,
            }
        }
    }
}

impl std::fmt::Debug for Locals {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Locals")
            .field("pools", &self.pools)
            .field("promises", &self.promises)
            .finish_non_exhaustive()
    }
}
