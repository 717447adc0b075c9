//! How much of the machine other programs used while a child was measured.

use std::time::Instant;

use crate::machine;

pub(crate) struct Load {
    begin: Instant,
    foreign_seconds: f64,
}

impl Load {
    pub(crate) fn start() -> Self {
        Load {
            begin: Instant::now(),
            foreign_seconds: foreign_cpu_seconds(),
        }
    }

    /// Between 0 and 1, where 1 would be all cores all the time.
    pub(crate) fn foreign_share(&self) -> f64 {
        let n_cores = std::thread::available_parallelism().map_or(1, usize::from);
        let capacity = self.begin.elapsed().as_secs_f64() * n_cores as f64;
        ((foreign_cpu_seconds() - self.foreign_seconds) / capacity).clamp(0.0, 1.0)
    }
}

fn foreign_cpu_seconds() -> f64 {
    machine::all_cpu_seconds() - machine::children_cpu_seconds()
}
