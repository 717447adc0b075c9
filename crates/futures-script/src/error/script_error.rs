//! The error of a script or of one of its tasks.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use futures_core::{Error as TaskError, TaskId};
use rhai::Dynamic;

use crate::dispose::dispose;
use crate::error::{Frame, FrameKind, Place, ScriptErrorKind};
use crate::modules::Linked;

/// Why a script or a task ended without a value.
///
/// The same object is what [`Interpreter::run`](crate::Interpreter::run) returns, what the future of a task fails with
/// and what a script sees as an `Error`. Cheap to clone.
#[derive(Clone)]
pub struct ScriptError(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ScriptErrorKind,
    /// What the script calls the kind of an error of its own.
    kind_name: Option<String>,
    message: String,
    value: Dynamic,
    place: Option<Place>,
    stack: Vec<Frame>,
    task: Option<TaskId>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        // What was thrown may hold the error that it was thrown for, and so on.
        dispose([std::mem::take(&mut self.value)]);
    }
}

impl ScriptError {
    pub(crate) fn new(kind: ScriptErrorKind, message: impl Into<String>) -> Self {
        ScriptError(Arc::new(Inner {
            kind,
            kind_name: None,
            message: message.into(),
            value: Dynamic::UNIT,
            place: None,
            stack: Vec::new(),
            task: None,
        }))
    }

    /// An error that the script has made for itself, of a kind with this name.
    pub(crate) fn of_script(kind_name: String, message: String, value: Dynamic) -> Self {
        Self::new(ScriptErrorKind::Thrown, message)
            .with_value(value)
            .change(|inner| inner.kind_name = Some(kind_name))
    }

    /// Did the script make it, rather than throw a plain value?
    pub(super) fn is_of_script(&self) -> bool {
        self.0.kind_name.is_some()
    }

    /// What a future failed with, or why a wait for it ended early.
    pub(crate) fn from_task(error: &TaskError) -> Self {
        let of_item = || error.downcast_ref::<ItemError>().map(|item| &item.0);
        match error.downcast_ref::<ScriptError>().or_else(of_item) {
            Some(own) => own.clone(),
            None => Self::new(ScriptErrorKind::Task(error.kind()), error.to_string()),
        }
    }

    /// What kind of error this is.
    pub fn kind(&self) -> ScriptErrorKind {
        self.0.kind
    }

    /// The name of the kind as scripts see it: that of [`kind`](Self::kind), or what the script itself calls the `kind`
    /// of a map or an error that it has thrown.
    pub fn kind_name(&self) -> String {
        if let Some(name) = &self.0.kind_name {
            return name.clone();
        }
        let named = self.0.value.read_lock::<rhai::Map>();
        named
            .and_then(|map| map.get("kind")?.clone().into_string().ok())
            .unwrap_or_else(|| self.0.kind.name().to_owned())
    }

    /// What went wrong, in words, without the place.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The value that the script threw, or gave to `exit` or to an error of its own; `()` if it did none of that.
    pub fn value(&self) -> &Dynamic {
        &self.0.value
    }

    /// Where it happened.
    pub fn place(&self) -> Option<&Place> {
        self.0.place.as_ref()
    }

    /// The call stack from the inside to the outside: what was running, and where that was called.
    pub fn stack(&self) -> &[Frame] {
        &self.0.stack
    }

    /// The task in which it happened, if in one.
    pub fn task(&self) -> Option<TaskId> {
        self.0.task
    }

    /// Everything in several lines: the kind, the message, the place and the call stack.
    pub fn report(&self) -> String {
        let mut report = format!("{}: {}", self.kind_name(), self.message());
        if let Some(place) = self.place() {
            report += &format!("\n  at {place}");
        }
        // Who waits for what is in the message.
        let is_said = |frame: &&Frame| matches!(frame.kind(), FrameKind::Waits(_));
        for frame in self.stack().iter().filter(|frame| !is_said(frame)) {
            report += &format!("\n  {frame}");
        }
        report
    }

    /// The kind, the first line of the message and the place, in one line.
    pub(crate) fn in_short(&self) -> String {
        let message = self.message().lines().next().unwrap_or_default();
        let place = self.place().map(|place| format!(" (at {place})"));
        format!(
            "{}: {message}{}",
            self.kind_name(),
            place.unwrap_or_default()
        )
    }

    /// The exit code that the script asked for with `exit(code)`, if that is how it ended.
    ///
    /// `exit()` without a number means 0; only the lowest eight bits of a number reach the operating system.
    pub fn exit_code(&self) -> Option<u8> {
        match (self.kind(), self.0.value.as_int()) {
            (ScriptErrorKind::Exit, Ok(code)) => Some((code & 0xff) as u8),
            (ScriptErrorKind::Exit, Err(_)) => Some(0),
            _ => None,
        }
    }

    /// With all that an error of its kind and message can have, in another process.
    pub(crate) fn with_parts(
        self,
        value: Dynamic,
        place: Option<Place>,
        stack: Vec<Frame>,
        task: Option<TaskId>,
    ) -> Self {
        self.change(|inner| {
            inner.value = value;
            inner.place = place;
            inner.stack = stack;
            inner.task = task;
        })
    }

    /// The same with another name for its task, which is its outermost frame.
    pub(crate) fn of_task(self, id: TaskId, frame: Frame) -> Self {
        self.change(|inner| {
            inner.task = Some(id);
            let is_task = |outermost: &mut Frame| matches!(outermost.kind, FrameKind::Task(_));
            if inner.stack.pop_if(is_task).is_some() {
                inner.stack.push(frame);
            }
        })
    }

    pub(super) fn with_value(self, value: Dynamic) -> Self {
        self.change(|inner| inner.value = value)
    }

    pub(super) fn with_place(self, place: Option<Place>) -> Self {
        self.change(|inner| inner.place = place)
    }

    /// Without the call of the task's own function, which the frame of the task stands for: the name stays, if it has one.
    pub(crate) fn without_call_at(self, submitted: Option<&Place>) -> Self {
        self.change(|inner| {
            if let Some(outermost) = inner.stack.pop_if(|frame| frame.at() == submitted)
                && outermost.kind != FrameKind::Closure
            {
                inner.stack.push(Frame {
                    at: None,
                    ..outermost
                });
            }
        })
    }

    /// Without a place, if it is this one.
    pub(crate) fn without_place_at(self, other: Option<&Place>) -> Self {
        if self.place() == other {
            self.with_place(None)
        } else {
            self
        }
    }

    pub(crate) fn with_kind(self, kind: ScriptErrorKind) -> Self {
        self.change(|inner| inner.kind = kind)
    }

    /// What this error of a task that was stopped because of `why` says beside the error of another.
    pub(crate) fn as_meanwhile(&self, why: &str) -> Frame {
        let task = self
            .stack()
            .iter()
            .rev()
            .find_map(|frame| match frame.kind() {
                FrameKind::Task(name) => Some((name.as_str(), frame.at())),
                _ => None,
            });
        let (name, submitted) = task.unwrap_or(("a task", None));
        let waited = self.message().strip_prefix(why).unwrap_or_default();
        let what = match waited.strip_prefix(" while it ") {
            Some(waited) => format!("{name} {waited},"),
            None if self.place().is_some() => format!("{name} was"),
            None => match submitted {
                Some(at) => format!("{name}, submitted at {at}, was running"),
                None => format!("{name} was running"),
            },
        };
        Frame {
            kind: FrameKind::Meanwhile(what),
            at: self.place().cloned(),
        }
    }

    pub(crate) fn with_frames(self, frames: impl IntoIterator<Item = Frame>) -> Self {
        self.change(|inner| {
            inner.stack.extend(frames);
            elide(&mut inner.stack);
        })
    }

    /// The same of a program that another process has run, in this one.
    pub(crate) fn of_program(self, linked: Option<&Linked>) -> Self {
        let Some(linked) = linked else {
            return self;
        };
        let own = |place: &mut Option<Place>| {
            *place = place.take().map(|place| place.of_program(linked));
        };
        self.change(|inner| {
            own(&mut inner.place);
            inner.stack.iter_mut().for_each(|frame| own(&mut frame.at));
        })
    }

    pub(crate) fn with_message(self, message: String) -> Self {
        self.change(|inner| inner.message = message)
    }

    /// As one that happened there.
    pub(crate) fn at(self, place: Option<Place>) -> Self {
        self.with_place(place)
    }

    pub(crate) fn at_place_of(self, other: &ScriptError) -> Self {
        self.with_place(other.place().cloned())
    }

    /// Adds the task as the outermost frame; an error that came out of another task stays that one's.
    pub(crate) fn in_task(self, id: Option<TaskId>, frame: Frame) -> Self {
        self.change(|inner| {
            inner.task = inner.task.or(id);
            inner.stack.push(frame);
        })
    }

    fn change(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }
}

impl fmt::Display for ScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for ScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({:?}", self.kind_name(), self.0.message)?;
        if let Some(place) = &self.0.place {
            write!(f, " at {place}")?;
        }
        f.write_str(")")
    }
}

impl StdError for ScriptError {}

/// How many frames of a stack are kept at either end of one that is longer than both together.
const KEPT_FRAMES: usize = 10;

/// Leaves out the middle of a long stack, as that of an endless recursion is.
fn elide(stack: &mut Vec<Frame>) {
    if stack.len() <= 2 * KEPT_FRAMES + 1 {
        return;
    }
    let left_out = stack.drain(KEPT_FRAMES..stack.len() - KEPT_FRAMES);
    let n_left_out = left_out
        .map(|frame| match frame.kind {
            FrameKind::LeftOut(frames) => frames,
            _ => 1,
        })
        .sum();
    stack.insert(
        KEPT_FRAMES,
        Frame {
            kind: FrameKind::LeftOut(n_left_out),
            at: None,
        },
    );
}

/// What an item of a map failed with. A map ends with its first failure, so nobody is expected to ask for the others.
#[derive(Debug)]
pub(crate) struct ItemError(pub(crate) ScriptError);

impl fmt::Display for ItemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl StdError for ItemError {}
