//! What the language needs from a pool, whichever it is.

use std::time::Duration;

use futures_core::{Error as TaskError, MapOptions, MapUnordered};
use rhai::{Dynamic, ImmutableString, Map};

use crate::call::{Arguments, Call, Callee};
use crate::error::ScriptError;
use crate::progress::Ticket;
use crate::started::Started;
use crate::values::ScriptFuture;

/// One call of a mapped function.
pub(crate) struct Item {
    pub(crate) arguments: Result<Arguments, ScriptError>,
    pub(crate) ticket: Ticket,
}

/// The items of a map.
pub(crate) type Items = Box<dyn Iterator<Item = Item> + Send>;

/// What goes with a call beside its function and arguments.
#[derive(Clone, Debug, Default)]
pub(crate) struct CallOptions {
    /// What it is called in reports.
    pub(crate) label: Option<ImmutableString>,
    /// How long it may run, where calls can be ended.
    pub(crate) task_timeout: Option<Duration>,
}

/// The results of a map.
pub(crate) type ItemResults = Box<dyn Results>;

/// An iterator over results that may wait for them.
pub(crate) trait Results: Iterator<Item = Result<Dynamic, TaskError>> + Send {
    /// Is the next one certainly there?
    fn is_ready(&self) -> bool;
}

impl Results for futures_core::Map<'_, Dynamic> {
    fn is_ready(&self) -> bool {
        self.is_ready()
    }
}

impl Results for MapUnordered<'_, Dynamic> {
    fn is_ready(&self) -> bool {
        self.is_ready()
    }
}

/// In which order a map yields its results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// That of the items.
    Input,
    /// That in which they are ready.
    Completion,
}

/// A pool that runs script functions.
pub(crate) trait Backend: Started {
    /// Its own name.
    fn name(&self) -> &str;

    /// The number that its tasks have as their pool.
    fn number(&self) -> u32;

    /// How many tasks it runs at once.
    fn max_workers(&self) -> usize;

    /// Schedules a call. Does not wait, so that nobody has to be able to interrupt it: its queue takes any number.
    ///
    /// # Errors
    /// If the pool takes no more, or the call cannot get to where it would be made.
    fn submit(&self, call: Call, options: &CallOptions) -> Result<ScriptFuture, TaskError>;

    /// Schedules a call of `callee` for each item.
    ///
    /// # Errors
    /// If the function cannot get to where it would be called.
    fn map(
        &self,
        order: Order,
        options: MapOptions,
        calls: &CallOptions,
        callee: Callee,
        items: Items,
    ) -> Result<ItemResults, TaskError>;

    /// What it has done so far, in numbers.
    fn stats(&self) -> Map;
}
