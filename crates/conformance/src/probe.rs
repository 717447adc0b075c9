//! Probes: values that count how often they were dropped, some of which panic when they are.

use std::fmt;
use std::sync::Arc;

use crate::{CounterId, World};

/// Names a probe, as plain data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProbeId {
    /// Counts the drops of the probe's values.
    pub dropped: CounterId,
    /// What a drop does beside counting.
    pub on_drop: OnDrop,
}

/// What the drop of a probe does, once it is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDrop {
    /// Nothing.
    Count,
    /// It panics.
    Panic,
}

/// A value whose drop is counted.
pub struct LiveProbe {
    id: ProbeId,
    world: Arc<dyn World>,
}

impl LiveProbe {
    /// A value of probe `id`, counted in `world`.
    pub fn new(id: ProbeId, world: Arc<dyn World>) -> Self {
        LiveProbe { id, world }
    }

    /// What makes it again elsewhere.
    pub fn id(&self) -> ProbeId {
        self.id
    }
}

impl Drop for LiveProbe {
    fn drop(&mut self) {
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
