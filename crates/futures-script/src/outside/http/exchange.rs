//! One question and one answer, with all that can go wrong between in words.

use std::io::{ErrorKind, Read};

use futures_core::host;
use ureq::http::{self, HeaderValue};
use ureq::{Agent, Body, Error};

use super::message::add_header;
use super::operation::{Operation, Phase};
use super::{Answer, Failure, FailureKind, Request};

/// How much of a body is read at once.
const CHUNK: usize = 64 * 1024;

/// Asks, and reads the whole answer.
///
/// # Errors
/// Why there is none.
pub(super) fn exchange(
    agent: &Agent,
    operation: &Operation,
    request: &Request,
) -> Result<Answer, Failure> {
    let began = host::now();
    let mut response = ask(agent, request).map_err(|error| failure(operation, request, error))?;
    operation.enter(Phase::Body);
    let mut headers = Vec::new();
    for (name, value) in response.headers() {
        // Bytes beyond ASCII have no agreed meaning there; each is the letter of its number.
        let text: String = value
            .as_bytes()
            .iter()
            .map(|byte| char::from(*byte))
            .collect();
        add_header(&mut headers, name.as_str(), &text);
    }
    let mut answer = Answer {
        status: response.status().as_u16(),
        url: request.url.to_string(),
        headers,
        body: Vec::new(),
        elapsed: host::now() - began,
    };
    read_body(response.body_mut(), operation, request, &mut answer)?;
    answer.elapsed = host::now() - began;
    Ok(answer)
}

fn ask(agent: &Agent, request: &Request) -> Result<http::Response<Body>, Error> {
    let mut parts = http::Request::builder()
        .method(&*request.method)
        .uri(request.url.to_string());
    for (name, value) in &request.headers {
        let value = HeaderValue::from_bytes(value.as_bytes()).map_err(http::Error::from)?;
        parts = parts.header(&**name, value);
    }
    let must_have_body = matches!(&*request.method, "POST" | "PUT" | "PATCH");
    match &request.body {
        Some(body) => agent.run(parts.body(body)?),
        None if must_have_body => agent.run(parts.body(Vec::new())?),
        None => agent.run(parts.body(())?),
    }
}

fn read_body(
    body: &mut Body,
    operation: &Operation,
    request: &Request,
    answer: &mut Answer,
) -> Result<(), Failure> {
    let announced = body.content_length();
    let too_long = || {
        let text = format!(
            "the body is longer than max_bytes, which is {}",
            request.max_bytes
        );
        Failure::value(text)
    };
    if announced.is_some_and(|length| length > request.max_bytes) {
        return Err(too_long());
    }
    let mut reader = body.as_reader();
    let mut chunk = vec![0; CHUNK];
    loop {
        let amount = match reader.read(&mut chunk) {
            Ok(0) => return Ok(()),
            Ok(amount) => amount,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
                return Err(Failure::connection(cut_short(answer.body.len(), announced)));
            }
            Err(error) => return Err(failure(operation, request, error.into())),
        };
        if (answer.body.len() + amount) as u64 > request.max_bytes {
            return Err(too_long());
        }
        answer.body.extend_from_slice(&chunk[..amount]);
    }
}

fn cut_short(read: usize, announced: Option<u64>) -> String {
    match announced {
        Some(announced) => {
            format!("the connection ended after {read} of the {announced} bytes of the body")
        }
        None => format!("the connection ended after {read} bytes, within the body"),
    }
}

/// Why there is no answer, in words.
fn failure(operation: &Operation, request: &Request, error: Error) -> Failure {
    if operation.is_cancelled() {
        return Failure::new(FailureKind::Ended, "the wait was ended");
    }
    let is_late = operation
        .deadline()
        .is_some_and(|deadline| deadline <= host::now());
    let doing = operation.phase().words();
    match error {
        // The time for one of several addresses may be up long before that for all of them.
        Error::Timeout(_) if is_late => Failure::new(
            FailureKind::Timeout,
            format!(
                "took longer than {} s while {doing}",
                request.timeout.as_secs_f64()
            ),
        ),
        Error::HostNotFound => {
            Failure::connection(format!("there is no host {}", request.url.host()))
        }
        Error::Io(error) => Failure::connection(match error.kind() {
            ErrorKind::ConnectionRefused => {
                format!("nobody listens at {}", request.url.place())
            }
            ErrorKind::UnexpectedEof => format!("the connection ended while {doing}"),
            ErrorKind::ConnectionReset | ErrorKind::BrokenPipe => {
                format!("the connection was cut off while {doing}")
            }
            _ => format!("{error}, while {doing}"),
        }),
        Error::Http(error) => Failure::value(error.to_string()),
        Error::LargeResponseHeader(..) => Failure::connection("the head of the answer is too long"),
        Error::Protocol(error) => {
            Failure::connection(format!("the answer is not HTTP as it should be: {error}"))
        }
        Error::Decompress(_, error) => {
            Failure::connection(format!("the body cannot be unpacked: {error}"))
        }
        Error::Other(error) => Failure::connection(error.to_string()),
        error => Failure::connection(error.to_string()),
    }
}
