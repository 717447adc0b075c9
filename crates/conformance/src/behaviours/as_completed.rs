//! `as_completed`: what it yields, in which order, until when, and what it keeps.

use std::time::Duration;

use futures_core::{AsCompleted, Executor, Waitable, as_completed, host};

use crate::support::{MOMENT, States, is_ever_less, let_pass};
use crate::{Fixture, Op};

#[track_caller]
fn next_future<W: Waitable>(futures: &mut AsCompleted<W>) -> W {
    let next = futures.next().expect("there is another future");
    next.expect("a future, not an error")
}

#[track_caller]
fn expect_timeout<W: Waitable>(futures: &mut AsCompleted<W>, text: &str) {
    let Some(Err(error)) = futures.next() else {
        panic!("expected a timeout");
    };
    assert!(error.is_timed_out());
    assert_eq!(error.to_string(), text);
    assert!(futures.next().is_none());
}

/// Those that have ended, in whatever way, then the live ones in the order in which they end.
pub fn as_completed_no_timeout<F: Fixture>() {
    let states = States::<F>::new();
    let fs = [
        &states.pending,
        &states.running,
        &states.cancelled,
        &states.failed,
        &states.finished,
    ];
    let mut futures = as_completed(fs, None);
    for expected in &fs[2..] {
        assert_eq!(next_future(&mut futures), *expected);
    }
    states.gate.open();
    assert_eq!(next_future(&mut futures), &states.running);
    assert_eq!(next_future(&mut futures), &states.pending);
    assert!(futures.next().is_none());
}

/// Futures can be added in the middle of the iteration, also after what seemed to be its end.
pub fn as_completed_add<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(2);
    let gate = fixture.gate();
    let held = fixture.submit(&pool, gate.pass());
    let early = fixture.submit(&pool, Op::Return(1));
    let late = fixture.submit(&pool, Op::Return(2));
    let mut futures = as_completed([&held, &early], None);
    assert_eq!(next_future(&mut futures), &early);
    futures.add(&late);
    futures.add(&held);
    assert_eq!(futures.remaining(), 2);
    assert_eq!(next_future(&mut futures), &late);
    gate.open();
    assert_eq!(next_future(&mut futures), &held);
    assert!(futures.next().is_none());
    futures.add(&early);
    assert_eq!(next_future(&mut futures), &early);
    assert!(futures.next().is_none());

    // The error counts them all.
    let gate = fixture.gate();
    let held = fixture.submit(&pool, gate.pass());
    let mut futures = as_completed([&early], Some(Duration::ZERO));
    assert_eq!(next_future(&mut futures), &early);
    futures.add(&late);
    assert_eq!(next_future(&mut futures), &late);
    futures.add(&held);
    expect_timeout(&mut futures, "1 (of 3) futures unfinished");
}

/// When the time is over: those that have ended, one error, nothing more.
pub fn as_completed_future_times_out<F: Fixture>() {
    let states = States::<F>::new();
    for timeout in [Duration::ZERO, MOMENT] {
        let fs = [
            &states.cancelled,
            &states.failed,
            &states.finished,
            &states.running,
        ];
        let mut futures = as_completed(fs, Some(timeout));
        for expected in &fs[..3] {
            assert_eq!(next_future(&mut futures), *expected);
        }
        expect_timeout(&mut futures, "1 (of 4) futures unfinished");
    }
    assert!(states.running.running(), "the task goes on");
}

/// A future that is given three times is yielded once.
pub fn as_completed_duplicate_futures<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    let future = fixture.submit(&pool, Op::Return(1));
    let clones = std::iter::repeat_n(future.clone(), 3);
    let yielded: Vec<_> = as_completed(clones, None).map(Result::unwrap).collect();
    assert_eq!(yielded, [future]);
}

/// A yielded future is its taker's alone: its value goes with it, before the end and after a timeout.
pub fn as_completed_free_reference_yielded_future<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    let gate = fixture.gate();
    let probe = fixture.probe();
    let mut fs = Vec::new();
    for _ in 0..3 {
        fs.push(pool.submit(fixture.job(probe.give())).unwrap());
    }
    fs.push(
        pool.submit(fixture.job(gate.pass().then(probe.give())))
            .unwrap(),
    );
    gate.wait_arrived(1);
    fixture.wait_ended(&pool, 3);
    let mut futures = as_completed(fs, Some(MOMENT));
    for dropped in 0..3 {
        assert_eq!(probe.dropped(), dropped);
        drop(next_future(&mut futures));
        // The worker may have been the last to let go of it, a moment after it was yielded.
        probe.wait_dropped(dropped + 1);
    }
    expect_timeout(&mut futures, "1 (of 4) futures unfinished");
    assert_eq!(probe.dropped(), 3);
    drop(futures);
    gate.open();
    probe.wait_dropped(4);
}

/// The error says how many of how many have not ended.
pub fn as_completed_correct_timeout_exception_msg<F: Fixture>() {
    let states = States::<F>::new();
    let fs = [
        &states.cancelled,
        &states.running,
        &states.pending,
        &states.finished,
    ];
    let mut futures = as_completed(fs, Some(Duration::ZERO));
    let _ = (next_future(&mut futures), next_future(&mut futures));
    expect_timeout(&mut futures, "2 (of 4) futures unfinished");
}

/// A consumer that takes its time still gets what has ended in time.
pub fn gap_as_completed_slow_consumer<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(2);
    let gate = fixture.gate();
    let first = fixture.submit(&pool, Op::Return(1));
    let second = fixture.submit(&pool, gate.pass());
    let mut futures = as_completed([&first, &second], Some(Duration::from_secs(60)));
    assert_eq!(next_future(&mut futures), &first);
    gate.open();
    assert!(second.result().is_ok());
    assert_eq!(next_future(&mut futures), &second);

    let mut futures = as_completed([&first, &second], Some(MOMENT));
    assert_eq!(next_future(&mut futures), &first);
    let_pass(MOMENT);
    assert_eq!(next_future(&mut futures), &second);
    assert!(futures.next().is_none());
}

/// What has ended is yielded before the timeout is reported, also if it ended after the deadline.
pub fn dev_as_completed_drains_finished<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(2);
    let (gate, never) = (fixture.gate(), fixture.gate());
    let late = fixture.submit(&pool, gate.pass());
    let held = fixture.submit(&pool, never.pass());
    let mut futures = as_completed([&held, &late], Some(MOMENT));
    let_pass(MOMENT);
    gate.open();
    assert!(late.result().is_ok());
    assert_eq!(next_future(&mut futures), &late);
    expect_timeout(&mut futures, "1 (of 2) futures unfinished");
}

/// The clock runs from the call, not from the first `next`.
pub fn dev_as_completed_deadline_from_call<F: Fixture>() {
    let states = States::<F>::new();
    let limit = MOMENT * 4;
    let from_the_call = is_ever_less(limit / 2, || {
        let mut futures = as_completed([&states.running], Some(limit));
        let_pass(limit);
        let before = host::now();
        expect_timeout(&mut futures, "1 (of 1) futures unfinished");
        host::now() - before
    });
    assert!(from_the_call);
}
