//! Submitting: results, limits of the pool's size, and what a worker keeps of a task that it has done.

use futures_core::{Executor, Shutdown};

use crate::{Fixture, Op, Out};

/// A submitted call's result is the call's.
pub fn executor_submit<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(2);
    let power = Op::Power {
        base: 2,
        exponent: 8,
    };
    let future = pool.submit(fixture.job(power)).unwrap();
    assert_eq!(future.result().unwrap(), Out::Number(256));
    let text = Op::Text("two to the eighth".to_owned());
    let future = pool.submit(fixture.job(text.clone())).unwrap();
    assert_eq!(
        future.result().unwrap(),
        Out::Text("two to the eighth".to_owned())
    );
}

/// A shutdown while the queue is full and workers leave does not block.
pub fn executor_shutdown_race_issue12456<F: Fixture>() {
    for round in 0..100 {
        let fixture = F::new();
        let pool = fixture.pool(1 + round % 4);
        let ran = fixture.counter();
        let futures: Vec<_> = (0..20)
            .map(|_| fixture.submit(&pool, ran.count()))
            .collect();
        pool.shutdown(Shutdown::Drain);
        assert_eq!(ran.get(), 20);
        assert!(futures.iter().all(|future| future.done()));
    }
}

/// What a task was given is dropped before its worker begins the next one, though nobody kept the future.
pub fn executor_no_stale_references<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    for expected in 1..=20 {
        let probe = fixture.probe();
        let before = fixture.counter();
        let discarded = fixture.submit(&pool, probe.carry().then(before.count()));
        drop(discarded);
        let next = fixture.submit(&pool, probe.read());
        assert_eq!(*next.result().unwrap(), Out::Number(1), "round {expected}");
        assert_eq!(before.get(), 1);
    }
}

/// A pool has at least one worker and at most so many; the error says so.
pub fn executor_max_workers_negative<F: Fixture>() {
    let fixture = F::new();
    for workers in [0, F::MAX_WORKERS + 1] {
        let Err(error) = fixture.build(workers, None) else {
            panic!("a pool of {workers} workers was made");
        };
        assert_eq!(
            error.to_string(),
            format!(
                "max_workers must be between 1 and {}, got {workers}",
                F::MAX_WORKERS
            )
        );
    }
    assert!(fixture.build(1, None).is_ok());
}
