//! `http_get(url)`, `http_post(url, body)` and `http_request(method, url)`: what Python has the package `requests` for.

use std::time::Duration;

use futures_core::host;
use rhai::{Array, Blob, Dynamic, ImmutableString, Map, NativeCallContext};

use crate::current;
use crate::error::{Raise, ScriptError, ScriptErrorKind, ScriptResult};
use crate::language::response::Response;
use crate::language::{Definitions, json};
use crate::outside::answers::{Mishap, RequestAnswer, Text, asked};
use crate::outside::http::{Answer, Failure, FailureKind, Redirects, Request, Url, pairs};
use crate::outside::{Permission, Recording, offload};
use crate::reference::{Entry, Opt, Raised, Section};
use crate::values::{Options, type_name, wrong_type, wrong_value};

/// How long a request may take that says nothing of it. A server that is alive answers much sooner, and one that is not
/// should not keep a script for ever, as in Python.
const TIMEOUT: Duration = Duration::from_secs(30);

/// How long a body may be unless the call says otherwise: it is all in memory.
const MAX_BYTES: u64 = 256 << 20;

const OPTIONS: [&str; 8] = [
    "headers",
    "params",
    "timeout",
    "follow_redirects",
    "max_bytes",
    "json",
    "form",
    "body",
];

/// What the client sets itself, from the body and the connection.
const OWN_HEADERS: [&str; 5] = [
    "connection",
    "content-length",
    "expect",
    "host",
    "transfer-encoding",
];

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Http,
        &["http_get(url: string, options?: map) -> Response"],
        "Asks a server for what is at an address, and waits for the whole answer.",
    )
    .details(
        "Any status is an answer, also 404 and 500: `raise_for_status()` makes errors of those. The connection is kept \
         for the next request to the same server. There are no cookies, and proxies that the environment names are not \
         used.\n\nThe host must be allowed, by `--allow-net=HOST`, and so must be each host that an answer sends on to. \
         What `Authorization` and `Cookie` say is not told to another host.",
    )
    .options(&[HEADERS, PARAMS, TIMEOUT_OPTION, FOLLOW, MAX])
    .errors(ERRORS)
    .example(
        r#"
let page = http_get("http://127.0.0.1:8000/bytes/5");
print(page.status);
print(page.text());
let missing = http_get("http://127.0.0.1:8000/nothing", #{params: #{q: "a b"}});
print(missing.ok);"#,
        "
200
xxxxx
false",
    )
    .run_with(&["--allow-net=127.0.0.1:8000"])
    .python("requests.get(url)")
    .see(&["http_request", "Response"]),
    Entry::function(
        Section::Http,
        &["http_post(url: string, body: any, options?: map) -> Response"],
        "Sends a text or a blob to an address, and waits for the whole answer.",
    )
    .details(
        "With the body `()` the option `json` sends a value as JSON, or `form` a map as a form. After a redirect with \
         status 301, 302 or 303 the next request is a GET without body, as in browsers.",
    )
    .options(&[HEADERS, PARAMS, TIMEOUT_OPTION, FOLLOW, MAX, JSON, FORM])
    .errors(ERRORS)
    .example(
        r#"
let answer = http_post("http://127.0.0.1:8000/echo", "some text");
print(answer.text().contains("\"body\": \"some text\""));
let answer = http_post("http://127.0.0.1:8000/echo", (), #{form: #{name: "Ann", age: 7}});
print(answer.text().contains("age=7&name=Ann"));"#,
        "
true
true",
    )
    .run_with(&["--allow-net=127.0.0.1:8000"])
    .python("requests.post(url, data=body)")
    .see(&["http_get"]),
    Entry::function(
        Section::Http,
        &["http_request(method: string, url: string, options?: map) -> Response"],
        "Sends a request with any method, such as PUT, PATCH, DELETE or HEAD.",
    )
    .options(&[
        HEADERS,
        PARAMS,
        TIMEOUT_OPTION,
        FOLLOW,
        MAX,
        JSON,
        FORM,
        ("body", "string or blob", "nothing", "what is sent"),
    ])
    .errors(ERRORS)
    .example(
        r#"
let answer = http_request("PUT", "http://127.0.0.1:8000/echo", #{body: "new"});
print(answer.text().contains("\"method\": \"PUT\""));"#,
        "true",
    )
    .run_with(&["--allow-net=127.0.0.1:8000"])
    .python("requests.request(method, url)")
    .see(&["http_get"]),
];

const HEADERS: Opt = ("headers", "map", "none", "headers by their names");
const PARAMS: Opt = (
    "params",
    "map",
    "none",
    "what is added to the address behind `?`; an array stands for several values of one name",
);
const TIMEOUT_OPTION: Opt = (
    "timeout",
    "seconds",
    "30",
    "how long everything together may take: looking up the host, redirects, the body",
);
const FOLLOW: Opt = (
    "follow_redirects",
    "bool",
    "true",
    "whether to ask where an answer says to look instead, at most 10 times",
);
const MAX: Opt = (
    "max_bytes",
    "int",
    "256 MiB",
    "how long the body may be, unpacked if it comes packed",
);
const JSON: Opt = ("json", "any", "nothing", "a value that is sent as JSON");
const FORM: Opt = (
    "form",
    "map",
    "nothing",
    "names and values that are sent as a form",
);

const ERRORS: &[Raised] = &[
    (
        "PermissionError",
        "the host is not allowed, or one that an answer sends on to",
    ),
    (
        "TimeoutError",
        "it takes longer than `timeout`; the message says what it was doing",
    ),
    (
        "ConnectionError",
        "the server cannot be found or reached, breaks off, shows a certificate that nobody vouches for, or does not \
         speak HTTP",
    ),
    (
        "ValueError",
        "the address is none, or the body is longer than `max_bytes`",
    ),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.function(
        "http_get",
        |context: NativeCallContext<'_>, url: ImmutableString| {
            send(&context, "GET", &url, None, &Options::none(&context))
        },
    );
    language.function(
        "http_get",
        |context: NativeCallContext<'_>, url: ImmutableString, options: Dynamic| {
            let options = Options::new(&context, &options, &OPTIONS[..5])?;
            send(&context, "GET", &url, None, &options)
        },
    );
    language.function(
        "http_post",
        |context: NativeCallContext<'_>, url: ImmutableString, body: Dynamic| {
            send(
                &context,
                "POST",
                &url,
                Some(&body),
                &Options::none(&context),
            )
        },
    );
    language.function(
        "http_post",
        |context: NativeCallContext<'_>, url: ImmutableString, body: Dynamic, options: Dynamic| {
            let options = Options::new(&context, &options, &OPTIONS[..7])?;
            send(&context, "POST", &url, Some(&body), &options)
        },
    );
    language.function(
        "http_request",
        |context: NativeCallContext<'_>, method: ImmutableString, url: ImmutableString| {
            send(&context, &method, &url, None, &Options::none(&context))
        },
    );
    language.function(
        "http_request",
        |context: NativeCallContext<'_>,
         method: ImmutableString,
         url: ImmutableString,
         options: Dynamic| {
            let options = Options::new(&context, &options, &OPTIONS)?;
            send(&context, &method, &url, None, &options)
        },
    );
}

fn send(
    context: &NativeCallContext<'_>,
    method: &str,
    url: &str,
    body: Option<&Dynamic>,
    options: &Options<'_>,
) -> ScriptResult<Response> {
    let method = method_of(context, method)?;
    let request = request(context, method.clone(), url, body, options)?;
    let title = format!("{method} {}", request.url);
    let answer = ask(context, request)?;
    answer
        .map(|answer| Response::new(method, answer))
        .map_err(|failure| raise(context, &title, &failure))
}

/// The answer from wherever this run has its answers.
fn ask(context: &NativeCallContext<'_>, request: Request) -> ScriptResult<Result<Answer, Failure>> {
    let run = current::run()?;
    let permissions = run.permissions();
    let gate = |url: &Url| {
        let place = url.place();
        if permissions.may_connect(url.host(), url.port()) {
            Ok(())
        } else {
            Err(Permission::Net.denial(&place, None))
        }
    };
    if let Err(why) = gate(&request.url) {
        return Ok(Err(Failure::new(FailureKind::Denied, why)));
    }
    let position = context.call_position();
    if futures_sim::is_simulated() {
        return asked::request(position, request, &gate);
    }
    let what = format!("the answer of {}", request.url);
    let asked = run.recording().map(|_| request.clone());
    let began = host::now();
    let answer = offload::here(position, &what, |cancel| {
        run.http().send(request, &gate, cancel)
    })?;
    if let (Some(recording), Some(asked)) = (run.recording(), asked) {
        record(recording, asked, &answer, host::now() - began);
    }
    Ok(answer)
}

/// Keeps what came, unless it says more of this run than of the server.
fn record(recording: &Recording, asked: Request, answer: &Result<Answer, Failure>, took: Duration) {
    let url = asked.url.to_string();
    let seconds = took.as_secs_f64();
    let known = match answer {
        Ok(answer) => RequestAnswer {
            status: Some(answer.status),
            url: Some(answer.url.clone()).filter(|end| *end != url),
            headers: answer.headers.iter().cloned().collect(),
            body: Text(answer.body.clone()),
            seconds,
            ..RequestAnswer::default()
        },
        Err(failure) => {
            let error = match failure.kind {
                FailureKind::Timeout => Mishap::Timeout,
                FailureKind::Connection => Mishap::Connection,
                FailureKind::Value | FailureKind::Denied | FailureKind::Ended => return,
            };
            RequestAnswer {
                error: Some(error),
                message: Some(failure.text.clone()),
                seconds,
                ..RequestAnswer::default()
            }
        }
    };
    recording.add_request(&asked.method, &url, asked.body, known);
}

fn raise(
    context: &NativeCallContext<'_>,
    title: &str,
    failure: &Failure,
) -> Box<rhai::EvalAltResult> {
    let kind = match failure.kind {
        FailureKind::Timeout => ScriptErrorKind::Task(futures_core::ErrorKind::TimedOut),
        FailureKind::Connection => ScriptErrorKind::Connection,
        FailureKind::Value => ScriptErrorKind::Value,
        FailureKind::Denied => ScriptErrorKind::Permission,
        FailureKind::Ended => ScriptErrorKind::Interrupted,
    };
    ScriptError::new(kind, format!("{title}: {failure}")).raise(context)
}

fn method_of(context: &NativeCallContext<'_>, method: &str) -> ScriptResult<String> {
    let is_word = !method.is_empty() && method.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !is_word || method.eq_ignore_ascii_case("CONNECT") {
        let text = format!("`{method}` is no method such as GET, POST, PUT or DELETE");
        return Err(wrong_value(context, &text));
    }
    Ok(method.to_ascii_uppercase())
}

fn request(
    context: &NativeCallContext<'_>,
    method: String,
    url: &str,
    body: Option<&Dynamic>,
    options: &Options<'_>,
) -> ScriptResult<Request> {
    let parsed = Url::parse(url);
    let url = parsed.map_err(|why| wrong_value(context, &format!("`{url}`: {why}")))?;
    let mut headers = headers(context, options)?;
    let body = self::body(context, body, options)?.map(|(kind, body)| {
        let is_said = headers
            .iter()
            .any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        if !is_said {
            headers.push(("Content-Type".to_owned(), kind.to_owned()));
        }
        body
    });
    let params = parameters(context, "params", options)?;
    let params = params.iter().map(|(name, value)| (&**name, &**value));
    let follows = options.flag("follow_redirects")?.unwrap_or(true);
    let max_bytes = options.positive("max_bytes")?;
    Ok(Request {
        method,
        url: url.with_query(&pairs(params)),
        headers,
        body,
        timeout: options.seconds("timeout")?.unwrap_or(TIMEOUT),
        redirects: if follows {
            Redirects::Followed
        } else {
            Redirects::Returned
        },
        max_bytes: max_bytes.map_or(MAX_BYTES, |bytes| bytes as u64),
    })
}

fn headers(
    context: &NativeCallContext<'_>,
    options: &Options<'_>,
) -> ScriptResult<Vec<(String, String)>> {
    let headers = parameters(context, "headers", options)?;
    for (name, value) in &headers {
        let is_own = OWN_HEADERS.iter().any(|own| name.eq_ignore_ascii_case(own));
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        let wrong = if is_own {
            format!("the header {name} is set by itself")
        } else if name.is_empty() || !name.bytes().all(is_name) {
            format!("`{name}` is no name of a header")
        } else if value.chars().any(char::is_control) {
            format!("the header {name} has a control character in its value")
        } else {
            continue;
        };
        return Err(wrong_value(context, &wrong));
    }
    Ok(headers)
}

/// Names with values in an option, which is a map; an array stands for several values of one name.
fn parameters(
    context: &NativeCallContext<'_>,
    option: &str,
    options: &Options<'_>,
) -> ScriptResult<Vec<(String, String)>> {
    let Some(given) = options.get(option) else {
        return Ok(Vec::new());
    };
    let Some(map) = given.read_lock::<Map>() else {
        let given = type_name(context, given);
        return Err(wrong_type(
            context,
            &format!("{option} must be a map, not {given}"),
        ));
    };
    let mut all = Vec::new();
    for (name, value) in &*map {
        match value.read_lock::<Array>() {
            Some(values) => {
                for value in &*values {
                    all.push((name.to_string(), plain(context, option, name, value)?));
                }
            }
            None if value.is_unit() => {}
            None => all.push((name.to_string(), plain(context, option, name, value)?)),
        }
    }
    Ok(all)
}

fn plain(
    context: &NativeCallContext<'_>,
    option: &str,
    name: &str,
    value: &Dynamic,
) -> ScriptResult<String> {
    if value.is_string() || value.is_int() || value.is_float() || value.is_bool() || value.is_char()
    {
        return Ok(value.to_string());
    }
    let given = type_name(context, value);
    let text = format!("{option}: {name} must be a string or a number, not {given}");
    Err(wrong_type(context, &text))
}

/// What is sent, and what kind of thing that is.
fn body(
    context: &NativeCallContext<'_>,
    given: Option<&Dynamic>,
    options: &Options<'_>,
) -> ScriptResult<Option<(&'static str, Vec<u8>)>> {
    let given = given
        .filter(|body| !body.is_unit())
        .or_else(|| options.get("body"));
    let value = options.get("json");
    let form = options
        .get("form")
        .map(|_| parameters(context, "form", options));
    let n_given = [given.is_some(), value.is_some(), form.is_some()];
    if n_given.into_iter().filter(|is_given| *is_given).count() > 1 {
        return Err(wrong_value(context, "give one of body, json and form"));
    }
    if let Some(value) = value {
        let json = json::to_json(context, value, &Options::none(context))?;
        return Ok(Some(("application/json", json.into_bytes())));
    }
    if let Some(form) = form {
        let form = form?;
        let form = pairs(form.iter().map(|(name, value)| (&**name, &**value)));
        return Ok(Some((
            "application/x-www-form-urlencoded",
            form.into_bytes(),
        )));
    }
    let Some(given) = given else {
        return Ok(None);
    };
    if let Some(text) = given.read_lock::<ImmutableString>() {
        return Ok(Some((
            "text/plain; charset=utf-8",
            text.as_bytes().to_vec(),
        )));
    }
    if let Some(blob) = given.read_lock::<Blob>() {
        return Ok(Some(("application/octet-stream", blob.clone())));
    }
    let kind = type_name(context, given);
    let text = format!(
        "the body must be a string or a blob, not {kind}; the options json and form send maps"
    );
    Err(wrong_type(context, &text))
}
