//! What is sent and what comes back.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use loopback_server::{Page, Server};

use super::support::{check, check_error};

#[test]
fn an_answer_has_all_that_came() {
    let server = Server::start().unwrap();
    server.put(
        "/page",
        Page::new("hello\n")
            .with_status(418)
            .with_header("X-Own", "a")
            .with_header("X-Own", "b"),
    );
    check(
        &server,
        r#"
        let r = http_get(url + "/page?x=1#y");
        print([r.status, r.ok, r.reason, r.text(), r.bytes().len()]);
        print([r.url == url + "/page?x=1", r.header("X-OWN"), r.headers["x-own"], r.header("none")]);
        print(r.elapsed > 0.0 && r.elapsed < 30.0);
        print(type_of(r));
        "#,
        "[418, false, \"I'm a teapot\", \"hello\\n\", 6]\n[true, \"a, b\", \"a, b\", ()]\ntrue\nResponse",
    );
}

#[test]
fn an_answer_is_shown_in_words() {
    let server = Server::start().unwrap();
    check(
        &server,
        r#"let r = http_get(url + "/status/404"); print(`${r}`.replace(url, "URL")); print([r].len())"#,
        "<Response 404 Not Found of GET URL/status/404>\n1",
    );
}

#[test]
fn what_is_sent_arrives() {
    let server = Server::start().unwrap();
    check(
        &server,
        r#"
        let r = http_get(url + "/echo?a=1", #{params: #{q: "b c&d", n: [1, 2.5]}, headers: #{"X-Own": 7}});
        print(r.text());
        "#,
        &format!(
            "{{\"method\": \"GET\", \"target\": \"/echo?a=1&n=1&n=2.5&q=b%20c%26d\", \"headers\": {{\
             \"accept-encoding\": \"gzip\", \"user-agent\": \"futures/0.1.0\", \"accept\": \"*/*\", \
             \"host\": \"127.0.0.1:{}\", \"x-own\": \"7\"}}, \"body\": \"\"}}\n",
            server.port()
        ),
    );
}

#[test]
fn bodies_arrive_with_their_kind() {
    let server = Server::start().unwrap();
    // The test of what a blob is sees bytes; the server shows them as text.
    check(
        &server,
        r#"
        fn sent(r) {
            let text = r.text();
            let body = text.split("\"body\": ")[1].split("}\n")[0];
            let kind = text.split("\"content-type\": \"");
            `${text.split("\"")[3]} ${if kind.len() > 1 { kind[1].split("\"")[0] } else { "nothing" }} ${body}`
        }
        print(sent(http_post(url + "/echo", "text")));
        print(sent(http_post(url + "/echo", "é".to_blob())));
        print(sent(http_post(url + "/echo", "<a/>", #{headers: #{"content-type": "text/xml"}})));
        print(sent(http_post(url + "/echo", (), #{form: #{a: "b c", d: [1, 2]}})));
        print(sent(http_post(url + "/echo", ())));
        print(sent(http_post(url + "/echo", "")));
        print(sent(http_request("put", url + "/echo", #{body: "put"})));
        print(sent(http_request("DELETE", url + "/echo")));
        print(sent(http_request("DELETE", url + "/echo", #{body: "why"})));
        print(sent(http_request("GET", url + "/echo", #{body: "odd"})));
        print(sent(http_request("PATCH", url + "/echo")));
        print(sent(http_request("REPORT", url + "/echo")));
        "#,
        r#"POST text/plain; charset=utf-8 "text"
POST application/octet-stream "é"
POST text/xml "<a/>"
POST application/x-www-form-urlencoded "a=b%20c&d=1&d=2"
POST nothing ""
POST text/plain; charset=utf-8 ""
PUT text/plain; charset=utf-8 "put"
DELETE nothing ""
DELETE text/plain; charset=utf-8 "why"
GET text/plain; charset=utf-8 "odd"
PATCH nothing ""
REPORT nothing """#,
    );
}

#[test]
fn other_statuses_are_answers_until_somebody_raises() {
    let server = Server::start().unwrap();
    check(
        &server,
        r#"
        for status in [200, 204, 301, 404, 500, 503] {
            let r = http_get(`${url}/status/${status}`);
            print(`${r.status} ${r.ok} ${r.reason}`);
        }
        print(http_get(url + "/status/200").raise_for_status().text());
        print(http_request("HEAD", url + "/bytes/5").text().len());
        "#,
        "200 true OK\n204 true No Content\n301 true Moved Permanently\n404 false Not Found\n\
         500 false Internal Server Error\n503 false Service Unavailable\nstatus 200\n\n0",
    );
    check_error(
        &server,
        r#"http_get(url + "/status/500").raise_for_status()"#,
        "HTTPError: GET URL/status/500: 500 Internal Server Error",
    );
    check_error(
        &server,
        r#"http_post(url + "/status/499", "x").raise_for_status()"#,
        "HTTPError: POST URL/status/499: 499",
    );
}

fn packed(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn bodies_are_unpacked_as_far_as_is_allowed() {
    let server = Server::start().unwrap();
    let page = |body: Vec<u8>| Page::new(body).with_header("Content-Encoding", "gzip");
    server.put("/packed", page(packed(b"unpacked")));
    server.put("/bomb", page(packed(&vec![0; 10 << 20])));
    server.put("/broken", page(b"not packed at all".to_vec()));
    check(
        &server,
        r#"print(http_get(url + "/packed").text())"#,
        "unpacked",
    );
    check_error(
        &server,
        r#"http_get(url + "/bomb", #{max_bytes: 1_000_000})"#,
        "ValueError: GET URL/bomb: the body is longer than max_bytes, which is 1000000",
    );
    check_error(
        &server,
        r#"http_get(url + "/broken")"#,
        "ConnectionError: GET URL/broken: the body cannot be unpacked: invalid gzip header",
    );
}

#[test]
fn values_travel_as_json() {
    let server = Server::start().unwrap();
    server.put("/wrong", Page::new("{\"a\": }"));
    check(
        &server,
        r#"
        let r = http_post(url + "/echo", (), #{json: #{a: [1, ()], b: "é"}});
        print([r.json().headers["content-type"], parse_json(r.json().body).a, r.json().body]);
        "#,
        r#"["application/json", [1, ()], "{\"a\":[1,null],\"b\":\"é\"}"]"#,
    );
    check_error(
        &server,
        r#"http_get(url + "/wrong").json()"#,
        "ValueError: json: GET URL/wrong, line 1, column 7: expected value",
    );
    check_error(
        &server,
        r#"http_post(url + "/echo", (), #{json: |n| n})"#,
        "ValueError: http_post: a function has no form in JSON",
    );
}

#[test]
fn texts_have_encodings() {
    let server = Server::start().unwrap();
    let page = |kind: &str, body: &[u8]| Page::new(body).with_header("Content-Type", kind);
    server.put("/latin", page("text/html; charset=ISO-8859-1", b"\xe9"));
    server.put(
        "/utf8",
        page("text/html; charset=\"UTF-8\"", "\u{feff}é".as_bytes()),
    );
    server.put("/wrong", page("text/html", b"ab\xe9"));
    server.put("/odd", page("text/html; charset=shift_jis", b"ab"));
    check(
        &server,
        r#"print([http_get(url + "/latin").text(), http_get(url + "/utf8").text()])"#,
        "[\"é\", \"é\"]",
    );
    check_error(
        &server,
        r#"http_get(url + "/wrong").text()"#,
        "ValueError: GET URL/wrong: the body is not UTF-8: byte 3 of it is wrong; bytes() has the body as it is",
    );
    check_error(
        &server,
        r#"http_get(url + "/odd").text()"#,
        "ValueError: GET URL/odd: the encoding shift_jis is not known; bytes() has the body as it is",
    );
}

#[test]
fn connections_are_used_again() {
    let server = Server::start().unwrap();
    check(
        &server,
        r#"for n in 0..20 { http_get(url + "/chunked"); } print(http_get(url + "/chunked").text())"#,
        "in chunks",
    );
    assert_eq!(server.requests().len(), 21);
    assert_eq!(server.n_connections(), 1);
}
