//! What a process pool shows, beyond the behaviours that every pool has; those are in the `conformance` crate.
//!
//! Workers are this binary started again, so its `main` is ours: it turns such a process into a worker before anything
//! else, and runs the tests otherwise.

use std::process::ExitCode;

use conformance::Case;
use libtest_mimic::{Arguments, Trial};

/// The smallest uses, as in the documentation.
mod first_steps;

/// All cases, by the file that they are in.
const FILES: &[(&str, &[Case])] = &[("first_steps", first_steps::CASES)];

fn main() -> ExitCode {
    pool_process::init();
    let arguments = Arguments::from_args();
    let trials = FILES.iter().flat_map(|(file, cases)| {
        cases.iter().map(move |(name, case)| {
            Trial::test(format!("{file}::{name}"), || {
                case();
                Ok(())
            })
        })
    });
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}
