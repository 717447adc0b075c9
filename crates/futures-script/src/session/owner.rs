//! [`Session`]: what a program has of a run that stays open.

use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use futures_core::host::{self, JoinHandle, Spawn, Thread};
use rhai::Dynamic;

use super::desk::{Desk, Order, Outcome};
use super::handle::{STOPPED, SessionHandle};
use super::state::State;
use crate::budget::timed_out;
use crate::error::{ScriptError, ScriptErrorKind};
use crate::interpreter::{Interpreter, TIME_BETWEEN_LOOKS};
use crate::limits;
use crate::run::Run;
use crate::waiting::Stop;

/// Why a session ends that nobody has ended.
const DROPPED: &str = "the session was dropped";

/// A run that stays open: input after input, as in a shell.
///
/// Made by [`Interpreter::session`]. What an input defines, the next ones have: variables, constants, functions and
/// imports; and what it has started goes on: pools, tasks, threads. So `futures repl` is a loop around
/// [`run`](Self::run), and a program can have one of its own:
///
/// ```
/// let interpreter = futures_script::Interpreter::new();
/// let mut session = interpreter.session("shell").unwrap();
/// session.run("let pool = thread_pool(2);").unwrap();
/// session.run("fn square(n) { n * n }").unwrap();
/// session.run("let f = pool.submit(square, 7);").unwrap();
/// assert_eq!(session.run("f.result()").unwrap().as_int(), Ok(49));
///
/// // An input that fails takes nothing along but itself.
/// let error = session.run("let n = 2;\nn.sqare()").unwrap_err();
/// assert_eq!(error.place().unwrap().to_string(), "input 5:2:3");
/// assert_eq!(session.run("square(n)").unwrap().as_int(), Ok(4));
/// session.end().unwrap();
/// ```
///
/// A session that is dropped without [`end`](Self::end) cancels what is pending, stops what runs, and waits until nothing
/// of it is left.
#[must_use = "a session that is dropped ends at once"]
pub struct Session {
    pub(super) desk: Arc<Desk>,
    /// `None` once the session has ended.
    handle: Option<JoinHandle>,
    thread: Thread,
    /// How long an input may take.
    time_limit: Option<Duration>,
    /// By which `exit` an input has ended the session, if one has.
    exit: Option<ScriptError>,
    /// Its thread does one thing at a time, for one that asks.
    _not_sync: PhantomData<Cell<()>>,
}

/// Who is told of a wait without an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Waiting {
    ForInput,
    ForEnd,
}

impl Interpreter {
    /// Opens a [`Session`]. Its inputs are called `input 1`, `input 2` … in errors; `name` is what the whole is called
    /// where no input can be named.
    ///
    /// Of what the [`Builder`](crate::Builder) can be told, [`time_limit`](crate::Builder::time_limit) is for each input
    /// and for the end, and [`max_operations`](crate::Builder::max_operations) for all of it; beyond that the session is
    /// over.
    ///
    /// # Errors
    /// If the system has no thread to give.
    pub fn session(&self, name: &str) -> Result<Session, ScriptError> {
        let state = State::new(name);
        let time_limit = self.time_limit();
        let run = self
            .open(name, "")
            .into_run_of_session(state.inputs.linked().clone());
        let desk = Arc::new(Desk::new(Arc::new(run), state));
        let spec = Spawn {
            name: "script".to_owned(),
            stack_size: Some(limits::STACK_SIZE),
        };
        let serving = desk.clone();
        let handle = host::spawn(spec, move || serving.serve()).map_err(|error| {
            let text = format!("no thread to run the session on: {error}");
            ScriptError::new(ScriptErrorKind::System, text)
        })?;
        Ok(Session {
            thread: desk.thread(),
            desk,
            handle: Some(handle),
            time_limit,
            exit: None,
            _not_sync: PhantomData,
        })
    }
}

impl Session {
    /// Runs one input and returns the value of its last expression.
    ///
    /// A future is returned as a handle. To show it counts for nothing: it has been asked when some input has asked for
    /// its `result()` or its `exception()`. If it has failed and the handle is dropped before, that is reported, as any
    /// failure that nobody can ask for any more is, by [`Builder::complaints`](crate::Builder::complaints).
    ///
    /// # Errors
    /// What the input threw and did not catch, a syntax error, that it was stopped by a [`SessionHandle`] or by the
    /// [time limit](crate::Builder::time_limit), or that it waited for something that can never come. After any of these
    /// the session goes on, and what the input had done until then is done.
    ///
    /// If the input calls `exit`, which [`ScriptError::exit_code`] tells, or if somebody has stopped the interpreter, the
    /// session [is over](Self::is_over): every later input returns that same error, and all that is left to do is to
    /// [`end`](Self::end) it.
    pub fn run(&mut self, text: &str) -> Result<Dynamic, ScriptError> {
        if let Some(over) = self.over() {
            return Err(over);
        }
        let text = crate::source::normalize(text);
        self.desk.run.stopper().begin_input(self.thread.clone());
        self.desk.post(Order::Input(text));
        let outcome = self.wait(Waiting::ForInput);
        if let Err(error) = &outcome
            && error.kind() == ScriptErrorKind::Exit
            && error.task().is_none()
        {
            self.exit = Some(error.clone());
        }
        outcome
    }

    /// Has an input ended the session by `exit`, or has somebody stopped the interpreter? Then nothing more can be run.
    ///
    /// An `exit` in a task ends only that task.
    pub fn is_over(&self) -> bool {
        self.over().is_some()
    }

    /// What every further input returns, if there is to be none.
    fn over(&self) -> Option<ScriptError> {
        let stop = self.desk.run.stopper().reason_if_stopped();
        let stopped = stop.map(|stop| ScriptError::new(stop.kind, stop.why));
        self.exit.clone().or(stopped)
    }

    /// Ends the session as a script ends: waits for everything that was started. After an `exit`, pending tasks are
    /// cancelled first.
    ///
    /// # Errors
    /// The error of `exit`; that tasks have failed and nobody has asked for their results, unless the
    /// [`Builder`](crate::Builder::allow_unretrieved) allows it; that what is left can never end; that it was stopped.
    pub fn end(mut self) -> Result<(), ScriptError> {
        let outcome = self.exit.take().map_or(Ok(()), Err);
        self.finish(outcome).map(drop)
    }

    /// What stops the input that runs.
    pub fn handle(&self) -> SessionHandle {
        SessionHandle::of(&self.desk)
    }

    /// How long it has been open, in seconds.
    pub fn seconds(&self) -> f64 {
        let run = &self.desk.run;
        run.now().saturating_sub(run.began()).as_secs_f64()
    }

    /// Has something done on the session's thread, which has the stack for it.
    pub(super) fn ask(&self, help: impl FnOnce(&Run) -> Dynamic + Send + 'static) -> Dynamic {
        self.desk.post(Order::Help(Box::new(help)));
        loop {
            match self.desk.outcome(None) {
                Ok(Some(outcome)) => return outcome.unwrap_or_default(),
                // It takes no time.
                _ => host::current().clear_interrupt(),
            }
        }
    }

    fn finish(&mut self, outcome: Result<(), ScriptError>) -> Outcome {
        let Some(mut handle) = self.handle.take() else {
            return Ok(Dynamic::UNIT);
        };
        self.desk.post(Order::End(outcome));
        let outcome = self.wait(Waiting::ForEnd);
        // It has nothing more to do.
        while let Err((_, again)) = handle.join_until(None) {
            host::current().clear_interrupt();
            handle = again;
        }
        outcome
    }

    /// Waits for what has become of an order, and looks meanwhile whether it can ever go on.
    fn wait(&self, waiting: Waiting) -> Outcome {
        let run = &self.desk.run;
        let mut deadline = self.time_limit.and_then(host::deadline_in);
        loop {
            let look = host::deadline_in(TIME_BETWEEN_LOOKS);
            match self.desk.outcome(look.into_iter().chain(deadline).min()) {
                Ok(Some(outcome)) => return outcome,
                Ok(None) => {}
                Err(_) => {
                    host::current().clear_interrupt();
                    self.stop(waiting, Stop::interrupted(STOPPED));
                    continue;
                }
            }
            if let Some(limit) = self.time_limit
                && deadline.is_some_and(|deadline| host::now() >= deadline)
            {
                deadline = None;
                self.stop(waiting, timed_out(limit));
            }
            match waiting {
                Waiting::ForInput => run.end_input_if_stuck(),
                Waiting::ForEnd => run.end_if_stuck(),
            }
            run.tell_of_slow_ends();
        }
    }

    fn stop(&self, waiting: Waiting, stop: Stop) {
        let stopper = self.desk.run.stopper();
        match waiting {
            Waiting::ForInput => {
                stopper.stop_input(stop);
            }
            Waiting::ForEnd => stopper.stop(stop),
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if self.handle.is_some() {
            let stop = Stop::interrupted(DROPPED);
            let error = ScriptError::new(stop.kind, DROPPED);
            self.desk.run.stopper().stop(stop);
            // There is nobody to tell.
            let _ = self.finish(Err(error));
        }
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").finish_non_exhaustive()
    }
}
