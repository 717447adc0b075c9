//! Time limits, kills, interrupts, and what is left behind.

use std::fs;
use std::time::Duration;

use futures_core::host;
use loopback_server::{Authority, Server};
use rustix::process::{Pid, Signal, kill_process};

use super::support::{builder, check, check_error, failure};
use crate::process::Session;

/// Everything where a request can stall.
const STALLS: [&str; 4] = ["/stall", "/stall/head", "/stall/body", "/gate/never"];

/// How long the end of a wait may take on a busy machine. An idle one takes a millisecond.
const PATIENCE: Duration = Duration::from_secs(5);

#[test]
fn the_time_is_for_everything() {
    let server = Server::start().unwrap();
    for (path, doing) in [
        ("/stall", "waiting for the answer"),
        ("/stall/head", "waiting for the answer"),
        ("/stall/body", "reading the body"),
        ("/redirect-to?url=/stall", "waiting for the answer"),
    ] {
        let script = format!("http_get(url + \"{path}\", #{{timeout: 0.05}})");
        let expect = format!("TimeoutError: GET URL{path}: took longer than 0.05 s while {doing}");
        check_error(&server, &script, &expect);
    }
    server.wait_until_left("/stall", 2);
}

#[test]
fn a_body_that_never_ends_has_an_end() {
    let server = Server::start().unwrap();
    let script = r#"http_get(url + "/endless", #{timeout: 0.05, max_bytes: 1_000_000_000_000})"#;
    let expect = "TimeoutError: GET URL/endless: took longer than 0.05 s while reading the body";
    check_error(&server, script, expect);
    server.wait_until_left("/endless", 1);
}

#[test]
fn a_server_that_does_not_even_agree_on_tls() {
    // It waits for a request, which the client does not send before both have agreed.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let server = Server::start().unwrap();
    let address = silent.local_addr().unwrap();
    let permissions = futures_script::Permissions::all();
    let builder = builder(&server).permissions(permissions);
    let script = format!("http_get(\"https://{address}\", #{{timeout: 0.05}})");
    assert_eq!(
        failure(&server, builder, &script),
        format!(
            "TimeoutError: GET https://{address}/: took longer than 0.05 s while agreeing on TLS"
        )
    );
}

#[test]
fn a_killed_request_ends_at_once() {
    let server = Server::start().unwrap();
    for path in STALLS {
        check(
            &server,
            &format!(
                "with thread_pool(1) as pool {{
                     let begun = event();
                     let f = pool.submit(|| {{ begun.set(); http_get(url + \"{path}\") }});
                     begun.wait();
                     let told = f.kill();
                     let e = f.exception();
                     print([told, e.kind, e.message, pool.submit(|| 1).result()]);
                 }}"
            ),
            "[true, \"Interrupted\", \"the task was killed\", 1]",
        );
    }
}

#[test]
fn an_interrupt_ends_a_request_at_once_and_closes_its_connection() {
    let authority = Authority::new();
    let certificate = authority.certificate("127.0.0.1");
    let servers = [
        Server::start().unwrap(),
        Server::builder().certificate(certificate).start().unwrap(),
    ];
    let pem = crate::process::folder().join("interrupted.pem");
    fs::write(&pem, authority.pem()).unwrap();
    let ca_cert = format!("--ca-cert={}", pem.display());
    for server in &servers {
        for path in ["/stall", "/stall/head", "/stall/body", "/endless"] {
            let url = server.url(path);
            let script = format!(
                "print(\"ready\"); http_get(\"{url}\", #{{timeout: 1000, max_bytes: 1_000_000_000_000}});"
            );
            let options = ["--timeout", "60", "--allow-net=127.0.0.1", &ca_cert];
            let mut session = Session::start(&options, "interrupted_http.rhai", &script);
            assert_eq!(session.next_line(), "ready");
            server.wait_until_seen(&format!("GET {path}"), 1);
            let sent = host::now();
            kill_process(Pid::from_child(&session.child), Signal::INT).unwrap();
            let output = session.end();
            let took = host::now() - sent;
            let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(130), "{stderr}");
            let expect =
                format!("error[Interrupted]: interrupted while it waited for the answer of {url}");
            assert_eq!(stderr.lines().next(), Some(&*expect));
            assert!(took < PATIENCE, "{took:?}");
            println!("{path} ended after {took:?}");
            server.wait_until_left(path, 1);
        }
    }
}

#[test]
fn the_time_limit_of_a_run_ends_a_request() {
    let server = Server::start().unwrap();
    let limited = builder(&server).time_limit(Duration::from_millis(50));
    assert_eq!(
        failure(&server, limited, "http_get(url + \"/stall\")"),
        "TimedOut: timed out after 0.05 s while it waited for the answer of URL/stall"
    );
    server.wait_until_left("/stall", 1);
}

#[test]
fn waiting_for_a_server_is_no_deadlock() {
    let server = Server::start().unwrap();
    // Everybody waits, for longer than it takes to find out that nobody can go on: only the server can end it.
    let script = r#"
        let f = to_thread(|| http_get(url + "/delay/0.3").text());
        let g = to_thread(|| f.result());
        print(g.result());"#;
    check(&server, script, "at last\n");
}

#[test]
fn nothing_is_left_behind() {
    let server = Server::start().unwrap();
    let (url, port) = (server.url(""), server.port());
    let script = format!(
        "fn refused(url, timeout, kind) {{
             try {{ http_get(url, #{{timeout: timeout}}); throw url; }} catch (e) {{ if e.kind != kind {{ throw e; }} }}
         }}
         read_line();
         print(\"before\");
         read_line();
         for n in 0..20 {{
             refused(\"{url}/stall\", 0.01, \"TimeoutError\");
             refused(\"http://localhost:{port}/reset\", 10, \"ConnectionError\");
         }}
         print(\"after\");
         read_line();"
    );
    let options = ["--timeout", "60", "--allow-net"];
    let session = Session::start(&options, "left_http.rhai", &script);
    session.leaves_nothing_behind();
}
