//! The world as its threads see it.

use std::cell::{Cell, RefCell};
use std::io;
use std::panic::Location;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use futures_core::host::{self, Host, Join, Locals, Spawn, Thread, Trip, WaitReason, Wake};
use futures_core::{TaskId, panics, task};

use crate::log::What;
use crate::world::baton::Baton;
use crate::world::state::{Actor, Doing, Pause, State};

thread_local! {
    /// The calling thread's number in its world.
    static ME: Cell<Option<u32>> = const { Cell::new(None) };
    /// Tells the control that the thread is gone. Made before every other value of the thread that has a destructor, and
    /// therefore dropped after them.
    static GONE: RefCell<Option<Gone>> = const { RefCell::new(None) };
}

/// The end of a thread, announced when this is dropped.
struct Gone(Arc<World>, u32);

impl Drop for Gone {
    fn drop(&mut self) {
        let Gone(world, number) = self;
        let mut state = world.state();
        if state.holder == Some(*number) {
            state.progress += 1;
            state.pause(Pause::Ended(*number));
            drop(state);
            world.control.give();
        }
    }
}

/// Does the calling thread belong to a simulated world?
pub(crate) fn is_inside() -> bool {
    ME.get().is_some()
}

/// A world.
pub(crate) struct World {
    pub(crate) state: Mutex<State>,
    pub(crate) locals: Locals,
    pub(crate) cpus: usize,
    /// Where the program's own random numbers come from.
    pub(crate) seed: u64,
    pub(crate) asked_for_seed: AtomicBool,
    pub(crate) is_quiet: bool,
    /// How often somebody has asked the host for something: as long as it grows, no thread waits for something outside.
    pub(crate) calls: AtomicU64,
    /// Given to the control when no thread runs.
    pub(crate) control: Baton,
    /// What its threads are given to keep it alive.
    pub(crate) this: Weak<World>,
}

impl World {
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn me(&self) -> u32 {
        self.calls.fetch_add(1, Ordering::Relaxed);
        // Only its own threads have the world as their host.
        ME.get().unwrap_or(0)
    }

    /// A place where another thread may go on, called `label`.
    fn place(&self, me: u32, label: &'static str) {
        let mut state = self.state();
        if state.holder != Some(me) {
            // The world went on without this thread, which had been away for too long.
            drop(state);
            return self.wait_for_turn(me);
        }
        state.pass(me, label);
        if state.steps > state.max_steps {
            state.pause(Pause::TooLong(me));
            state.ready.push_front(me);
            drop(state);
            self.control.give();
            return self.wait_for_turn(me);
        }
        let next = state.decide(me, label, true).unwrap_or(me);
        if next != me {
            let to = next;
            state.note(me, What::GaveWay { place: label, to });
            state.ready.push_back(me);
            hand_over(state, me, next);
        }
    }

    fn wait_for_turn(&self, me: u32) {
        let baton = self.state().actor(me).baton.clone();
        baton.wait();
    }

    /// Makes a thread of this world; it runs when it is given its turn.
    ///
    /// # Errors
    /// What the operating system says when it has no thread to give.
    pub(crate) fn start(
        &self,
        spec: Spawn,
        body: impl FnOnce() + Send + 'static,
    ) -> io::Result<u32> {
        let baton = Arc::new(Baton::default());
        let number = {
            let mut state = self.state();
            let number = state.actors.len() as u32;
            state.actors.push(Actor {
                name: if spec.name.is_empty() {
                    format!("<unnamed {number}>")
                } else {
                    spec.name.clone()
                },
                baton: baton.clone(),
                doing: Doing::Ended,
                place: 0,
                is_interrupted: false,
                tasks: Vec::new(),
                rested_at: None,
                last: "start",
                os: None,
            });
            number
        };
        let world = self.this.clone();
        let body = move || {
            let Some(world) = world.upgrade() else {
                return;
            };
            ME.set(Some(number));
            GONE.set(Some(Gone(world.clone(), number)));
            baton.own();
            if world.is_quiet {
                panics::silence();
            }
            baton.wait();
            // Only now: the numbers of the process are then given out in the order of the world, on which the choice
            // between equally good threads may depend. Nobody has a handle of this thread before.
            let known = host::current().number();
            world.state().known.insert(known, number);
            // Its body catches what it has to tell; a panic that escapes it has been reported by the panic hook.
            let _ = panics::catch(body);
            world.end(number);
        };
        // On failure the record stays, as that of a thread that has ended: numbers are places in the list.
        let os = host::real().spawn(spec.clone(), Box::new(body))?;
        let mut state = self.state();
        let actor = state.actor(number);
        actor.os = Some(os);
        actor.doing = Doing::Ready;
        state.ready.push_back(number);
        Ok(number)
    }

    /// The last that a thread does here. It stays on while the destructors of its thread-local values run, before anybody
    /// else does; if one of them never ends, it is taken for any other thread that waits for something outside.
    fn end(&self, me: u32) {
        let mut state = self.state();
        if state.holder == Some(me) {
            let actor = state.actor(me);
            actor.doing = Doing::Ended;
            actor.last = "the destructors of its thread-local values";
            state.note(me, What::Ended);
        }
    }
}

/// Lets `next` run, and waits for the next turn of `me`, which may be that very one.
fn hand_over(mut state: MutexGuard<'_, State>, me: u32, next: u32) {
    let mine = state.actor(me).baton.clone();
    let theirs = state.hand_to(next);
    // With the lock free: whoever wakes up looks at the state first, and would only have to wait for it.
    drop(state);
    theirs.give();
    mine.wait();
}

/// The control joins the thread before anybody who would ask for that can run.
struct Joined;

impl Join for Joined {
    fn join(self: Box<Self>) {}
}

impl Host for World {
    fn now(&self) -> Duration {
        self.me();
        self.state().now
    }

    fn park(&self, thread: &Thread, deadline: Option<Duration>, reason: &WaitReason) -> Wake {
        let me = self.me();
        self.place(me, "park");
        let mut state = self.state();
        if thread.take_token() {
            return Wake::Notified;
        }
        if thread.is_interrupted() {
            return Wake::Interrupted;
        }
        if deadline.is_some_and(|deadline| deadline <= state.now) {
            return Wake::Deadline;
        }
        state.pass(me, "wait");
        let since = state.now;
        let actor = state.actor(me);
        actor.tasks = task::current_stack();
        actor.doing = Doing::Waits {
            reason: reason.clone(),
            deadline,
            since,
        };
        state.note(me, What::Waits(reason.clone()));
        match state.decide(me, "wait", false) {
            Some(next) => hand_over(state, me, next),
            None => {
                state.pause(Pause::Stuck);
                drop(state);
                self.control.give();
                self.wait_for_turn(me);
            }
        }
        let mut state = self.state();
        let is_interrupted = std::mem::take(&mut state.actor(me).is_interrupted);
        let (wake, why) = if thread.take_token() {
            (Wake::Notified, "notified")
        } else if is_interrupted || thread.is_interrupted() {
            (Wake::Interrupted, "interrupted")
        } else {
            (Wake::Deadline, "its time has come")
        };
        state.note(me, What::WentOn(why));
        if wake == Wake::Deadline && *reason == WaitReason::Idle {
            state.actor(me).rested_at = Some(state.progress);
        } else {
            state.progress += 1;
        }
        wake
    }

    fn unpark(&self, thread: &Thread) {
        self.calls.fetch_add(1, Ordering::Relaxed);
        let mut state = self.state();
        let Some(&number) = state.known.get(&thread.number()) else {
            return;
        };
        if matches!(state.actor(number).doing, Doing::Waits { .. }) {
            state.make_ready(number);
            // Threads from outside wake as well, to interrupt somebody.
            if let Some(me) = ME.get().filter(|_| state.holder.is_some()) {
                state.note(me, What::Woke(number));
            }
        }
    }

    fn spawn(&self, spec: Spawn, body: Box<dyn FnOnce() + Send>) -> io::Result<Box<dyn Join>> {
        let me = self.me();
        let name = spec.name.clone();
        let number = self.start(spec, body)?;
        self.state().note(me, What::Began { name, number });
        self.place(me, "spawn");
        Ok(Box::new(Joined))
    }

    fn yield_point(&self, label: &'static str) {
        let me = self.me();
        self.place(me, label);
    }

    fn choose(&self, n: usize) -> usize {
        let me = self.me();
        let mut state = self.state();
        state.pass(me, "choose");
        if n < 2 { 0 } else { state.decide_way(me, n) }
    }

    fn seed(&self) -> Option<u64> {
        self.asked_for_seed.store(true, Ordering::Relaxed);
        Some(self.seed)
    }

    fn cpus(&self) -> usize {
        self.cpus
    }

    fn may_spin(&self) -> bool {
        false
    }

    fn locals(&self) -> &Locals {
        &self.locals
    }

    fn outside(&self, trip: Trip) {
        let me = self.me();
        self.state().is_outside = trip == Trip::Leaves;
        if trip == Trip::Returns {
            self.place(me, "return");
        }
    }

    fn task_made(&self, task: TaskId, at: &'static Location<'static>) {
        self.state().made.insert(task, at);
    }
}
