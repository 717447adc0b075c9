//! The behaviours that every pool shows, for pools of threads, in many schedules each.

use std::env;

use futures_sim::Exploration;

use crate::threads::{Around, Threads};

/// A simulated world after the other.
struct EachSeed;

/// How many, if the variable `SIM_SEEDS` of the environment does not say it: few enough for every change, and some of
/// each kind of schedule.
const SEEDS: u64 = 10;

impl Around for EachSeed {
    fn run(behaviour: fn()) {
        let seeds = env::var("SIM_SEEDS").map_or(SEEDS, |seeds| seeds.parse().expect("a number"));
        let explored = Exploration::new(seeds).run(behaviour);
        if let Some(found) = explored.found {
            panic!("{found}");
        }
    }
}

conformance::suite!(Threads<EachSeed>);
conformance::in_process_suite!(Threads<EachSeed>);
