//! The result of a call as bytes, and as what its future holds.

use std::sync::Arc;

use futures_core::SharedFuture;
use rhai::{Dynamic, Engine};

use super::bytes::{Read, Reader, put_number};
use super::refused::Sent;
use super::{error, read, write};
use crate::capture::MAX_DEPTH;
use crate::error::ScriptError;
use crate::view::View;

/// Up to this size a value is read at once; keeping the bytes would take more memory than the value.
const SMALL: usize = 64;

/// The bytes of a reply: the failures that nobody has asked for in the worker, then the value.
pub(super) fn to_bytes(
    engine: &Engine,
    unretrieved: &[ScriptError],
    value: &Dynamic,
) -> Result<Vec<u8>, ScriptError> {
    let mut out = Vec::new();
    put_number(unretrieved.len() as u64, &mut out);
    for failure in unretrieved {
        error::put(failure, MAX_DEPTH, &mut out);
    }
    write::put(value, &mut out).map_err(|refused| refused.into_error(engine, Sent::Result))?;
    Ok(out)
}

/// A reply whose failures have been taken off.
pub(crate) struct Reply {
    /// Failures of tasks inside the call that nobody has asked for.
    pub(crate) unretrieved: Vec<ScriptError>,
    /// Where the value begins.
    start: usize,
}

impl Reply {
    /// Looks at `bytes`.
    ///
    /// # Errors
    /// If they are no reply.
    pub(crate) fn of(bytes: &[u8], view: &View) -> Read<Self> {
        let mut reader = Reader(bytes);
        let unretrieved = (0..reader.count()?)
            .map(|_| error::take(&mut reader, view.libraries(), MAX_DEPTH))
            .collect::<Read<_>>()?;
        Ok(Reply {
            unretrieved,
            start: bytes.len() - reader.0.len(),
        })
    }

    /// The value in `bytes`, which are those that this is of.
    ///
    /// # Errors
    /// If there is none.
    pub(crate) fn value(&self, bytes: &[u8], view: &View) -> Read<Dynamic> {
        let bytes = bytes.get(self.start..).unwrap_or_default();
        read::take(&mut Reader(bytes), view.libraries())
    }
}

/// A value that stays as it came until somebody asks for it, who then has it for himself: nobody copies it before, and a
/// large one holds up nobody else.
#[derive(Clone)]
pub(crate) struct Packed {
    bytes: SharedFuture<Vec<u8>>,
    start: usize,
    view: Arc<View>,
}

impl Packed {
    /// What the future of a call should hold that has ended with `reply`, which is of the value of `future`.
    ///
    /// # Errors
    /// If that has none.
    pub(crate) fn hold(
        reply: &Reply,
        future: &SharedFuture<Vec<u8>>,
        bytes: &[u8],
        view: &Arc<View>,
    ) -> Read<Dynamic> {
        if bytes.len() <= SMALL {
            return reply.value(bytes, view);
        }
        Ok(Dynamic::from(Packed {
            bytes: future.clone(),
            start: reply.start,
            view: view.clone(),
        }))
    }

    /// A value of one's own.
    ///
    /// # Errors
    /// If the bytes are damaged.
    pub(crate) fn unpack(&self) -> Result<Dynamic, ScriptError> {
        let bytes = self
            .bytes
            .result()
            .map_err(|error| ScriptError::from_task(&error))?;
        let bytes = bytes.get(self.start..).unwrap_or_default();
        read::take(&mut Reader(bytes), self.view.libraries())
    }
}
