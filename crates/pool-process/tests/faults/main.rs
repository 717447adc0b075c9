//! Whatever a worker, a call or the system does wrong: the call concerned ends with the right error, nobody else notices,
//! nothing hangs, and nothing is left behind.
//!
//! Processes, file descriptors and shared memory are counted before and after each test, so the tests run one after the
//! other. A test that takes longer than a minute hangs, and ends the whole run with its name.

use std::process::ExitCode;

use conformance::Case;
use libtest_mimic::{Arguments, Failed, Trial};

/// What calls do in a worker.
mod calls;
/// What is counted before and after.
mod census;
/// Workers that die while they run a call.
mod deaths;
/// Shutdown, drop and force, while other things go wrong.
mod ends;
/// `kill` in every state of a call.
mod kills;
/// How a test and a call wait for each other.
mod meeting;
/// Everything at once, at random.
mod mix;
/// A parent that dies.
mod orphans;
/// Calls that damage what their worker needs.
mod sabotage;
/// Workers that die when no call runs.
mod stages;
/// Limits of time, and workers that are stopped.
mod timeouts;
/// Damage that safe code cannot do.
mod unsafe_calls;
/// Many of everything.
mod volume;

/// All cases, by the file that they are in.
const FILES: &[(&str, &[Case])] = &[
    ("deaths", deaths::CASES),
    ("stages", stages::CASES),
    ("timeouts", timeouts::CASES),
    ("kills", kills::CASES),
    ("sabotage", sabotage::CASES),
    ("orphans", orphans::CASES),
    ("ends", ends::CASES),
    ("volume", volume::CASES),
    ("mix", mix::CASES),
];

fn main() -> ExitCode {
    pool_process::init();
    if std::env::args().nth(1).as_deref() == Some(orphans::PARENT_ARG) {
        return orphans::be_a_parent();
    }
    let mut arguments = Arguments::from_args();
    arguments.test_threads = Some(1);
    let trials = FILES.iter().flat_map(|(file, cases)| {
        cases.iter().map(move |(name, case)| {
            let name = format!("{file}::{name}");
            Trial::test(name.clone(), move || {
                census::guarded(&name, case).map_err(Failed::from)
            })
        })
    });
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}
