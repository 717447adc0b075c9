//! From a schedule in which a program fails to a shorter one in which it still does.

use crate::{Failure, Outcome, Schedule, Trace};

/// Leaves out more and more turns, as long as the program fails in the same way; first halves of them, then quarters,
/// and so on to single ones (delta debugging; Zeller and Hildebrandt, 2002).
///
/// `run` replays a schedule, `tries` times at most, and no more once `is_enough`. A replay makes no choice but its turns and the canonical ones, so what
/// is found really happened.
pub(crate) fn reduce<R>(
    failure: Failure,
    trace: Trace,
    tries: u32,
    is_enough: impl Fn() -> bool,
    run: impl Fn(&Schedule) -> Outcome<R>,
) -> (Failure, Trace) {
    let mut best = (failure, trace);
    let mut left = tries;
    let mut n_parts = 2;
    loop {
        let turns = best.1.schedule.turns();
        n_parts = n_parts.min(turns.len());
        if n_parts == 0 || left == 0 {
            return best;
        }
        let len = turns.len().div_ceil(n_parts);
        let without = |part: usize| -> Schedule {
            let start = part * len;
            let end = (start + len).min(turns.len());
            Schedule::new([&turns[..start.min(end)], &turns[end..]].concat())
        };
        // The last turns first: what comes after the harm was done can go.
        let shorter = (0..n_parts).rev().map(without).find_map(|schedule| {
            left = left.checked_sub(1)?;
            let outcome = run(&schedule);
            if is_enough() {
                left = 0;
                return None;
            }
            let failure = outcome.failure?;
            let is_shorter = outcome.trace.schedule.len() < turns.len();
            (failure.is_like(&best.0) && is_shorter).then_some((failure, outcome.trace))
        });
        match shorter {
            Some(shorter) => {
                best = shorter;
                n_parts = (n_parts - 1).max(2);
            }
            None if n_parts >= best.1.schedule.len() => return best,
            None => n_parts *= 2,
        }
    }
}
