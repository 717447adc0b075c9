//! What cannot leave its process, where it is inside the value that was to be sent, and what to do instead.

use std::fmt::Write;

use futures_core::ErrorKind;
use rhai::{Dynamic, Engine, ImmutableString};

use crate::error::{ScriptError, ScriptErrorKind};
use crate::values::with_article;

/// A value that cannot travel.
#[derive(Debug)]
pub(super) struct Refused {
    what: What,
    /// From the inside to the outside.
    path: Vec<Step>,
}

#[derive(Debug)]
enum What {
    /// It is of this type, as Rust has it.
    Type(&'static str),
    TooDeep,
}

/// One step into a value.
#[derive(Debug)]
pub(super) enum Step {
    Index(usize),
    Key(String),
    /// The captured value with this number of a function.
    Capture(usize),
}

/// What was to be sent.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sent<'a> {
    /// A function, whose captured values have these names.
    Function(&'a [ImmutableString]),
    /// The argument with this number, from 0.
    Argument(usize),
    Result,
}

impl Refused {
    #[cold]
    pub(super) fn type_of(value: &Dynamic) -> Self {
        let name = match value.read_lock::<Dynamic>() {
            Some(inner) => inner.type_name(),
            None => value.type_name(),
        };
        Refused {
            what: What::Type(name),
            path: Vec::new(),
        }
    }

    #[cold]
    pub(super) fn too_deep() -> Self {
        Refused {
            what: What::TooDeep,
            path: Vec::new(),
        }
    }

    /// The same, as part of a value that has it there.
    #[cold]
    pub(super) fn within(mut self, step: Step) -> Self {
        self.path.push(step);
        self
    }

    /// As scripts see it.
    #[cold]
    pub(super) fn into_error(mut self, engine: &Engine, sent: Sent<'_>) -> ScriptError {
        let kind = ScriptErrorKind::Task(ErrorKind::Serialization);
        let whole = match sent {
            Sent::Function(names) => match self.path.pop() {
                Some(Step::Capture(index)) => names.get(index).map_or_else(
                    || format!("the captured value {}", index + 1),
                    |name| format!("the captured variable `{name}`"),
                ),
                _ => "the function".to_owned(),
            },
            Sent::Argument(index) => format!("argument {}", index + 1),
            Sent::Result => "the result".to_owned(),
        };
        let path = self.path();
        let Some(name) = self.type_name() else {
            // The path would be as long as the value is deep.
            let text = format!(
                "{whole} nests more than {} levels deep, or is inside itself, and cannot be sent to another process",
                crate::capture::MAX_DEPTH
            );
            return ScriptError::new(kind, text);
        };
        let name = with_article(engine.map_type_name(name));
        let what = if path.is_empty() {
            format!("{whole} is {name}")
        } else {
            format!("{whole} has {name} at `{path}`")
        };
        let advice = match sent {
            Sent::Result => {
                "which cannot be sent from one process to another; return its value instead"
            }
            Sent::Function(_) | Sent::Argument(_) => {
                "which cannot be sent to another process; let the task return a value instead, or use a thread_pool"
            }
        };
        ScriptError::new(kind, format!("{what}, {advice}"))
    }

    fn type_name(&self) -> Option<&'static str> {
        match self.what {
            What::Type(name) => Some(name),
            What::TooDeep => None,
        }
    }

    /// From the outside to the inside, as it would be written in a script.
    fn path(&self) -> String {
        let mut path = String::new();
        for step in self.path.iter().rev() {
            let _ = match step {
                Step::Index(index) => write!(path, "[{index}]"),
                Step::Key(key) if is_exact(key) => write!(path, ".{key}"),
                Step::Key(key) => write!(path, "[{key:?}]"),
                Step::Capture(index) => write!(path, "(captured value {})", index + 1),
            };
        }
        path
    }
}

/// Can this key of a map be written behind a point?
fn is_exact(key: &str) -> bool {
    let mut chars = key.chars();
    chars
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && chars.all(|char| char.is_ascii_alphanumeric() || char == '_')
}
