//! One wait for several futures: each completion is O(1), and the waiting thread is woken when it has reason to go on.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::Status;
use crate::host::{Guard, Lock, Thread};

/// What the waiting thread is to be woken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// The last end.
    All,
    /// The first end.
    First,
    /// The first failure, or the last end.
    FirstException,
    /// Every end, in the order in which they happen.
    Stream,
}

pub(crate) struct WaitSet {
    mode: Mode,
    owner: Thread,
    /// The members that have not ended, and one more while the owner is still registering, so that nobody can see the
    /// set complete before it is.
    remaining: AtomicUsize,
    /// First and FirstException: what was waited for has happened.
    triggered: AtomicBool,
    /// Somebody looks for deadlocks and wants to look again at every end.
    watchful: AtomicBool,
    /// Stream only.
    ended: Lock<Ended>,
}

/// The members that ended and were not yet yielded, in order.
#[derive(Default)]
pub(crate) struct Ended {
    pub(crate) list: Vec<u32>,
    /// The thread that sleeps until the list has something.
    pub(crate) sleeper: Option<Thread>,
}

impl WaitSet {
    /// A set whose members are still being registered: `expected` of them.
    pub(crate) fn new(mode: Mode, owner: Thread, expected: usize) -> Self {
        WaitSet {
            mode,
            owner,
            remaining: AtomicUsize::new(expected + 1),
            triggered: AtomicBool::new(false),
            watchful: AtomicBool::new(false),
            ended: Lock::new(Ended::default()),
        }
    }

    /// Every member is registered, `ended_before` of them in vain since they had ended.
    pub(crate) fn all_registered(&self, ended_before: usize) {
        self.remaining.fetch_sub(ended_before + 1, Ordering::AcqRel);
    }

    /// Is the wait over? Not for a stream.
    pub(crate) fn is_over(&self) -> bool {
        self.triggered.load(Ordering::Acquire) || self.remaining.load(Ordering::Acquire) == 0
    }

    pub(crate) fn be_watchful(&self) {
        self.watchful.store(true, Ordering::Release);
    }

    pub(crate) fn ended(&self) -> Guard<'_, Ended> {
        self.ended.lock()
    }

    /// Called by the completer of a member.
    pub(crate) fn member_ended(&self, index: u32, status: Status) {
        match self.mode {
            Mode::All => {
                if self.remaining.fetch_sub(1, Ordering::AcqRel) == 1 {
                    self.owner.unpark();
                }
            }
            Mode::First => self.trigger(),
            Mode::FirstException if status == Status::Failed => self.trigger(),
            Mode::FirstException => {
                let last = self.remaining.fetch_sub(1, Ordering::AcqRel) == 1;
                if last || self.watchful.load(Ordering::Acquire) {
                    self.owner.unpark();
                }
            }
            Mode::Stream => {
                let sleeper = {
                    let mut ended = self.ended.lock();
                    ended.list.push(index);
                    ended.sleeper.take()
                };
                if let Some(sleeper) = sleeper {
                    sleeper.unpark();
                }
            }
        }
    }

    fn trigger(&self) {
        if !self.triggered.swap(true, Ordering::AcqRel) {
            self.owner.unpark();
        }
    }
}
