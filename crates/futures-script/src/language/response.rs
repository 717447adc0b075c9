//! `Response`: what a server has answered.

use std::sync::Arc;
use std::time::Duration;

use rhai::{Blob, Dynamic, FLOAT, INT, ImmutableString, Map, NativeCallContext};

use crate::error::{Raise, ScriptError, ScriptErrorKind, ScriptResult};
use crate::language::{Definitions, json};
use crate::outside::http::{Answer, reason_of};
use crate::reference::{Entry, Section};

/// An answer as scripts hold it; it never changes.
#[derive(Clone)]
pub(crate) struct Response(Arc<Inner>);

struct Inner {
    /// What it is the answer to, for messages.
    method: String,
    answer: Answer,
}

impl Response {
    pub(crate) fn new(method: String, answer: Answer) -> Self {
        Response(Arc::new(Inner { method, answer }))
    }

    pub(crate) fn method(&self) -> &str {
        &self.0.method
    }

    pub(crate) fn answer(&self) -> &Answer {
        &self.0.answer
    }

    fn title(&self) -> String {
        format!("{} {}", self.0.method, self.0.answer.url)
    }

    /// The status with its usual words.
    fn status(&self) -> String {
        let status = self.0.answer.status;
        format!("{status} {}", reason_of(status))
            .trim_end()
            .to_owned()
    }
}

const ENTRIES: &[Entry] = &[
    Entry::of_type(
        Section::Http,
        &["Response"],
        "What a server has answered: see `http_get`. It never changes, and travels to other processes.",
    )
    .python("requests.Response"),
    Entry::function(
        Section::Http,
        &[
            "Response.status -> int",
            "Response.ok -> bool",
            "Response.reason -> string",
            "Response.url -> string",
            "Response.elapsed -> float",
        ],
        "The status, whether it is below 400, what it means in words, where the answer came from in the end, and the \
         seconds that it took.",
    )
    .example(
        r#"
let r = http_get("http://127.0.0.1:8000/redirect-to?url=/status/404");
print([r.status, r.ok, r.reason, r.elapsed < 30]);
print(r.url);"#,
        "
[404, false, \"Not Found\", true]
http://127.0.0.1:8000/status/404",
    )
    .run_with(&["--allow-net=127.0.0.1:8000"]),
    Entry::function(
        Section::Http,
        &["Response.headers -> map", "Response.header(name: string) -> string | ()"],
        "The headers by their names in lower case; one by its name, `()` if it did not come.",
    )
    .details("Several headers of one name are one, with commas in between.")
    .example(
        r#"
let r = http_get("http://127.0.0.1:8000/bytes/5");
print(r.header("Content-Length"));
print(r.headers["content-length"]);
print(r.header("X-Missing") == ());"#,
        "
5
5
true",
    )
    .run_with(&["--allow-net=127.0.0.1:8000"])
    .python("response.headers"),
    Entry::function(
        Section::Http,
        &["Response.text() -> string", "Response.bytes() -> blob", "Response.json() -> any"],
        "The body as a text, as bytes, or as the value that its JSON stands for.",
    )
    .details("The text is in the encoding that the server names, UTF-8 or ISO-8859-1; if it names none, UTF-8.")
    .errors(&[("ValueError", "the body is no such text, or no JSON")])
    .example(
        r#"
let r = http_get("http://127.0.0.1:8000/echo?a=1");
print(r.json().target);
print(r.text().len() == r.bytes().len());"#,
        "
/echo?a=1
true",
    )
    .run_with(&["--allow-net=127.0.0.1:8000"])
    .python("response.text, response.content, response.json()"),
    Entry::function(
        Section::Http,
        &["Response.raise_for_status() -> Response"],
        "Throws if the status says that the request failed; returns the answer otherwise.",
    )
    .errors(&[("HTTPError", "the status is 400 or more")])
    .example(
        r#"
print(http_get("http://127.0.0.1:8000/bytes/3").raise_for_status().text());
try {
    http_get("http://127.0.0.1:8000/status/500").raise_for_status();
} catch (e) {
    print(e.message);
}"#,
        "
xxx
GET http://127.0.0.1:8000/status/500: 500 Internal Server Error",
    )
    .run_with(&["--allow-net=127.0.0.1:8000"])
    .python("response.raise_for_status()"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.handle::<Response>("Response");
    language.property("status", |response: &mut Response| {
        INT::from(response.answer().status)
    });
    language.property("ok", |response: &mut Response| {
        response.answer().status < 400
    });
    language.property("reason", |response: &mut Response| {
        reason_of(response.answer().status)
    });
    language.property("url", |response: &mut Response| {
        ImmutableString::from(&*response.answer().url)
    });
    language.property("elapsed", |response: &mut Response| {
        seconds(response.answer().elapsed)
    });
    language.property("headers", |response: &mut Response| {
        let headers = response.answer().headers.iter();
        headers
            .map(|(name, value)| (name.into(), value.into()))
            .collect::<Map>()
    });
    language.function(
        "header",
        |response: &mut Response, name: ImmutableString| {
            let value = response.answer().header(&name.to_ascii_lowercase());
            value.map_or(Dynamic::UNIT, Into::into)
        },
    );
    language.function(
        "text",
        |context: NativeCallContext<'_>, response: &mut Response| {
            text(&context, response).map(ImmutableString::from)
        },
    );
    language.function(
        "json",
        |context: NativeCallContext<'_>, response: &mut Response| -> ScriptResult<Dynamic> {
            let text = text(&context, response)?;
            json::parse(&context, &text, &format!("{}, ", response.title()))
        },
    );
    language.function("bytes", |response: &mut Response| -> Blob {
        response.answer().body.clone()
    });
    language.function(
        "raise_for_status",
        |context: NativeCallContext<'_>, response: &mut Response| raise(&context, response),
    );
    language.shown_as(|response: &Response| {
        format!("<Response {} of {}>", response.status(), response.title())
    });
}

fn seconds(time: Duration) -> FLOAT {
    time.as_secs_f64()
}

fn raise(context: &NativeCallContext<'_>, response: &Response) -> ScriptResult<Response> {
    if response.answer().status < 400 {
        return Ok(response.clone());
    }
    let text = format!("{}: {}", response.title(), response.status());
    Err(ScriptError::new(ScriptErrorKind::Http, text).raise(context))
}

/// The body as a text, by the encoding that the server names, or else UTF-8.
pub(super) fn text(context: &NativeCallContext<'_>, response: &Response) -> ScriptResult<String> {
    let answer = response.answer();
    let wrong = |why: String| {
        let text = format!("{}: {why}; bytes() has the body as it is", response.title());
        ScriptError::new(ScriptErrorKind::Value, text).raise(context)
    };
    let charset = answer.header("content-type").and_then(charset);
    match charset.as_deref() {
        None | Some("utf-8" | "utf8" | "us-ascii" | "ascii") => {}
        Some("iso-8859-1" | "latin1") => {
            return Ok(answer.body.iter().map(|byte| char::from(*byte)).collect());
        }
        Some(other) => return Err(wrong(format!("the encoding {other} is not known"))),
    }
    let body = answer
        .body
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(&answer.body);
    match std::str::from_utf8(body) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => {
            let place = error.valid_up_to() + 1;
            Err(wrong(format!(
                "the body is not UTF-8: byte {place} of it is wrong"
            )))
        }
    }
}

/// The encoding in `text/plain; charset="UTF-8"`, in lower case.
fn charset(content_type: &str) -> Option<String> {
    let mut parts = content_type.split(';').skip(1);
    let value = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then_some(value)
    })?;
    Some(value.trim().trim_matches('"').to_ascii_lowercase())
}
