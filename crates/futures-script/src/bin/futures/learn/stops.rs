//! Ends whatever runs at the moment, when somebody wants the command to end.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_script::{Interpreter, StopHandle};

/// What runs at the moment. Copies are the same.
#[derive(Clone, Default)]
pub(crate) struct Stops(Arc<Mutex<Known>>);

#[derive(Default)]
struct Known {
    running: Vec<(u64, StopHandle)>,
    next: u64,
    /// Why everything is to end, once it is.
    why: Option<String>,
    /// Who else wants to know.
    told: Vec<Arc<dyn Fn() + Send + Sync>>,
}

/// A run that can be ended, until this is dropped.
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
        let (running, told) = {
            let mut known = self.known();
            known.why = Some(why.to_owned());
            (known.running.clone(), known.told.clone())
        };
        for tell in told {
            tell();
        }
        for (_, stop) in running {
            stop.stop_because(why);
        }
    }

    /// Calls `tell` when everything is to end.
    pub(crate) fn tell(&self, tell: impl Fn() + Send + Sync + 'static) {
        self.known().told.push(Arc::new(tell));
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
