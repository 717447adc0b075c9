//! Servers that are not as they should be, and those that are not there.

use loopback_server::Server;

use super::support::{builder, check, check_error, failure};

#[track_caller]
fn check_path(path: &str, expect: &str) {
    let server = Server::start().unwrap();
    check_error(&server, &format!("http_get(url + \"{path}\")"), expect);
}

#[test]
fn lies_about_the_length() {
    check_path(
        "/length/long",
        "ConnectionError: GET URL/length/long: the connection ended after 10 of the 100 bytes of the body",
    );
    // What comes too much belongs to nobody, and the connection is not used again.
    let server = Server::start().unwrap();
    check(
        &server,
        r#"print([http_get(url + "/length/short").text(), http_get(url + "/bytes/2").text()])"#,
        "[\"ten\", \"xx\"]",
    );
}

#[test]
fn broken_chunks() {
    check_path(
        "/chunked/broken",
        "ConnectionError: GET URL/chunked/broken: the answer is not HTTP as it should be: chunk length cannot be read as a number",
    );
    check_path(
        "/chunked/cut",
        "ConnectionError: GET URL/chunked/cut: the connection ended after 6 bytes, within the body",
    );
}

#[test]
fn connections_that_end() {
    check_path(
        "/reset",
        "ConnectionError: GET URL/reset: the connection was cut off while waiting for the answer",
    );
}

#[test]
fn what_is_no_http() {
    check_path(
        "/garbage",
        "ConnectionError: GET URL/garbage: the answer is not HTTP as it should be: http parse fail: invalid HTTP version",
    );
    check_path(
        "/endless/head",
        "ConnectionError: GET URL/endless/head: the answer is not HTTP as it should be: http parse resulted in too many headers",
    );
}

#[test]
fn bodies_without_end() {
    let server = Server::start().unwrap();
    check_error(
        &server,
        r#"http_get(url + "/endless", #{max_bytes: 100_000})"#,
        "ValueError: GET URL/endless: the body is longer than max_bytes, which is 100000",
    );
    server.wait_until_left("/endless", 1);
    check_error(
        &server,
        r#"http_get(url + "/bytes/100001", #{max_bytes: 100_000})"#,
        "ValueError: GET URL/bytes/100001: the body is longer than max_bytes, which is 100000",
    );
    check(
        &server,
        r#"print(http_get(url + "/bytes/100000", #{max_bytes: 100_000}).bytes().len())"#,
        "100000",
    );
}

#[test]
fn nobody_listens() {
    let server = Server::start().unwrap();
    let builder = builder(&server);
    let (port, url) = (server.port(), server.url(""));
    let expect = "ConnectionError: GET URL/: nobody listens at PLACE";
    drop(server);
    let other = Server::start().unwrap();
    let error = failure(&other, builder, "http_get(url)");
    let error = error
        .replace(&url, "URL")
        .replace(&format!("127.0.0.1:{port}"), "PLACE");
    assert_eq!(error, expect);
}

#[test]
fn retries_succeed_at_last() {
    let server = Server::start().unwrap();
    check(
        &server,
        r#"
        let statuses = [];
        loop {
            let r = http_get(url + "/fail/2/key");
            statuses.push(r.status);
            if r.ok { break; }
            print(`again after ${r.header("retry-after")} s`);
        }
        print(statuses);
        "#,
        "again after 1 s\nagain after 1 s\n[503, 503, 200]",
    );
}
