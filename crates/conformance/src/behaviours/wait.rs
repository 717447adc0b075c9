//! `wait`: which futures it finds done, and when it returns.

use std::time::Duration;

use futures_core::{DoneAndNotDone, Executor, ReturnWhen, Shutdown, wait};

use crate::support::{Beside, MOMENT, Shared, States, beside};
use crate::{Fixture, Op, Out};

/// A thread that waits for the futures.
pub(crate) fn waiter(futures: &[&Shared], when: ReturnWhen) -> Beside<DoneAndNotDone<Shared>> {
    let futures: Vec<Shared> = futures.iter().map(|future| (*future).clone()).collect();
    beside(move || wait(futures, None, when).unwrap())
}

#[track_caller]
fn expect(sorted: DoneAndNotDone<Shared>, done: &[&Shared], not_done: &[&Shared]) {
    assert_eq!(sorted.done.iter().collect::<Vec<_>>(), done);
    assert_eq!(sorted.not_done.iter().collect::<Vec<_>>(), not_done);
}

fn now(futures: &[&Shared], when: ReturnWhen) -> DoneAndNotDone<Shared> {
    wait(futures.iter().map(|future| (*future).clone()), None, when).unwrap()
}

/// A future that is given several times counts once.
pub fn wait_20369<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    let gate = fixture.gate();
    let future = fixture.submit(&pool, gate.pass());
    let waiter = waiter(&[&future, &future, &future], ReturnWhen::AllCompleted);
    gate.open();
    expect(waiter.join(), &[&future], &[]);
}

/// Returns with the first that ends; a cancelled one has ended.
pub fn wait_first_completed<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(2);
    let (first, second) = (fixture.gate(), fixture.gate());
    let one = fixture.submit(&pool, first.pass());
    let two = fixture.submit(&pool, second.pass());
    let waiting = waiter(&[&one, &two], ReturnWhen::FirstCompleted);
    second.open();
    expect(waiting.join(), &[&two], &[&one]);

    let fixture = F::new();
    let pool = fixture.pool(1);
    let gate = fixture.gate();
    let running = fixture.submit(&pool, gate.pass());
    let pending = fixture.submit(&pool, Op::Return(1));
    let waiting = waiter(&[&running, &pending], ReturnWhen::FirstCompleted);
    assert!(pending.cancel());
    expect(waiting.join(), &[&pending], &[&running]);
}

/// Returns at once with what has ended before, cancelled ones among it.
pub fn wait_first_completed_some_already_completed<F: Fixture>() {
    let states = States::<F>::new();
    expect(
        now(
            &[&states.cancelled, &states.finished, &states.running],
            ReturnWhen::FirstCompleted,
        ),
        &[&states.cancelled, &states.finished],
        &[&states.running],
    );
}

/// Returns when one fails; one that ended well before is done, and did not end the wait.
pub fn wait_first_exception<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(3);
    let (well, badly, never) = (fixture.gate(), fixture.gate(), fixture.gate());
    let good = fixture.submit(&pool, well.pass());
    let bad = fixture.submit(&pool, badly.pass().then(Op::Fail("badly".to_owned())));
    let held = fixture.submit(&pool, never.pass());
    let waiting = waiter(&[&good, &bad, &held], ReturnWhen::FirstException);
    well.open();
    assert!(good.result().is_ok());
    badly.open();
    expect(waiting.join(), &[&good, &bad], &[&held]);
}

/// Without a failure it returns when all have ended.
pub fn wait_first_exception_without_one<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(2);
    let gate = fixture.gate();
    let one = fixture.submit(&pool, gate.pass());
    let two = fixture.submit(&pool, gate.pass());
    let waiting = waiter(&[&one, &two], ReturnWhen::FirstException);
    gate.open();
    expect(waiting.join(), &[&one, &two], &[]);
}

/// One that is cancelled is done, but is no failure: only the live one's failure ends the wait.
pub fn wait_first_exception_some_already_complete<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(2);
    let (badly, never) = (fixture.gate(), fixture.gate());
    let finished = fixture.submit(&pool, Op::Return(1));
    assert!(finished.result().is_ok());
    let bad = fixture.submit(&pool, badly.pass().then(Op::Panic("badly".to_owned())));
    let held = fixture.submit(&pool, never.pass());
    // Both workers stand at gates only when the first task's worker is free again.
    badly.wait_arrived(1);
    never.wait_arrived(1);
    let cancelled = fixture.submit(&pool, Op::Return(2));
    assert!(cancelled.cancel());
    let fs = [&finished, &cancelled, &bad, &held];
    let timed = wait(fs, Some(Duration::ZERO), ReturnWhen::FirstException).unwrap();
    assert_eq!(timed.done, [&finished, &cancelled], "no failure yet");
    let waiting = waiter(&fs, ReturnWhen::FirstException);
    badly.open();
    expect(waiting.join(), &[&finished, &cancelled, &bad], &[&held]);
}

/// The same if it is cancelled while the wait goes on.
pub fn wait_first_exception_cancelled_meanwhile<F: Fixture>() {
    for _ in 0..20 {
        let fixture = F::new();
        let pool = fixture.pool(1);
        let gate = fixture.gate();
        let bad = fixture.submit(&pool, gate.pass().then(Op::Fail("badly".to_owned())));
        let cancelled = fixture.submit(&pool, Op::Return(1));
        let never = fixture.gate();
        let pending = fixture.submit(&pool, never.pass());
        let waiting = waiter(&[&bad, &cancelled, &pending], ReturnWhen::FirstException);
        assert!(cancelled.cancel());
        gate.open();
        expect(waiting.join(), &[&bad, &cancelled], &[&pending]);
    }
}

/// Returns at once if one has failed before.
pub fn wait_first_exception_one_already_failed<F: Fixture>() {
    let states = States::<F>::new();
    expect(
        now(
            &[&states.running, &states.failed],
            ReturnWhen::FirstException,
        ),
        &[&states.failed],
        &[&states.running],
    );
}

/// Every way to end is an end.
pub fn wait_all_completed<F: Fixture>() {
    let states = States::<F>::new();
    let fs = [
        &states.cancelled,
        &states.finished,
        &states.failed,
        &states.running,
        &states.pending,
    ];
    let waiting = waiter(&fs, ReturnWhen::AllCompleted);
    states.gate.open();
    expect(waiting.join(), &fs, &[]);
    expect(now(&[], ReturnWhen::AllCompleted), &[], &[]);
}

/// When the time is over it returns what there is.
pub fn wait_timeout<F: Fixture>() {
    let states = States::<F>::new();
    let fs = [
        &states.cancelled,
        &states.failed,
        &states.finished,
        &states.running,
        &states.pending,
    ];
    for timeout in [Duration::ZERO, MOMENT] {
        let sorted = wait(fs, Some(timeout), ReturnWhen::AllCompleted).unwrap();
        assert_eq!(sorted.done, &fs[..3]);
        assert_eq!(sorted.not_done, &fs[3..]);
    }
    let sorted = wait([&states.running], Some(MOMENT), ReturnWhen::FirstCompleted).unwrap();
    assert_eq!(sorted.not_done, [&states.running]);
}

/// A crowd of futures that end at the same moment: the wait for all of them returns.
pub fn wait_pending_calls_race<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(F::CROWD);
    let gate = fixture.gate();
    let futures: Vec<Shared> = (0..F::CROWD)
        .map(|_| fixture.submit(&pool, gate.pass()))
        .collect();
    gate.wait_arrived(F::CROWD as u64);
    let waiting = waiter(
        &futures.iter().collect::<Vec<_>>(),
        ReturnWhen::AllCompleted,
    );
    gate.open();
    expect(waiting.join(), &futures.iter().collect::<Vec<_>>(), &[]);
    pool.shutdown(Shutdown::Drain);
    assert!(
        futures
            .iter()
            .all(|future| *future.result().unwrap() == Out::Nothing)
    );
}
