//! Tasks in pools, also of other processes.

use std::io::Write;
use std::sync::Arc;

use futures_core::host::{self, Spawn};
use loopback_server::{Page, Server};

use super::support::{builder, run};
use crate::process::{Session, describe, run_with};

#[test]
fn many_wait_at_the_same_time() {
    let server = Arc::new(Server::start().unwrap());
    let asked = server.clone();
    let script = r#"
        with thread_pool(8) as pool {
            for text in pool.map(|n| http_get(url + "/gate/all").text(), 0..8) { print(text); }
        }"#;
    let asking = host::spawn(Spawn::default(), move || {
        let outcome = run(builder(&asked), script);
        outcome.result.unwrap();
        assert_eq!(outcome.printed, ["open\n"; 8].join("\n"));
    });
    server.wait_until_seen("GET /gate/all", 8);
    server.open_gate("all");
    assert!(asking.unwrap().join().is_ok());
    assert_eq!(server.max_at_once(), 8);
}

#[test]
fn answers_come_out_of_other_processes() {
    let server = Server::start().unwrap();
    server.put(
        "/page",
        Page::new("hello")
            .with_status(201)
            .with_header("X-Own", "yes"),
    );
    let script = format!(
        "with process_pool(1) as pool {{
             let r = pool.submit(|| http_get(\"{}\")).result();
             print([r.status, r.text(), r.header(\"x-own\"), r.elapsed > 0.0]);
             print(pool.submit(|r| r.text(), r).result());
             try {{ pool.submit(|| http_get(\"http://example.org\")).result(); }} catch (e) {{ print(e.message); }}
         }}",
        server.url("/page")
    );
    let output = run_with(&["--allow-net=127.0.0.1"], "http_pool.rhai", &script, &[]);
    assert_eq!(
        describe(&output),
        "exit code 0\n--- stdout\n[201, \"hello\", \"yes\", true]\nhello\n\
         GET http://example.org/: not allowed to connect to example.org:80; \
         --allow-net=example.org:80 allows it\n--- stderr\n"
    );
}

#[test]
fn a_killed_worker_takes_its_request_along() {
    let server = Server::start().unwrap();
    let script = format!(
        "with process_pool(1) as pool {{
             let f = pool.submit(|| http_get(\"{}\"));
             read_line();
             f.kill();
             print(f.exception().kind);
         }}",
        server.url("/stall")
    );
    let mut session = Session::start(&["--allow-net=127.0.0.1"], "http_killed.rhai", &script);
    server.wait_until_seen("GET /stall", 1);
    session
        .child
        .stdin
        .as_mut()
        .unwrap()
        .write_all(b"go\n")
        .unwrap();
    assert_eq!(session.next_line(), "Interrupted");
    server.wait_until_left("/stall", 1);
    assert_eq!(session.end().status.code(), Some(0));
}
