//! The interpreter: what a program that embeds the language makes, once, and runs scripts with.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures_core::host::{self, Lock, Spawn, Wake};
use futures_core::panics;
use rhai::{Dynamic, Engine, Scope};
use timeline::Recorder;

use crate::builder::Builder;
use crate::check::KeptKnowledge;
use crate::complaint::{Complaint, Unheard};
use crate::error::{ExitRequest, ScriptError, ScriptErrorKind, ScriptResult, from_engine};
use crate::groups::Groups;
use crate::modules::{self, Linked, Shelf, Wanted};
use crate::output::Output;
use crate::run::Run;
use crate::settings::Settings;
use crate::waiting::{Stop, Stopper, Stoppers};
use crate::{capture, current, lanes, limits, source};

/// How long a run that can never go on stays unnoticed. A look costs microseconds.
pub(crate) const TIME_BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// Why a run ends of which nothing more is known.
const STOPPED: &str = "the script was stopped";

/// Runs scripts.
///
/// One interpreter can run many scripts, also at the same time; each run has pools of its own and ends them.
///
/// ```
/// use futures_script::Interpreter;
///
/// let interpreter = Interpreter::builder()
///     .register(|engine| {
///         engine.register_fn("double", |n: i64| 2 * n);
///     })
///     .build();
/// let sum = interpreter.run("sum", r#"
///     let sum = 0;
///     with thread_pool(2) as pool {
///         for n in pool.map(|n| double(n), 1..=4) { sum += n; }
///     }
///     sum
/// "#);
/// assert_eq!(sum.unwrap().as_int(), Ok(20));
/// ```
pub struct Interpreter {
    engine: Arc<Engine>,
    pub(crate) settings: Settings,
    stoppers: Arc<Stoppers>,
    /// What the language has, for whoever looks at scripts without running them.
    knowledge: KeptKnowledge,
}

/// Stops the runs of an [`Interpreter`]; from any thread, as often as one likes.
#[derive(Clone)]
pub struct StopHandle(Arc<Stoppers>);

impl StopHandle {
    /// Ends every wait and every loop of the interpreter's scripts, now and from now on. Scripts cannot catch it.
    ///
    /// [`Interpreter::run`] returns once all that the script had started has ended.
    pub fn stop(&self) {
        self.stop_because(STOPPED);
    }

    /// As [`stop`](Self::stop); the error's message begins with `why`, for instance "interrupted".
    pub fn stop_because(&self, why: &str) {
        self.0.stop(why);
    }
}

impl Interpreter {
    /// An interpreter with the language as it is, which prints to standard output.
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// An interpreter to be configured.
    pub fn builder() -> Builder {
        Builder::new()
    }

    /// Runs the script `text`, called `name` in errors, and returns the value of its last expression.
    ///
    /// Returns when everything that the script has started is over. If the script fails, its pending tasks are cancelled
    /// first. The script runs on a thread of its own, with a stack that fits the depth of calls it is allowed.
    ///
    /// # Errors
    /// What the script threw and did not catch, a syntax error, that it called `exit`, which
    /// [`ScriptError::exit_code`] tells, that it can never go on, or that tasks have failed and nobody has asked for
    /// their results.
    pub fn run(&self, name: &str, text: &str) -> Result<Dynamic, ScriptError> {
        self.run_for(name, text, Value::Wanted)
    }

    /// As [`run`](Self::run), for whom the value does not matter: a failed future that is the value of the last
    /// expression was not retrieved.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn execute(&self, name: &str, text: &str) -> Result<(), ScriptError> {
        self.run_for(name, text, Value::Unwanted).map(drop)
    }

    fn run_for(&self, name: &str, text: &str, value: Value) -> Result<Dynamic, ScriptError> {
        let slot = Arc::new(Lock::new(None));
        let result = slot.clone();
        let run = Arc::new(self.open(name, text).into_run());
        let spec = Spawn {
            name: "script".to_owned(),
            stack_size: Some(limits::STACK_SIZE),
        };
        let its_run = run.clone();
        let mut thread = host::spawn(spec, move || {
            let outcome = panics::catch(|| run_here(&its_run, value));
            *result.lock() = Some(outcome);
        })
        .map_err(|error| {
            let text = format!("no thread to run the script on: {error}");
            ScriptError::new(ScriptErrorKind::System, text)
        })?;
        let next_look = || {
            let look = host::deadline_in(TIME_BETWEEN_LOOKS);
            // Once the run is stopped there is nothing more to be late for.
            let deadline = run
                .budget()
                .deadline()
                .filter(|_| !run.stopper().is_stopped());
            look.into_iter().chain(deadline).min()
        };
        while let Err((wake, handle)) = thread.join_until(next_look()) {
            if wake == Wake::Interrupted {
                // The script is to end; it still has to be waited for.
                host::current().clear_interrupt();
                run.stopper().stop(Stop::interrupted(STOPPED));
            } else {
                run.budget().end_if_late(run.stopper());
                run.end_if_stuck();
                run.tell_of_slow_ends();
            }
            thread = handle;
        }
        let outcome = slot.lock().take();
        match outcome {
            Some(Ok(outcome)) => outcome,
            Some(Err(panic)) => {
                let text = format!("the interpreter panicked: {panic}");
                Err(ScriptError::new(ScriptErrorKind::System, text))
            }
            None => Err(ScriptError::new(
                ScriptErrorKind::System,
                "the script's thread is gone",
            )),
        }
    }

    /// The same interpreter for runs that are told to somebody else: what they print, what no code of the script is there
    /// to hear, and what happens. A [`StopHandle`] of it stops these runs only.
    ///
    /// It costs next to nothing, where a new interpreter has to learn the language anew.
    ///
    /// ```
    /// use std::sync::{Arc, Mutex};
    /// use futures_script::{Interpreter, timeline::Recorder};
    ///
    /// let (lines, recorder) = (Arc::new(Mutex::new(Vec::new())), Recorder::new());
    /// let printed = lines.clone();
    /// let output = move |line: &str| printed.lock().unwrap().push(line.to_owned());
    /// let interpreter = Interpreter::new().observed(&recorder, output, |_| {});
    /// interpreter.execute("twice", "print(1); to_thread(|| print(2)).result();").unwrap();
    /// assert_eq!(*lines.lock().unwrap(), ["1", "2"]);
    /// assert_eq!(recorder.timeline().pools.len(), 1);
    /// ```
    pub fn observed(
        &self,
        recorder: &Recorder,
        output: impl Fn(&str) + Send + Sync + 'static,
        complaints: impl Fn(&Complaint) + Send + Sync + 'static,
    ) -> Interpreter {
        let settings = Settings {
            recorder: Some(recorder.clone()),
            output: Output::To(Arc::new(output)),
            complaints: Arc::new(complaints),
            ..self.settings.clone()
        };
        Self::made_of(self.engine.clone(), settings)
    }

    /// The engine of its runs.
    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// One with this engine, which wants this of its runs.
    pub(crate) fn made_of(engine: Arc<Engine>, settings: Settings) -> Self {
        Interpreter {
            engine,
            settings,
            stoppers: Arc::default(),
            knowledge: Arc::default(),
        }
    }

    /// The engine, and where to keep what is known of it.
    pub(crate) fn for_checks(&self) -> (Arc<Engine>, KeptKnowledge) {
        (self.engine.clone(), self.knowledge.clone())
    }

    /// A run of the script `text`, which begins when it is made.
    pub(crate) fn open(&self, name: &str, text: &str) -> Opened {
        Opened {
            engine: self.engine.clone(),
            name: name.to_owned(),
            text: source::normalize(text),
            settings: self.settings.clone(),
            stopper: self.stoppers.open(self.settings.recorder.clone()),
        }
    }

    /// How long its runs may take.
    pub(crate) fn time_limit(&self) -> Option<Duration> {
        self.settings.limits.time
    }

    /// What its runs are made with.
    pub(crate) fn into_parts(self) -> (Arc<Engine>, Settings) {
        (self.engine, self.settings)
    }

    /// Prints what [`Builder::group_output`] holds back, for a program that ends while scripts still run.
    pub fn print_held(&self) {
        let groups = self.settings.groups.as_deref();
        for lines in groups.into_iter().flat_map(Groups::take_all) {
            // There is nobody to tell if that fails.
            let _ = self.settings.output.print(lines.trim_end_matches('\n'));
        }
    }

    /// What stops the runs of this interpreter.
    pub fn stop_handle(&self) -> StopHandle {
        StopHandle(self.stoppers.clone())
    }
}

/// A run that can be stopped already, but has not begun.
pub(crate) struct Opened {
    engine: Arc<Engine>,
    name: String,
    text: String,
    settings: Settings,
    stopper: Arc<Stopper>,
}

impl Opened {
    /// What stops it.
    pub(crate) fn stopper(&self) -> &Arc<Stopper> {
        &self.stopper
    }

    /// Begins it.
    pub(crate) fn into_run(self) -> Run {
        let (name, text) = (self.name.into(), self.text.into());
        Run::new(self.engine, name, text, self.settings, self.stopper)
    }

    /// Begins it for a session, of which the inputs are these. How long it may take is said of each input.
    pub(crate) fn into_run_of_session(mut self, inputs: Arc<Linked>) -> Run {
        self.settings.limits.time = None;
        let run = self.into_run();
        run.begin_session(inputs);
        run
    }
}

/// Does anybody want the value of a script?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Wanted,
    Unwanted,
}

/// Runs a script on this thread, and ends what it started.
pub(crate) fn run_here(run: &Arc<Run>, wanted: Value) -> Result<Dynamic, ScriptError> {
    let _entered = current::enter(run.clone());
    let mut lane = lanes::of_thread(run, host::current().name()).map(lanes::enter);
    limits::first_level();
    let outcome = evaluate(run).map(|value| match wanted {
        Value::Wanted => value,
        Value::Unwanted => Dynamic::UNIT,
    });
    if let Some(lane) = &mut lane {
        lane.note(outcome.as_ref().err());
    }
    conclude(run, outcome)
}

/// Ends what a script has started that has come to `outcome`; what becomes of the run.
pub(crate) fn conclude(
    run: &Arc<Run>,
    outcome: Result<Dynamic, ScriptError>,
) -> Result<Dynamic, ScriptError> {
    run.end(outcome.as_ref().err());
    run.end_groups();
    if let Some(verdict) = run.verdict() {
        // It got stuck while it was ending, and this is why it ended.
        complain_of_superseded(run, &outcome);
        // A task that failed is often the one that was to wake the others.
        let _ = run.report_unretrieved();
        return Err(verdict);
    }
    if let Some(stop) = run.stopper().reason() {
        complain_of_superseded(run, &outcome);
        if stop.kind != ScriptErrorKind::BrokenPipe {
            let _ = run.report_unretrieved();
        }
        return Err(run.cut_short().error(&stop, outcome.map(drop)));
    }
    let retrieved = run.report_unretrieved();
    outcome.and_then(|value| retrieved.map(|()| value))
}

/// Tells what a script failed with whose run ends with another error; nobody else would.
fn complain_of_superseded(run: &Run, outcome: &Result<Dynamic, ScriptError>) {
    if let Err(error) = outcome
        && error.kind() != ScriptErrorKind::Exit
    {
        run.complain_of(Unheard::Superseded, error.clone());
    }
}

fn evaluate(run: &Run) -> Result<Dynamic, ScriptError> {
    let engine = run.engine();
    let shelf = || Shelf::of(run.import_from());
    let ready = modules::link(engine, run.source(), run.text(), shelf, Wanted::Whole)?;
    let ast = run.note_program(ready);
    let value: ScriptResult<Dynamic> = engine.eval_ast_with_scope(&mut Scope::new(), &ast);
    let value = value.map_err(|error| from_engine(&error, run.source()))?;
    value_of_script(value)
}

/// What a script gives to its program, if this is the value of its last expression.
///
/// # Errors
/// If it is that of `exit`, or nests too deeply.
pub(crate) fn value_of_script(value: Dynamic) -> Result<Dynamic, ScriptError> {
    match value.try_cast_result::<ExitRequest>() {
        Ok(request) => Err(request.into_error()),
        Err(value) => capture::copy(&value),
    }
}

impl Default for Interpreter {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Interpreter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Interpreter").finish_non_exhaustive()
    }
}

impl fmt::Debug for StopHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StopHandle").finish_non_exhaustive()
    }
}
