//! Maps that are dropped before their end, and the point from which that cancels.

use futures_core::{Executor, MapOptions, Shutdown};

use super::map::next_number;
use crate::{Fixture, Op};

/// An iterator that was never asked for anything cancels nothing when it goes.
pub fn gap_map_dropped_unstarted<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    let gate = fixture.gate();
    let ran = fixture.counter();
    let running = fixture.submit(&pool, gate.pass());
    let items: Vec<Op> = (0..5).map(|_| ran.count()).collect();
    drop(fixture.map(&pool, MapOptions::new(), Box::new(items.into_iter())));
    gate.open();
    pool.shutdown(Shutdown::Drain);
    assert!(running.result().is_ok());
    assert_eq!(ran.get(), 5);
}

/// One that was asked cancels what is pending of the rest, and leaves alone what runs.
pub fn gap_map_dropped_started<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    let gate = fixture.gate();
    let ran = fixture.counter();
    let mut items = vec![Op::Return(0), gate.pass().then(ran.count())];
    items.extend((0..5).map(|_| ran.count()));
    let mut results = fixture.map(&pool, MapOptions::new(), Box::new(items.into_iter()));
    assert_eq!(next_number(&mut results), 0);
    gate.wait_arrived(1);
    drop(results);
    gate.open();
    pool.shutdown(Shutdown::Drain);
    assert_eq!(ran.get(), 1);
}
