//! Decisions that depend on what a worker's line can take, made about a worker that is no process.

use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::time::Duration;

use futures_core::TaskId;

use super::Desk;
use crate::codec::Encoded;
use crate::pool::after::After;
use crate::pool::config::{Config, OnCrash, Output, Program};
use crate::pool::function::Function;
use crate::pool::link::Link;
use crate::pool::losses::Kill;
use crate::pool::payload::{MAX_INLINE, Payload};
use crate::pool::record::Record;
use crate::pool::staff::Post;
use crate::sys::parcel::Spares;
use crate::sys::{clock, socket};
use crate::wire::page::Page;

fn config() -> Config {
    Config {
        number: 1,
        name: "ProcessPool-0".to_owned(),
        max_workers: 1,
        spare_workers: 0,
        program: Program::Same,
        initializer: None,
        max_tasks_per_child: None,
        task_timeout: None,
        kill_grace: Duration::ZERO,
        start_timeout: Duration::from_secs(60),
        memory_limit: None,
        cpu_limit: None,
        stack_size: 1 << 20,
        callback_stack_size: None,
        on_crash: OnCrash::FailTask,
        stdout: Output::Null,
        stderr: Output::Null,
        observer: None,
        on_unretrieved: None,
    }
}

/// A call whose argument needs a file of its own.
fn large_call(number: u64) -> Arc<Record> {
    let encoded = Encoded {
        bytes: vec![0; MAX_INLINE + 1],
        ..Encoded::default()
    };
    let payload = Payload::new(encoded, &Spares::default()).unwrap();
    let function = Function::Named("f".into());
    Arc::new(Record::new(
        TaskId::new(1, number),
        function,
        payload,
        None,
        0,
    ))
}

/// A worker that is ready, as far as the desk knows, and its end of the line.
fn with_worker(desk: &mut Desk, config: &Config) -> (u32, Arc<Link>, OwnedFd) {
    let number = desk.hire(Post::Regular, &mut After::default());
    let page = Page::create().unwrap();
    let (requests, replies) = page.parent_ends();
    let (socket, theirs) = socket::pair().unwrap();
    let link = Arc::new(Link::new(number, page, socket, replies, None, None));
    desk.connect(number, link.clone(), requests);
    let _bells = desk.ready(config, number);
    (number, link, theirs)
}

#[test]
fn a_worker_that_could_not_be_given_a_call_is_not_forgotten_when_that_is_killed() {
    let (config, mut desk) = (config(), Desk::new());
    let (number, link, _theirs) = with_worker(&mut desk, &config);
    assert_eq!(desk.idle, [number]);
    while link.socket.send_fds(&[link.page.as_fd()]).is_ok() {}
    let call = large_call(1);
    let _bells = desk.accept(&config, &call).unwrap();
    assert_eq!(desk.n_queued(), 1, "no file can be sent");
    assert!(matches!(desk.kill(&config, &call), Kill::Now(_)));
    assert_ne!(desk.next_look, u64::MAX, "somebody will look");
    let _bells = desk.look(&config, clock::monotonic_ns(), &mut Vec::new());
    assert_eq!(desk.idle, [number]);
}
