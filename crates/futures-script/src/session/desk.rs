//! What the owner of a session and its thread share, and what the thread does: one order after the other.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_core::Error as TaskError;
use futures_core::host::{self, Lock, Thread};
use futures_core::panics;
use rhai::Dynamic;

use super::state::State;
use crate::error::{ScriptError, ScriptErrorKind};
use crate::interpreter::conclude;
use crate::monitor::Monitor;
use crate::run::Run;
use crate::{current, lanes, limits};

/// What becomes of an order.
pub(super) type Outcome = Result<Dynamic, ScriptError>;

/// What both sides share.
pub(super) struct Desk {
    pub(super) run: Arc<Run>,
    mail: Monitor<Mail>,
    /// What inputs have left; the session's thread has it while it runs one.
    pub(super) state: Lock<Option<State>>,
    /// Is the session being ended? Then whoever stops it means the end.
    is_ending: AtomicBool,
}

/// What one side has for the other.
#[derive(Default)]
struct Mail {
    thread: Option<Thread>,
    order: Option<Order>,
    outcome: Option<Outcome>,
}

/// What the session's thread is to do.
pub(super) enum Order {
    Input(String),
    /// Something that needs the stack of this thread.
    Help(Box<dyn FnOnce(&Run) -> Dynamic + Send>),
    /// To end everything, as a script does that has come to this.
    End(Result<(), ScriptError>),
}

impl Desk {
    pub(super) fn new(run: Arc<Run>, state: State) -> Self {
        Desk {
            run,
            mail: Monitor::new(Mail::default()),
            state: Lock::new(Some(state)),
            is_ending: AtomicBool::new(false),
        }
    }

    /// The thread of the session, once it has begun.
    pub(super) fn thread(&self) -> Thread {
        loop {
            let take = |mail: &mut Mail| mail.thread.clone();
            // Nobody interrupts what takes no time.
            if let Ok(Some(thread)) = self.mail.wait("the thread of the session", None, take) {
                return thread;
            }
        }
    }

    /// Gives the thread something to do.
    pub(super) fn post(&self, order: Order) {
        if matches!(order, Order::End(_)) {
            self.is_ending.store(true, Ordering::SeqCst);
        }
        self.mail.change(|mail| mail.order = Some(order));
    }

    pub(super) fn is_ending(&self) -> bool {
        self.is_ending.load(Ordering::SeqCst)
    }

    /// What has become of the order, if that is known before `deadline`.
    ///
    /// # Errors
    /// The wait was interrupted.
    pub(super) fn outcome(&self, deadline: Option<Duration>) -> Result<Option<Outcome>, TaskError> {
        let take = |mail: &mut Mail| mail.outcome.take();
        self.mail.wait("the end of an input", deadline, take)
    }

    /// What the thread of the session does.
    pub(super) fn serve(&self) {
        let _entered = current::enter(self.run.clone());
        let mut lane = lanes::of_thread(&self.run, host::current().name()).map(lanes::enter);
        limits::first_level();
        self.mail.change(|mail| mail.thread = Some(host::current()));
        loop {
            let order = self.next_order();
            let is_last = matches!(order, Order::End(_));
            let outcome = match order {
                Order::Input(text) => {
                    let outcome = self.evaluate(&text);
                    self.after_input(outcome)
                }
                Order::Help(help) => caught(|| Ok(help(&self.run))),
                Order::End(outcome) => caught(|| self.end(outcome)),
            };
            if let Some(lane) = lane.as_mut().filter(|_| is_last) {
                lane.note(outcome.as_ref().err());
            }
            if is_last {
                drop(lane.take());
            }
            self.mail.change(|mail| mail.outcome = Some(outcome));
            if is_last {
                return;
            }
        }
    }

    fn next_order(&self) -> Order {
        let _told = lanes::wait(&self.run, "the next input");
        loop {
            let take = |mail: &mut Mail| mail.order.take();
            match self.mail.wait("the next input", None, take) {
                Ok(Some(order)) => return order,
                // An interruption that came too late for the input.
                _ => host::current().clear_interrupt(),
            }
        }
    }

    fn evaluate(&self, text: &str) -> Outcome {
        let state = self.state.lock().take();
        // Only one input is run at a time, and nobody else takes it before the end.
        let mut state = state.unwrap_or_else(|| State::new(self.run.source()));
        let outcome = caught(|| state.evaluate(&self.run, text));
        *self.state.lock() = Some(state);
        outcome
    }

    /// What an input has come to, of which it may only now be known that it was stopped.
    fn after_input(&self, outcome: Outcome) -> Outcome {
        let of_input = self.run.stopper().end_input();
        let verdict = self.run.take_verdict();
        let of_run = self.run.stopper().reason();
        match (outcome, of_run, of_input) {
            (Err(error), Some(stop), _) | (Err(error), None, Some(stop))
                if error.kind() == ScriptErrorKind::Interrupted =>
            {
                Err(verdict.unwrap_or_else(|| error.with_kind(stop.kind)))
            }
            // Whoever looks only now and then had come to its end already.
            (Ok(_), Some(stop), _) => Err(ScriptError::new(stop.kind, stop.why)),
            (outcome, ..) => outcome,
        }
    }

    /// What a script does at its end.
    fn end(&self, outcome: Result<(), ScriptError>) -> Outcome {
        self.run.begin_end_of_session();
        let state = self.state.lock().take();
        // The pools and futures that only variables hold are let go of, as at the end of a script.
        drop(state);
        conclude(&self.run, outcome.map(|()| Dynamic::UNIT))
    }
}

/// What `work` comes to; an error if it panics.
fn caught(work: impl FnOnce() -> Outcome) -> Outcome {
    panics::catch(work).unwrap_or_else(|panic| {
        let text = format!("the interpreter panicked: {panic}");
        Err(ScriptError::new(ScriptErrorKind::System, text))
    })
}
