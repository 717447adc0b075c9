//! The runs of one interpreter, which end together.

use std::sync::{Arc, Weak};

use futures_core::host::Lock;
use timeline::Recorder;

use super::stopper::{Stop, Stopper};

/// The runs of an interpreter, to be stopped together.
#[derive(Default)]
pub(crate) struct Stoppers(Lock<Runs>);

#[derive(Default)]
struct Runs {
    stop: Option<Stop>,
    open: Vec<Weak<Stopper>>,
}

impl Stoppers {
    /// For a new run; already stopped if they all are.
    pub(crate) fn open(&self, recorder: Option<Recorder>) -> Arc<Stopper> {
        let stopper = Arc::new(Stopper::new(recorder));
        let mut runs = self.0.lock();
        runs.open.retain(|other| other.strong_count() > 0);
        runs.open.push(Arc::downgrade(&stopper));
        let stop = runs.stop.clone();
        drop(runs);
        if let Some(stop) = stop {
            stopper.stop(stop);
        }
        stopper
    }

    /// Stops every run, also those to come.
    pub(crate) fn stop(&self, why: &str) {
        let stop = Stop::interrupted(why);
        let open: Vec<Arc<Stopper>> = {
            let mut runs = self.0.lock();
            runs.stop.get_or_insert_with(|| stop.clone());
            runs.open.iter().filter_map(Weak::upgrade).collect()
        };
        for stopper in open {
            stopper.stop(stop.clone());
        }
    }
}
