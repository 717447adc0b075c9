//! Random numbers for scripts, from one seed for each run.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

use futures_core::host::{self, Lock};

/// Where the random numbers of a run come from: SplitMix64, which is fast and good enough for games and jitter, and for
/// nothing that must stay secret.
///
/// Another sequence for each run, but for simulated ones.
pub(crate) struct Chance {
    state: Lock<Option<u64>>,
    /// The number of the simulated process that it is for; 0 if it is for none.
    process: u32,
}

/// From one simulated process to the next the seeds lie so far apart that their sequences do not meet.
const BETWEEN_PROCESSES: u64 = 0xd134_2543_de82_ef95;

impl Chance {
    /// For the simulated process of this number, each of which has a sequence of its own; 0 is that of the script.
    pub(crate) fn of_process(process: u32) -> Self {
        Chance {
            state: Lock::default(),
            process,
        }
    }

    fn next(&self) -> u64 {
        let mut state = self.state.lock();
        if state.is_none() {
            // The host is not to be asked under a lock.
            drop(state);
            let seed = host::seed().unwrap_or_else(|| RandomState::new().hash_one(0));
            let apart = BETWEEN_PROCESSES.wrapping_mul(self.process.into());
            let seed = seed.wrapping_add(apart);
            state = self.state.lock();
            state.get_or_insert(seed);
        }
        let state = state.get_or_insert_default();
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = *state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to, and without, 1.
    pub(crate) fn float(&self) -> f64 {
        const BITS: u32 = 53;
        (self.next() >> (u64::BITS - BITS)) as f64 / (1_u64 << BITS) as f64
    }

    /// From 0 to `most`, both included.
    pub(crate) fn up_to(&self, most: u64) -> u64 {
        let scaled = u128::from(self.next()) * (u128::from(most) + 1);
        (scaled >> u64::BITS) as u64
    }
}
