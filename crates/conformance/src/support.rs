//! What several behaviours need: threads beside the test, callbacks that tell what they saw, futures in every state.

use std::time::Duration;

use futures_core::host::{self, JoinHandle, Spawn, Thread};
use futures_core::{Error, ErrorKind, Executor, Future, SharedFuture, panics, promise};

use crate::{Counter, Fixture, Op, Out, SharedGate};

/// Long enough for a clock to notice, short enough for a test.
pub(crate) const MOMENT: Duration = Duration::from_millis(5);

/// A thread beside the test's.
pub(crate) struct Beside<R: Send + 'static> {
    handle: JoinHandle,
    result: Future<R>,
}

/// Calls `f` on a thread of its own, which is about to call it when this returns.
pub(crate) fn beside<R: Send + 'static>(f: impl FnOnce() -> R + Send + 'static) -> Beside<R> {
    let (promise, result) = promise();
    let begun = Counter::new();
    let body = {
        let begun = begun.clone();
        move || {
            begun.add();
            let settled = match panics::catch(f) {
                Ok(value) => promise.set_result(value).is_ok(),
                Err(panic) => promise.set_error(Error::failed(panic.to_string())).is_ok(),
            };
            assert!(settled, "nobody cancels the result of a thread");
        }
    };
    let spec = Spawn {
        name: "beside".to_owned(),
        stack_size: None,
    };
    let handle = host::spawn(spec, body).expect("a thread beside the test's");
    begun.wait_for(1);
    Beside { handle, result }
}

impl<R: Send + 'static> Beside<R> {
    /// Waits for the thread and returns what `f` did.
    #[track_caller]
    pub(crate) fn join(self) -> R {
        assert!(self.handle.join().is_ok(), "the wait was interrupted");
        self.result.result().expect("the thread has not panicked")
    }
}

/// Runs one behaviour. One that hangs fails, since a limit is better than a test run that never ends.
///
/// # Panics
/// If it does, or if it takes two minutes.
pub fn prove<F: Fixture>(behaviour: fn()) {
    in_time(move || F::run(behaviour));
}

/// Runs one test. One that hangs fails, as in [`prove`].
///
/// # Panics
/// If it does, or if it takes two minutes.
pub fn in_time(test: impl FnOnce() + Send + 'static) {
    let thread = beside(test);
    if let Err(error) = thread.result.wait_timeout(Duration::from_secs(120)) {
        panic!("the test hangs: {error}");
    }
    thread.join();
}

/// What a callback saw, and where.
pub(crate) struct Seen {
    pub(crate) result: String,
    pub(crate) thread: Thread,
}

/// Adds a callback to `future` that tells what it sees.
pub(crate) fn watch(future: &SharedFuture<Out>) -> Future<Seen> {
    let (promise, seen) = promise();
    future.add_done_callback(move |future| {
        let seen = Seen {
            result: text_of(future),
            thread: host::current(),
        };
        assert!(promise.set_result(seen).is_ok(), "called once");
    });
    seen
}

/// A future of the suite.
pub(crate) type Shared = SharedFuture<Out>;

/// The result of a future as text: `Ok(Number(5))`, `Err(Failed("too late"))`.
pub(crate) fn text_of(future: &SharedFuture<Out>) -> String {
    format!("{:?}", future.result())
}

/// A pool of one worker, and one future in each state.
pub(crate) struct States<F: Fixture> {
    pub(crate) finished: SharedFuture<Out>,
    pub(crate) failed: SharedFuture<Out>,
    pub(crate) running: SharedFuture<Out>,
    pub(crate) pending: SharedFuture<Out>,
    pub(crate) cancelled: SharedFuture<Out>,
    pub(crate) gate: SharedGate,
    pub(crate) pool: F::Pool,
    pub(crate) fixture: F,
}

impl<F: Fixture> States<F> {
    pub(crate) fn new() -> Self {
        let fixture = F::new();
        let pool = fixture.pool(1);
        let gate = fixture.gate();
        let finished = fixture.submit(&pool, Op::Return(42));
        let failed = fixture.submit(&pool, Op::Fail("no luck".to_owned()));
        let running = fixture.submit(&pool, gate.pass().then(Op::Return(43)));
        gate.wait_arrived(1);
        fixture.wait_ended(&pool, 2);
        let pending = fixture.submit(&pool, Op::Return(44));
        let cancelled = fixture.submit(&pool, Op::Return(45));
        assert!(cancelled.cancel());
        States {
            finished,
            failed,
            running,
            pending,
            cancelled,
            gate,
            pool,
            fixture,
        }
    }

    /// What `look` says of each, in the order pending, running, cancelled, finished, failed.
    pub(crate) fn each<R>(&self, look: impl Fn(&SharedFuture<Out>) -> R) -> [R; 5] {
        [
            look(&self.pending),
            look(&self.running),
            look(&self.cancelled),
            look(&self.finished),
            look(&self.failed),
        ]
    }
}

/// Lets `time` pass, which must be behind a deadline for the test to mean anything.
pub(crate) fn let_pass(time: Duration) {
    let (promise, never) = promise::<()>();
    assert!(never.wait_timeout(time).unwrap_err().is_timed_out());
    drop(promise);
}

/// Is what `attempt` measures ever less than `limit`?
///
/// Something that waits for `limit` never takes less, while something that does not wait takes less unless the machine
/// is busy; so it is tried often.
pub(crate) fn is_ever_less(limit: Duration, attempt: impl Fn() -> Duration) -> bool {
    (0..100).any(|_| attempt() < limit)
}

/// The kind of the error that a submit of `op` is refused with; `None` if it is accepted.
pub(crate) fn refusal<F: Fixture>(fixture: &F, pool: &F::Pool, op: Op) -> Option<ErrorKind> {
    match pool.submit(fixture.job(op)) {
        Ok(_) => None,
        Err(rejected) => Some(rejected.error().kind()),
    }
}

/// Waits until `condition` holds, which nothing announces.
pub(crate) fn until(condition: impl Fn() -> bool) {
    let limit = host::now() + Duration::from_secs(60);
    while !condition() {
        assert!(host::now() < limit, "waited for a condition in vain");
        host::yield_point("until");
        std::thread::yield_now();
    }
}
