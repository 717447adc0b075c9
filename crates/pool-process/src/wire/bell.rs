//! When must the other side be woken? A bell costs a system call, so it rings only for who sleeps.
//!
//! # Vocabulary
//!
//! A *sleeper* waits for one or several *positions* in shared memory to move; a *ringer* moves one of them. There is
//! one flag per sleeper, `asleep`, and any number of ringers. A *bell* is one byte on the line between the processes.
//! It stays there until the sleeper reads it, so a bell that rings before the sleeper blocks is not lost.
//!
//! # Steps
//!
//! ```text
//! ringer                                    sleeper
//!   R1 position := new         (release)      S1 exchange asleep with 1
//!   R2 fence                                  S2 fence
//!   R3 asleep = 1?                            S3 has a position moved?  yes: as S5
//!   R4   yes: exchange asleep with 0          S4 block until a bell rings
//!   R5     it was 1: ring the bell            S5 exchange asleep with 0, look at all positions
//! ```
//!
//! # No wake-up is lost
//!
//! Take a sleep in which the sleeper blocks, and a publication that it has not seen. Fences are totally ordered. Had R2
//! come before S2, then S3 would have seen what R1 wrote. So S2 comes before R2, and R3 sees what S1 wrote or a later
//! change of the flag. Until a bell rings, the sleeper changes nothing, so a later change is that of a ringer in R4,
//! which rings. If there is none, then R3 sees the 1, and this ringer's own R4 finds a 1 and rings, unless another one
//! was faster, which then rings. All changes of the flag are exchanges, so that they form one chain and nobody
//! overwrites a change unseen.
//!
//! A bell may ring for nobody: S3 sees a position that moved, and the ringer exchanges the flag all the same. Sleepers
//! must therefore expect bells without reason. And a ringer that dies between R4 and R5 takes its bell with it; its
//! death is learned by other means.

use crate::wire::sync::{AtomicU64, Fault, Ordering, fence, planted};

const AWAKE: u64 = 0;
const ASLEEP: u64 = 1;

/// Moves a position: whoever sees the new one sees all that was written before.
#[inline]
pub(crate) fn publish(position: &AtomicU64, new: u64) {
    if planted(Fault::RelaxedPublication) {
        return position.store(new, Ordering::Relaxed);
    }
    position.store(new, Ordering::Release);
}

/// After one or several publications: is the bell to be rung? At most one of many ringers is told so for each sleep.
#[inline]
#[must_use = "the other side sleeps until the bell is rung"]
pub(crate) fn must_ring(asleep: &AtomicU64) -> bool {
    if !planted(Fault::NoFenceBeforeRinging) {
        fence(Ordering::SeqCst);
    }
    // The load spares an exchange, which is dear, while the other side is awake.
    asleep.load(Ordering::Relaxed) == ASLEEP && asleep.swap(AWAKE, Ordering::AcqRel) == ASLEEP
}

/// May this side block until a bell rings? `is_idle` is the second look at all positions that it waits for. If there is
/// something after all, the answer is no, and this side counts as awake.
#[must_use = "if there is something to do, no bell will ring for it"]
pub(crate) fn prepare_sleep(asleep: &AtomicU64, is_idle: impl FnOnce() -> bool) -> bool {
    asleep.swap(ASLEEP, Ordering::Relaxed);
    if !planted(Fault::NoFenceBeforeSleeping) {
        fence(Ordering::SeqCst);
    }
    if planted(Fault::NoSecondLook) || is_idle() {
        return true;
    }
    awake(asleep);
    false
}

/// This side does not block any more, and will look at all positions.
#[inline]
pub(crate) fn awake(asleep: &AtomicU64) {
    asleep.swap(AWAKE, Ordering::Relaxed);
}
