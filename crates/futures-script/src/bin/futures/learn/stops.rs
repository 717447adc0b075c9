//! Ends whatever runs at the moment, when somebody wants the command to end.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_script::{Interpreter, StopHandle};

/// What runs at the moment. Copies are the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stops(Arc<Mutex<Known>>);

#[derive(Debug, Default)]
struct Known {
    running: Vec<(u64, StopHandle)>,
    next: u64,
    /// Why everything is to end, once it is.
    why: Option<String>,
}

/// A run that can be ended, until this is dropped.
#[derive(Debug)]
pub(crate) struct Running {
    stops: Stops,
    number: u64,
}

impl Stops {
    /// Notes that scripts of `interpreter` are going to run.
    pub(crate) fn watch(&self, interpreter: &Interpreter) -> Running {
        let mut known = self.known();
        let number = known.next;
        known.next += 1;
        let stop = interpreter.stop_handle();
        if let Some(why) = &known.why {
            stop.stop_because(why);
        }
        known.running.push((number, stop));
        Running {
            stops: self.clone(),
            number,
        }
    }

    /// Ends everything, now and from now on.
    pub(crate) fn stop(&self, why: &str) {
        let running = {
            let mut known = self.known();
            known.why = Some(why.to_owned());
            known.running.clone()
        };
        for (_, stop) in running {
            stop.stop_because(why);
        }
    }

    /// Is everything to end?
    pub(crate) fn is_stopped(&self) -> bool {
        self.known().why.is_some()
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let mut known = self.stops.known();
        known.running.retain(|(number, _)| *number != self.number);
    }
}
