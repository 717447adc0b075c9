//! How a map makes calls of its items.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use futures_core::MapJobs;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::call::{Call, ChunkCall};
use crate::function::Function;

/// A function to be called with each item of a map, for [`futures_core::map_jobs`].
///
/// ```
/// use futures_core::{Inline, MapOptions, map_jobs};
/// use pool_process::Calls;
///
/// let options = MapOptions::new().chunk_size(2);
/// let squares = map_jobs(options, Inline, Calls::new(|n: i32| n * n), [5, 2, 3]);
/// assert_eq!(squares.values().unwrap(), [25, 4, 9]);
/// ```
pub struct Calls<A, R> {
    function: Function<A, R>,
}

impl<A, R> Calls<A, R> {
    /// Calls of `function`; whatever that returns is a result.
    pub fn new(function: fn(A) -> R) -> Self
    where
        A: DeserializeOwned + 'static,
        R: Serialize + 'static,
    {
        Calls {
            function: Function::plain_for_chunks(function),
        }
    }

    /// Calls of `function`, whose `Err` is the failure of its item.
    pub fn fallible<E>(function: fn(A) -> Result<R, E>) -> Self
    where
        A: DeserializeOwned + 'static,
        R: Serialize + 'static,
        E: Into<Box<dyn StdError + Send + Sync>> + 'static,
    {
        Calls {
            function: Function::fallible_for_chunks(function),
        }
    }

    /// Calls of what the program of the workers has in its [`Registry`](crate::Registry) under `name`.
    pub fn named(name: impl Into<Arc<str>>) -> Self {
        Calls {
            function: Function::named(name),
        }
    }
}

impl<A: Send + 'static, R: Send + 'static> MapJobs<A> for Calls<A, R> {
    type Output = R;
    type One = Call<A, R>;
    type Chunk = ChunkCall<A, R>;

    fn one(&self, item: A) -> Call<A, R> {
        Call::of(self.function.clone(), item)
    }

    fn chunk(&self, items: Vec<A>) -> ChunkCall<A, R> {
        ChunkCall::of(self.function.clone(), items)
    }
}

impl<A, R> fmt::Debug for Calls<A, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Calls").finish_non_exhaustive()
    }
}
