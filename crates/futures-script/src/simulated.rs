//! Scripts in a simulated world: one thread at a time, in virtual time, in an order that a scheduler chooses.

use std::sync::{Arc, Weak};

use futures_core::host::Lock;
use futures_core::panics;
use futures_sim::{Failure, Outcome, Simulation, Verdict};
use rhai::Dynamic;

use crate::error::{ScriptError, ScriptErrorKind};
use crate::interpreter::{Interpreter, Value, run_here};
use crate::limits;
use crate::outside::answers::Canned;
use crate::run::Run;
use crate::wall_clock::WallClock;

/// What a simulated run of a script came to.
#[derive(Clone, Debug)]
#[must_use = "the script may have failed"]
pub struct Simulated {
    /// What [`Interpreter::run`] would have returned.
    pub result: Result<Dynamic, ScriptError>,
    /// How the run went. A script that fails is a failure of its run, which is how
    /// [`Exploration`](futures_sim::Exploration::run_each) finds it.
    pub outcome: Outcome<()>,
}

impl Interpreter {
    /// Runs a script as [`run`](Self::run) does, in a simulated world.
    ///
    /// Sleeps and time limits take no real time, [`Builder::time_limit`](crate::Builder::time_limit) excepted, which
    /// limits the real one. Which thread goes on is the choice of the simulation's scheduler and of nothing else, so that
    /// a run can be seen again. `random()` draws from [`Simulation::seed`]. A script that can never go on fails at once,
    /// with an error of the same kind as without simulation.
    ///
    /// The main thread's stack and name and [`Simulation::on_failure`] are the interpreter's to set.
    ///
    /// ```
    /// use futures_script::{Interpreter, Simulation};
    ///
    /// let slept = Interpreter::new().simulate("nap", "sleep(3600); now()", &Simulation::new());
    /// assert_eq!(slept.result.unwrap().to_string(), "3600.0");
    /// ```
    ///
    /// # Panics
    /// If called within a simulated world, and if the system has no thread to give.
    pub fn simulate(&self, name: &str, text: &str, simulation: &Simulation) -> Simulated {
        self.simulate_for(name, text, simulation, Value::Wanted)
    }

    /// As [`simulate`](Self::simulate), for whom the value does not matter, as for [`execute`](Self::execute).
    ///
    /// # Panics
    /// As [`simulate`](Self::simulate).
    pub fn simulate_execution(&self, name: &str, text: &str, simulation: &Simulation) -> Simulated {
        self.simulate_for(name, text, simulation, Value::Unwanted)
    }

    fn simulate_for(
        &self,
        name: &str,
        text: &str,
        simulation: &Simulation,
        value: Value,
    ) -> Simulated {
        let opened = self.open(name, text);
        let stopper = opened.stopper().clone();
        stopper.set_simulated();
        let limit = self.time_limit();
        let answers = self.settings.answers.clone();
        let _clock = limit.map(|limit| WallClock::start(limit, stopper));
        let under_way: Arc<Lock<Weak<Run>>> = Arc::default();
        let told = under_way.clone();
        let simulation = simulation
            .clone()
            .main_name("script")
            .stack_size(limits::STACK_SIZE)
            .on_failure(move |failure| {
                let run = told.lock().upgrade();
                if let Some(run) = run {
                    run.give_up(failure);
                }
            });
        let outcome = simulation.run(move || {
            panics::catch(|| {
                if let Some(answers) = answers {
                    Canned::enter(answers);
                }
                // Made and dropped here: what it holds belongs to this world.
                let run = Arc::new(opened.into_run());
                *under_way.lock() = Arc::downgrade(&run);
                run_here(&run, value)
            })
        });
        let (result, outcome) = outcome.split();
        let result = match (result, outcome.failure()) {
            (Some(Ok(result)), _) => result,
            (Some(Err(panic)), _) => {
                let text = format!("the interpreter panicked: {panic}");
                Err(ScriptError::new(ScriptErrorKind::System, text))
            }
            (None, failure) => Err(abandoned(failure)),
        };
        let verdict = result.as_ref().err().and_then(verdict);
        let outcome = outcome.judge(|()| verdict);
        Simulated { result, outcome }
    }
}

/// The error of a script that did not even come to its end.
fn abandoned(failure: Option<&Failure>) -> ScriptError {
    let text = match failure {
        Some(Failure::Foreign { thread, time, .. }) => format!(
            "the simulation was given up: nothing was seen of {thread} for {} s of real time. A single call computes for \
             so long, or waits for something outside",
            time.as_secs_f64()
        ),
        Some(failure) => format!("the simulation was given up: {failure}"),
        None => "the script's thread is gone".to_owned(),
    };
    ScriptError::new(ScriptErrorKind::System, text)
}

/// What a search for failures is to make of an error.
fn verdict(error: &ScriptError) -> Option<Verdict> {
    if error.exit_code() == Some(0) {
        return None;
    }
    let place = error.place().map(|place| format!(" at {place}"));
    Some(Verdict {
        what: format!("{}{}", error.kind_name(), place.unwrap_or_default()),
        text: error.report(),
    })
}
