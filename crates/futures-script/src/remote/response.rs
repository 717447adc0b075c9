//! Answers of servers on their way between processes.

use std::time::Duration;

use super::bytes::{Read, Reader, put_bytes, put_number, put_text};
use crate::language::Response;
use crate::outside::http::Answer;

/// Appends an answer.
pub(super) fn put(response: &Response, out: &mut Vec<u8>) {
    let answer = response.answer();
    put_text(response.method(), out);
    put_number(u64::from(answer.status), out);
    put_text(&answer.url, out);
    put_number(answer.headers.len() as u64, out);
    for (name, value) in &answer.headers {
        put_text(name, out);
        put_text(value, out);
    }
    put_bytes(&answer.body, out);
    put_number(answer.elapsed.as_nanos() as u64, out);
}

/// The next answer.
pub(super) fn take(reader: &mut Reader<'_>) -> Read<Response> {
    let method = reader.text()?.to_owned();
    let status = reader.number()? as u16;
    let url = reader.text()?.to_owned();
    let mut headers = Vec::new();
    for _ in 0..reader.count()? {
        headers.push((reader.text()?.to_owned(), reader.text()?.to_owned()));
    }
    let answer = Answer {
        status,
        url,
        headers,
        body: reader.bytes()?.to_vec(),
        elapsed: Duration::from_nanos(reader.number()?),
    };
    Ok(Response::new(method, answer))
}
