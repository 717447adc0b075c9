//! The one place where script code of a task or callback is called.
//!
//! A function that leaves its thread takes with it what it needs: a copy of its captures, the engine's view of the
//! script at the call of `submit` (its functions, imports and constants) and the run. Calling it makes the run current
//! on the worker, keeps the call depth within the worker's stack and turns what the engine throws into one error.

use std::sync::Arc;

use futures_core::{Error as TaskError, Job, TaskId, task};
use rhai::{Dynamic, FnPtr, ImmutableString, NativeCallContext, Position, StaticVec};

use crate::capture;
use crate::constants::Packed;
use crate::current;
use crate::dispose::hold;
use crate::error::{
    Frame, FrameKind, Place, Raise, ScriptError, ScriptErrorKind, ScriptResult, from_engine,
};
use crate::explain::Called;
use crate::given::Given;
use crate::limits;
use crate::remote;
use crate::run::Run;
use crate::running::{self, Begun, Running};
use crate::seal::Seal;
use crate::values::function;
use crate::view::View;

/// What a function is called as; it is said in reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A task of a pool.
    Task,
    /// The thread with this number that a script has started by hand.
    Thread(u64),
    /// The callback of the future of this task.
    CallbackOf(TaskId),
}

/// The arguments of a call: a few need no memory of their own.
pub(crate) type Arguments = StaticVec<Dynamic>;

/// A script function that can be called on any thread; by one thread at a time if it has captures.
pub(crate) struct Callee {
    run: Arc<Run>,
    /// The engine's view of the script at the call of the native that was given the function.
    view: Arc<View>,
    /// Where that call is.
    position: Position,
    function: FnPtr,
    role: Role,
    /// What the task is submitted as.
    label: Option<ImmutableString>,
}

impl Callee {
    /// Prepares `function`, given to the native that `context` stands for.
    ///
    /// # Errors
    /// If a captured value cannot be copied.
    pub(crate) fn new(
        run: Arc<Run>,
        context: &NativeCallContext<'_>,
        function: &FnPtr,
        role: Role,
    ) -> Result<Self, ScriptError> {
        Ok(Callee {
            run,
            view: View::of(context.global_runtime_state()),
            position: context.call_position(),
            function: capture::copy_function(function)?,
            role,
            label: None,
        })
    }

    /// A function that came from elsewhere, and was given away at `position` under this view.
    pub(crate) fn at(
        run: Arc<Run>,
        view: Arc<View>,
        position: Position,
        function: FnPtr,
        role: Role,
    ) -> Self {
        Callee {
            run,
            view,
            position,
            function,
            role,
            label: None,
        }
    }

    /// The run that it belongs to.
    pub(crate) fn run(&self) -> &Arc<Run> {
        &self.run
    }

    /// What the script looked like where it was given away.
    pub(crate) fn view(&self) -> &Arc<View> {
        &self.view
    }

    /// Where it was given away.
    pub(crate) fn position(&self) -> Position {
        self.position
    }

    /// The function with what it has captured.
    pub(crate) fn function(&self) -> &FnPtr {
        &self.function
    }

    /// What the task is submitted as.
    pub(crate) fn label(&self) -> Option<&ImmutableString> {
        self.label.as_ref()
    }

    /// The constants of the script.
    pub(crate) fn constants(&self) -> Option<&Packed> {
        self.view.constants()
    }

    /// What a closure has captured, in the order of the captured values.
    pub(crate) fn capture_names(&self) -> Vec<ImmutableString> {
        self.called(0).capture_names()
    }

    /// The same function with captures of its own, for a call at the same time on another thread.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub(crate) fn duplicate(&self) -> Result<Self, ScriptError> {
        Ok(Callee {
            run: self.run.clone(),
            view: self.view.clone(),
            position: self.position,
            function: capture::copy_function(&self.function)?,
            role: self.role,
            label: self.label.clone(),
        })
    }

    /// The same for a task with this label.
    pub(crate) fn with_label(self, label: Option<ImmutableString>) -> Self {
        Callee { label, ..self }
    }

    /// Does it hold anything that only one thread may use at a time?
    pub(crate) fn has_captures(&self) -> bool {
        self.function.is_curried()
    }

    /// Calls it on this thread.
    ///
    /// # Errors
    /// What it throws, with the place, the call stack and the task.
    pub(crate) fn call(&self, arguments: Arguments) -> Result<Dynamic, ScriptError> {
        let n_arguments = arguments.len();
        let _entered = current::enter(self.run.clone());
        if let Some(stop) = self.run.stopper().reason_if_stopped() {
            // Nothing begins in a run that is to end, so there is nothing to tell of it either.
            return Err(ScriptError::new(ScriptErrorKind::Interrupted, stop.why));
        }
        let _begun = self.begin();
        let _group = self.group();
        let seal = Seal::new(&self.function);
        let outcome = self.view.with_copy(limits::first_level(), |global| {
            let context = NativeCallContext::new_with_all_fields(
                self.run.engine(),
                self.function.fn_name(),
                global.source(),
                global,
                self.position,
            );
            self.function.call_raw(&context, None, arguments)
        });
        let outcome = match outcome {
            // Nobody could ever have it.
            Ok(value) => match capture::check(&value) {
                Ok(()) => Ok(value),
                Err(error) => return Err(self.in_role(error)),
            },
            Err(thrown) => Err(thrown),
        };
        match outcome {
            Ok(value) => match seal.and_then(|seal| seal.broken(&self.function)) {
                None => Ok(value.flatten()),
                Some(index) => Err(self.in_role(self.called(n_arguments).changed_capture(index))),
            },
            Err(thrown) => {
                let submitted = self.submitted_at();
                let error = from_engine(&thrown, self.source()).without_call_at(submitted.as_ref());
                let error = match error.kind() {
                    // The engine knew only where it had called the function, which is not in the script.
                    ScriptErrorKind::Interrupted => error.without_place_at(submitted.as_ref()),
                    _ => self.called(n_arguments).explain(&thrown, error),
                };
                let error = self.in_role(error);
                self.run.cut_short().note(self.run.stopper(), &error);
                Err(error)
            }
        }
    }

    /// What it prints belongs together. What is called in a worker, the parent groups.
    fn group(&self) -> Option<impl Drop> {
        let is_of_parent = current::task().is_some_and(|id| id.pool() == remote::PARENT_POOL);
        if self.role == Role::Task && is_of_parent {
            return None;
        }
        self.run.group(|| self.name())
    }

    fn begin(&self) -> Option<Begun> {
        let task = task::current_id().filter(|_| self.role == Role::Task)?;
        let running = Running {
            task,
            position: self.position,
            label: self.label.clone(),
        };
        Some(running::begin(&self.run, running))
    }

    /// The name of the script or module that the function was given away in.
    pub(crate) fn source(&self) -> &str {
        self.view.source().unwrap_or_default()
    }

    pub(crate) fn submitted_at(&self) -> Option<Place> {
        Place::in_program(self.run.linked(), self.source(), self.position)
    }

    /// `error` as the one that this function has failed with.
    pub(crate) fn in_role(&self, error: ScriptError) -> ScriptError {
        let id = match self.role {
            Role::Task => current::task(),
            Role::Thread(_) => None,
            Role::CallbackOf(id) => Some(id),
        };
        let frame = Frame {
            kind: FrameKind::Task(self.name()),
            at: self.submitted_at(),
        };
        error.in_task(id, frame)
    }

    /// What it is called in reports.
    fn name(&self) -> String {
        let named = |id| self.run.task_name(id, self.label.as_deref());
        match self.role {
            Role::Task => current::task().map_or_else(|| "task".to_owned(), named),
            Role::Thread(number) => format!("thread {number}"),
            Role::CallbackOf(id) => format!("callback of {}", named(id)),
        }
    }

    fn called(&self, n_arguments: usize) -> Called<'_> {
        Called {
            function: &self.function,
            libraries: self.view.libraries(),
            n_arguments,
        }
    }
}

/// A call that is yet to be made: the job that pools run for scripts.
pub(crate) struct Call {
    callee: Callee,
    given: Given,
}

impl Call {
    /// The call that a native was asked for: `given` is a function and its arguments, which are copied.
    ///
    /// # Errors
    /// If the first is no function, or something cannot be copied.
    pub(crate) fn given(
        context: &NativeCallContext<'_>,
        role: Role,
        given: &mut [&mut Dynamic],
    ) -> ScriptResult<Self> {
        let [callee, arguments @ ..] = given else {
            unreachable!("natives that call a function are registered with one")
        };
        let function = function(context, callee)?;
        let call = |run| {
            Ok(Call {
                callee: Callee::new(run, context, &function, role)?,
                given: Given::copied(arguments)?,
            })
        };
        call(current::run()?).map_err(|error: ScriptError| error.raise(context))
    }

    /// The same for a task with this label.
    pub(crate) fn with_label(self, label: Option<ImmutableString>) -> Self {
        Call {
            callee: self.callee.with_label(label),
            given: self.given,
        }
    }

    /// What is called.
    pub(crate) fn callee(&self) -> &Callee {
        &self.callee
    }

    /// What the function will be called with.
    pub(crate) fn given_arguments(&self) -> Given {
        self.given.clone()
    }

    /// Makes it, on this thread.
    ///
    /// # Errors
    /// What the function throws.
    pub(crate) fn call(self) -> Result<Dynamic, ScriptError> {
        self.callee.call(self.given.for_call()?)
    }
}

impl Job for Call {
    type Output = Dynamic;

    fn run(self) -> Result<Dynamic, TaskError> {
        self.call().map(hold).map_err(TaskError::failed)
    }
}
