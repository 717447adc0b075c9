//! The test's ends of what it shares with its tasks: a gate to hold them, a counter to hear of them, a probe to see what
//! they keep.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::{CounterId, GateId, LiveProbe, OnDrop, Op, ProbeId, World};

/// A test that waits longer than this for a task has failed. It is never waited for otherwise.
const LIMIT: Duration = Duration::from_secs(60);

/// A count that tasks anywhere can add to. Clones are the same counter.
#[derive(Clone)]
pub struct SharedCounter {
    id: CounterId,
    world: Arc<dyn World>,
}

impl SharedCounter {
    /// A new counter of `world`, at 0.
    pub fn new(world: Arc<dyn World>) -> Self {
        let id = world.new_counter();
        SharedCounter { id, world }
    }

    /// Its name.
    pub fn id(&self) -> CounterId {
        self.id
    }

    /// Adds one and returns the new count.
    pub fn add(&self) -> u64 {
        self.world.add(self.id)
    }

    /// The count.
    pub fn get(&self) -> u64 {
        self.world.get(self.id)
    }

    /// Waits until the count is at least `count`.
    ///
    /// # Panics
    /// If it takes a minute.
    #[track_caller]
    pub fn wait_for(&self, count: u64) {
        assert!(
            self.world.wait_for(self.id, count, Some(LIMIT)),
            "waited for a count of {count} in vain; it is {}",
            self.get()
        );
    }

    /// The operation that adds one and returns the new count.
    pub fn count(&self) -> Op {
        Op::Count(self.id)
    }

    /// The operation that returns the count.
    pub fn read(&self) -> Op {
        Op::Read(self.id)
    }
}

/// Holds tasks, wherever they run, until it is opened, at the latest when it goes out of scope.
///
/// Declare it after the pool: then a failing test opens it before it drops the pool, which waits for the tasks.
pub struct SharedGate {
    arrived: SharedCounter,
    opened: SharedCounter,
}

impl SharedGate {
    /// A closed gate of `world`.
    pub fn new(world: Arc<dyn World>) -> Self {
        SharedGate {
            arrived: SharedCounter::new(world.clone()),
            opened: SharedCounter::new(world),
        }
    }

    /// Its name.
    pub fn id(&self) -> GateId {
        GateId {
            arrived: self.arrived.id,
            opened: self.opened.id,
        }
    }

    /// Lets everyone through, for good.
    pub fn open(&self) {
        self.opened.add();
    }

    /// Has it been opened?
    pub fn is_open(&self) -> bool {
        self.opened.get() > 0
    }

    /// How many have come to it.
    pub fn arrived(&self) -> u64 {
        self.arrived.get()
    }

    /// Waits until so many have come to it.
    ///
    /// # Panics
    /// If it takes a minute.
    #[track_caller]
    pub fn wait_arrived(&self, count: u64) {
        self.arrived.wait_for(count);
    }

    /// Stands at the gate, on this thread, until it is open.
    ///
    /// # Panics
    /// If it takes a minute.
    #[track_caller]
    pub fn stand(&self) {
        self.arrived.add();
        self.opened.wait_for(1);
    }

    /// The operation that stands at the gate until it is open.
    pub fn pass(&self) -> Op {
        Op::Pass(self.id())
    }
}

impl Drop for SharedGate {
    fn drop(&mut self) {
        self.open();
    }
}

/// Counts the drops of the values that it makes.
pub struct Probe {
    dropped: SharedCounter,
    on_drop: OnDrop,
}

impl Probe {
    /// A probe of `world`.
    pub fn new(world: Arc<dyn World>, on_drop: OnDrop) -> Self {
        Probe {
            dropped: SharedCounter::new(world),
            on_drop,
        }
    }

    /// Its name.
    pub fn id(&self) -> ProbeId {
        ProbeId {
            dropped: self.dropped.id,
            on_drop: self.on_drop,
        }
    }

    /// How many of its values were dropped.
    pub fn dropped(&self) -> u64 {
        self.dropped.get()
    }

    /// Waits until so many of its values were dropped.
    ///
    /// # Panics
    /// If it takes a minute.
    #[track_caller]
    pub fn wait_dropped(&self, count: u64) {
        self.dropped.wait_for(count);
    }

    /// A value, here.
    pub fn live(&self) -> LiveProbe {
        LiveProbe::new(self.id(), self.dropped.world.clone())
    }

    /// The operation that has a value as its argument.
    pub fn carry(&self) -> Op {
        Op::Carry(self.id())
    }

    /// The operation that returns a value.
    pub fn give(&self) -> Op {
        Op::Give(self.id())
    }

    /// The operation that returns how many of the values were dropped.
    pub fn read(&self) -> Op {
        self.dropped.read()
    }
}

impl fmt::Debug for SharedCounter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SharedCounter({})", self.get())
    }
}

impl fmt::Debug for SharedGate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedGate")
            .field("arrived", &self.arrived)
            .field("is_open", &self.is_open())
            .finish()
    }
}

impl fmt::Debug for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Probe({} dropped)", self.dropped())
    }
}
