//! One run of a learner's script: what it printed, what happened, and how it ended.

use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use futures_core::host;
use futures_script::futures_sim::Outcome;
use futures_script::timeline::{Recorder, Timeline};
use futures_script::{
    Complaint, Interpreter, ScriptError, ScriptErrorKind, Simulated, Simulation, StopHandle,
};

use crate::learn::stops::Stops;
use crate::script::Script;

/// How long a run may take, in real time.
pub(crate) const TIME_LIMIT: Duration = Duration::from_secs(10);

/// After how many places where another thread might have gone on a simulated run is taken for an endless one: some
/// seconds, and a hundred times what exercises need.
pub(crate) const MAX_STEPS: u64 = 1_000_000;

/// How much a run may print. More is an endless loop, and no check could say anything about it.
const MOST_LINES: usize = 10_000;
const MOST_BYTES: usize = 1 << 20;

/// What a run came to.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    pub(crate) output: Vec<String>,
    /// What no code of the script was there to hear.
    pub(crate) complaints: Vec<Complaint>,
    pub(crate) timeline: Timeline,
    pub(crate) error: Option<ScriptError>,
    /// Did it print more than it may?
    pub(crate) is_flood: bool,
    pub(crate) took: Duration,
    pub(crate) way: Way,
}

/// In which world a script has run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// In a simulated one, by the schedule of this number.
    Simulated { schedule: u64 },
    /// In the real one.
    Real,
}

/// An interpreter for the runs of a script.
pub(crate) fn interpreter(script: &Script) -> Interpreter {
    script
        .let_import(Interpreter::builder())
        .input(std::io::empty())
        .time_limit(TIME_LIMIT)
        .build()
}

impl Attempt {
    /// Runs the script in a simulated world.
    pub(crate) fn simulated(
        interpreter: &Interpreter,
        stops: &Stops,
        script: &Script,
        simulation: &Simulation,
        schedule: u64,
    ) -> (Self, Outcome<()>) {
        let ears = Ears::default();
        let own = ears.listen(interpreter);
        let _running = stops.watch(&own);
        let Simulated { result, outcome } =
            own.simulate_execution(&script.name, &script.text, simulation);
        let took = outcome.trace().elapsed();
        let way = Way::Simulated { schedule };
        (ears.into_attempt(result.map(drop), took, way), outcome)
    }

    /// Runs the script on real threads.
    pub(crate) fn real(interpreter: &Interpreter, stops: &Stops, script: &Script) -> Self {
        let ears = Ears::default();
        let own = ears.listen(interpreter);
        let _running = stops.watch(&own);
        let begin = host::now();
        let result = own.execute(&script.name, &script.text);
        ears.into_attempt(result, host::now().saturating_sub(begin), Way::Real)
    }

    /// Has it been ended because it had come to no end?
    pub(crate) fn is_endless(&self) -> bool {
        let kind = self.error.as_ref().map(ScriptError::kind);
        matches!(
            kind,
            Some(ScriptErrorKind::TimedOut | ScriptErrorKind::Limit)
        )
    }
}

/// What listens to a run.
#[derive(Clone, Default)]
struct Ears {
    heard: Arc<Mutex<Heard>>,
    recorder: Recorder,
    /// What ends it if it prints too much.
    stop: Arc<OnceLock<StopHandle>>,
}

#[derive(Default)]
struct Heard {
    lines: Vec<String>,
    n_bytes: usize,
    complaints: Vec<Complaint>,
    is_flood: bool,
}

impl Ears {
    fn listen(&self, interpreter: &Interpreter) -> Interpreter {
        let (printed, complained) = (self.clone(), self.clone());
        let own = interpreter.observed(
            &self.recorder,
            move |line| printed.hear(line),
            move |complaint| complained.hear_complaint(complaint),
        );
        // It has just been made, so nobody has set it.
        let _ = self.stop.set(own.stop_handle());
        own
    }

    fn hear(&self, line: &str) {
        let mut heard = self.heard();
        if heard.is_flood {
            return;
        }
        heard.lines.push(line.to_owned());
        heard.n_bytes += line.len();
        heard.is_flood = heard.lines.len() >= MOST_LINES || heard.n_bytes >= MOST_BYTES;
        if heard.is_flood {
            drop(heard);
            if let Some(stop) = self.stop.get() {
                stop.stop_because("stopped, since it printed so much");
            }
        }
    }

    fn hear_complaint(&self, complaint: &Complaint) {
        let mut heard = self.heard();
        if heard.complaints.len() < MOST_LINES {
            heard.complaints.push(complaint.clone());
        }
    }

    fn into_attempt(self, result: Result<(), ScriptError>, took: Duration, way: Way) -> Attempt {
        let timeline = self.recorder.timeline();
        let heard = mem::take(&mut *self.heard());
        Attempt {
            output: heard.lines,
            complaints: heard.complaints,
            timeline,
            // To exit with success is to end well.
            error: result.err().filter(|error| error.exit_code() != Some(0)),
            is_flood: heard.is_flood,
            took,
            way,
        }
    }

    fn heard(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
