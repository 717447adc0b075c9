//! What a call calls, kept for as long as the call lasts.

use std::sync::Arc;

use crate::function::{Callee, Offsets};
use crate::wire::frame::FunctionRef;

/// A function that a worker can find.
#[derive(Clone, Debug)]
pub(crate) enum Function {
    /// By its place in the program that both are.
    Offsets(Offsets),
    /// By its name in the worker's registry.
    Named(Arc<str>),
}

impl Function {
    pub(crate) fn of(callee: Callee<'_>) -> Self {
        match callee {
            Callee::Offsets(offsets) => Function::Offsets(offsets),
            Callee::Named(name) => Function::Named(name.into()),
        }
    }

    pub(crate) fn as_wire(&self) -> FunctionRef<'_> {
        match self {
            Function::Offsets(Offsets { shim, function }) => FunctionRef::Offset {
                shim: *shim,
                function: *function,
            },
            Function::Named(name) => FunctionRef::Named { name },
        }
    }
}
