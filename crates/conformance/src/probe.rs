//! Probes: values that count how often they were dropped, some of which panic when they are.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::world::find_world;
use crate::{CounterId, World, WorldName};

/// Names a probe, as plain data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProbeId {
    /// Counts the drops of the probe's values.
    pub dropped: CounterId,
    /// What a drop does beside counting.
    pub on_drop: OnDrop,
}

/// What the drop of a probe does, once it is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OnDrop {
    /// Nothing.
    Count,
    /// It panics.
    Panic,
}

/// A value whose drop is counted.
///
/// Serialized, it has moved: the drop of the one that is made of the bytes counts in its place.
pub struct LiveProbe {
    id: ProbeId,
    world: Arc<dyn World>,
    has_moved: AtomicBool,
}

impl LiveProbe {
    /// A value of probe `id`, counted in `world`.
    pub fn new(id: ProbeId, world: Arc<dyn World>) -> Self {
        LiveProbe {
            id,
            world,
            has_moved: AtomicBool::new(false),
        }
    }

    /// What makes it again elsewhere.
    pub fn id(&self) -> ProbeId {
        self.id
    }
}

impl Drop for LiveProbe {
    fn drop(&mut self) {
        if *self.has_moved.get_mut() {
            return;
        }
        self.world.add(self.id.dropped);
        if self.id.on_drop == OnDrop::Panic && !std::thread::panicking() {
            panic!("a probe that panics when it is dropped");
        }
    }
}

impl PartialEq for LiveProbe {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl fmt::Debug for LiveProbe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LiveProbe").field(&self.id).finish()
    }
}

impl Serialize for LiveProbe {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes = (self.id, self.world.name()).serialize(serializer)?;
        self.has_moved.store(true, Ordering::Relaxed);
        Ok(bytes)
    }
}

impl<'de> Deserialize<'de> for LiveProbe {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (id, world) = <(ProbeId, WorldName)>::deserialize(deserializer)?;
        Ok(LiveProbe::new(id, find_world(world)))
    }
}
