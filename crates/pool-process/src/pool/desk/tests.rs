//! Decisions that depend on what a worker's line can take, made about a worker that is no process.

use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;

use futures_core::TaskId;

use super::Desk;
use crate::codec::Encoded;
use crate::pool::after::After;
use crate::pool::burial::Death;
use crate::pool::config::Config;
use crate::pool::function::Function;
use crate::pool::link::Link;
use crate::pool::losses::Kill;
use crate::pool::payload::{MAX_INLINE, Payload};
use crate::pool::record::Record;
use crate::pool::staff::Post;
use crate::pool::testing::config;
use crate::sys::child::Exit;
use crate::sys::parcel::Spares;
use crate::sys::{clock, socket};
use crate::wire::page::Page;

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
    assert!(matches!(desk.kill(&config, &call), Kill::Now(..)));
    assert_ne!(desk.next_look, u64::MAX, "somebody will look");
    let _bells = desk.look(&config, clock::monotonic_ns(), &mut Vec::new());
    assert_eq!(desk.idle, [number]);
}

/// A call whose argument fits anywhere.
fn small_call(number: u64) -> Arc<Record> {
    let payload = Payload::new(Encoded::default(), &Spares::default()).unwrap();
    let function = Function::Named("f".into());
    Arc::new(Record::new(
        TaskId::new(1, number),
        function,
        payload,
        None,
        0,
    ))
}

/// Somebody is in the queue because the worker that it was meant for has died on the way.
#[test]
fn a_worker_whose_first_call_was_killed_on_the_way_is_counted_on() {
    let (mut config, mut desk) = (config(), Desk::new());
    config.max_workers = 3;
    let killed = small_call(1);
    for call in [&killed, &small_call(2)] {
        let _orders = desk.accept(&config, call).unwrap();
    }
    assert!(matches!(desk.kill(&config, &killed), Kill::Now(..)));
    let death = Death {
        pid: 2,
        exit: Exit::Unknown,
        stderr: String::new(),
    };
    let mut after = After::default();
    assert!(desk.bury(&config, 1, &death, &mut after).is_empty());
    assert_eq!(
        (desk.n_queued(), desk.staff.len()),
        (1, 1),
        "nobody new is needed"
    );
    drop(after);
    let _bells = desk.ready(&config, 0);
}

/// What goes with a worker is not destroyed under the lock of the desk.
#[test]
fn a_dead_worker_is_taken_out_of_the_critical_section() {
    let (config, mut desk) = (config(), Desk::new());
    let (number, link, _theirs) = with_worker(&mut desk, &config);
    let link = {
        let weak = Arc::downgrade(&link);
        drop(link);
        weak
    };
    let death = Death {
        pid: 2,
        exit: Exit::Unknown,
        stderr: String::new(),
    };
    let mut after = After::default();
    assert!(desk.bury(&config, number, &death, &mut after).is_empty());
    assert_eq!(link.strong_count(), 1, "the lock is still held");
    drop(after);
    assert_eq!(link.strong_count(), 0);
}
