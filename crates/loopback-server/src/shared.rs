//! What all connections of a server share with the test that runs it.

#![expect(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "the server stands outside of every world that is tested, and waits in the real one"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::net::{Shutdown, TcpStream};
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::Page;

/// How long a test waits for a request before it fails: far longer than one takes.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Shared {
    pub(crate) folder: Option<PathBuf>,
    /// How long each answer takes.
    pub(crate) delay: Duration,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    is_stopping: bool,
    sockets: BTreeMap<u64, TcpStream>,
    /// How many connections there were.
    n_connections: u64,
    /// Methods and targets, in the order of the requests.
    requests: Vec<String>,
    /// Targets of requests whose client went away before the answer was complete.
    left: Vec<String>,
    n_now: usize,
    max_at_once: usize,
    opened: BTreeSet<String>,
    failures: BTreeMap<String, u64>,
    pages: BTreeMap<String, Page>,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change<R>(&self, change: impl FnOnce(&mut State) -> R) -> R {
        let result = change(&mut self.state());
        self.changed.notify_all();
        result
    }

    pub(crate) fn new(folder: Option<PathBuf>, delay: Duration) -> Self {
        Shared {
            folder,
            delay,
            state: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    /// Lets everybody go, and closes all connections.
    pub(crate) fn stop(&self) {
        self.change(|state| {
            state.is_stopping = true;
            for socket in state.sockets.values() {
                // One that is closed already is as it should be.
                let _ = socket.shutdown(Shutdown::Both);
            }
        });
    }

    /// Notes a connection, whose number it returns; `None` if the server is to end.
    pub(crate) fn connected(&self, socket: TcpStream) -> Option<u64> {
        self.change(|state| {
            state.n_connections += 1;
            state.sockets.insert(state.n_connections, socket);
            (!state.is_stopping).then_some(state.n_connections)
        })
    }

    pub(crate) fn disconnected(&self, number: u64) {
        self.change(|state| state.sockets.remove(&number));
    }

    pub(crate) fn begun(&self, method: &str, target: &str) {
        self.change(|state| {
            state.requests.push(format!("{method} {target}"));
            state.n_now += 1;
            state.max_at_once = state.max_at_once.max(state.n_now);
        });
    }

    pub(crate) fn ended(&self, target: &str, has_left: bool) {
        self.change(|state| {
            state.n_now -= 1;
            if has_left {
                state.left.push(target.to_owned());
            }
        });
    }

    pub(crate) fn open(&self, gate: &str) {
        self.change(|state| state.opened.insert(gate.to_owned()));
    }

    /// Waits at a gate; in vain if the server is to end.
    pub(crate) fn wait_at(&self, gate: &str) {
        let state = self.state();
        let is_closed = |state: &mut State| !state.is_stopping && !state.opened.contains(gate);
        drop(self.changed.wait_while(state, is_closed));
    }

    /// Lets time pass, less if the server is to end.
    pub(crate) fn pause(&self, time: Duration) {
        let state = self.state();
        drop(
            self.changed
                .wait_timeout_while(state, time, |state| !state.is_stopping),
        );
    }

    /// Counts a failure for this key, unless there were `most` already.
    pub(crate) fn fail(&self, key: &str, most: u64) -> bool {
        self.change(|state| {
            let count = state.failures.entry(key.to_owned()).or_default();
            *count += 1;
            *count <= most
        })
    }

    pub(crate) fn put(&self, path: &str, page: Page) {
        self.change(|state| state.pages.insert(path.to_owned(), page));
    }

    pub(crate) fn page(&self, path: &str) -> Option<Page> {
        self.state().pages.get(path).cloned()
    }

    pub(crate) fn n_connections(&self) -> u64 {
        self.state().n_connections
    }

    pub(crate) fn max_at_once(&self) -> usize {
        self.state().max_at_once
    }

    pub(crate) fn requests(&self) -> Vec<String> {
        self.state().requests.clone()
    }

    /// Waits until `n` requests with this method and target have come.
    #[track_caller]
    pub(crate) fn wait_until_seen(&self, request: &str, n: usize) {
        self.wait_until(request, |state| count(&state.requests, request) >= n);
    }

    /// Waits until the clients of `n` requests with this target have gone before they had their answer.
    #[track_caller]
    pub(crate) fn wait_until_left(&self, target: &str, n: usize) {
        self.wait_until(target, |state| count(&state.left, target) >= n);
    }

    #[track_caller]
    fn wait_until(&self, what: &str, is_so: impl Fn(&State) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        let mut state = self.state();
        while !is_so(&state) {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero(),
                "waited in vain for {what}; there were {:?}, of which {:?} left",
                state.requests,
                state.left
            );
            let (next, _) = self
                .changed
                .wait_timeout(state, left)
                .unwrap_or_else(PoisonError::into_inner);
            state = next;
        }
    }
}

fn count(all: &[String], one: &str) -> usize {
    all.iter().filter(|other| *other == one).count()
}
