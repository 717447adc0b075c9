//! The interpreter: what a program that embeds the language makes, once, and runs scripts with.

use std::fmt;
use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

use futures_core::host::{self, Lock, Spawn, Wake};
use futures_core::panics;
use rhai::{Dynamic, Engine, Scope, Variant};
use timeline::Recorder;

use crate::budget::Limits;
use crate::complaint::{Complaint, Unheard};
use crate::error::{
    ExitRequest, ScriptError, ScriptErrorKind, ScriptResult, from_engine, from_parser,
};
use crate::handles::HandleTypes;
use crate::input::{Input, InputOf};
use crate::known::{OwnNames, Vocabulary};
use crate::log_level::LogLevel;
use crate::output::Output;
use crate::outside::Permissions;
use crate::reference::Entry;
use crate::remote::Clock;
use crate::run::Run;
use crate::settings::{Settings, Size, Unretrieved};
use crate::waiting::{Stop, Stopper, Stoppers};
use crate::{capture, current, ending, engine, lanes, limits, output, source, statements};

/// How long a run that can never go on stays unnoticed. A look costs microseconds.
const TIME_BETWEEN_LOOKS: Duration = Duration::from_millis(50);

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
}

/// Makes an [`Interpreter`].
#[must_use = "a builder makes nothing before `build`"]
pub struct Builder {
    arguments: Vec<String>,
    settings: Settings,
    handles: HandleTypes,
    extensions: Vec<engine::Extension>,
    pub(crate) entries: Vec<&'static [Entry]>,
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
        Builder {
            arguments: Vec::new(),
            settings: Settings {
                vocabulary: Arc::default(),
                input: InputOf::default(),
                output: Output::default(),
                complaints: Arc::new(output::complain),
                patience: ending::PATIENCE,
                limits: Limits::default(),
                log_level: LogLevel::default(),
                permissions: Arc::default(),
                unretrieved: Unretrieved::Fails,
                size: Size::Full,
                clock: Clock::default(),
                recorder: None,
                process: None,
            },
            handles: HandleTypes::default(),
            extensions: Vec::new(),
            entries: Vec::new(),
        }
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
    run.end(outcome.as_ref().err());
    run.helpers().end();
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
    let (engine, text) = (run.engine(), run.text());
    let mut ast = statements::compile(engine, text)
        .map_err(|error| from_parser(&error, run.source(), text))?;
    ast.set_source(run.source());
    run.note_names(OwnNames::of(&ast));
    let value: ScriptResult<Dynamic> = engine.eval_ast_with_scope(&mut Scope::new(), &ast);
    let value = value.map_err(|error| from_engine(&error, run.source()))?;
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

impl Builder {
    /// What scripts find in `ARGS`.
    pub fn arguments(mut self, arguments: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.arguments = arguments.into_iter().map(Into::into).collect();
        self
    }

    /// Where `print` goes: called with one line at a time, without its end, on the thread that prints. What
    /// `read_line` asks comes as a line too, and what a task in a process prints on a thread of its pool.
    ///
    /// By default that is standard output, to which each line goes at once. If nobody reads it any more, the script is
    /// stopped and fails with [`ScriptErrorKind::BrokenPipe`].
    pub fn output(mut self, output: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.settings.output = Output::To(Arc::new(output));
        self
    }

    /// Where `read_line` reads; by default standard input, which all interpreters of a process share.
    ///
    /// It is read on a thread of its own, from the first `read_line` on, so that a read that blocks can be
    /// interrupted. The thread ends with the input, or stays in its last read.
    pub fn input(mut self, input: impl Read + Send + 'static) -> Self {
        self.settings.input = InputOf::AllRuns(Arc::new(Input::new(Box::new(input))));
        self
    }

    /// As [`input`](Self::input), for runs that each have an input of their own: `open` is called at the first
    /// `read_line` of each.
    pub fn input_for_each_run(
        mut self,
        open: impl Fn() -> Box<dyn Read + Send> + Send + Sync + 'static,
    ) -> Self {
        self.settings.input = InputOf::EachRun(Arc::new(open));
        self
    }

    /// How long a run may take. One that takes longer is stopped, and fails with [`ScriptErrorKind::TimedOut`].
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.settings.limits.time = Some(limit);
        self
    }

    /// How many operations all threads of a run together may do: about one for each operator, call and statement.
    ///
    /// A run that does more is stopped, and fails with [`ScriptErrorKind::Limit`]. Each process of a `process_pool` counts
    /// its own, and stops the run when it has done as many. Counting takes time, the more the
    /// more threads count at once.
    pub fn max_operations(mut self, most: u64) -> Self {
        self.settings.limits.operations = Some(most);
        self
    }

    /// Where everything goes that no code of the script is there to hear, such as the failure of a callback: called
    /// with one [`Complaint`] at a time, on the thread that has it.
    ///
    /// By default they are written to standard error. A program may show them in its own way:
    ///
    /// ```
    /// use std::sync::{Arc, Mutex};
    ///
    /// let kinds = Arc::new(Mutex::new(Vec::new()));
    /// let seen = kinds.clone();
    /// let interpreter = futures_script::Interpreter::builder()
    ///     .complaints(move |complaint| {
    ///         seen.lock().unwrap().extend(complaint.error().map(|error| error.kind_name()));
    ///     })
    ///     .build();
    /// interpreter.run("call back", "to_thread(|| 1).add_done_callback(|f| f.result() / 0);").unwrap();
    /// assert_eq!(*kinds.lock().unwrap(), ["ArithmeticError"]);
    /// ```
    pub fn complaints(mut self, complaints: impl Fn(&Complaint) + Send + Sync + 'static) -> Self {
        self.settings.complaints = Arc::new(complaints);
        self
    }

    /// How long the end of a block or a script that has failed may wait for its tasks before that is told, by a
    /// [`Complaint::Waiting`]; by default a second.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.settings.patience = patience;
        self
    }

    /// Which lines of the script's log are written, to where [`complaints`](Self::complaints) go; by default
    /// [`LogLevel::Info`] and what is more important.
    pub fn log_level(mut self, level: LogLevel) -> Self {
        self.settings.log_level = level;
        self
    }

    /// What scripts may do outside of themselves: read and write files, connect, run commands, see the environment.
    ///
    /// By default nothing, and each refusal is a `PermissionError`. The same holds in the processes of a `process_pool`.
    pub fn permissions(mut self, permissions: Permissions) -> Self {
        self.settings.permissions = Arc::new(permissions);
        self
    }

    /// Lets a script end well though tasks have failed and nobody has asked for their results. They are still reported.
    pub fn allow_unretrieved(mut self) -> Self {
        self.settings.unretrieved = Unretrieved::IsReported;
        self
    }

    /// Makes `scaled(full, quick)` the second of the two, so that a test need not wait for a lesson in full size.
    pub fn quick(mut self) -> Self {
        self.settings.size = Size::Quick;
        self
    }

    /// Who hears what happens in the pools, threads and tasks of a script, for a picture of it:
    ///
    /// ```
    /// use futures_script::timeline::{Recorder, Text};
    ///
    /// let recorder = Recorder::new();
    /// let interpreter = futures_script::Interpreter::builder().recorder(&recorder).build();
    /// interpreter.run("squares", "with thread_pool(2) as pool { pool.map(|n| n * n, 1..9).to_array() }").unwrap();
    /// println!("{}", Text::new().draw(&recorder.timeline()));
    /// ```
    ///
    /// `sleep` counts as work, since that is what it stands for in a lesson; other waits are waits. If a run is stopped,
    /// the picture ends there. A recorder is for one run; of several it makes one picture.
    pub fn recorder(mut self, recorder: &Recorder) -> Self {
        self.settings.recorder = Some(recorder.clone());
        self
    }

    /// Adds functions and types of the embedding program.
    ///
    /// They may be called from any thread. One that blocks should do so through [`futures_core::host`].
    /// The engine's hooks (`on_print`, `on_progress`, `on_var` …) and limits are taken; changing them breaks the language.
    pub fn register(mut self, extension: impl FnOnce(&mut Engine) + 'static) -> Self {
        self.extensions.push(Box::new(extension));
        self
    }

    /// Says that clones of a `T` are one and the same object, as an `Arc` inside makes them.
    ///
    /// A value of such a type stays usable from all tasks that have captured it, and its methods may block. Values of
    /// other types are cloned for each task.
    pub fn handle_type<T: Variant + Clone>(mut self) -> Self {
        self.handles.add::<T>();
        self
    }

    /// Makes the interpreter.
    pub fn build(self) -> Interpreter {
        let mut vocabulary = Vocabulary {
            handles: self.handles,
            arguments: self.arguments,
            constants: Vec::new(),
            entries: self.entries,
        };
        let engine = engine::build(&mut vocabulary, self.extensions);
        let settings = Settings {
            vocabulary: Arc::new(vocabulary),
            ..self.settings
        };
        Interpreter {
            engine: Arc::new(engine),
            settings,
            stoppers: Arc::default(),
        }
    }
}

impl fmt::Debug for StopHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StopHandle").finish_non_exhaustive()
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("arguments", &self.arguments)
            .finish_non_exhaustive()
    }
}
