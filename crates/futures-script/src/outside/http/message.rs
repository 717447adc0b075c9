//! What goes out and what comes back, as plain values.

use std::time::Duration;

use ureq::http::StatusCode;

use super::Url;

/// What is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) url: Url,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<Vec<u8>>,
    /// How long everything together may take: names, connections, redirects, the body.
    pub(crate) timeout: Duration,
    pub(crate) redirects: Redirects,
    /// How long the body may be, once it is unpacked.
    pub(crate) max_bytes: u64,
}

/// What to do about an answer that says where to look instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Redirects {
    Followed,
    Returned,
}

/// What came back.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Where it came from in the end.
    pub(crate) url: String,
    /// Names in lower case, in the order in which they came; several of one name are one, with commas.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) elapsed: Duration,
}

impl Answer {
    /// The value of a header, whose name is in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut all = self.headers.iter();
        all.find(|(known, _)| known == name)
            .map(|(_, value)| &**value)
    }
}

/// Adds a header to those before it.
pub(crate) fn add_header(headers: &mut Vec<(String, String)>, name: &str, value: &str) {
    match headers.iter_mut().find(|(known, _)| known == name) {
        Some((_, all)) => {
            all.push_str(", ");
            all.push_str(value);
        }
        None => headers.push((name.to_owned(), value.to_owned())),
    }
}

/// What a status means, in the usual words; nothing for those that have none.
pub(crate) fn reason_of(status: u16) -> &'static str {
    let known = StatusCode::from_u16(status).ok();
    known
        .and_then(|known| known.canonical_reason())
        .unwrap_or_default()
}
