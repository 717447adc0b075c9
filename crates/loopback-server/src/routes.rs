//! Which path does what.

use std::io::{self, Write};
use std::time::Duration;

use crate::answer::{self, After};
use crate::escapes::{decode, json_text, parameter};
use crate::request::Request;
use crate::shared::Shared;
use crate::{Page, files};

/// More headers than this are no head without end any more, if a client reads on.
const MANY: usize = 1 << 20;

/// Answers a request.
///
/// # Errors
/// What the connection says: the client has gone.
pub(crate) fn answer(request: &Request, shared: &Shared, to: &mut impl Write) -> io::Result<After> {
    let (path, query) = request.path_and_query();
    let path = decode(path);
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    if let Some(page) = shared.page(&path) {
        return answer::page(to, &request.method, &page);
    }
    if let Some(after) = misbehave(&parts, to)? {
        return Ok(after);
    }
    let page = match parts.as_slice() {
        ["status", status] => match status.parse() {
            Ok(status) => Page::new(format!("status {status}\n")).with_status(status),
            Err(_) => missing(&path),
        },
        ["redirect", n] => match n.parse::<u64>() {
            Ok(0) => Page::new("arrived\n"),
            Ok(n) => send_on(&format!("/redirect/{}", n - 1), 302),
            Err(_) => missing(&path),
        },
        ["redirect-to"] => {
            let status = parameter(query, "status").and_then(|status| status.parse().ok());
            send_on(
                &parameter(query, "url").unwrap_or_default(),
                status.unwrap_or(302),
            )
        }
        ["echo"] => Page::new(echo(request)).with_header("Content-Type", "application/json"),
        ["bytes", n] => Page::new(vec![b'x'; n.parse().unwrap_or(0)])
            .with_header("Content-Type", "application/octet-stream"),
        ["delay", seconds] => {
            shared.pause(Duration::from_secs_f64(seconds.parse().unwrap_or(0.0)));
            Page::new("at last\n")
        }
        ["gate", name] => {
            shared.wait_at(name);
            Page::new("open\n")
        }
        ["fail", n, key] => match shared.fail(key, n.parse().unwrap_or(0)) {
            true => Page::new("not yet\n")
                .with_status(503)
                .with_header("Retry-After", "1"),
            false => Page::new("at last\n"),
        },
        _ => {
            let found = shared
                .folder
                .as_ref()
                .and_then(|folder| files::find(folder, &path));
            found.unwrap_or_else(|| missing(&path))
        }
    };
    answer::page(to, &request.method, &page)
}

/// What no good server does; `None` if this path does nothing of the kind.
fn misbehave(parts: &[&str], to: &mut impl Write) -> io::Result<Option<After>> {
    let after = match parts {
        ["stall"] => After::Stalls,
        ["stall", "head"] => {
            to.write_all(b"HTTP/1.1 200 OK\r\nContent-Ty")?;
            After::Stalls
        }
        ["stall", "body"] => {
            answer::raw(to, "Content-Length: 100", "half of it")?;
            After::Stalls
        }
        ["length", "long"] => {
            answer::raw(to, "Content-Length: 100", "ten bytes.")?;
            After::Closes
        }
        ["length", "short"] => {
            answer::raw(to, "Content-Length: 3", "ten bytes.")?;
            After::Closes
        }
        ["chunked"] => {
            answer::raw(
                to,
                "Transfer-Encoding: chunked",
                "4\r\nin c\r\n5\r\nhunks\r\n0\r\n\r\n",
            )?;
            After::Stays
        }
        ["chunked", "broken"] => {
            answer::raw(
                to,
                "Transfer-Encoding: chunked",
                "4\r\nin c\r\nxyz\r\nhunks",
            )?;
            After::Closes
        }
        ["chunked", "cut"] => {
            answer::raw(to, "Transfer-Encoding: chunked", "4\r\nin c\r\n5\r\nhu")?;
            After::Closes
        }
        ["reset"] => After::Resets,
        ["endless"] => {
            answer::raw(to, "Content-Type: text/plain", "")?;
            loop {
                to.write_all(&[b'x'; 4096])?;
            }
        }
        ["endless", "head"] => {
            to.write_all(b"HTTP/1.1 200 OK\r\n")?;
            for n in 0..MANY {
                write!(to, "X-Header-{n}: {n}\r\n")?;
            }
            After::Closes
        }
        ["garbage"] => {
            to.write_all(b"220 this is another kind of server\r\n\r\n")?;
            After::Closes
        }
        _ => return Ok(None),
    };
    Ok(Some(after))
}

fn send_on(location: &str, status: u16) -> Page {
    Page::new("elsewhere\n")
        .with_status(status)
        .with_header("Location", location)
}

fn missing(path: &str) -> Page {
    Page::new(format!("there is no {path}\n")).with_status(404)
}

fn echo(request: &Request) -> String {
    let headers: Vec<String> = request
        .headers
        .iter()
        .map(|(name, value)| format!("{}: {}", json_text(&name.to_lowercase()), json_text(value)))
        .collect();
    format!(
        "{{\"method\": {}, \"target\": {}, \"headers\": {{{}}}, \"body\": {}}}\n",
        json_text(&request.method),
        json_text(&request.target),
        headers.join(", "),
        json_text(&String::from_utf8_lossy(&request.body)),
    )
}
