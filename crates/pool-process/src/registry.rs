//! Functions by name, for workers that are another program than their parent.

use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::answer::Answer;
use crate::codec::{Encoded, Received, is_batch};
use crate::function::failed;
use crate::perform::{perform, perform_chunk};

type Handler = Box<dyn Fn(Received<'_>, &mut Encoded) -> Answer + Send + Sync>;

/// The functions that a worker program offers under names.
///
/// Within one program nothing needs to be registered: [`Call::new`](crate::Call::new) takes any function. A parent
/// whose workers are *another* program makes its calls with [`Call::named`](crate::Call::named), and that program says
/// here what the names mean. Unlike a function of `Call::new`, one of a registry may have captures: it never travels.
///
/// ```
/// use pool_process::Registry;
///
/// let unit = "ms";
/// let registry = Registry::new()
///     .function("square", |n: u64| n * n)
///     .function("show", move |n: u64| format!("{n} {unit}"))
///     .fallible("parse", |text: String| text.parse::<u64>());
/// assert_eq!(registry.names().collect::<Vec<_>>(), ["parse", "show", "square"]);
/// ```
#[derive(Default)]
#[must_use = "a registry does nothing before a worker is given it"]
pub struct Registry {
    handlers: BTreeMap<String, Handler>,
}

impl Registry {
    /// Without any function.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a function; whatever it returns is the result of the call.
    ///
    /// # Panics
    /// If the name is taken.
    pub fn function<A, R>(
        self,
        name: impl Into<String>,
        function: impl Fn(A) -> R + Send + Sync + 'static,
    ) -> Self
    where
        A: DeserializeOwned + 'static,
        R: Serialize + 'static,
    {
        self.add(name.into(), move |argument| Ok(function(argument)))
    }

    /// Adds a function whose `Err` is the failure of the call.
    ///
    /// # Panics
    /// If the name is taken.
    pub fn fallible<A, R, E>(
        self,
        name: impl Into<String>,
        function: impl Fn(A) -> Result<R, E> + Send + Sync + 'static,
    ) -> Self
    where
        A: DeserializeOwned + 'static,
        R: Serialize + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        self.add(name.into(), move |argument| {
            function(argument).map_err(failed)
        })
    }

    /// The names, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.handlers.keys().map(String::as_str)
    }

    fn add<A, R>(
        mut self,
        name: String,
        function: impl Fn(A) -> Result<R, String> + Send + Sync + 'static,
    ) -> Self
    where
        A: DeserializeOwned + 'static,
        R: Serialize + 'static,
    {
        assert!(
            !self.handlers.contains_key(&name),
            "the function `{name}` is registered twice"
        );
        let handler: Handler = Box::new(move |argument, out| match is_batch(&argument.bytes) {
            true => perform_chunk(&function, argument, out),
            false => perform(&function, argument, out),
        });
        self.handlers.insert(name, handler);
        self
    }

    /// Calls the function of that name, in a worker. Never panics; the result is in `out`.
    pub(crate) fn call(&self, name: &str, argument: Received<'_>, out: &mut Encoded) -> Answer {
        out.clear();
        match self.handlers.get(name) {
            Some(handler) => handler(argument, out),
            None => Answer::UnknownFunction(self.unknown(name)),
        }
    }

    #[cold]
    fn unknown(&self, name: &str) -> String {
        let mut text = format!("the worker has no function `{name}`");
        if self.handlers.is_empty() {
            text.push_str(", nor any other");
        } else {
            let names: Vec<&str> = self.names().take(20).collect();
            text.push_str(&format!(", only {}", names.join(", ")));
            if self.handlers.len() > names.len() {
                text.push_str(" and more");
            }
        }
        text
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}
