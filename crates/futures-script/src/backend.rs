//! What the language needs from a pool, whichever it is.

use std::sync::Arc;

use futures_core::{Error as TaskError, MapOptions};
use rhai::{Dynamic, Map};

use crate::call::Call;
use crate::error::ScriptError;
use crate::run::Started;
use crate::values::ScriptFuture;

/// The arguments of one call of a mapped function.
pub(crate) type Item = Result<Vec<Dynamic>, ScriptError>;

/// What the mapped function makes of an item.
pub(crate) type ItemResult = Result<Dynamic, ScriptError>;

/// The results of a map.
pub(crate) type ItemResults = Box<dyn Iterator<Item = Result<Dynamic, TaskError>> + Send>;

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

    /// How many tasks it runs at once.
    fn max_workers(&self) -> usize;

    /// Schedules a call.
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
