//! What a test and its tasks have in common, wherever the tasks run: counters, and nothing else.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures_core::host::Lock;
use serde::{Deserialize, Serialize};

use crate::{Counter, CounterId};

/// Counters that every worker of a pool can reach.
///
/// Gates and probes are made of them, so this is all that a pool in other processes has to carry across. Every wait goes
/// through the host.
pub trait World: Send + Sync + 'static {
    /// Makes a counter, at 0.
    fn new_counter(&self) -> CounterId;

    /// Adds one and returns the new count.
    fn add(&self, counter: CounterId) -> u64;

    /// The count.
    fn get(&self, counter: CounterId) -> u64;

    /// Waits until the count is at least `count`, or `limit` has passed. False: it was not reached.
    fn wait_for(&self, counter: CounterId, count: u64, limit: Option<Duration>) -> bool;

    /// What the workers know it by.
    ///
    /// # Panics
    /// If it is never needed, since the workers are threads of this process.
    fn name(&self) -> WorldName {
        panic!("this world is known in its own process only");
    }
}

/// Names a world, as plain data: a process, and one of its worlds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorldName {
    /// The process that has made it.
    pub process: u32,
    /// Which of its worlds.
    pub number: u64,
}

/// Finds a world in a process that may not be the one that has made it.
pub type FindWorld = fn(WorldName) -> Arc<dyn World>;

/// How worlds are found; nothing is shared between runs but this function.
static FIND_WORLD: OnceLock<FindWorld> = OnceLock::new();

/// Says how to find worlds by name, for test binaries whose workers are other processes. To be called first in `main`, in
/// parents and workers; a second call changes nothing.
pub fn find_worlds_by(find: FindWorld) {
    let _ = FIND_WORLD.set(find);
}

pub(crate) fn find_world(name: WorldName) -> Arc<dyn World> {
    let find = FIND_WORLD
        .get()
        .expect("main says how worlds are found by name");
    find(name)
}

/// The world of a pool whose workers are threads of this process.
#[derive(Debug, Default)]
pub struct LocalWorld {
    counters: Lock<Vec<Counter>>,
}

impl LocalWorld {
    /// A world without counters.
    pub fn new() -> Self {
        Self::default()
    }

    fn of(&self, counter: CounterId) -> Counter {
        self.counters.lock()[counter.0 as usize].clone()
    }
}

impl World for LocalWorld {
    fn new_counter(&self) -> CounterId {
        let mut counters = self.counters.lock();
        counters.push(Counter::new());
        CounterId(u32::try_from(counters.len() - 1).expect("a test has few counters"))
    }

    fn add(&self, counter: CounterId) -> u64 {
        self.of(counter).add()
    }

    fn get(&self, counter: CounterId) -> u64 {
        self.of(counter).get()
    }

    fn wait_for(&self, counter: CounterId, count: u64, limit: Option<Duration>) -> bool {
        let counter = self.of(counter);
        match limit {
            Some(limit) => counter.wait_for_timeout(count, limit),
            None => {
                counter.wait_for(count);
                true
            }
        }
    }
}
