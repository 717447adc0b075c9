//! What the language needs from a pool, whichever it is.

use std::sync::Arc;

use futures_core::{Error as TaskError, MapOptions, MapUnordered};
use rhai::{Dynamic, Map};

use crate::call::{Arguments, Call};
use crate::error::ScriptError;
use crate::progress::Ticket;
use crate::run::Started;
use crate::values::ScriptFuture;

/// One call of a mapped function.
pub(crate) struct Item {
    pub(crate) arguments: Result<Arguments, ScriptError>,
    pub(crate) ticket: Ticket,
}

/// What the mapped function makes of an item.
pub(crate) type ItemResult = Result<Dynamic, ScriptError>;

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
    /// Its type's name in scripts.
    fn type_name(&self) -> &'static str;

    /// Its own name.
    fn name(&self) -> &str;

    /// The number that its tasks have as their pool.
    fn number(&self) -> u32;

    /// How many tasks it runs at once.
    fn max_workers(&self) -> usize;

    /// Schedules a call. Does not wait, so that nobody has to be able to interrupt it: its queue takes any number.
    ///
    /// # Errors
    /// If the pool takes no more.
    fn submit(&self, call: Call, label: Option<&str>) -> Result<ScriptFuture, TaskError>;

    /// Schedules a call for each item.
    fn map(
        &self,
        order: Order,
        options: MapOptions,
        function: Arc<dyn Fn(Item) -> ItemResult + Send + Sync>,
        items: Box<dyn Iterator<Item = Item> + Send>,
    ) -> ItemResults;

    /// What it has done so far, in numbers.
    fn stats(&self) -> Map;
}
