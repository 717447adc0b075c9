//! The behaviours that every pool shows, for pools of threads.

use crate::threads::{Around, Threads};

/// The real world.
struct Here;

impl Around for Here {
    fn run(behaviour: fn()) {
        behaviour();
    }
}

conformance::suite!(Threads<Here>);
conformance::in_process_suite!(Threads<Here>);
