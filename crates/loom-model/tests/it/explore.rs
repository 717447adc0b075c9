//! Running a model in every interleaving, and comparing what came out with what must be possible.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::mem;
use std::sync::{Arc, Mutex};

use loom::model::Builder;

/// Runs `model`, of two threads, in every interleaving. All of `expected` must come out, and nothing else.
#[track_caller]
pub(crate) fn check<const N: usize, R>(model: fn() -> R, expected: [R; N])
where
    R: Ord + Debug + Send + 'static,
{
    assert_eq!(outcomes(model, None), BTreeSet::from(expected));
}

/// As [`check`] for a model of three threads, of which there are too many interleavings: those in which a thread is
/// stopped in the midst of its work no more than three times.
#[track_caller]
pub(crate) fn check_three<const N: usize, R>(model: fn() -> R, expected: [R; N])
where
    R: Ord + Debug + Send + 'static,
{
    assert_eq!(outcomes(model, Some(3)), BTreeSet::from(expected));
}

/// Runs `model` for its failure.
pub(crate) fn run<R: Ord + Send + 'static>(model: fn() -> R) {
    outcomes(model, Some(3));
}

fn outcomes<R: Ord + Send + 'static>(
    model: fn() -> R,
    preemption_bound: Option<usize>,
) -> BTreeSet<R> {
    let seen = Arc::new(Mutex::new(BTreeSet::new()));
    let sink = seen.clone();
    let mut builder = Builder::new();
    builder.preemption_bound = preemption_bound;
    builder.check(move || {
        let outcome = model();
        sink.lock().expect("no panic in here").insert(outcome);
    });
    mem::take(&mut seen.lock().expect("no panic in here"))
}
