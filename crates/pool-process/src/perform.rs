//! What a worker does with a call: read the argument, call, write the result.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::answer::{Answer, cannot_read_argument, cannot_send_result};
use crate::codec::{Encoded, Received, decode, decode_batch, encode_batch, encode_owned};
use crate::worker::panics::{self, Panicked};

/// Performs one call, with an empty `out`. The panic of the function, and of the types' own code, is an answer as any other.
pub(crate) fn perform<A, R>(
    function: impl FnOnce(A) -> Result<R, String>,
    argument: Received<'_>,
    out: &mut Encoded,
) -> Answer
where
    A: DeserializeOwned + 'static,
    R: Serialize + 'static,
{
    let answer = panics::catch(|| {
        let argument = match decode(argument) {
            Ok(argument) => argument,
            Err(error) => return Answer::BadArgument(cannot_read_argument(&error)),
        };
        match function(argument) {
            Ok(value) => match encode_owned(value, out) {
                Ok(()) => Answer::Value,
                Err(error) => Answer::BadResult(cannot_send_result(&error)),
            },
            Err(text) => Answer::Failed(text),
        }
    });
    ended(answer, out)
}

/// Performs a call of each item of a chunk, with an empty `out`; the failure of one is that item's alone.
pub(crate) fn perform_chunk<A, R>(
    function: impl Fn(A) -> Result<R, String>,
    argument: Received<'_>,
    out: &mut Encoded,
) -> Answer
where
    A: DeserializeOwned + 'static,
    R: Serialize + 'static,
{
    let answer = panics::catch(|| {
        let (items, refused) = match decode_batch::<A>(argument) {
            Ok(batch) => batch,
            Err(error) => return Answer::BadArgument(cannot_read_argument(&error)),
        };
        let mut values = Vec::with_capacity(items.len());
        let mut failures = Vec::with_capacity(refused.len());
        let mut items = items.into_iter();
        let mut refused = refused.into_iter().peekable();
        loop {
            let place = (values.len() + failures.len()) as u64;
            if let Some(known) = refused.next_if(|(at, _)| *at == place) {
                failures.push(known);
                continue;
            }
            let Some(item) = items.next() else { break };
            match panics::catch(|| function(item)) {
                Ok(Ok(value)) => values.push(value),
                Ok(Err(text)) => failures.push((place, Answer::Failed(text))),
                Err(panicked) => failures.push((place, Answer::Panicked(panicked))),
            }
        }
        let refuse = |error| Answer::BadResult(cannot_send_result(&error));
        match encode_batch(&values, failures, refuse, out) {
            Ok(()) => Answer::Value,
            Err(error) => Answer::BadResult(cannot_send_result(&error)),
        }
    });
    ended(answer, out)
}

/// The answer, with nothing in `out` unless that is a value.
fn ended(answer: Result<Answer, Panicked>, out: &mut Encoded) -> Answer {
    let answer = answer.unwrap_or_else(Answer::Panicked);
    if answer.is_failure() {
        out.clear();
    }
    answer
}
