//! What the tests of this module start and wait for.
//!
//! Tests run at the same time, and a child that another one is just starting has a copy of every file descriptor of
//! ours until it executes its program. So the end of a line or a pipe comes a moment after its last holder has let go.

use std::os::fd::AsFd;
use std::time::Duration;

use super::child::{Child, Exit, Group, Output, Spawn};
use super::faults::SpawnFaults;
use super::poll::Poll;
use super::socket::{self, Received, Socket};

/// A script for `/bin/sh`, to be started, and our end of its standard input.
pub(super) fn script<'a>(text: &str, faults: &'a SpawnFaults) -> (Spawn<'a>, Socket) {
    let (ours, theirs) = socket::pair().unwrap();
    let spawn = Spawn {
        program: "/bin/sh".into(),
        name: "the shell".into(),
        args: vec!["-c".into(), text.into()],
        stdin: theirs,
        stdout: Output::Null,
        stderr: Output::Null,
        group: Group::Own,
        faults,
    };
    (spawn, ours)
}

/// Starts a script whose output nobody reads.
pub(crate) fn start(text: &str) -> (Child, Socket) {
    let faults = SpawnFaults::default();
    let (spawn, socket) = script(text, &faults);
    (spawn.start().unwrap(), socket)
}

/// Waits for the end of `child`.
#[track_caller]
pub(super) fn ended(child: &mut Child) -> Exit {
    wait_for(&*child);
    child.try_reap().unwrap().expect("it has ended")
}

/// Waits until nobody holds the other end of the line any more.
#[track_caller]
pub(super) fn closed(line: &Socket) {
    let mut fds = Vec::new();
    loop {
        wait_for(line);
        if line.receive(&mut fds).unwrap() == Received::Closed {
            return;
        }
    }
}

/// Waits until something can be read from `fd`, or it is closed: for a minute at most, since a test must be able to
/// fail.
#[track_caller]
pub(crate) fn wait_for(fd: impl AsFd) {
    let poll = Poll::new().unwrap();
    poll.add(fd, 1).unwrap();
    let mut ready = Vec::new();
    poll.wait(Some(Duration::from_secs(60)), &mut ready)
        .unwrap();
    assert_eq!(ready, [1], "nothing happens");
}
