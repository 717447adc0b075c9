//! How an answer is written, and what becomes of the connection then.

use std::io::{self, Write};

use crate::Page;

/// What becomes of a connection after an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum After {
    /// It stays for the next request.
    Stays,
    /// It is closed.
    Closes,
    /// It is cut off, so that the client hears of an error.
    Resets,
    /// The server stays silent until the client goes.
    Stalls,
}

/// Writes a whole answer; one to a HEAD request has no body.
pub(crate) fn page(to: &mut impl Write, method: &str, page: &Page) -> io::Result<After> {
    let status = page.status;
    let reason = reason(status);
    write!(
        to,
        "HTTP/1.1 {status} {reason}\r\nContent-Length: {}\r\n",
        page.body.len()
    )?;
    let mut has_type = false;
    for (name, value) in &page.headers {
        has_type |= name.eq_ignore_ascii_case("content-type");
        write!(to, "{name}: {value}\r\n")?;
    }
    if !has_type {
        to.write_all(b"Content-Type: text/plain; charset=utf-8\r\n")?;
    }
    to.write_all(b"\r\n")?;
    if method != "HEAD" && status != 204 && status != 304 {
        to.write_all(&page.body)?;
    }
    Ok(After::Stays)
}

/// Writes a head and a piece of a body as they are.
pub(crate) fn raw(to: &mut impl Write, headers: &str, body: &str) -> io::Result<()> {
    write!(to, "HTTP/1.1 200 OK\r\n{headers}\r\n\r\n{body}")
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        418 => "I'm a Teapot",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "Some Status",
    }
}
