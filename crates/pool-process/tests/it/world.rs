//! What the tests and the calls in worker processes have in common: counters in memory that all of them map.
//!
//! The file of a world lives in the process that has made it. A worker, which belongs to that user, opens it through
//! `/proc`, so nothing but two numbers has to travel.

use std::fs::OpenOptions;
use std::os::fd::{AsFd, AsRawFd};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use conformance::{CounterId, World, WorldName};
use futures_core::host::{self, Lock, Wake};

use crate::shared::memory::SharedMemory;

/// More counters than a test has.
const N_COUNTERS: usize = 8191;

/// So long a counter is left alone before it is looked at again. Words in memory announce nothing.
const PAUSE: Duration = Duration::from_micros(100);

/// Counters in shared memory.
pub(crate) struct SharedWorld {
    /// The number of counters in use, then the counters.
    memory: SharedMemory,
    name: WorldName,
}

/// The worlds that this process has made, or has opened and keeps since it is a worker.
static KNOWN: Lock<Known> = Lock::new(Known {
    made: 0,
    own: Vec::new(),
    opened: Vec::new(),
});

struct Known {
    made: u64,
    own: Vec<Weak<SharedWorld>>,
    opened: Vec<Arc<SharedWorld>>,
}

impl SharedWorld {
    /// A world without counters.
    pub(crate) fn new() -> Arc<Self> {
        let len = (1 + N_COUNTERS) * size_of::<u64>();
        let memory = SharedMemory::create("world of a test", len).expect("memory for a world");
        let file = u64::try_from(memory.as_fd().as_raw_fd()).expect("it is not negative");
        let mut known = KNOWN.lock();
        // Descriptors are used again, numbers of worlds are not.
        known.made += 1;
        let name = WorldName {
            process: process::id(),
            number: known.made << 32 | file,
        };
        let world = Arc::new(SharedWorld { memory, name });
        let own = &mut known.own;
        own.retain(|world| world.strong_count() > 0);
        own.push(Arc::downgrade(&world));
        drop(known);
        world
    }

    /// The world of that name, also from another process.
    pub(crate) fn find(name: WorldName) -> Arc<Self> {
        let mut known = KNOWN.lock();
        let is_it = |world: &Arc<SharedWorld>| world.name == name;
        if let Some(world) = known.own.iter().filter_map(Weak::upgrade).find(is_it) {
            return world;
        }
        if let Some(world) = known.opened.iter().find(|world| is_it(world)) {
            return world.clone();
        }
        let file = name.number & u64::from(u32::MAX);
        let path = format!("/proc/{}/fd/{file}", name.process);
        let file = OpenOptions::new().read(true).write(true).open(path);
        let file = file.expect("the world of the process that has started this one");
        let memory = SharedMemory::open(file.into()).expect("the memory of a world");
        let world = Arc::new(SharedWorld { memory, name });
        known.opened.push(world.clone());
        world
    }

    fn of(&self, counter: CounterId) -> &AtomicU64 {
        &self.memory.words()[1 + counter.0 as usize]
    }
}

impl World for SharedWorld {
    fn new_counter(&self) -> CounterId {
        let index = self.memory.words()[0].fetch_add(1, Ordering::Relaxed);
        assert!(index < N_COUNTERS as u64, "a test has fewer counters");
        CounterId(u32::try_from(index).expect("a test has few counters"))
    }

    fn add(&self, counter: CounterId) -> u64 {
        self.of(counter).fetch_add(1, Ordering::AcqRel) + 1
    }

    fn get(&self, counter: CounterId) -> u64 {
        self.of(counter).load(Ordering::Acquire)
    }

    fn wait_for(&self, counter: CounterId, count: u64, limit: Option<Duration>) -> bool {
        let deadline = limit.map(|limit| host::now() + limit);
        while self.get(counter) < count {
            if deadline.is_some_and(|deadline| host::now() >= deadline) {
                return false;
            }
            if host::sleep(PAUSE) == Wake::Interrupted {
                return false;
            }
        }
        true
    }

    fn name(&self) -> WorldName {
        self.name
    }
}
