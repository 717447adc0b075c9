//! A host over the real one that counts wake-ups, knows who is parked, and has a clock that is turned by hand.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use futures_core::host::{self, Host, Join, JoinHandle, Locals, Spawn, Thread, WaitReason, Wake};

/// The host. Its clock stands still until [`advance`](World::advance).
#[derive(Default)]
pub(crate) struct World {
    locals: Locals,
    /// A lock of the standard library, since a host is below the core's own.
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    now: Duration,
    parked: Vec<Parked>,
    /// By the name of the thread.
    wake_ups: BTreeMap<String, usize>,
    /// Is to be woken when somebody parks.
    onlooker: Option<Thread>,
}

#[derive(Clone)]
struct Parked {
    thread: Thread,
    reason: WaitReason,
    deadline: Option<Duration>,
}

impl World {
    /// Runs `test` in a world of its own.
    pub(crate) fn run(test: impl FnOnce(&World)) {
        let world = Arc::new(World::default());
        host::enter(world.clone(), || test(&world));
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no panic under this lock")
    }

    /// Waits until the thread of this name is parked, and says why it is.
    pub(crate) fn until_parked(&self, name: &str) -> WaitReason {
        self.until(|parked| parked.thread.name() == name).reason
    }

    /// Waits until the thread of this name is parked for this reason.
    pub(crate) fn until_parked_for(&self, name: &str, reason: &WaitReason) {
        self.until(|parked| parked.thread.name() == name && parked.reason == *reason);
    }

    fn until(&self, is_meant: impl Fn(&Parked) -> bool) -> Parked {
        loop {
            {
                let mut state = self.state();
                if let Some(parked) = state.parked.iter().find(|parked| is_meant(parked)) {
                    return parked.clone();
                }
                state.onlooker = Some(host::current());
            }
            // Straight to the real host: the onlooker is not to see itself.
            let reason = WaitReason::Other("a thread to park");
            let _ = host::real().park(&host::current(), None, &reason);
        }
    }

    /// The handle of the thread of this name, once it is parked.
    pub(crate) fn parked_thread(&self, name: &str) -> Thread {
        self.until(|parked| parked.thread.name() == name).thread
    }

    /// How often somebody has woken the thread of this name.
    pub(crate) fn wake_ups(&self, name: &str) -> usize {
        self.state().wake_ups.get(name).copied().unwrap_or(0)
    }

    /// Turns the clock, and ends the waits whose deadline it reaches.
    pub(crate) fn advance(&self, time: Duration) {
        let due: Vec<Thread> = {
            let mut state = self.state();
            state.now += time;
            let now = state.now;
            let due = state.parked.iter().filter(|it| is_due(it.deadline, now));
            due.map(|it| it.thread.clone()).collect()
        };
        due.iter().for_each(Thread::unpark);
    }
}

fn is_due(deadline: Option<Duration>, now: Duration) -> bool {
    deadline.is_some_and(|deadline| deadline <= now)
}

impl Host for World {
    fn now(&self) -> Duration {
        self.state().now
    }

    fn park(&self, thread: &Thread, deadline: Option<Duration>, reason: &WaitReason) -> Wake {
        let onlooker = {
            let mut state = self.state();
            if is_due(deadline, state.now) {
                return Wake::Deadline;
            }
            state.parked.push(Parked {
                thread: thread.clone(),
                reason: reason.clone(),
                deadline,
            });
            state.onlooker.take()
        };
        if let Some(onlooker) = onlooker {
            onlooker.unpark();
        }
        let wake = host::real().park(thread, None, reason);
        let mut state = self.state();
        state.parked.retain(|it| it.thread != *thread);
        if is_due(deadline, state.now) {
            return Wake::Deadline;
        }
        wake
    }

    fn unpark(&self, thread: &Thread) {
        *self
            .state()
            .wake_ups
            .entry(thread.name().to_owned())
            .or_default() += 1;
        host::real().unpark(thread);
    }

    fn spawn(&self, spec: Spawn, body: Box<dyn FnOnce() + Send>) -> io::Result<Box<dyn Join>> {
        host::real().spawn(spec, body)
    }

    fn yield_point(&self, _: &'static str) {}

    fn choose(&self, _: usize) -> usize {
        0
    }

    fn cpus(&self) -> usize {
        4
    }

    fn may_spin(&self) -> bool {
        false
    }

    fn locals(&self) -> &Locals {
        &self.locals
    }
}

/// Starts a thread of this name.
pub(crate) fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> JoinHandle {
    let spec = Spawn {
        name: name.to_owned(),
        stack_size: None,
    };
    host::spawn(spec, body).expect("the system has a thread to give")
}
