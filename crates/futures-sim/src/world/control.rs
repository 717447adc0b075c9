//! Who keeps a world going: joins what has ended, finds that nothing can go on, and ends what takes too long.
//!
//! It runs on the thread that asked for the run, outside of the world, and is asleep while a thread of the world is on.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_core::host::{self, Host as _, Locals, Spawn};
use futures_core::panics::{self, Panic};

use crate::log::Log;
use crate::world::affinity::Pinned;
use crate::world::baton::Baton;
use crate::world::host::{World, is_inside};
use crate::world::state::{Limits, Pause, State};
use crate::{Failure, Outcome, Schedule, Scheduler, Trace};

/// What a run is made with.
pub(crate) struct Control<'a> {
    pub(crate) scheduler: &'a Scheduler,
    pub(crate) limits: Limits,
    pub(crate) cpus: usize,
    pub(crate) seed: u64,
    /// What the main thread is called.
    pub(crate) name: &'a str,
    pub(crate) stack_size: usize,
    pub(crate) keeps_log: bool,
    pub(crate) is_quiet: bool,
    /// Called as soon as the run has failed, before its waits are interrupted.
    pub(crate) on_failure: Option<&'a (dyn Fn(&Failure) + Send + Sync)>,
}

/// How often the control looks in the time of its patience. If a busy machine keeps it from looking, it keeps the threads of
/// the world from running as well, so time alone proves nothing.
const LOOKS: u32 = 8;

/// How many more steps a run may take to its end after it has failed.
const STEPS_TO_THE_END: u64 = 100_000;

/// Runs `main` in a world of its own, until all its threads have ended or none of them can be made to.
///
/// # Panics
/// If called within such a world, and if the system has no thread to give.
pub(crate) fn run<R: Send + 'static>(
    control: &Control<'_>,
    main: impl FnOnce() -> R + Send + 'static,
) -> Outcome<R> {
    assert!(
        !is_inside(),
        "a simulation cannot be run within a simulation"
    );
    let _pinned = Pinned::here();
    let world = make_world(control);
    world.control.own();
    let result: Arc<Mutex<Option<Result<R, Panic>>>> = Arc::default();
    let body = {
        let (world, result) = (world.clone(), result.clone());
        move || {
            let host = world.clone();
            host::enter(host, move || {
                let ended = panics::catch(main);
                // Before anything of the run is taken apart: what failed first is what is told.
                if let Err(panic) = &ended {
                    let failure = Failure::Panicked(panic.clone());
                    world.state().failure.get_or_insert(failure);
                }
                world.locals().clear();
                if let Ok(mut result) = result.lock() {
                    *result = Some(ended);
                }
            });
        }
    };
    let spec = Spawn {
        name: control.name.to_owned(),
        stack_size: Some(control.stack_size),
    };
    #[expect(
        clippy::expect_used,
        reason = "documented: without a thread there is no run"
    )]
    let main = world
        .start(spec, body)
        .expect("the system has no thread to give");
    let baton = world.state().hand_to(main);
    baton.give();
    keep_going(control, &world);
    let mut state = world.state();
    let result = result.lock().ok().and_then(|mut result| result.take());
    Outcome {
        result: result.and_then(Result::ok),
        failure: state.failure.take(),
        trace: Trace {
            scheduler: control.scheduler.clone(),
            schedule: Schedule::new(std::mem::take(&mut state.turns)),
            turn_labels: std::mem::take(&mut state.turn_labels),
            log: state.log.clone(),
            elapsed: state.now,
            steps: state.steps,
            forks: state.forks,
            switches: state.switches,
            threads: state
                .actors
                .iter()
                .map(|actor| actor.name.clone())
                .collect(),
            left_behind: state
                .actors
                .iter()
                .filter(|actor| actor.os.is_some())
                .count(),
            asked_for_seed: world.asked_for_seed.load(Ordering::Relaxed),
        },
    }
}

fn make_world(control: &Control<'_>) -> Arc<World> {
    Arc::new_cyclic(|this| World {
        state: Mutex::new(State {
            now: Duration::ZERO,
            actors: Vec::new(),
            ready: VecDeque::new(),
            holder: None,
            pause: None,
            is_outside: false,
            known: BTreeMap::new(),
            made: BTreeMap::new(),
            choose: control.scheduler.begin(),
            turns: Vec::new(),
            turn_labels: Vec::new(),
            log: Log::new(control.keeps_log),
            progress: 0,
            steps: 0,
            forks: 0,
            switches: 0,
            share: 0,
            max_steps: control.limits.max_steps,
            failure: None,
        }),
        locals: Locals::new(),
        cpus: control.cpus,
        seed: control.seed,
        asked_for_seed: AtomicBool::new(false),
        is_quiet: control.is_quiet,
        calls: AtomicU64::new(0),
        control: Baton::default(),
        this: this.clone(),
    })
}

/// Does whatever only the control can do, until the run is over.
fn keep_going(control: &Control<'_>, world: &World) {
    let mut rounds = 0;
    loop {
        let pause = next_pause(control, world);
        let next = match pause {
            Pause::Over => return,
            Pause::Ended(number) => {
                let os = world.state().actor(number).os.take();
                if let Some(os) = os {
                    os.join();
                }
                let mut state = world.state();
                if state.actors.iter().all(|actor| actor.os.is_none()) {
                    return;
                }
                // A place of its own, or a replay would take its turn for that of the place before.
                state.pass(number, "end");
                state.decide(number, "end", false)
            }
            Pause::Stuck => None,
            Pause::TooLong(number) => {
                if !too_long(control, world, number) {
                    return;
                }
                world.state().ready.pop_front()
            }
        };
        let next = next.or_else(|| {
            rounds += 1;
            stuck(control, world, rounds)
        });
        match next {
            Some(next) => {
                let baton = world.state().hand_to(next);
                baton.give();
            }
            None => return,
        }
    }
}

/// Waits until no thread is on.
fn next_pause(control: &Control<'_>, world: &World) -> Pause {
    let patience = control.limits.patience;
    let mut calls = world.calls.load(Ordering::Relaxed);
    let mut since = host::real().now();
    let mut quiet_looks = 0;
    loop {
        if world.control.wait_for(patience / LOOKS)
            && let Some(pause) = world.state().pause.take()
        {
            return pause;
        }
        let (calls_now, now) = (world.calls.load(Ordering::Relaxed), host::real().now());
        if calls_now != calls || world.state().is_outside {
            (calls, since, quiet_looks) = (calls_now, now, 0);
            continue;
        }
        quiet_looks += 1;
        if quiet_looks >= LOOKS && now.saturating_sub(since) >= patience {
            let mut state = world.state();
            let Some(holder) = state.holder else {
                continue;
            };
            let actor = state.actor(holder);
            let failure = Failure::Foreign {
                thread: actor.name.clone(),
                last: actor.last.to_owned(),
                time: patience,
            };
            state.pause(Pause::Over);
            drop(state);
            fail(control, world, failure);
            return Pause::Over;
        }
    }
}

/// Notes why the run has failed, unless it had failed before, and tells who wants to know.
fn fail(control: &Control<'_>, world: &World, failure: Failure) {
    {
        let mut state = world.state();
        if state.failure.is_some() {
            return;
        }
        state.failure = Some(failure.clone());
    }
    if let Some(on_failure) = control.on_failure {
        on_failure(&failure);
    }
}

/// Allows the run some more steps to come to its end. False: it has had them.
fn too_long(control: &Control<'_>, world: &World, number: u32) -> bool {
    let failure = {
        let mut state = world.state();
        if state.max_steps > control.limits.max_steps {
            return false;
        }
        state.max_steps += STEPS_TO_THE_END;
        let actor = state.actor(number);
        Failure::TooLong {
            max_steps: control.limits.max_steps,
            thread: actor.name.clone(),
            last: actor.last.to_owned(),
        }
    };
    fail(control, world, failure);
    true
}

/// Nothing can go on: reports it and interrupts every wait, so that the program comes to its end. `None`: it does not.
fn stuck(control: &Control<'_>, world: &World, rounds: usize) -> Option<u32> {
    let deadlock = {
        let state = world.state();
        if state.stuck().is_empty() || rounds > 100 + 3 * state.actors.len() {
            return None;
        }
        state.deadlock()
    };
    fail(control, world, Failure::Deadlock(deadlock));
    let mut state = world.state();
    for number in state.stuck() {
        state.actor(number).is_interrupted = true;
        state.make_ready(number);
    }
    state.ready.front().copied()
}
