//! One worker as the desk sees it: what it was given, what it may still be given, and how it stands.

use std::sync::Arc;
use std::time::Duration;

use futures_core::TaskId;

use crate::pool::link::Link;
use crate::pool::pace::Pace;
use crate::pool::payload::{self, Unsent};
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
    /// How many calls it was ever given and did not have to give back.
    pub(crate) given: u64,
    pub(crate) pace: Pace,
    line: Option<Line>,
    slots: Vec<Slot>,
    free: Vec<u16>,
    /// How many calls it has, begun or not.
    n_calls: usize,
    /// The call that it ran when the keeper last looked, and since when it has. The worker's own word for that is only
    /// trusted the first time: a call gone astray may have written anything there.
    pub(crate) seen: Option<(TaskId, u64)>,
    /// Since when it has been seen to have calls and to begin none; `None` if something has happened since.
    pub(crate) quiet_since: Option<u64>,
}

/// What is in one of its slots, which is more than the shared memory can be trusted to say.
#[derive(Clone)]
enum Slot {
    Free,
    /// A call, which may have been cancelled or killed where it is.
    Has(Arc<Record>),
    /// Nothing, but the worker has yet to pass over the call of this number, which was taken back.
    TakenBack(u64),
}

impl Slot {
    fn record(&self) -> Option<&Arc<Record>> {
        match self {
            Slot::Has(record) => Some(record),
            Slot::Free | Slot::TakenBack(_) => None,
        }
    }
}

/// What became of the attempt to give a worker a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a call that was not given has to stay somewhere"]
pub(crate) enum Given {
    /// It is the worker's.
    Yes,
    /// There is no room, or nobody at the other end any more, which others find out.
    NotNow,
    /// The shared memory is corrupt: this worker can be given nothing any more.
    Never,
}

/// The way to a worker whose process exists.
struct Line {
    link: Arc<Link>,
    requests: Producer,
}

impl Worker {
    pub(crate) fn new(number: u32, post: Post) -> Self {
        Worker {
            number,
            stage: Stage::Starting,
            is_proven: false,
            post,
            hand: None,
            given: 0,
            pace: Pace::default(),
            line: None,
            slots: vec![Slot::Free; N_SLOTS],
            free: (0..N_SLOTS as u16).rev().collect(),
            n_calls: 0,
            seen: None,
            quiet_since: None,
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

    /// Is it, or will it be, in reserve?
    pub(crate) fn is_spare(&self) -> bool {
        self.post == Post::Spare && matches!(self.stage, Stage::Starting | Stage::Ready)
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

    /// Gives it a call, not visible to it before [`publish`](Self::publish).
    pub(crate) fn give(&mut self, record: &Arc<Record>) -> Given {
        let (Some(line), Some(payload)) = (&mut self.line, record.payload()) else {
            return Given::NotNow;
        };
        let Some(slot) = self.free.pop() else {
            return Given::NotNow;
        };
        let number = record.id.number();
        let place = line.link.page.slot(usize::from(slot));
        place.queue(number);
        let request = payload::call(&record.function, slot, number);
        let sent = payload.send(&line.link.socket, &mut line.requests, request);
        if let Err(unsent) = sent {
            place.free(number);
            self.free.push(slot);
            return match unsent {
                Unsent::Full | Unsent::Gone => Given::NotNow,
                Unsent::Corrupt => Given::Never,
            };
        }
        record.put(Place::Sent(line.link.clone(), slot));
        self.slots[usize::from(slot)] = Slot::Has(record.clone());
        if self.n_calls == 0 {
            self.quiet_since = None;
        }
        self.n_calls += 1;
        self.given += 1;
        Given::Yes
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
        // Before it has passed over what was taken back there may be no room for the request.
        if !self.is_clear() {
            return false;
        }
        let Some(line) = &mut self.line else {
            return false;
        };
        // If its ring is corrupt it is found out and ended all the same.
        let _ = payload::send_bare(&mut line.requests, &Request::Retire);
        line.requests.publish()
    }

    /// The call that was in a slot whose reply has come. `Err`: the worker cannot have had it.
    pub(crate) fn vacate_done(&mut self, slot: u16, number: u64) -> Result<Arc<Record>, ()> {
        let record = match self.slots.get(usize::from(slot)) {
            Some(Slot::Has(record)) if record.id.number() == number && !record.is_over() => {
                record.clone()
            }
            _ => return Err(()),
        };
        self.vacate(slot, number, Phase::Done)?;
        self.n_calls -= 1;
        Ok(record)
    }

    /// Frees a slot that the worker says it has passed over. `Err`: the call was not taken back.
    pub(crate) fn vacate_passed_over(&mut self, slot: u16, number: u64) -> Result<(), ()> {
        let n_calls = match self.slots.get(usize::from(slot)) {
            Some(Slot::TakenBack(taken)) if *taken == number => 0,
            Some(Slot::Has(record)) if record.id.number() == number && record.is_over() => 1,
            _ => return Err(()),
        };
        self.vacate(slot, number, Phase::TakenBack)?;
        self.n_calls -= n_calls;
        Ok(())
    }

    fn vacate(&mut self, slot: u16, number: u64, phase: Phase) -> Result<(), ()> {
        let line = self.line.as_ref().ok_or(())?;
        let word = line.link.page.slot(usize::from(slot));
        if word.phase(number) != Some(phase) {
            return Err(());
        }
        word.free(number);
        self.slots[usize::from(slot)] = Slot::Free;
        self.free.push(slot);
        self.quiet_since = None;
        Ok(())
    }

    /// Has it passed over all that was taken back, so that no request lies unread in its ring?
    pub(crate) fn is_clear(&self) -> bool {
        self.free.len() == N_SLOTS
    }

    /// Forgets a call that was taken back where it was. Its slot stays taken until the worker has passed it over.
    pub(crate) fn forget(&mut self, slot: u16, record: &Arc<Record>) {
        if let Some(held) = self.slots.get_mut(usize::from(slot))
            && held.record().is_some_and(|held| Arc::ptr_eq(held, record))
        {
            *held = Slot::TakenBack(record.id.number());
            self.n_calls -= 1;
            self.given -= 1;
        }
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
            .filter_map(|(slot, held)| Some((held.record()?.id.number(), slot)))
            .collect();
        candidates.sort_unstable();
        let mut taken = Vec::new();
        for (number, slot) in candidates.into_iter().rev() {
            if taken.len() == most {
                break;
            }
            if line.link.page.slot(slot).try_take_back(number) {
                // The slot stays taken until the worker has passed it over.
                let before = std::mem::replace(&mut self.slots[slot], Slot::TakenBack(number));
                if let Slot::Has(record) = before {
                    taken.push(record);
                    self.n_calls -= 1;
                    self.given -= 1;
                }
            }
        }
        taken.reverse();
        // What was cancelled in its slot stays cancelled.
        taken.retain(|record| !record.is_over());
        taken
    }

    /// How many of its calls it has not begun.
    pub(crate) fn n_waiting(&self) -> usize {
        self.calls()
            .filter(|(_, _, phase)| *phase == Some(Phase::Queued))
            .count()
    }

    /// Can this call be ended only together with the worker? Its reply has not come, and it is neither waiting nor done.
    pub(crate) fn is_in_the_middle_of(&self, meant: &Arc<Record>) -> bool {
        self.calls().any(|(_, record, phase)| {
            Arc::ptr_eq(record, meant) && !matches!(phase, Some(Phase::Queued | Phase::Done))
        })
    }

    /// Every call that it has, begun or not, with its slot, and its phase if that makes sense.
    pub(crate) fn calls(&self) -> impl Iterator<Item = (u16, &Arc<Record>, Option<Phase>)> {
        let page = self.line.as_ref().map(|line| &line.link.page);
        self.slots
            .iter()
            .enumerate()
            .filter_map(move |(slot, held)| {
                let record = held.record()?;
                let phase = page?.slot(slot).phase(record.id.number());
                Some((slot as u16, record, phase))
            })
    }

    /// Since when it has run the call that it runs, if it runs one.
    pub(crate) fn running_since(&self) -> Option<u64> {
        self.calls()
            .find(|(_, _, phase)| *phase == Some(Phase::Running))
            .and_then(|(slot, record, _)| self.began(slot, record))
    }

    /// Since when it has run this call, as it says itself.
    pub(crate) fn began(&self, slot: u16, record: &Record) -> Option<u64> {
        let page = &self.line.as_ref()?.link.page;
        page.slot(usize::from(slot))
            .running_since(record.id.number())
    }

    /// Every call that it has, begun or not, in the order of submission.
    pub(crate) fn records(&self) -> Vec<(u16, Arc<Record>)> {
        let mut records: Vec<(u16, Arc<Record>)> = self
            .slots
            .iter()
            .enumerate()
            .filter_map(|(slot, held)| Some((slot as u16, held.record()?.clone())))
            .collect();
        records.sort_unstable_by_key(|(_, record)| record.id.number());
        records
    }
}
