//! Many schedules, and the one that fails.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use futures_core::host;
use futures_sim::{Exploration, Failure, Scheduler, Simulation, Strategy};

use crate::support::spawn;

/// Two threads that each add twice, in two steps.
fn lost_update() {
    let count = Arc::new(AtomicU32::new(0));
    let add = {
        let count = count.clone();
        move || {
            for _ in 0..2 {
                let seen = count.load(Ordering::SeqCst);
                host::yield_point("between reading and writing");
                count.store(seen + 1, Ordering::SeqCst);
            }
        }
    };
    let other = spawn("other", add.clone());
    add();
    other.join().unwrap();
    assert_eq!(count.load(Ordering::SeqCst), 4, "an update was lost");
}

#[test]
fn a_lost_update_is_found_reduced_and_replayed() {
    let explored = Exploration::new(100).run(lost_update);
    let found = explored.found.expect("an update is lost in some schedule");
    assert!(found.failure.is_panicked(), "{found}");
    assert!(found.schedule.len() <= 2, "{found}");
    let replay = Simulation::new()
        .quiet()
        .scheduler(Scheduler::Replay(
            found.schedule.to_string().parse().unwrap(),
        ))
        .run(lost_update);
    let Some(Failure::Panicked(panic)) = replay.failure() else {
        panic!("{:?}", replay.failure());
    };
    assert!(panic.message().contains("an update was lost"), "{panic}");
    assert_eq!(replay.trace().fingerprint(), found.trace.fingerprint());
}

#[test]
fn every_strategy_finds_it() {
    for strategy in [
        Strategy::Random,
        Strategy::Pct { depth: 2 },
        Strategy::Mixed,
    ] {
        let explored = Exploration::new(200).strategy(strategy).run(lost_update);
        assert!(explored.found.is_some(), "{strategy:?}");
    }
}

#[test]
fn the_canonical_schedule_does_not_lose_it() {
    let outcome = Simulation::new().run(lost_update);
    assert!(outcome.failure().is_none());
    assert!(outcome.trace().schedule().is_empty());
}

#[test]
fn equal_seeds_go_equal_ways_and_different_ones_do_not() {
    let run = |seed| {
        let outcome = Simulation::new()
            .quiet()
            .keep_log()
            .scheduler(Scheduler::Random { seed })
            .run(lost_update);
        (
            outcome.trace().fingerprint(),
            format!("{:?}", outcome.trace().log()),
        )
    };
    let all: Vec<_> = (0..50).map(run).collect();
    assert_eq!(all, (0..50).map(run).collect::<Vec<_>>());
    let mut fingerprints: Vec<u64> = all.iter().map(|(fingerprint, _)| *fingerprint).collect();
    fingerprints.sort_unstable();
    fingerprints.dedup();
    assert!(fingerprints.len() > 10, "{}", fingerprints.len());
}

/// A replay of any run, not only of a failed one, goes the same way.
#[test]
fn what_was_recorded_is_what_happened() {
    for seed in 0..50 {
        let scheduler = Strategy::Mixed.scheduler(seed, 30);
        let run = |scheduler| {
            Simulation::new()
                .quiet()
                .scheduler(scheduler)
                .run(lost_update)
        };
        let first = run(scheduler);
        if first.failure().is_none() {
            let again = run(Scheduler::Replay(first.trace().schedule().clone()));
            assert_eq!(
                first.trace().fingerprint(),
                again.trace().fingerprint(),
                "{seed}"
            );
        }
    }
}

/// The end of a thread is a place of its own: several others may go on then, and just before.
#[test]
fn a_replay_of_many_threads_goes_the_same_way() {
    let threads = || {
        let others = (0..4).map(|number| {
            let name = format!("other {number}");
            spawn(&name, move || {
                for _ in 0..number {
                    host::yield_point("work");
                }
            })
        });
        for other in others.collect::<Vec<_>>() {
            other.join().unwrap();
        }
    };
    for seed in 0..200 {
        let run = |scheduler| {
            Simulation::new()
                .keep_log()
                .scheduler(scheduler)
                .run(threads)
        };
        let first = run(Strategy::Mixed.scheduler(seed, 60));
        let schedule = first.trace().schedule();
        let again = run(Scheduler::Replay(schedule.clone()));
        assert_eq!(schedule, again.trace().schedule(), "{seed}");
        let log = |trace: &futures_sim::Trace| {
            trace
                .log()
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
        };
        assert_eq!(log(first.trace()), log(again.trace()), "{seed}");
        assert_eq!(
            first.trace().fingerprint(),
            again.trace().fingerprint(),
            "{seed}"
        );
    }
}

/// Without the seed, a program that draws numbers would draw other ones, and not fail.
#[test]
fn what_is_printed_for_a_replay_has_the_seed_if_the_program_asked_for_it() {
    let unlucky = || assert!(host::seed() < Some(5), "unlucky");
    let message = |run: &dyn Fn()| {
        let run = std::panic::AssertUnwindSafe(run);
        let panic = std::panic::catch_unwind(run).unwrap_err();
        panic.downcast_ref::<String>().unwrap().clone()
    };
    let told = message(&|| futures_sim::explore(100, unlucky));
    assert!(told.contains("with FUTURES_SIM_REPLAY='5:-'"), "{told}");
    let told = message(&|| futures_sim::replay("5:-", unlucky));
    assert!(told.ends_with("futures_sim::replay(\"5:-\", …)"), "{told}");
    let told = message(&|| futures_sim::run(9, unlucky));
    assert!(told.ends_with("futures_sim::replay(\"9:-\", …)"), "{told}");
    futures_sim::replay("-", unlucky);
}
