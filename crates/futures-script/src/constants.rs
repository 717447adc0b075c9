//! The script's constants, `global::NAME`, as each thread has them.
//!
//! The engine keeps them behind one lock, which it takes for every look and gives up on when it is busy for long: with
//! several threads a panic. So each thread gets a lock and a map of its own. What travels with a task is a map that
//! nobody changes and nobody has to lock; it is made once by the thread that submits, and unpacked once by each thread
//! that runs its tasks.
//!
//! A constant that the script defines anew under the same name, without defining another one, is not noticed.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use rhai::{Dynamic, ImmutableString, Shared};

use crate::capture;

type Map = BTreeMap<ImmutableString, Dynamic>;

/// What the engine reads, on one thread.
pub(crate) type Live = Shared<RwLock<Map>>;

/// What travels.
pub(crate) type Packed = Arc<Map>;

/// The same constants in both forms.
struct Known {
    live: Live,
    packed: Packed,
}

thread_local! {
    /// The constants that this thread has last packed or unpacked.
    static KNOWN: RefCell<Option<Known>> = const { RefCell::new(None) };
}

/// This thread's constants, to travel with a task.
pub(crate) fn pack(live: &Live) -> Packed {
    let constants = live.read().unwrap_or_else(|poisoned| poisoned.into_inner());
    let known = KNOWN.with_borrow(|known| {
        let known = known
            .as_ref()
            .filter(|known| Arc::ptr_eq(&known.live, live))?;
        (known.packed.len() == constants.len()).then(|| known.packed.clone())
    });
    known.unwrap_or_else(|| {
        let packed = Arc::new(copy(&constants));
        know(live, &packed);
        packed
    })
}

/// The constants of a task, for this thread.
pub(crate) fn unpack(packed: &Packed) -> Live {
    let known = KNOWN.with_borrow(|known| {
        let known = known
            .as_ref()
            .filter(|known| Arc::ptr_eq(&known.packed, packed))?;
        Some(known.live.clone())
    });
    known.unwrap_or_else(|| {
        let live = Live::new(RwLock::new(copy(packed)));
        know(&live, packed);
        live
    })
}

fn know(live: &Live, packed: &Packed) {
    let known = Known {
        live: live.clone(),
        packed: packed.clone(),
    };
    // What is let go may hold the last handle of something, whose destructor must not meet the borrow.
    drop(KNOWN.replace(Some(known)));
}

fn copy(constants: &Map) -> Map {
    let copy = |value| capture::copy(value).unwrap_or_else(|_| value.flatten_clone());
    constants
        .iter()
        .map(|(name, value)| (name.clone(), copy(value)))
        .collect()
}
