//! Answers that say where to look instead.

use futures_script::{Interpreter, Permission, Permissions};
use loopback_server::Server;

use super::support::{builder, check, check_error, failure, run};

#[test]
fn they_are_followed_up_to_a_limit() {
    let server = Server::start().unwrap();
    check(
        &server,
        r#"let r = http_get(url + "/redirect/10"); print([r.status, r.text(), r.url == url + "/redirect/0"])"#,
        "[200, \"arrived\\n\", true]",
    );
    check_error(
        &server,
        r#"http_get(url + "/redirect/11")"#,
        "ConnectionError: GET URL/redirect/11: is sent on more than 10 times",
    );
}

#[test]
fn they_are_returned_if_wanted() {
    let server = Server::start().unwrap();
    check(
        &server,
        r#"
        let r = http_get(url + "/redirect/1", #{follow_redirects: false});
        print([r.status, r.ok, r.header("location")]);
        "#,
        "[302, true, \"/redirect/0\"]",
    );
}

#[test]
fn methods_and_bodies_go_along_or_not() {
    let server = Server::start().unwrap();
    check(
        &server,
        r#"
        for status in [301, 302, 303, 307, 308] {
            let r = http_post(`${url}/redirect-to?url=/echo&status=${status}`, "text");
            let text = r.text();
            let body = text.split("\"body\": ")[1].split("}")[0];
            print(`${status} ${text.split("\"")[3]} ${text.contains("content-type")} ${body}`);
        }
        "#,
        "301 GET false \"\"\n302 GET false \"\"\n303 GET false \"\"\n307 POST true \"text\"\n308 POST true \"text\"",
    );
}

#[test]
fn every_hop_must_be_allowed() {
    let (server, other) = (Server::start().unwrap(), Server::start().unwrap());
    let target = other.url("/echo");
    let script = format!("http_get(url + \"/redirect-to?url={target}\")");
    let error = failure(&server, builder(&server), &script);
    let place = format!("127.0.0.1:{}", other.port());
    assert_eq!(
        error.replace(&target, "TARGET"),
        format!(
            "PermissionError: GET URL/redirect-to?url=TARGET: not allowed to connect to {place}; --allow-net={place} allows it"
        )
    );
    assert_eq!(other.n_connections(), 0);
}

#[test]
fn what_is_secret_is_not_told_to_others() {
    let (server, other) = (Server::start().unwrap(), Server::start().unwrap());
    let target = other.url("/echo");
    let permissions = Permissions::none()
        .allow(Permission::Net, "127.0.0.1")
        .unwrap();
    let builder = Interpreter::builder()
        .permissions(permissions)
        .arguments([server.url("")]);
    let script = r#"
        let secrets = #{Authorization: "secret", Cookie: "secret", "X-Own": "open"};
        for to in ["/echo", TARGET] {
            let text = http_get(`${url}/redirect-to?url=${to}`, #{headers: secrets}).text();
            print([text.contains("authorization"), text.contains("cookie"), text.contains("x-own")]);
        }"#;
    let outcome = run(builder, &script.replace("TARGET", &format!("\"{target}\"")));
    outcome.result.unwrap();
    assert_eq!(outcome.printed, "[true, true, true]\n[false, false, true]");
}

#[test]
fn where_no_address_is_there_is_nothing_to_follow() {
    let server = Server::start().unwrap();
    check_error(
        &server,
        r#"http_get(url + "/redirect-to?url=ftp://a/")"#,
        "ConnectionError: GET URL/redirect-to?url=ftp://a/: it leads on to `ftp://a/`: ftp: is neither http nor https",
    );
}
