//! What it answers, well and badly.

use std::io::{Read, Write};
use std::net::TcpStream;

use loopback_server::{Page, Server};

/// Everything that comes back for one request.
fn ask(server: &Server, request: &str) -> String {
    let mut socket = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
    let (line, rest) = request.split_once('\n').unwrap_or((request, "\n"));
    write!(socket, "{line} HTTP/1.1\r\nConnection: close\r\n{rest}").unwrap();
    let mut answer = Vec::new();
    // A connection that is reset has said what it had to say.
    let _ = socket.read_to_end(&mut answer);
    String::from_utf8(answer).unwrap()
}

#[track_caller]
fn check(request: &str, first: &str, last: &str) {
    let server = Server::builder().folder("tests/it").start().unwrap();
    let answer = ask(&server, request);
    assert_eq!(answer.lines().next().unwrap_or_default(), first);
    assert_eq!(answer.lines().last().unwrap_or_default(), last);
}

#[test]
fn paths_do_what_they_say() {
    check("GET /status/418", "HTTP/1.1 418 I'm a Teapot", "status 418");
    check("GET /redirect/0", "HTTP/1.1 200 OK", "arrived");
    check("GET /delay/0", "HTTP/1.1 200 OK", "at last");
    check("GET /fail/0/key", "HTTP/1.1 200 OK", "at last");
    check(
        "GET /fail/1/key",
        "HTTP/1.1 503 Service Unavailable",
        "not yet",
    );
    check("GET /bytes/3", "HTTP/1.1 200 OK", "xxx");
    check("GET /chunked", "HTTP/1.1 200 OK", "");
    check("HEAD /bytes/3", "HTTP/1.1 200 OK", "");
    check(
        "GET /missing",
        "HTTP/1.1 404 Not Found",
        "there is no /missing",
    );
    check("GET /garbage", "220 this is another kind of server", "");
    check("GET /length/long", "HTTP/1.1 200 OK", "ten bytes.");
    check("GET /reset", "", "");
}

#[test]
fn a_request_comes_back_as_it_was() {
    check(
        "POST /echo?a=1\nX-Own: yes\r\nContent-Length: 3\r\n\r\nabc",
        "HTTP/1.1 200 OK",
        r#"{"method": "POST", "target": "/echo?a=1", "headers": {"connection": "close", "x-own": "yes", "content-length": "3"}, "body": "abc"}"#,
    );
    check(
        "PUT /echo\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK",
        r#"{"method": "PUT", "target": "/echo", "headers": {"connection": "close", "transfer-encoding": "chunked"}, "body": "abc"}"#,
    );
}

#[test]
fn a_redirect_names_the_next_place() {
    let server = Server::start().unwrap();
    let answer = ask(
        &server,
        "GET /redirect-to?url=http%3A%2F%2Felsewhere%2F&status=307",
    );
    assert!(
        answer.starts_with("HTTP/1.1 307 Temporary Redirect\r\n"),
        "{answer}"
    );
    assert!(
        answer.contains("\r\nLocation: http://elsewhere/\r\n"),
        "{answer}"
    );
}

#[test]
fn files_are_served_and_those_elsewhere_not() {
    check("GET /ends.rs", "HTTP/1.1 200 OK", "}");
    check("GET /", "HTTP/1.1 200 OK", "</ul>");
    check(
        "GET /../../Cargo.toml",
        "HTTP/1.1 404 Not Found",
        "there is no /../../Cargo.toml",
    );
    check(
        "GET /%2e%2e/%2e%2e/Cargo.toml",
        "HTTP/1.1 404 Not Found",
        "there is no /../../Cargo.toml",
    );
}

#[test]
fn a_test_makes_pages_of_its_own_and_sees_who_asked() {
    let server = Server::start().unwrap();
    server.put(
        "/own",
        Page::new("own\n")
            .with_status(201)
            .with_header("X-Own", "yes"),
    );
    let answer = ask(&server, "GET /own");
    assert_eq!(
        answer,
        "HTTP/1.1 201 Created\r\nContent-Length: 4\r\nX-Own: yes\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\nown\n"
    );
    ask(&server, "GET /status/200");
    assert_eq!(server.requests(), ["GET /own", "GET /status/200"]);
    assert_eq!(server.n_connections(), 2);
    assert_eq!(server.max_at_once(), 1);
}

#[test]
fn a_gate_holds_answers_back() {
    let server = Server::start().unwrap();
    let mut socket = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
    socket
        .write_all(b"GET /gate/a HTTP/1.1\r\nConnection: close\r\n\r\n")
        .unwrap();
    server.wait_until_seen("GET /gate/a", 1);
    server.open_gate("a");
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    assert!(answer.ends_with("\r\n\r\nopen\n"), "{answer}");
}

#[test]
fn a_reset_is_an_error_and_no_end() {
    let server = Server::start().unwrap();
    let mut socket = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
    socket.write_all(b"GET /reset HTTP/1.1\r\n\r\n").unwrap();
    let error = socket.read_to_end(&mut Vec::new()).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
}

#[test]
fn a_client_that_leaves_is_noticed() {
    let server = Server::start().unwrap();
    for path in ["/stall", "/stall/head", "/stall/body", "/endless"] {
        let mut socket = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
        write!(socket, "GET {path} HTTP/1.1\r\n\r\n").unwrap();
        server.wait_until_seen(&format!("GET {path}"), 1);
        drop(socket);
        server.wait_until_left(path, 1);
    }
}
