//! Futures as scripts hold them, and arrays of futures as arguments.

use std::ops::Deref;
use std::sync::Arc;

use futures_core::SharedFuture;
use rhai::{Array, Dynamic, NativeCallContext};

use crate::error::{ScriptError, ScriptResult};
use crate::given::Given;
use crate::traces::{Trace, TraceOrigin};
use crate::values::{type_name, wrong_type};

/// What `submit` gives to a script. Copies are the same future.
#[derive(Clone)]
pub(crate) struct ScriptFuture {
    future: SharedFuture<Dynamic>,
    arguments: Given,
    /// What a session knows of it.
    trace: Option<Arc<Trace>>,
}

impl ScriptFuture {
    /// The future of a call with these arguments.
    pub(crate) fn new(future: SharedFuture<Dynamic>, arguments: Given) -> Self {
        ScriptFuture {
            future,
            arguments,
            trace: None,
        }
    }

    /// The same for a task of a session, if it is one.
    pub(crate) fn traced(self, origin: Option<TraceOrigin>) -> Self {
        let trace = origin.map(|origin| Trace::begin(origin, &self.future));
        ScriptFuture { trace, ..self }
    }

    /// The future that a value is: one of the script, or of the program that the script is part of.
    pub(crate) fn in_value(value: &Dynamic) -> Option<Self> {
        if let Some(future) = value.read_lock::<ScriptFuture>() {
            return Some(future.clone());
        }
        let future = value.read_lock::<SharedFuture<Dynamic>>()?.clone();
        Some(ScriptFuture::from(future))
    }

    /// The same without what is the script's, as it can be waited for.
    pub(crate) fn core(&self) -> &SharedFuture<Dynamic> {
        &self.future
    }

    /// Calls `callback` once the future has ended, with the future.
    pub(crate) fn add_done_callback(&self, callback: impl FnOnce(ScriptFuture) + Send + 'static) {
        // Not the whole future, which would hold itself until its end.
        let arguments = self.arguments.clone();
        let trace = self.trace.clone();
        self.future.add_done_callback(move |future| {
            callback(ScriptFuture {
                future: future.clone(),
                arguments,
                trace,
            });
        });
    }

    /// What the task was given, as copies.
    ///
    /// # Errors
    /// If something of it cannot be copied.
    pub(crate) fn arguments(&self) -> Result<Array, ScriptError> {
        self.arguments.to_array()
    }
}

impl From<SharedFuture<Dynamic>> for ScriptFuture {
    /// Of a program's own task, whose arguments nobody knows.
    fn from(future: SharedFuture<Dynamic>) -> Self {
        ScriptFuture::new(future, Given::nothing())
    }
}

impl Deref for ScriptFuture {
    type Target = SharedFuture<Dynamic>;

    fn deref(&self) -> &SharedFuture<Dynamic> {
        &self.future
    }
}

impl PartialEq for ScriptFuture {
    fn eq(&self, other: &Self) -> bool {
        self.future == other.future
    }
}

/// The futures in `value`, an array.
///
/// # Errors
/// If it is no array, or has other things in it.
pub(crate) fn futures(
    context: &NativeCallContext<'_>,
    value: &Dynamic,
) -> ScriptResult<Vec<ScriptFuture>> {
    let Some(array) = value.read_lock::<Array>() else {
        let given = type_name(context, value);
        let hint = if value.is_map() {
            "; take its `values()`"
        } else {
            ""
        };
        return Err(wrong_type(
            context,
            &format!("an array of futures is needed, not {given}{hint}"),
        ));
    };
    let futures = array.iter().enumerate().map(|(index, item)| {
        ScriptFuture::in_value(item).ok_or_else(|| {
            let given = type_name(context, item);
            let text = format!("an array of futures is needed, but [{index}] is {given}");
            wrong_type(context, &text)
        })
    });
    futures.collect()
}
