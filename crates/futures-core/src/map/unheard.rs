//! Failures of a map that nobody walks as far as.

use std::sync::Arc;

use super::source::{Part, Results};
use crate::Error;

/// What is left of a map when its owner is gone, or its wait has failed.
pub(super) enum Left<R: Send + 'static> {
    /// A task, which may not have ended yet.
    Part(Part<R>),
    /// Of the task whose results were being yielded.
    Results(Results<R>),
}

/// Who wants to hear of it, if somebody does.
pub(super) type Unheard<R> = Option<Box<dyn Fn(Left<R>) + Send>>;

/// Tells `hear` of each failure, at once or when its task has ended. What was cancelled has not failed.
pub(super) fn listener<R: Send + Sync + 'static>(
    hear: impl Fn(&Error) + Send + Sync + 'static,
) -> Unheard<R> {
    let hear = Arc::new(move |error: &Error| {
        if !error.is_cancelled() {
            hear(error);
        }
    });
    Some(Box::new(move |left| match left {
        Left::Results(results) => results.failures().for_each(|error| hear(error)),
        Left::Part(Part::One(future)) => {
            let hear = hear.clone();
            future.shared().add_done_callback(move |done| {
                if let Err(error) = done.result() {
                    hear(&error);
                }
            });
        }
        Left::Part(Part::Many(future, _)) => {
            let hear = hear.clone();
            future
                .shared()
                .add_done_callback(move |done| match done.result() {
                    Ok(results) => results.failures().for_each(|error| hear(error)),
                    Err(error) => hear(&error),
                });
        }
    }))
}
