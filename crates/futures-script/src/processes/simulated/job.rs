//! What a simulated worker does: answer one request, or the requests of a chunk.

use std::sync::Arc;

use futures_core::{ChunkResults, Error as TaskError, Job, MapJobs, panics};

use crate::remote;

/// A job that may be done again, if the worker that did it has died.
pub(super) trait Repeatable: Job + Sync {
    /// Does it on this thread, a worker's.
    ///
    /// # Errors
    /// The reason why the call has failed.
    fn perform(&self) -> Result<Self::Output, TaskError>;
}

/// One request.
pub(super) struct Request(pub(super) Vec<u8>);

impl Repeatable for Request {
    fn perform(&self) -> Result<Vec<u8>, TaskError> {
        remote::answer(&self.0).map_err(TaskError::failed)
    }
}

impl Job for Request {
    type Output = Vec<u8>;

    fn run(self) -> Result<Vec<u8>, TaskError> {
        self.perform()
    }
}

/// The requests of several items of a map. The failure of one is that item's alone.
pub(super) struct Chunk(Arc<[Request]>);

impl Repeatable for Chunk {
    fn perform(&self) -> Result<ChunkResults<Vec<u8>>, TaskError> {
        let mut values = Vec::with_capacity(self.0.len());
        let mut failures = Vec::new();
        for (place, request) in self.0.iter().enumerate() {
            match panics::catch(|| request.perform()) {
                Ok(Ok(reply)) => values.push(reply),
                Ok(Err(error)) => failures.push((place, error)),
                Err(panic) => failures.push((place, TaskError::panicked(panic))),
            }
        }
        Ok(ChunkResults::new(values, failures))
    }
}

impl Job for Chunk {
    type Output = ChunkResults<Vec<u8>>;

    fn run(self) -> Result<ChunkResults<Vec<u8>>, TaskError> {
        self.perform()
    }
}

/// Makes the jobs of a map.
pub(super) struct Requests;

impl MapJobs<Vec<u8>> for Requests {
    type Output = Vec<u8>;
    type One = Request;
    type Chunk = Chunk;

    fn one(&self, item: Vec<u8>) -> Request {
        Request(item)
    }

    fn chunk(&self, items: Vec<Vec<u8>>) -> Chunk {
        Chunk(items.into_iter().map(Request).collect())
    }
}
