//! The other end: a worker compiles the script once, and calls its functions.

use std::cell::RefCell;
use std::process;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_core::TaskId;
use rhai::{Engine, Module, Shared};

use super::bytes::Read;
use super::failure::Failure;
use super::program::Program;
use super::request::{Parts, Request, take_arguments, take_constants};
use super::{error, read, reply, said};
use crate::call::{Callee, Role};
use crate::capture::MAX_DEPTH;
use crate::complaint::Unheard;
use crate::constants::Packed;
use crate::current;
use crate::error::{ScriptError, ScriptErrorKind, from_parser};
use crate::init;
use crate::known::OwnNames;
use crate::output::Output;
use crate::run::Run;
use crate::statements;
use crate::view::View;
use crate::waiting::Stoppers;

/// Is this process a worker?
static IS_WORKER: AtomicBool = AtomicBool::new(false);

/// Stands for the parent's pool in the ids of tasks that come out of a worker, which does not know its number.
pub(crate) const PARENT_POOL: u32 = 0xff_ffff;

/// What the thread that runs the calls of a worker knows.
struct Worker {
    run: Arc<Run>,
    /// The functions of the script.
    library: Shared<Module>,
    last: Option<Last>,
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
}

/// Is this process a worker of a process pool?
pub(crate) fn is_worker() -> bool {
    IS_WORKER.load(Ordering::Relaxed)
}

/// Ends this process, a worker, without another word: with this exit code or, without one, as a crash does.
pub(crate) fn crash(code: Option<i32>) -> ! {
    match code {
        Some(code) => process::exit(code),
        None => process::abort(),
    }
}

/// The task of the parent that this thread runs, if it is the one of a worker that runs them.
pub(crate) fn current_task() -> Option<TaskId> {
    let number = pool_process::current_call()?;
    Some(TaskId::new(PARENT_POOL, number))
}

/// Prepares this process for calls of functions of the script in `program`: the initializer of all pools of scripts.
///
/// # Errors
/// If it cannot be compiled here.
pub(crate) fn set_up(program: Vec<u8>) -> Result<(), ScriptError> {
    let program = Program::read(&program)?;
    program.agree_on_names()?;
    IS_WORKER.store(true, Ordering::Relaxed);
    let (engine, mut settings) = program.configure(init::builder()).build().into_parts();
    settings.clock = program.clock();
    settings.output = Output::To(Arc::new(said::print));
    settings.complaints = Arc::new(said::complain);
    let run = Run::new(
        engine,
        program.name.as_str().into(),
        program.text.as_str().into(),
        settings,
        Stoppers::default().open(None),
    );
    let library = compile(run.engine(), &program, &run)?;
    WORKER.set(Some(Worker {
        run: Arc::new(run),
        library,
        last: None,
    }));
    Ok(())
}

fn compile(engine: &Engine, program: &Program, run: &Run) -> Result<Shared<Module>, ScriptError> {
    let mut ast = statements::compile(engine, &program.text)
        .map_err(|error| from_parser(&error, &program.name, &program.text))?;
    ast.set_source(program.name.as_str());
    run.note_names(OwnNames::of(&ast));
    Ok(ast.shared_lib().clone())
}

/// Calls a function of the script: what pools of scripts call in their workers.
///
/// # Errors
/// What the function fails with.
pub(crate) fn call(request: Vec<u8>) -> Result<Vec<u8>, Failure> {
    perform(&request).map_err(|error| Failure::new(&error))
}

fn perform(request: &[u8]) -> Result<Vec<u8>, ScriptError> {
    let prepared = WORKER.with_borrow_mut(|worker| {
        let Some(worker) = worker else {
            return Err(ScriptError::new(
                ScriptErrorKind::System,
                "the worker was not prepared",
            ));
        };
        let libraries = std::slice::from_ref(&worker.library);
        match Request::read(request)? {
            Request::Failing(mut reader) => Err(error::take(&mut reader, libraries, MAX_DEPTH)?),
            Request::Call(header, arguments) => {
                let arguments = take_arguments(arguments, libraries)?;
                Ok((worker.callee(header)?, arguments, worker.run.clone()))
            }
        }
    });
    let (callee, arguments, run) = prepared?;
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
        let libraries = std::slice::from_ref(&self.library);
        let view = match &self.last {
            Some(last)
                if last.constants == parts.constants
                    && last.view.source() == Some(parts.source) =>
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
