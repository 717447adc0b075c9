//! Initializers: each worker's first work, and the pool's end if it fails.

use std::sync::Arc;

use futures_core::{Error, ErrorKind, Executor, ReturnWhen, Shutdown, wait};

use crate::support::{Shared, beside, refusal, text_of};
use crate::{Fixture, Op, Out};

/// Every worker has performed the initializer before its first task, and does so once.
pub fn init_initializer<F: Fixture>() {
    let fixture = F::new();
    let count = fixture.counter();
    let pool = fixture.build(1, Some(count.count())).unwrap();
    for _ in 0..3 {
        let seen = fixture.submit(&pool, count.read());
        assert_eq!(*seen.result().unwrap(), Out::Number(1));
    }
    drop(pool);

    let count = fixture.counter();
    let pool = fixture.build(3, Some(count.count())).unwrap();
    let gate = fixture.gate();
    let futures: Vec<Shared> = (0..9).map(|_| fixture.submit(&pool, gate.pass())).collect();
    gate.wait_arrived(3);
    assert_eq!(count.get(), 3);
    gate.open();
    assert!(futures.iter().all(|future| future.result().is_ok()));
    pool.shutdown(Shutdown::Drain);
    assert_eq!(count.get(), 3);
}

/// The error that a task of a broken pool ends with.
#[track_caller]
fn broken(future: &Shared) -> Error {
    let error = future.exception().unwrap().expect("not a value");
    assert!(error.is_broken_pool(), "{error:?}");
    error
}

/// A failing initializer, or one that panics, breaks the pool: what is pending fails with the reason, each task with an
/// error of its own, and so does every later submit.
pub fn init_failing_initializer<F: Fixture>() {
    let fail = Op::Fail("no database".to_owned());
    let panic = Op::Panic("no database".to_owned());
    for initializer in [fail, panic] {
        let fixture = F::new();
        let gate = fixture.gate();
        let ran = fixture.counter();
        let pool = fixture
            .build(1, Some(gate.pass().then(initializer)))
            .unwrap();
        let futures: Vec<Shared> = (0..3).map(|_| fixture.submit(&pool, ran.count())).collect();
        gate.open();
        for future in &futures {
            let text = broken(future).to_string();
            assert!(text.contains("no database"), "the reason is in {text:?}");
        }
        assert!(!broken(&futures[1]).same(&broken(&futures[2])));
        let rejected = pool.submit(fixture.job(ran.count())).unwrap_err();
        assert!(rejected.error().is_broken_pool());
        assert!(rejected.error().to_string().contains("no database"));
        // Broken is said rather than shut down.
        pool.shutdown(Shutdown::Drain);
        assert_eq!(
            refusal(&fixture, &pool, ran.count()),
            Some(ErrorKind::BrokenPool)
        );
        assert_eq!(ran.get(), 0);
    }
}

/// A task that was cancelled before stays cancelled, and the others all fail.
pub fn gap_failing_initializer_with_cancelled_item<F: Fixture>() {
    let fixture = F::new();
    let gate = fixture.gate();
    let initializer = gate.pass().then(Op::Fail("no disk".to_owned()));
    let pool = fixture.build(1, Some(initializer)).unwrap();
    let futures: Vec<Shared> = (0..5)
        .map(|number| fixture.submit(&pool, Op::Return(number)))
        .collect();
    assert!(futures[1].cancel());
    assert!(futures[3].cancel());
    gate.open();
    wait(&futures, None, ReturnWhen::AllCompleted).unwrap();
    for idx in [0, 2, 4] {
        assert!(broken(&futures[idx]).to_string().contains("no disk"));
    }
    for idx in [1, 3] {
        assert!(futures[idx].cancelled(), "{}", text_of(&futures[idx]));
    }
}

/// A shutdown beside a failing initializer returns, and every task has ended.
pub fn dev_failing_initializer_then_shutdown<F: Fixture>() {
    for round in 0..50 {
        let fixture = F::new();
        let gate = fixture.gate();
        let initializer = gate.pass().then(Op::Fail("no network".to_owned()));
        let pool = Arc::new(fixture.build(1 + round % 3, Some(initializer)).unwrap());
        let futures: Vec<Shared> = (0..4)
            .map(|number| fixture.submit(&pool, Op::Return(number)))
            .collect();
        let shutdown = {
            let pool = pool.clone();
            beside(move || pool.shutdown(Shutdown::Drain))
        };
        gate.open();
        shutdown.join();
        assert!(futures.iter().all(|future| future.done()));
        assert!(broken(&futures[3]).to_string().contains("no network"));
        assert_eq!(fixture.workers(&pool).now, 0);
    }
}

/// Where some workers are well and one fails: what runs ends well, and only what is pending is lost.
pub fn init_failing_on_a_later_worker<F: Fixture>() {
    let fixture = F::new();
    let workers = fixture.counter();
    let pool = fixture
        .build(2, Some(Op::FailFrom(workers.id(), 2)))
        .unwrap();
    let gate = fixture.gate();
    let well = fixture.submit(&pool, gate.pass().then(Op::Return(1)));
    gate.wait_arrived(1);
    let lost = fixture.submit(&pool, Op::Return(2));
    assert!(broken(&lost).to_string().contains("number 2 failed"));
    assert!(well.running());
    gate.open();
    assert_eq!(*well.result().unwrap(), Out::Number(1));
    assert_eq!(
        refusal(&fixture, &pool, Op::Return(2)),
        Some(ErrorKind::BrokenPool)
    );
}
