//! What is allowed, and wrong arguments.

use futures_script::Interpreter;
use loopback_server::Server;

use super::support::{check_error, run};

#[test]
fn nothing_is_allowed_by_default() {
    let server = Server::start().unwrap();
    let builder = || Interpreter::builder().arguments([server.url("")]);
    for call in [
        "http_get(url)",
        "http_post(url, \"\")",
        "http_request(\"GET\", url)",
    ] {
        let error = run(builder(), call).result.unwrap_err();
        assert_eq!(error.kind_name(), "PermissionError");
        let place = format!("127.0.0.1:{}", server.port());
        let expect = format!("not allowed to connect to {place}; --allow-net={place} allows it");
        assert!(error.message().ends_with(&expect), "{}", error.message());
    }
    assert_eq!(server.n_connections(), 0);
}

#[test]
fn the_option_names_host_and_port() {
    let server = Server::start().unwrap();
    check_error(
        &server,
        r#"http_get("https://Example.ORG/a")"#,
        "PermissionError: GET https://example.org/a: not allowed to connect to example.org:443; --allow-net=example.org:443 allows it",
    );
    check_error(
        &server,
        r#"http_get("http://[::1]/a")"#,
        "PermissionError: GET http://[::1]/a: not allowed to connect to [::1]:80; '--allow-net=[::1]:80' allows it",
    );
}

#[test]
fn wrong_arguments() {
    let server = Server::start().unwrap();
    for (call, expect) in [
        (
            "http_get(\"example.org\")",
            "ValueError: http_get: `example.org`: an address begins with http:// or https://",
        ),
        (
            "http_request(\"GE T\", url)",
            "ValueError: http_request: `GE T` is no method such as GET, POST, PUT or DELETE",
        ),
        (
            "http_get(url, #{timeot: 1})",
            "TypeError: http_get: unknown option `timeot`; did you mean `timeout`?",
        ),
        (
            "http_get(url, #{body: 1})",
            "TypeError: http_get: unknown option `body`; it takes headers, params, timeout, follow_redirects, max_bytes",
        ),
        (
            "http_get(url, #{headers: #{Host: \"x\"}})",
            "ValueError: http_get: the header Host is set by itself",
        ),
        (
            "http_get(url, #{headers: #{\"a b\": \"x\"}})",
            "ValueError: http_get: `a b` is no name of a header",
        ),
        (
            "http_get(url, #{headers: #{a: \"x\\r\\nb: c\"}})",
            "ValueError: http_get: the header a has a control character in its value",
        ),
        (
            "http_get(url, #{headers: 1})",
            "TypeError: http_get: headers must be a map, not an integer",
        ),
        (
            "http_get(url, #{params: #{a: #{}}})",
            "TypeError: http_get: params: a must be a string or a number, not a map",
        ),
        (
            "http_get(url, #{timeout: -1})",
            "ValueError: http_get: timeout must not be negative, got -1",
        ),
        (
            "http_post(url, #{})",
            "TypeError: http_post: the body must be a string or a blob, not a map; the options json and form send maps",
        ),
        (
            "http_post(url, \"x\", #{json: 1})",
            "ValueError: http_post: give one of body, json and form",
        ),
    ] {
        check_error(&server, call, expect);
    }
    assert_eq!(server.n_connections(), 0);
}
