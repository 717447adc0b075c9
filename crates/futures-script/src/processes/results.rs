//! The results of a map over processes.

use std::sync::Arc;

use futures_core::{Error as TaskError, ErrorKind};
use rhai::Dynamic;

use crate::backend::Results;
use crate::error::ItemError;
use crate::processes::origin::Origin;
use crate::processes::workers::RemoteResults;

/// The results of a map as values.
pub(super) struct Decoded {
    pub(super) results: Box<dyn RemoteResults>,
    pub(super) origin: Arc<Origin>,
}

impl Iterator for Decoded {
    type Item = Result<Dynamic, TaskError>;

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = match self.results.next()? {
            Ok(bytes) => bytes,
            // These are of the wait, not of the item.
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::TimedOut | ErrorKind::Interrupted | ErrorKind::Deadlock
                ) =>
            {
                return Some(Err(error));
            }
            Err(error) => {
                let error = self.origin.error(None, &error);
                return Some(Err(TaskError::failed(ItemError(error))));
            }
        };
        let value = self.origin.value(&bytes);
        Some(value.map_err(|error| TaskError::failed(ItemError(error))))
    }
}

impl Results for Decoded {
    fn is_ready(&self) -> bool {
        self.results.is_ready()
    }
}
