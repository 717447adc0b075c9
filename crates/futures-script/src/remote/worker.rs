//! The other end: a worker compiles the script once, and calls its functions.
//!
//! A worker is a process, or a thread of a simulated world, which has all that a process would have for itself.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use futures_core::TaskId;
use rhai::{Engine, Module, Position, Shared};

use super::bytes::Read;
use super::exit::Exit;
use super::failure::Failure;
use super::inputs::Received;
use super::process::{End, Process};
use super::program::Program;
use super::request::{Parts, Request, take_arguments, take_constants};
use super::said::Say;
use super::{error, read, reply, said};
use crate::call::{Callee, Role};
use crate::capture::MAX_DEPTH;
use crate::complaint::Unheard;
use crate::constants::Packed;
use crate::current;
use crate::error::{ScriptError, ScriptErrorKind, ScriptResult, Stopped, fail};
use crate::init;
use crate::modules::{self, Shelf, Wanted};
use crate::output::Output;
use crate::run::Run;
use crate::settings::Settings;
use crate::view::View;
use crate::waiting::{KILLED, Stopper, Stoppers};

/// Is this process a worker?
static IS_WORKER: AtomicBool = AtomicBool::new(false);

/// Stands for the parent's pool in the ids of tasks that come out of a worker, which does not know its number.
pub(crate) const PARENT_POOL: u32 = 0xff_ffff;

/// What the thread that runs the calls of a worker knows.
struct Worker {
    run: Arc<Run>,
    /// The functions of the script.
    library: Shared<Module>,
    /// The inputs, if it is a session.
    received: Option<Received>,
    last: Option<Last>,
    groups: Option<Grouping>,
}

/// How the parent learns which call prints.
#[derive(Clone)]
struct Grouping {
    /// The number of the call under way, 0 if there is none.
    call: Arc<AtomicU64>,
    say: Say,
}

impl Grouping {
    fn begin(&self) {
        let call = current_task().map_or(0, TaskId::number);
        self.call.store(call, Ordering::Relaxed);
    }

    fn end(&self) {
        let call = self.call.swap(0, Ordering::Relaxed);
        said::end_of_call(&*self.say, call);
    }
}

/// What the last call was of; the next one is most often of the same.
struct Last {
    header: Vec<u8>,
    constants: Vec<u8>,
    view: Arc<View>,
    callee: Rc<Callee>,
}

thread_local! {
    static WORKER: RefCell<Option<Worker>> = const { RefCell::new(None) };
    /// The number of the call that this thread of a simulated world performs.
    static CALL: Cell<Option<u64>> = const { Cell::new(None) };
}

/// Does the calling script code run in a worker of a process pool?
pub(crate) fn is_worker() -> bool {
    process_id().is_some()
}

/// The number of the worker process in which the calling script code runs, if it does.
pub(crate) fn process_id() -> Option<u32> {
    match simulated_process() {
        Some(process) => Some(process.pid()),
        None => IS_WORKER.load(Ordering::Relaxed).then(std::process::id),
    }
}

fn simulated_process() -> Option<Arc<Process>> {
    current::run_if_any()?.process().cloned()
}

/// Ends the worker process in which the calling script code runs.
///
/// # Errors
/// That it is not in one. In a simulated one, what stops its script code.
pub(crate) fn crash(exit: Exit) -> ScriptResult<()> {
    if let Some(process) = simulated_process() {
        if process.set_end(End::Crashed(exit)) {
            process.stop();
        }
        return Err(Stopped::new(KILLED, Position::NONE).raise());
    }
    if IS_WORKER.load(Ordering::Relaxed) {
        exit.end_here();
    }
    Err(fail(
        ScriptErrorKind::Value,
        "crash: only a task of a process_pool may crash, since its process is all that goes down with it",
    ))
}

/// The task of the parent that this thread runs, if it is the one of a worker that runs them.
pub(crate) fn current_task() -> Option<TaskId> {
    let number = CALL.get().or_else(pool_process::current_call)?;
    Some(TaskId::new(PARENT_POOL, number))
}

/// Says which call this thread of a simulated world performs from here on.
pub(crate) fn set_current_call(number: Option<u64>) {
    CALL.set(number);
}

/// Prepares this process for calls of functions of the script in `program`: the initializer of all pools of scripts.
///
/// # Errors
/// If it cannot be compiled here.
pub(crate) fn set_up(program: Vec<u8>) -> Result<(), ScriptError> {
    let program = Program::read(&program)?;
    program.agree_on_names()?;
    IS_WORKER.store(true, Ordering::Relaxed);
    let clock = program.clock();
    let say: Say = Arc::new(said::to_parent);
    let stopper = Stoppers::default().open(None);
    prepare(&program, &say, stopper, |settings| settings.clock = clock).map(drop)
}

/// Prepares this thread of a simulated world as [`set_up`] does a process. What it prints goes to `say`, line by line.
///
/// # Errors
/// As [`set_up`].
pub(crate) fn set_up_simulated(
    program: &[u8],
    process: &Arc<Process>,
    say: impl Fn(&str) + Send + Sync + 'static,
) -> Result<(), ScriptError> {
    let program = Program::read(program)?;
    let living = process.clone();
    let say: Say = Arc::new(move |text| {
        // The dead say nothing, whatever they are about to.
        if living.end().is_none() {
            text.lines().for_each(&say);
        }
    });
    let run = prepare(&program, &say, process.stopper().clone(), |settings| {
        settings.clock = program.clock_of_same_world();
        settings.process = Some(process.clone());
    })?;
    process.set_run(&run);
    Ok(())
}

fn prepare(
    program: &Program,
    say: &Say,
    stopper: Arc<Stopper>,
    adjust: impl FnOnce(&mut Settings),
) -> Result<Arc<Run>, ScriptError> {
    let (engine, mut settings) = program.configure(init::builder()).build().into_parts();
    let (prints, complains) = (say.clone(), say.clone());
    let call: Arc<AtomicU64> = Arc::default();
    let current = call.clone();
    settings.output = Output::To(Arc::new(move |text| {
        match current.load(Ordering::Relaxed) {
            0 => said::print(&*prints, text),
            call => said::print_of_call(&*prints, call, text),
        }
    }));
    settings.groups = program.is_grouped.then(Arc::default);
    settings.complaints = Arc::new(move |complaint| said::complain(&*complains, complaint));
    adjust(&mut settings);
    let run = Run::new(
        engine,
        program.name.as_str().into(),
        program.text.as_str().into(),
        settings,
        stopper,
    );
    let received = match &program.inputs {
        Some(inputs) => Some(Received::new(&run, inputs)?),
        None => None,
    };
    let library = match &received {
        Some(received) => received.first_library(),
        None => compile(run.engine(), program, &run)?,
    };
    let run = Arc::new(run);
    WORKER.set(Some(Worker {
        run: run.clone(),
        library,
        received,
        last: None,
        groups: program.is_grouped.then(|| Grouping {
            call,
            say: say.clone(),
        }),
    }));
    Ok(run)
}

/// Lets go of all that [`set_up_simulated`] has made on this thread.
pub(crate) fn forget() {
    // Its destructors must not meet the borrow.
    drop(WORKER.take());
}

fn compile(engine: &Engine, program: &Program, run: &Run) -> Result<Shared<Module>, ScriptError> {
    let shelf = || Shelf::Given(program.units.clone());
    let (name, text) = (&program.name, &program.text);
    let ready = modules::link(engine, name, text, shelf, Wanted::Functions)?;
    Ok(run.note_program(ready).shared_lib().clone())
}

/// Calls a function of the script: what pools of scripts call in their workers.
///
/// # Errors
/// What the function fails with.
pub(crate) fn call(request: Vec<u8>) -> Result<Vec<u8>, Failure> {
    answer(&request)
}

/// As [`call`], for a request that may be made again.
///
/// # Errors
/// As [`call`].
pub(crate) fn answer(request: &[u8]) -> Result<Vec<u8>, Failure> {
    perform(request).map_err(|error| Failure::new(&error))
}

fn perform(request: &[u8]) -> Result<Vec<u8>, ScriptError> {
    let prepared = WORKER.with_borrow_mut(|worker| {
        let Some(worker) = worker else {
            return Err(ScriptError::new(
                ScriptErrorKind::System,
                "the worker was not prepared",
            ));
        };
        match Request::read(request)? {
            Request::Failing(mut reader) => {
                let libraries = std::slice::from_ref(&worker.library);
                Err(error::take(&mut reader, libraries, MAX_DEPTH)?)
            }
            Request::Call(header, arguments) => {
                // It may bring along what the arguments refer to.
                let callee = worker.callee(header)?;
                let arguments = take_arguments(arguments, callee.view().libraries())?;
                let groups = worker.groups.clone();
                Ok((callee, arguments, worker.run.clone(), groups))
            }
        }
    });
    let (callee, arguments, run, groups) = prepared?;
    groups.iter().for_each(Grouping::begin);
    let outcome = callee.call(arguments);
    if outcome.is_err() {
        // Perhaps because it changed what it had captured, which the next call must not see.
        forget_last();
    }
    // What the task has started ends with it.
    {
        let _entered = current::enter(run.clone());
        run.end(outcome.as_ref().err());
    }
    groups.iter().for_each(Grouping::end);
    let unretrieved = run.take_unretrieved();
    match outcome {
        Ok(value) => reply::to_bytes(run.engine(), &unretrieved, &value)
            .map_err(|error| callee.in_role(error)),
        Err(error) => {
            for failure in unretrieved {
                run.complain_of(Unheard::NeverRetrieved, failure);
            }
            Err(match run.stopper().reason() {
                Some(stop) => error.with_kind(stop.kind),
                None => error,
            })
        }
    }
}

fn is_same(one: &[Shared<Module>], other: &[Shared<Module>]) -> bool {
    let is_same = |(one, other): (&Shared<Module>, &Shared<Module>)| Shared::ptr_eq(one, other);
    one.len() == other.len() && one.iter().zip(other).all(is_same)
}

fn forget_last() {
    let last =
        WORKER.with_borrow_mut(|worker| worker.as_mut().and_then(|worker| worker.last.take()));
    // It may hold values whose destructors must not meet the borrow.
    drop(last);
}

impl Worker {
    /// The function in a header, which perhaps is the one of the call before.
    fn callee(&mut self, header: &[u8]) -> Read<Rc<Callee>> {
        if let Some(last) = self.last.as_ref().filter(|last| last.header == header) {
            return Ok(last.callee.clone());
        }
        let mut parts = Parts::read(header)?;
        if let Some(received) = &mut self.received {
            self.library = received.library(&self.run, parts.inputs)?;
        }
        let libraries = std::slice::from_ref(&self.library);
        let view = match &self.last {
            Some(last)
                if last.constants == parts.constants
                    && last.view.source() == Some(parts.source)
                    && is_same(last.view.libraries(), libraries) =>
            {
                last.view.clone()
            }
            _ => {
                let constants = take_constants(parts.constants, libraries)?;
                self.view(parts.source, constants)
            }
        };
        let function = read::take_function(&mut parts.function, libraries)?;
        let callee = Rc::new(Callee::at(
            self.run.clone(),
            view.clone(),
            parts.position,
            function,
            Role::Task,
        ));
        self.last = Some(Last {
            header: header.to_vec(),
            constants: parts.constants.to_vec(),
            view,
            callee: callee.clone(),
        });
        Ok(callee)
    }

    fn view(&self, source: &str, constants: Option<Packed>) -> Arc<View> {
        let mut global = self.run.engine().new_global_runtime_state();
        global.source = Some(source.into());
        global.lib.push(self.library.clone());
        Arc::new(View::new(global, constants))
    }
}
