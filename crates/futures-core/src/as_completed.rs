//! Futures in the order in which they end.

use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::blocking::{self, Blocking, Waited};
use crate::fault::planted;
use crate::graph::{Needs, OnDeadlock};
use crate::host::{self, WaitReason};
use crate::identity::{AddressHasher, address};
use crate::observer::Watcher;
use crate::wait::unwatch;
use crate::wait_set::{Mode, WaitSet};
use crate::waitable::Waitable;
use crate::{Error, ErrorKind};

/// Yields each future when it has ended: those that have already, in the order of the input, then the others in the
/// order in which they end.
///
/// Duplicates are yielded once, futures of different pools mix freely, and what was yielded is no longer referred to.
/// More can be [`add`](AsCompleted::add)ed at any time. Dropping the iterator cancels nothing.
///
/// `timeout` counts from this call (in Python from the first `next`, against its documentation). When it has passed,
/// what has ended is still yielded, then comes one error that says how many are unfinished, then the iteration is over.
///
/// ```
/// use futures_core::{Executor, Inline, as_completed};
///
/// let futures: Vec<_> = (1..=3).map(|i| Inline.submit(move || i).unwrap()).collect();
/// let sum: i32 = as_completed(futures, None).map(|future| future.unwrap().result().unwrap()).sum();
/// assert_eq!(sum, 6);
/// ```
pub fn as_completed<F: Waitable>(
    fs: impl IntoIterator<Item = F>,
    timeout: Option<Duration>,
) -> AsCompleted<F> {
    let fs = fs.into_iter();
    let mut futures = AsCompleted {
        set: Arc::new(WaitSet::new(Mode::Stream, host::current(), 0)),
        members: Vec::with_capacity(fs.size_hint().0),
        free: Vec::new(),
        addresses: HashSet::default(),
        ready: VecDeque::new(),
        unfinished: 0,
        total: 0,
        deadline: timeout.map(host::deadline_in),
        over: false,
    };
    for future in fs {
        if let Some(index) = futures.register(future) {
            futures.ready.push_back(index);
        }
    }
    futures
}

/// The iterator of [`as_completed`].
///
/// An item is an error only if the wait itself failed: timed out (once, at the end), a deadlock, or an interruption.
#[must_use = "an iterator that nobody asks yields nothing"]
pub struct AsCompleted<F: Waitable> {
    set: Arc<WaitSet>,
    /// By member number; `None` once yielded.
    members: Vec<Option<F>>,
    /// Numbers of yielded members, to be given again.
    free: Vec<u32>,
    /// Of the members that were not yielded; empty if the type of future rules duplicates out.
    addresses: HashSet<usize, AddressHasher>,
    /// Ended, in order, and not yielded.
    ready: VecDeque<u32>,
    /// How many members were not yielded.
    unfinished: usize,
    total: usize,
    /// `None`: no limit was given. `Some(None)`: one further away than the clock can say.
    deadline: Option<Option<Duration>>,
    over: bool,
}

impl<F: Waitable> AsCompleted<F> {
    /// Adds a future, also in the middle of the iteration. One that is already waited for counts once.
    pub fn add(&mut self, future: F) {
        if let Some(index) = self.register(future) {
            // Others may have ended before it that nobody has asked for yet.
            if !planted("added_out_of_order") {
                self.fetch();
            }
            self.ready.push_back(index);
        }
    }

    /// Makes `future` a member, unless it is one. Its number if it has ended already, so that the set will not be told.
    fn register(&mut self, future: F) -> Option<u32> {
        if F::MAY_REPEAT && !self.addresses.insert(address(future.cell())) {
            return None;
        }
        let index = self.free.pop().unwrap_or_else(|| {
            self.members.push(None);
            u32::try_from(self.members.len() - 1)
                .expect("fewer than four thousand million futures at a time")
        });
        // A look first: most futures of a long input have ended by now, and registering costs several times as much.
        let has_ended = future.cell().word().is_done() || {
            let watcher = Watcher::Member(index, self.set.clone());
            future.cell().watch(watcher).is_err()
        };
        self.members[index as usize] = Some(future);
        self.unfinished += 1;
        self.total += 1;
        has_ended.then_some(index)
    }

    /// How many futures are yet to be yielded.
    pub fn remaining(&self) -> usize {
        self.unfinished
    }

    /// All that were not yielded, which will not be.
    pub(crate) fn take_members(&mut self) -> Vec<F> {
        self.unwatch_all();
        self.unfinished = 0;
        self.ready.clear();
        std::mem::take(&mut self.members)
            .into_iter()
            .flatten()
            .collect()
    }

    fn unwatch_all(&self) {
        for future in self.members() {
            if !future.cell().word().is_done() {
                unwatch(future.cell(), &self.set);
            }
        }
    }

    /// The futures that are yet to be yielded, by member number.
    pub(crate) fn members(&self) -> impl DoubleEndedIterator<Item = &F> {
        self.members.iter().flatten()
    }

    fn fetch(&mut self) {
        let mut ended = self.set.ended();
        self.ready.extend(ended.list.drain(..));
    }

    /// Looks for members that have ended and that the set has not been told of: their ends are there for all to see a
    /// moment before whoever has brought them about tells of it. False: there are none.
    ///
    /// # Errors
    /// Interrupted.
    fn catch_up(&mut self) -> Result<bool, Error> {
        let mut is_being_told = false;
        for (index, future) in (0..).zip(&self.members) {
            let Some(cell) = future.as_ref().map(|future| future.cell()) else {
                continue;
            };
            if !cell.word().is_done() {
                continue;
            }
            if unwatch(cell, &self.set) || planted("yielded_twice") {
                self.ready.push_back(index);
            } else {
                is_being_told = true;
            }
        }
        if self.ready.is_empty() && is_being_told {
            // Nothing but the telling is left to be done, for which no limit is needed.
            self.block(None)?;
        }
        Ok(is_being_told || !self.ready.is_empty())
    }

    fn block(&self, deadline: Option<Duration>) -> Result<Waited, Error> {
        let me = host::current();
        let what = Blocking {
            on: &|| self.members().map(F::cell_arc).collect(),
            needs: Needs::Any,
            on_deadlock: OnDeadlock::Fail,
            deadline,
            is_timed: self.deadline.is_some(),
            reason: &|| WaitReason::Next {
                remaining: self.unfinished,
            },
        };
        blocking::block(&what, || {
            let mut ended = self.set.ended();
            let ready = !ended.list.is_empty();
            ended.sleeper = if ready { None } else { Some(me.clone()) };
            ready
        })
    }
}

impl<F: Waitable> Iterator for AsCompleted<F> {
    type Item = Result<F, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.ready.is_empty() {
                self.fetch();
            }
            if let Some(index) = self.ready.pop_front() {
                let future = self.members[index as usize].take()?;
                if F::MAY_REPEAT {
                    self.addresses.remove(&address(future.cell()));
                }
                self.free.push(index);
                self.unfinished -= 1;
                return Some(Ok(future));
            }
            if self.unfinished == 0 || self.over {
                return None;
            }
            let late = match self.block(self.deadline.flatten()) {
                Ok(Waited::Ready) => continue,
                Ok(Waited::Deadline) => self.catch_up(),
                Err(error) => Err(error),
            };
            match late {
                Ok(true) => {}
                Ok(false) => {
                    self.over = true;
                    let text =
                        format!("{} (of {}) futures unfinished", self.unfinished, self.total);
                    return Some(Err(Error::new(ErrorKind::TimedOut, text)));
                }
                Err(error) => {
                    self.over = !error.is_interrupted();
                    return Some(Err(error));
                }
            }
        }
    }
}

impl<F: Waitable> Drop for AsCompleted<F> {
    fn drop(&mut self) {
        self.unwatch_all();
    }
}

impl<F: Waitable> fmt::Debug for AsCompleted<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AsCompleted")
            .field("unfinished", &self.unfinished)
            .field("total", &self.total)
            .finish()
    }
}
