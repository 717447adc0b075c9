//! What a pool of processes needs of its workers, be they processes or simulated ones.

use std::sync::Arc;
use std::time::Duration;

use futures_core::{Error as TaskError, Future, Map, MapOptions, MapUnordered, Shutdown};
use pool_process::{Stats, Unfinished};

use crate::backend::{CallOptions, Order};
use crate::run::Run;

/// The requests of a map.
pub(super) type Requests = Box<dyn Iterator<Item = Vec<u8>> + Send>;

/// What is told of failures that nobody has walked as far as.
pub(super) type Hear = Box<dyn Fn(&TaskError) + Send + Sync>;

/// The replies to the requests of a map.
pub(super) trait RemoteResults: Iterator<Item = Result<Vec<u8>, TaskError>> + Send {
    /// Is the next one certainly there?
    fn is_ready(&self) -> bool;

    /// The same, with somebody who hears of the failures that are not yielded.
    fn on_unheard(self: Box<Self>, hear: Hear) -> Box<dyn RemoteResults>;
}

impl RemoteResults for Map<'static, Vec<u8>> {
    fn is_ready(&self) -> bool {
        self.is_ready()
    }

    fn on_unheard(self: Box<Self>, hear: Hear) -> Box<dyn RemoteResults> {
        Box::new((*self).on_unheard(hear))
    }
}

impl RemoteResults for MapUnordered<'static, Vec<u8>> {
    fn is_ready(&self) -> bool {
        self.is_ready()
    }

    fn on_unheard(self: Box<Self>, hear: Hear) -> Box<dyn RemoteResults> {
        Box::new((*self).on_unheard(hear))
    }
}

/// Workers that know a script: what goes in is a request, what comes out the reply to it or the failure.
pub(super) trait Workers: Send + Sync {
    /// What they are called together.
    fn name(&self) -> &str;

    /// The number of their pool in the ids of its calls.
    fn number(&self) -> u32;

    /// How many calls may run at once.
    fn max_workers(&self) -> usize;

    /// Schedules a call.
    ///
    /// # Errors
    /// The pool is shut down or broken.
    fn submit(&self, options: &CallOptions, request: Vec<u8>)
    -> Result<Future<Vec<u8>>, TaskError>;

    /// Schedules a call for each request.
    fn map(
        &self,
        order: Order,
        options: MapOptions,
        calls: &CallOptions,
        requests: Requests,
    ) -> Box<dyn RemoteResults>;

    /// How the pool stands and what it has done.
    fn stats(&self) -> Stats;

    /// The runs of the workers, if those are simulated.
    fn runs(&self) -> Vec<Arc<Run>> {
        Vec::new()
    }

    /// Takes no more calls; does not wait.
    fn close(&self, mode: Shutdown);

    /// As [`close`](Self::close), and waits until nothing is left, but no longer than that.
    ///
    /// # Errors
    /// What is left.
    fn shut_down(&self, mode: Shutdown, timeout: Duration) -> Result<(), Unfinished>;

    /// Ends the pool and its workers by SIGTERM.
    fn terminate_workers(&self);

    /// Ends the pool and its workers by SIGKILL.
    fn kill_workers(&self);
}
