//! A gate that keeps every worker of a pool busy until it opens.

use std::sync::{Condvar, Mutex};

#[derive(Default)]
pub(crate) struct Gate {
    state: Mutex<GateState>,
    changed: Condvar,
}

#[derive(Default)]
struct GateState {
    n_entered: usize,
    is_open: bool,
}

impl Gate {
    pub(crate) fn enter_and_wait(&self) {
        let mut state = self.state.lock().expect("nobody panics inside");
        state.n_entered += 1;
        self.changed.notify_all();
        let _open = self.changed.wait_while(state, |state| !state.is_open);
    }

    pub(crate) fn wait_until_entered(&self, n_workers: usize) {
        let state = self.state.lock().expect("nobody panics inside");
        let _entered = self
            .changed
            .wait_while(state, |state| state.n_entered < n_workers);
    }

    pub(crate) fn open(&self) {
        self.state.lock().expect("nobody panics inside").is_open = true;
        self.changed.notify_all();
    }
}
