//! How many workers a pool has, and which tasks they have taken.

use futures_core::{Executor, Shutdown};

use crate::support::{Shared, until};
use crate::{Fixture, Op, Out, SharedGate};

/// Many blocked tasks make exactly as many workers as there may be.
pub fn thread_pool_saturation<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(4);
    let gate = fixture.gate();
    let futures: Vec<Shared> = (0..60)
        .map(|_| fixture.submit(&pool, gate.pass()))
        .collect();
    gate.wait_arrived(4);
    assert_eq!(fixture.workers(&pool).now, 4);
    assert_eq!(gate.arrived(), 4);
    gate.open();
    pool.shutdown(Shutdown::Drain);
    assert!(futures.iter().all(|future| future.result().is_ok()));
    assert_eq!(fixture.workers(&pool).most, 4);
}

/// Tasks in a row use one worker: the one that has become idle.
pub fn thread_pool_idle_thread_reuse<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(4);
    for number in 0..20 {
        let future = fixture.submit(&pool, Op::Return(number));
        assert_eq!(*future.result().unwrap(), Out::Number(number));
        until(|| fixture.workers(&pool).idle == 1);
    }
    assert_eq!(fixture.workers(&pool).most, 1);
}

fn at_gates<F: Fixture>(fixture: &F, pool: &F::Pool, n: usize) -> (Vec<SharedGate>, Vec<Shared>) {
    let gates: Vec<SharedGate> = (0..n).map(|_| fixture.gate()).collect();
    let futures = gates
        .iter()
        .map(|gate| fixture.submit(pool, gate.pass()))
        .collect();
    (gates, futures)
}

/// As many tasks as there may be workers all run at the same time, always, and can be let go one by one.
pub fn interpreter_pool_blocking<F: Fixture>() {
    for _ in 0..20 {
        let fixture = F::new();
        let pool = fixture.pool(4);
        let (gates, futures) = at_gates(&fixture, &pool, 4);
        gates.iter().for_each(|gate| gate.wait_arrived(1));
        assert!(futures.iter().all(|future| future.running()));
        for (gate, future) in gates.iter().zip(&futures) {
            assert!(!future.done());
            gate.open();
            assert!(future.result().is_ok());
        }
    }
}

/// With more tasks than workers exactly `max_workers` run at once; the rest follow in order.
pub fn interpreter_pool_blocking_with_limited_workers<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(3);
    let (gates, futures) = at_gates(&fixture, &pool, 10);
    for first in 0..10 {
        let running = first..(first + 3).min(10);
        gates[running.clone()]
            .iter()
            .for_each(|gate| gate.wait_arrived(1));
        for (idx, gate) in gates.iter().enumerate() {
            assert_eq!(gate.arrived(), u64::from(idx < running.end));
        }
        assert!(
            futures[running.end..]
                .iter()
                .all(|future| !future.running())
        );
        gates[first].open();
        assert!(futures[first].result().is_ok());
    }
    assert_eq!(fixture.workers(&pool).most, 3);
}

/// `n` submits mean that `min(n, max_workers)` tasks run, however the workers were busy before.
pub fn dev_exact_idle_accounting<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(3);
    for round in 0..60 {
        let n = 1 + round % 5;
        let gate = fixture.gate();
        let futures: Vec<Shared> = (0..n).map(|_| fixture.submit(&pool, gate.pass())).collect();
        gate.wait_arrived(n.min(3) as u64);
        gate.open();
        // No wait for the workers: the next round begins while they finish this one.
        assert!(futures.iter().all(|future| future.result().is_ok()));
    }
    assert!(fixture.workers(&pool).most <= 3);
}

/// `max_workers` tasks that wait for each other meet, however many tiny ones come between.
pub fn gap_stale_idle_tokens<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(3);
    let ran = fixture.counter();
    for _ in 0..100 {
        let meeting = fixture.counter();
        let mut futures = Vec::new();
        for number in 0..3 {
            futures.push(fixture.submit(&pool, ran.count()));
            futures.push(fixture.submit(&pool, Op::Meet(meeting.id(), 3)));
            futures.push(fixture.submit(&pool, Op::Return(number)));
        }
        assert!(futures.iter().all(|future| future.result().is_ok()));
    }
    assert_eq!(ran.get(), 300);
}

/// A task that a worker was given is running when `submit` returns: of four on two workers exactly the last two can be
/// cancelled, be the workers new or idle.
pub fn dev_running_means_assigned<F: Fixture>() {
    for _ in 0..100 {
        let fixture = F::new();
        let pool = fixture.pool(2);
        for _new_then_idle in 0..2 {
            let gate = fixture.gate();
            let futures: Vec<Shared> = (0..4).map(|_| fixture.submit(&pool, gate.pass())).collect();
            let running: Vec<bool> = futures.iter().map(|future| future.running()).collect();
            let cancelled: Vec<bool> = futures.iter().map(|future| future.cancel()).collect();
            assert_eq!(running, [true, true, false, false]);
            assert_eq!(cancelled, [false, false, true, true]);
            gate.open();
            until(|| fixture.workers(&pool).idle == 2);
        }
    }
}
