//! What a task was given: the call takes it, and the future shows it as `args`.

use std::sync::Arc;

use rhai::{Array, Dynamic};

use crate::call::Arguments;
use crate::capture;
use crate::dispose::dispose;
use crate::error::ScriptError;

/// Copies of the arguments of a call, for the call that is yet to be made and its future.
#[derive(Clone)]
pub(crate) enum Given {
    /// Numbers and texts, which are cheap to copy.
    Plain(Kept),
    /// With others among them, which only the call copies, and only if the future is still there.
    Shared(Arc<Kept>),
}

/// Is a copy of it nothing but a number or a pointer? That of a handle may be another future, with arguments of its own.
fn is_cheap(value: &Dynamic) -> bool {
    capture::is_plain(value) && !value.is_variant()
}

/// Arguments that may hold each other's futures, and those theirs.
#[derive(Clone, Default)]
pub(crate) struct Kept(Arguments);

impl Drop for Kept {
    fn drop(&mut self) {
        dispose(std::mem::take(&mut self.0));
    }
}

impl Given {
    pub(crate) fn nothing() -> Self {
        Given::Plain(Kept::default())
    }

    /// Copies of `arguments`.
    ///
    /// # Errors
    /// If one cannot be copied.
    pub(crate) fn copied(arguments: &[&mut Dynamic]) -> Result<Self, ScriptError> {
        let copies = arguments
            .iter()
            .map(|argument| capture::copy(argument))
            .collect::<Result<Arguments, _>>()?;
        Ok(if copies.iter().all(is_cheap) {
            Given::Plain(Kept(copies))
        } else {
            Given::Shared(Arc::new(Kept(copies)))
        })
    }

    /// For the call, which may change them.
    ///
    /// # Errors
    /// If one cannot be copied, though once it could.
    pub(crate) fn for_call(self) -> Result<Arguments, ScriptError> {
        match self {
            Given::Plain(mut kept) => Ok(std::mem::take(&mut kept.0)),
            Given::Shared(kept) => match Arc::try_unwrap(kept) {
                Ok(mut kept) => Ok(std::mem::take(&mut kept.0)),
                Err(shared) => shared.0.iter().map(capture::copy).collect(),
            },
        }
    }

    /// For whoever makes something else of them.
    pub(crate) fn as_slice(&self) -> &[Dynamic] {
        match self {
            Given::Plain(kept) => &kept.0,
            Given::Shared(kept) => &kept.0,
        }
    }

    /// Copies for whoever looks.
    ///
    /// # Errors
    /// As [`for_call`](Self::for_call).
    pub(crate) fn to_array(&self) -> Result<Array, ScriptError> {
        self.as_slice().iter().map(capture::copy).collect()
    }
}
