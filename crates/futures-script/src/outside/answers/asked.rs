//! Servers and commands in a simulation: what they say comes from a file of answers, and takes virtual time.

use std::time::Duration;

use futures_core::host::{self, Wake};
use futures_core::{Error as TaskError, ErrorKind};
use rhai::Position;

use super::canned::{Canned, Miss};
use super::file::{CommandAnswer, Mishap, RequestAnswer};
use crate::error::ScriptResult;
use crate::outside::command::{Ended, Job};
use crate::outside::http::{
    Answer, Failure, FailureKind, MOST_REDIRECTS, Request, Url, after_redirect,
};
use crate::waiting::{self, Awaited};

/// Why a command does not come to its end in a simulation.
pub(crate) enum Refusal {
    /// Nothing is known of it, in words.
    Unknown(String),
    /// The time was up.
    Timeout,
}

/// `futures test` knows by the end of these words that a script cannot be simulated.
const NO_FILE: &str = "without --answers FILE nobody answers in a simulation";

/// The answer to a request. Where it leads on it is followed, as in the real world, if `gate` lets it.
pub(crate) fn request(
    position: Position,
    mut request: Request,
    gate: &dyn Fn(&Url) -> Result<(), String>,
) -> ScriptResult<Result<Answer, Failure>> {
    let Some(canned) = Canned::current() else {
        return Ok(Err(Failure::new(FailureKind::Denied, NO_FILE)));
    };
    let began = host::now();
    for _ in 0..=MOST_REDIRECTS {
        if let Err(why) = gate(&request.url) {
            return Ok(Err(Failure::new(FailureKind::Denied, why)));
        }
        let body = request.body.as_deref().unwrap_or_default();
        let url = request.url.to_string();
        let known = match canned.request(&request.method, &url, body) {
            Ok(known) => known,
            Err(Miss(why)) => return Ok(Err(Failure::new(FailureKind::Denied, why))),
        };
        let left = request.timeout.saturating_sub(host::now() - began);
        let time = Duration::from_secs_f64(known.seconds);
        // That it takes too long may stand in the file, or follow from the time that it takes.
        let is_late = known.error == Some(Mishap::Timeout) || time > left;
        let time = if is_late { left } else { time };
        pass(position, time, format!("the answer of {url}"))?;
        if is_late {
            let text = known.message.unwrap_or_else(|| {
                let limit = request.timeout.as_secs_f64();
                format!("took longer than {limit} s while waiting for the answer")
            });
            return Ok(Err(Failure::new(FailureKind::Timeout, text)));
        }
        if known.error == Some(Mishap::Connection) {
            let usual = || format!("nobody listens at {}", request.url.place());
            return Ok(Err(Failure::connection(
                known.message.unwrap_or_else(usual),
            )));
        }
        let answer = answer(known, url, host::now() - began);
        match after_redirect(&request, &answer) {
            Ok(Some(next)) => request = next,
            Ok(None) => return Ok(Ok(answer)),
            Err(failure) => return Ok(Err(failure)),
        }
    }
    let text = format!("is sent on more than {MOST_REDIRECTS} times");
    Ok(Err(Failure::connection(text)))
}

fn answer(known: RequestAnswer, url: String, elapsed: Duration) -> Answer {
    let headers = known.headers.into_iter();
    Answer {
        status: known.status.unwrap_or(200),
        url: known.url.unwrap_or(url),
        headers: headers
            .map(|(name, value)| (name.to_ascii_lowercase(), value))
            .collect(),
        body: known.body.0,
        elapsed,
    }
}

/// What comes of a command.
pub(crate) fn command(
    position: Position,
    program: &str,
    job: Job,
) -> ScriptResult<Result<Ended, Refusal>> {
    let Some(canned) = Canned::current() else {
        return Ok(Err(Refusal::Unknown(NO_FILE.to_owned())));
    };
    let mut words = vec![program];
    words.extend(job.arguments.iter().map(String::as_str));
    let known: CommandAnswer = match canned.command(&words, &job.input) {
        Ok(known) => known,
        Err(Miss(why)) => return Ok(Err(Refusal::Unknown(why))),
    };
    let time = Duration::from_secs_f64(known.seconds);
    let limit = job
        .timeout
        .filter(|limit| known.error.is_some() || time > *limit);
    let elapsed = limit.unwrap_or(time);
    pass(position, elapsed, format!("the command {program}"))?;
    if limit.is_some() || known.error.is_some() {
        return Ok(Err(Refusal::Timeout));
    }
    Ok(Ok(Ended {
        code: known.code,
        stdout: known.stdout.0,
        stderr: known.stderr.0,
        elapsed,
    }))
}

/// Lets virtual time pass, as a wait for `what`, which comes by itself.
fn pass(position: Position, time: Duration, what: String) -> ScriptResult<()> {
    let awaited = Awaited::new(move |_| what.clone(), || true);
    waiting::wait_at(position, Some(awaited), || match host::sleep(time) {
        Wake::Interrupted => {
            let text = "the wait for something outside was interrupted";
            Err(TaskError::new(ErrorKind::Interrupted, text))
        }
        Wake::Notified | Wake::Deadline => Ok(()),
    })
}
