//! One worker as the desk sees it: what it was given, what it may still be given, and how it stands.

use std::sync::Arc;
use std::time::Duration;

use futures_core::TaskId;

use crate::pool::link::Link;
use crate::pool::pace::Pace;
use crate::pool::payload;
use crate::pool::record::{Place, Record};
use crate::wire::frame::Request;
use crate::wire::page::N_SLOTS;
use crate::wire::ring::Producer;
use crate::wire::slots::Phase;

/// How a worker stands. Arrows only lead downwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Its process is being started, or its initializer runs.
    Starting,
    /// It takes calls, or will as soon as a place is free.
    Ready,
    /// It was asked to end.
    Retiring,
    /// It is being ended by force.
    Condemned(Why),
}

/// Why a worker is ended by force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// This call has run for longer than it may.
    Timeout(TaskId, Duration),
    /// The owner of this call's future has asked for it.
    Killed(TaskId),
    /// It took too long to become ready.
    NeverReady(Duration),
    /// It wrote what no worker writes, or closed its end.
    Broken(String),
    /// Its initializer failed, with this reason.
    Initializer(String),
    /// The whole pool is ended by force.
    Forced,
}

/// Does a worker count among those that the pool may have, or is it kept in reserve?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Post {
    Regular,
    Spare,
}

/// A live worker.
pub(crate) struct Worker {
    pub(crate) number: u32,
    pub(crate) stage: Stage,
    pub(crate) post: Post,
    /// Was it ever ready?
    pub(crate) is_proven: bool,
    /// The call that it is to begin with.
    pub(crate) hand: Option<Arc<Record>>,
    /// How many calls it was ever given.
    pub(crate) given: u64,
    pub(crate) pace: Pace,
    line: Option<Line>,
    slots: Vec<Option<Arc<Record>>>,
    free: Vec<u16>,
    /// How many calls it has, begun or not.
    n_calls: usize,
}

/// The way to a worker whose process exists.
struct Line {
    link: Arc<Link>,
    requests: Producer,
}

impl Worker {
    pub(crate) fn new(number: u32, post: Post, hand: Option<Arc<Record>>) -> Self {
        Worker {
            number,
            stage: Stage::Starting,
            is_proven: false,
            post,
            hand,
            given: 0,
            pace: Pace::default(),
            line: None,
            slots: vec![None; N_SLOTS],
            free: (0..N_SLOTS as u16).rev().collect(),
            n_calls: 0,
        }
    }

    /// Its process exists.
    pub(crate) fn connect(&mut self, link: Arc<Link>, requests: Producer) {
        self.line = Some(Line { link, requests });
    }

    pub(crate) fn link(&self) -> Option<&Arc<Link>> {
        self.line.as_ref().map(|line| &line.link)
    }

    /// How many calls it has, begun or not.
    pub(crate) fn n_calls(&self) -> usize {
        self.n_calls
    }

    pub(crate) fn is_regular(&self) -> bool {
        self.post == Post::Regular
    }

    /// Could it be given a call now?
    pub(crate) fn has_credit(&self, max_tasks: Option<u64>) -> bool {
        self.stage == Stage::Ready
            && self.is_regular()
            && self.n_calls < self.pace.credit(N_SLOTS)
            && max_tasks.is_none_or(|most| self.given < most)
    }

    /// Is it to end after the calls that it has?
    pub(crate) fn is_used_up(&self, max_tasks: Option<u64>) -> bool {
        max_tasks.is_some_and(|most| self.given >= most)
    }

    /// Gives it a call, not visible to it before [`publish`](Self::publish). False: there is no room.
    pub(crate) fn give(&mut self, record: &Arc<Record>) -> bool {
        let (Some(line), Some(payload)) = (&mut self.line, record.payload()) else {
            return false;
        };
        let Some(slot) = self.free.pop() else {
            return false;
        };
        let number = record.id.number();
        let place = line.link.page.slot(usize::from(slot));
        place.queue(number);
        let request = payload::call(&record.function, slot, number);
        if payload
            .send(&line.link.socket, &mut line.requests, request)
            .is_err()
        {
            // A worker that is gone or has gone mad is found out by others; its calls are then taken back.
            place.free(number);
            self.free.push(slot);
            return false;
        }
        record.put(Place::Sent(line.link.clone(), slot));
        self.slots[usize::from(slot)] = Some(record.clone());
        self.n_calls += 1;
        self.given += 1;
        true
    }

    /// Shows it what it was given. True: its bell must be rung.
    pub(crate) fn publish(&mut self) -> bool {
        self.line
            .as_mut()
            .is_some_and(|line| line.requests.publish())
    }

    /// Asks it to end after what it has. True: its bell must be rung.
    pub(crate) fn retire(&mut self) -> bool {
        self.stage = Stage::Retiring;
        let Some(line) = &mut self.line else {
            return false;
        };
        // If its ring is corrupt it is found out and ended all the same.
        let _ = payload::send_bare(&mut line.requests, &Request::Retire);
        line.requests.publish()
    }

    /// The call that was in a slot whose reply, or passing over, has come. `Err`: the worker cannot have had it.
    pub(crate) fn vacate(&mut self, slot: u16, number: u64) -> Result<Option<Arc<Record>>, ()> {
        let (Some(line), Some(place)) = (&self.line, self.slots.get_mut(usize::from(slot))) else {
            return Err(());
        };
        if place
            .as_ref()
            .is_some_and(|record| record.id.number() != number)
        {
            return Err(());
        }
        let word = line.link.page.slot(usize::from(slot));
        if !matches!(word.phase(number), Some(Phase::Done | Phase::TakenBack)) {
            return Err(());
        }
        word.free(number);
        self.free.push(slot);
        let record = place.take();
        self.n_calls -= usize::from(record.is_some());
        Ok(record)
    }

    /// Takes back what it has not begun, in the order of submission.
    pub(crate) fn take_back_all(&mut self) -> Vec<Arc<Record>> {
        self.take_back(usize::MAX)
    }

    /// Takes back up to so many calls that it has not begun, the last ones, in the order of submission.
    pub(crate) fn take_back(&mut self, most: usize) -> Vec<Arc<Record>> {
        let Some(line) = &self.line else {
            return Vec::new();
        };
        let mut candidates: Vec<(u64, usize)> = self
            .slots
            .iter()
            .enumerate()
            .filter_map(|(slot, record)| Some((record.as_ref()?.id.number(), slot)))
            .collect();
        candidates.sort_unstable();
        let mut taken = Vec::new();
        for (number, slot) in candidates.into_iter().rev() {
            if taken.len() == most {
                break;
            }
            if line.link.page.slot(slot).try_take_back(number) {
                // The slot stays taken until the worker has passed it over.
                taken.extend(self.slots[slot].take());
                self.n_calls -= 1;
            }
        }
        taken.reverse();
        // What was cancelled in its slot stays cancelled.
        taken.retain(|record| !record.is_over());
        taken
    }

    /// How many of its calls it has not begun.
    pub(crate) fn n_waiting(&self) -> usize {
        let Some(line) = &self.line else {
            return 0;
        };
        let is_waiting = |(slot, record): (usize, &Option<Arc<Record>>)| {
            record.as_ref().is_some_and(|record| {
                line.link.page.slot(slot).phase(record.id.number()) == Some(Phase::Queued)
            })
        };
        self.slots
            .iter()
            .enumerate()
            .filter(|pair| is_waiting(*pair))
            .count()
    }

    /// The call that it runs, and since when, in nanoseconds of the system's clock.
    pub(crate) fn running(&self) -> Option<(Arc<Record>, u64)> {
        let line = self.line.as_ref()?;
        let slot = line.link.page.current()?;
        let record = self.slots.get(slot)?.clone()?;
        let since = line
            .link
            .page
            .slot(slot)
            .running_since(record.id.number())?;
        Some((record, since))
    }

    /// Every call that it has, begun or not, in the order of submission.
    pub(crate) fn records(&self) -> Vec<(u16, Arc<Record>)> {
        let mut records: Vec<(u16, Arc<Record>)> = self
            .slots
            .iter()
            .enumerate()
            .filter_map(|(slot, record)| Some((slot as u16, record.clone()?)))
            .collect();
        records.sort_unstable_by_key(|(_, record)| record.id.number());
        records
    }
}
