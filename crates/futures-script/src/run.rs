//! One run of a script: what all its threads share, and what has to be ended with it.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures_core::host::{self, Lock};
use futures_core::{ErrorKind, TaskId};
use futures_sim::Failure;
use rhai::{AST, Engine, FuncInfo, ImmutableString, Position};
use timeline::Recorder;

use crate::backend::Backend;
use crate::budget::Budget;
use crate::chance::Chance;
use crate::complaint::{Complaint, Unheard};
use crate::cut_short::CutShort;
use crate::ending::{Endings, UnderWay};
use crate::error::{Place, ScriptError, ScriptErrorKind};
use crate::input::{Input, InputOf};
use crate::known::{OwnNames, Vocabulary};
use crate::log_level::LogLevel;
use crate::modules::{ImportFrom, Linked, Ready};
use crate::outside::http::Client;
use crate::outside::{Permissions, Recording};
use crate::remote::Process;
use crate::running::Slots;
use crate::settings::{Settings, Size};
use crate::started::Started;
use crate::stuck::{self, Suspicion};
use crate::traces::Traces;
use crate::unretrieved::Failures;
use crate::waiting::{Stop, Stopper};
use crate::who;

/// What the threads of a run share.
pub(crate) struct Run {
    engine: Arc<Engine>,
    source: ImmutableString,
    text: ImmutableString,
    /// What the script defines, once it has been read.
    own_names: Lock<OwnNames>,
    /// The script and its modules, once they have been read, if it has any.
    linked: OnceLock<Arc<Linked>>,
    settings: Settings,
    began: Duration,
    stopper: Arc<Stopper>,
    started: Lock<Vec<Arc<dyn Started>>>,
    /// Why the run was given up, if it was.
    verdict: Lock<Option<ScriptError>>,
    suspicion: Lock<Suspicion>,
    /// How many locks and the like have been given a number.
    n_numbered: AtomicU64,
    n_threads: AtomicU64,
    chance: Chance,
    /// Where it reads, if it has an input of its own and has read.
    input: OnceLock<Arc<Input>>,
    /// The pool of `to_thread`, once it was needed.
    default_pool: Lock<Option<Arc<dyn Backend>>>,
    /// What tasks failed with that nobody has asked for.
    unretrieved: Failures,
    /// How many pools the script has ever made.
    n_pools: AtomicUsize,
    cut_short: CutShort,
    endings: Endings,
    slots: Slots,
    budget: Budget,
    http: Client,
    is_session: AtomicBool,
    traces: Traces,
}

impl Run {
    pub(crate) fn new(
        engine: Arc<Engine>,
        source: ImmutableString,
        text: ImmutableString,
        settings: Settings,
        stopper: Arc<Stopper>,
    ) -> Self {
        let began = settings.clock.began.unwrap_or_else(host::now);
        let budget = Budget::new(began, &settings.limits);
        let process = settings.process.as_ref();
        let chance = Chance::of_process(process.map_or(0, |process| process.pid()));
        let http = Client::new(settings.roots.clone());
        Run {
            engine,
            source,
            text,
            own_names: Lock::default(),
            linked: OnceLock::new(),
            settings,
            began,
            stopper,
            started: Lock::default(),
            verdict: Lock::default(),
            suspicion: Lock::default(),
            n_numbered: AtomicU64::new(0),
            n_threads: AtomicU64::new(0),
            chance,
            input: OnceLock::new(),
            default_pool: Lock::default(),
            unretrieved: Failures::default(),
            n_pools: AtomicUsize::new(0),
            cut_short: CutShort::default(),
            endings: Endings::default(),
            slots: Slots::default(),
            budget,
            http,
            is_session: AtomicBool::new(false),
            traces: Traces::default(),
        }
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Takes note of what the script is made up of; returns it as the engine wants it.
    pub(crate) fn note_program(&self, program: Ready) -> AST {
        let mut ast = program.ast;
        ast.set_source(self.source());
        if let Some(linked) = program.linked {
            // A run has one program.
            let _ = self.linked.set(Arc::new(linked));
        }
        *self.own_names.lock() = OwnNames::of(&ast);
        ast
    }

    /// Makes it the run of a session with these inputs, of which there are none yet.
    pub(crate) fn begin_session(&self, inputs: Arc<Linked>) {
        self.set_linked(inputs);
        self.is_session.store(true, Ordering::SeqCst);
        self.unretrieved.tell_at_once();
    }

    /// Says what its program is made up of.
    pub(crate) fn set_linked(&self, linked: Arc<Linked>) {
        // A run has one program.
        let _ = self.linked.set(linked);
    }

    /// The tasks that it knows, if it is that of a session.
    pub(crate) fn traces(&self) -> &Traces {
        &self.traces
    }

    /// Is it that of a session?
    pub(crate) fn is_session(&self) -> bool {
        self.is_session.load(Ordering::SeqCst)
    }

    /// What nobody can ask for any more is from now on told at the end, which has begun.
    pub(crate) fn begin_end_of_session(&self) {
        self.unretrieved.tell_at_the_end();
    }

    /// Takes note of what one more input of a session defines, beside what all inputs do.
    pub(crate) fn add_own_names(&self, names: OwnNames) {
        self.own_names.lock().add(names);
    }

    /// How the script and its modules make up one program, if it has any.
    pub(crate) fn linked(&self) -> Option<&Linked> {
        self.linked.get().map(|linked| &**linked)
    }

    /// Where in the script or its modules something happened.
    pub(crate) fn place(&self, position: Position) -> Option<Place> {
        Place::in_program(self.linked(), &self.source, position)
    }

    /// Where scripts find what they import.
    pub(crate) fn import_from(&self) -> &ImportFrom {
        &self.settings.import_from
    }

    /// What the script defines; nothing until it has been read.
    pub(crate) fn own_names(&self) -> OwnNames {
        self.own_names.lock().clone()
    }

    /// What the language brings along besides functions.
    pub(crate) fn vocabulary(&self) -> &Vocabulary {
        &self.settings.vocabulary
    }

    /// The names of all functions that the script could call, in order.
    pub(crate) fn function_names(&self) -> Vec<String> {
        let name = |info: FuncInfo<'_>| Some(info.metadata.name.to_string());
        let mut names = self.engine.collect_fn_metadata(None, name, true);
        let own = self.own_names();
        names.extend(own.functions.into_iter().map(|function| function.name));
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The name of the script.
    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    /// Its text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn stopper(&self) -> &Stopper {
        &self.stopper
    }

    /// Says something that no code of the script is there to hear.
    pub(crate) fn complain(&self, complaint: &Complaint) {
        self.outside(|| (self.settings.complaints)(complaint));
    }

    /// Tells of a failure of which no code of the script learns. What was only stopped with the run, its end tells.
    pub(crate) fn complain_of(&self, why: Unheard, error: ScriptError) {
        if error.kind() == ScriptErrorKind::Interrupted && self.stopper.is_stopped() {
            return;
        }
        self.complain(&Complaint::Failure { why, error });
    }

    /// The tasks that its threads run.
    pub(crate) fn slots(&self) -> &Slots {
        &self.slots
    }

    /// Notes that `things` are being ended because of `error`; if that takes long, it is told.
    pub(crate) fn begin_ending(
        &self,
        things: Vec<Arc<dyn Started>>,
        error: ScriptError,
    ) -> UnderWay<'_> {
        self.endings.begin(things, error)
    }

    /// Tells of ends after a failure that take long; to be called again and again.
    pub(crate) fn tell_of_slow_ends(&self) {
        if !self.stopper.is_stopped() {
            self.endings.tell_of_slow_ones(self, self.settings.patience);
        }
    }

    /// Where its `read_line` reads.
    ///
    /// Under simulation to be asked for [`outside`](host::outside), since standard input belongs to no run.
    pub(crate) fn input(&self) -> Arc<Input> {
        match &self.settings.input {
            InputOf::Process => Input::standard(),
            InputOf::AllRuns(input) => input.clone(),
            InputOf::EachRun(open) => {
                let input = self.input.get().cloned();
                input.unwrap_or_else(|| {
                    // Two threads may both have opened it; the one that comes first counts.
                    let _ = self.input.set(Arc::new(Input::new(open())));
                    self.input.get().cloned().unwrap_or_else(Input::standard)
                })
            }
        }
    }

    /// What its interpreter wants of it.
    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// How long it may take and how much it may do.
    pub(crate) fn budget(&self) -> &Budget {
        &self.budget
    }

    /// Where its tasks were when it was stopped.
    pub(crate) fn cut_short(&self) -> &CutShort {
        &self.cut_short
    }

    /// A number for something of which a run has many, from 1; reports tell them apart by it.
    pub(crate) fn next_number(&self) -> u64 {
        self.n_numbered.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// A number for a thread that a script starts by hand, from 1.
    pub(crate) fn next_thread(&self) -> u64 {
        self.n_threads.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// The time that its scripts are told: one and the same in all processes that work for the run.
    pub(crate) fn now(&self) -> Duration {
        host::now() + self.settings.clock.ahead
    }

    /// When it began, by that time.
    pub(crate) fn began(&self) -> Duration {
        self.began
    }

    /// The simulated process that it is in, if it is in one.
    pub(crate) fn process(&self) -> Option<&Arc<Process>> {
        self.settings.process.as_ref()
    }

    /// What it may do outside.
    pub(crate) fn permissions(&self) -> &Permissions {
        &self.settings.permissions
    }

    /// Who keeps what servers and commands say to it.
    pub(crate) fn recording(&self) -> Option<&Recording> {
        self.settings.recording.as_ref()
    }

    /// Its connections to servers.
    pub(crate) fn http(&self) -> &Client {
        &self.http
    }

    /// Which lines of the log are written.
    pub(crate) fn log_level(&self) -> LogLevel {
        self.settings.log_level
    }

    /// Which of two sizes its script is to take.
    pub(crate) fn size(&self) -> Size {
        self.settings.size
    }

    /// The pool of `to_thread`, if there is one yet.
    pub(crate) fn default_pool(&self) -> Option<Arc<dyn Backend>> {
        self.default_pool.lock().clone()
    }

    /// Makes `pool` the pool of `to_thread`, unless somebody was faster; returns the one that it is.
    pub(crate) fn keep_default_pool(&self, pool: Arc<dyn Backend>) -> Arc<dyn Backend> {
        {
            let mut kept = self.default_pool.lock();
            if let Some(kept) = &*kept {
                return kept.clone();
            }
            *kept = Some(pool.clone());
        }
        self.keep(pool.clone());
        pool
    }

    /// What tasks failed with that nobody has asked for.
    pub(crate) fn unretrieved(&self) -> &Failures {
        &self.unretrieved
    }

    /// Who hears what happens in it, if anybody.
    pub(crate) fn recorder(&self) -> Option<&Recorder> {
        self.settings.recorder.as_ref()
    }

    /// Where its random numbers come from.
    pub(crate) fn chance(&self) -> &Chance {
        &self.chance
    }

    /// What the script has started and not yet ended.
    pub(crate) fn started(&self) -> Vec<Arc<dyn Started>> {
        self.started.lock().clone()
    }

    /// Ends the run if it can never go on by itself; to be called again and again, with some time in between.
    pub(crate) fn end_if_stuck(&self) {
        if let Some(verdict) = self.find_stuck() {
            self.end_stuck(verdict);
        }
    }

    /// As [`end_if_stuck`](Self::end_if_stuck), for an input of a session: it ends, and all others go on as they are,
    /// since a later input may help them.
    pub(crate) fn end_input_if_stuck(&self) {
        if let Some(verdict) = self.find_stuck() {
            *self.verdict.lock() = Some(verdict);
            if !self.stopper.stop_input(stuck()) {
                // It has ended by itself after all.
                self.take_verdict();
            }
        }
    }

    fn find_stuck(&self) -> Option<ScriptError> {
        let found = stuck::find(self);
        self.suspicion.lock().confirm(found)
    }

    fn end_stuck(&self, verdict: ScriptError) {
        *self.verdict.lock() = Some(verdict);
        self.stopper.stop(stuck());
    }

    /// Why an input was given up, if it was, which is told now.
    pub(crate) fn take_verdict(&self) -> Option<ScriptError> {
        self.verdict.lock().take()
    }

    /// Ends a simulated run that has failed in this way.
    pub(crate) fn give_up(&self, failure: &Failure) {
        match failure {
            Failure::Deadlock(deadlock) => self.end_stuck(stuck::report(self, deadlock)),
            Failure::TooLong { max_steps, .. } => self.stopper.stop(Stop {
                kind: ScriptErrorKind::Limit,
                why: format!("stopped after {max_steps} steps of the simulation (the limit)"),
            }),
            // Of the others either the run knows by itself, or its threads never come back.
            _ => {}
        }
    }

    /// Why the run was given up, if it was.
    pub(crate) fn verdict(&self) -> Option<ScriptError> {
        self.verdict.lock().clone()
    }

    /// What a task is called in reports, by its number and its label, if it has one.
    pub(crate) fn task_name(&self, id: TaskId, label: Option<&str>) -> String {
        format!("task {}", self.task_number(id, label))
    }

    /// As [`task_name`](Self::task_name), behind the word "tasks". Each pool counts its own, so the pool is named as soon
    /// as there is a choice.
    pub(crate) fn task_number(&self, id: TaskId, label: Option<&str>) -> String {
        let (pool, id) = (id.pool(), who::labelled(id, label));
        let is_clear = self.n_pools.load(Ordering::Relaxed) < 2;
        let pool = if is_clear {
            None
        } else {
            let started = self.started();
            let pool = started.iter().find(|thing| thing.pool() == Some(pool));
            pool.map(|pool| pool.title())
        };
        pool.map_or_else(|| id.clone(), |pool| format!("{id} of {pool}"))
    }

    /// Keeps `started` until the end of the run, which ends it.
    pub(crate) fn keep(&self, started: Arc<dyn Started>) {
        if started.pool().is_some() {
            self.n_pools.fetch_add(1, Ordering::Relaxed);
        }
        // What only the list and this copy of it hold nobody can give work to any more, so what has ended has for good.
        let mut ended = self.started();
        ended.retain(|thing| Arc::strong_count(thing) == 2 && !thing.is_alive());
        let over: Vec<Arc<dyn Started>> = {
            let mut all = self.started.lock();
            // Held by nobody but the list and what was just taken from it.
            let is_over = |thing: &mut Arc<dyn Started>| {
                Arc::strong_count(thing) == 2 && ended.iter().any(|ended| Arc::ptr_eq(ended, thing))
            };
            let over = all.extract_if(.., is_over).collect();
            all.push(started);
            over
        };
        // Their destructors must not run under the lock.
        drop((over, ended));
    }

    /// Takes what is over from the list of what the script has started.
    pub(crate) fn forget_started(&self, is_over: impl Fn(&Arc<dyn Started>) -> bool) {
        self.started.lock().retain(|thing| !is_over(thing));
    }

    /// The pool of `to_thread`, which is none any more.
    pub(crate) fn take_default_pool(&self) -> Option<Arc<dyn Backend>> {
        self.default_pool.lock().take()
    }
}

/// What ends a run, or an input of a session, that can never go on.
fn stuck() -> Stop {
    Stop {
        kind: ScriptErrorKind::Task(ErrorKind::Deadlock),
        why: "nothing can go on".to_owned(),
    }
}
