//! The script's constants, `global::NAME`, as each thread has them.
//!
//! The engine keeps them behind one lock, which it takes for every look and gives up on when it is busy for long: with
//! several threads a panic. So each thread gets a lock and a map of its own. What travels with a task is a map that
//! nobody changes and nobody has to lock; it is made once by the thread that submits, and unpacked once by each thread
//! that runs its tasks.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use rhai::{Dynamic, Engine, ImmutableString, Shared};

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

    /// Has this thread ever begun to define a constant anew? When it is done with that is hard to tell, so it copies
    /// its constants for every task from then on.
    static CHANGES: Cell<bool> = const { Cell::new(false) };
}

/// Makes the engine tell of constants that are defined anew.
#[expect(
    deprecated,
    reason = "the engine marks calls this way that may change; the version is pinned"
)]
pub(crate) fn watch(engine: &mut Engine) {
    engine.on_def_var(|is_running, variable, context| {
        if is_running && variable.is_const() {
            let live = context.global_runtime_state().constants.as_ref();
            let is_known = live.is_some_and(|live| {
                let constants = live.read().unwrap_or_else(|poisoned| poisoned.into_inner());
                constants.contains_key(variable.name())
            });
            if is_known {
                CHANGES.set(true);
            }
        }
        Ok(true)
    });
}

/// This thread's constants, to travel with a task.
pub(crate) fn pack(live: &Live) -> Packed {
    let constants = live.read().unwrap_or_else(|poisoned| poisoned.into_inner());
    let known = KNOWN.with_borrow(|known| {
        let known = known
            .as_ref()
            .filter(|known| Arc::ptr_eq(&known.live, live))?;
        (known.packed.len() == constants.len() && !CHANGES.get()).then(|| known.packed.clone())
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
