//! What a process pool shows, beyond the behaviours that every pool has; those are in the `conformance` crate.
//!
//! Workers are this binary started again, so its `main` is ours: it turns such a process into a worker before anything
//! else, and runs the tests otherwise.

use std::process::ExitCode;

use conformance::Case;
use libtest_mimic::{Arguments, Trial};

/// Arguments and results on both sides.
mod arguments;
/// The generic suite, on process pools.
mod conformance_suite;
/// Dead workers, and calls that are ended by force.
mod crashes;
/// Python's matrix of crashes and errors on the way of a call.
mod deadlock;
/// Shutdown, drop and force.
mod ends;
/// The smallest uses, as in the documentation.
mod first_steps;
/// What must not be left behind.
mod leaks;
/// Pools of processes beside pools of threads, callbacks that wait, maps.
mod mixed;
/// Programs of their own, and workers that are another program.
mod programs;
/// What Python says about process pools alone.
mod python;
/// Memory for worlds.
mod shared;
/// A system that refuses threads or processes.
mod spawning;
/// What several tests need.
mod support;
/// Output, events, counts.
mod telling;
/// What tests and calls have in common.
mod world;

/// All cases, by the file that they are in.
fn files() -> Vec<(&'static str, Vec<Case>)> {
    vec![
        ("arguments", arguments::CASES.to_vec()),
        ("conformance", conformance_suite::cases()),
        ("crashes", crashes::CASES.to_vec()),
        ("deadlock", deadlock::CASES.to_vec()),
        ("ends", ends::CASES.to_vec()),
        ("first_steps", first_steps::CASES.to_vec()),
        ("leaks", leaks::CASES.to_vec()),
        ("mixed", mixed::CASES.to_vec()),
        ("programs", programs::CASES.to_vec()),
        ("python", python::CASES.to_vec()),
        ("spawning", spawning::CASES.to_vec()),
        ("telling", telling::CASES.to_vec()),
    ]
}

fn main() -> ExitCode {
    if let Some(code) = programs::play_before_init() {
        return code;
    }
    conformance::find_worlds_by(|name| world::SharedWorld::find(name));
    pool_process::init_with(programs::registry());
    if let Some(code) = programs::play() {
        return code;
    }
    let arguments = Arguments::from_args();
    let trials = files().into_iter().flat_map(|(file, cases)| {
        cases.into_iter().map(move |(name, case)| {
            Trial::test(format!("{file}::{name}"), move || {
                conformance::in_time(case);
                Ok(())
            })
        })
    });
    let before = leaks::Belongings::look();
    let conclusion = libtest_mimic::run(&arguments, trials.collect());
    if let Err(left) = before.expect_no_more() {
        eprintln!("{left}");
        return ExitCode::FAILURE;
    }
    conclusion.exit_code()
}
