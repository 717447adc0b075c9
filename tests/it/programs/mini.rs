//! The four mini-programs with a real server. They check their own answers; here are their words without the figures.

use std::time::Duration;

use insta::assert_snapshot;
use loopback_server::Server;

use crate::programs::folder::run_in;
use crate::tree;

#[test]
fn the_programs_that_wait_do_so_at_the_same_time() {
    for program in [
        "01_concurrent_basics.rhai",
        "02_futures.rhai",
        "04_thread_pool.rhai",
    ] {
        let server = server();
        let ended = run_in(&tree::root(), &[], program, &[&server.url("/")]);
        assert_eq!((ended.code, &*ended.stderr), (Some(0), ""), "{program}");
        let n_sections = (1..=6)
            .filter(|n| ended.stdout.contains(&format!("{n}. ")))
            .count();
        assert_eq!(n_sections, 6, "{program}: {}", ended.stdout);
        assert!(server.max_at_once() >= 3, "{program}");
    }
}

#[test]
fn the_program_on_processes_needs_no_server() {
    let ended = run_in(&tree::root(), &[], "03_process_pool.rhai", &[]);
    assert_eq!((ended.code, &*ended.stderr), (Some(0), ""));
}

#[test]
fn a_missing_server_is_told() {
    let ended = run_in(&tree::root(), &[], "01_concurrent_basics.rhai", &[]);
    assert_eq!((ended.code, &*ended.stdout), (Some(2), ""));
    assert_snapshot!(ended.stderr.lines().last().unwrap_or_default(), @"the address is what this prints: cargo run -p loopback-server -- scripts/programs/site --delay 0.2");
}

/// The server that `scripts/README.md` tells people to start.
fn server() -> Server {
    Server::builder()
        .folder(tree::root().join("scripts/programs/site"))
        .delay(Duration::from_millis(100))
        .start()
        .expect("a server for the test")
}
