//! The keeper: the thread that owns every child process of a pool, starts it, watches it, ends it and buries it.
//!
//! It runs no code of users, so nothing keeps it from ending a call in time. It outlives its children: on Linux a child
//! can ask to die with the thread that has started it, and ours do.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use futures_core::host;

use crate::pool::after::After;
use crate::pool::burial::Death;
use crate::pool::completions::{Change, Completion, Item};
use crate::pool::core::Core;
use crate::pool::launch;
use crate::pool::losses::{Lost, Only, Running};
use crate::pool::orders::{Mailbox, Order};
use crate::pool::overdue::nanoseconds;
use crate::pool::reader;
use crate::pool::staff::{Stage, Why};
use crate::sys::child::{Child, Exit, Signal};
use crate::sys::clock;
use crate::sys::poll::Poll;

/// The token of the mailbox; workers have their numbers.
const MAIL: u64 = u64::MAX;

/// How long a worker that has closed its channel may take to end by itself, before it is ended.
const HANG_UP_GRACE: Duration = Duration::from_millis(100);

/// How long a worker that was asked to end, and has no call, may take for that, before it is ended. It may be stopped; or
/// its program does something at its exit that does not end.
const RETIREMENT_GRACE: Duration = Duration::from_secs(2);

/// After the first start that failed, and after the second in a row, so much time passes before the next one.
const BACK_OFF: [Duration; 2] = [Duration::from_millis(10), Duration::from_millis(100)];

/// A child that lives.
struct Kept {
    child: Child,
    /// When it is ended by force, in nanoseconds of the system's clock, and with which verdict if it has none.
    due: Option<(u64, Verdict)>,
}

/// What to do about a child when its time has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// It was told to end, and has not.
    Kill,
    /// It has not become ready.
    NeverReady,
    /// It has closed its channel, and lives.
    HungUp,
}

struct Keeper<'a> {
    core: &'a Arc<Core>,
    poll: Poll,
    kept: BTreeMap<u32, Kept>,
    /// Workers to be started later, with the time.
    later: Vec<(u64, u32)>,
    /// A reader in whose place another one is to be started.
    unread: Option<Unread>,
}

/// A reader that waits, and that nobody could be started for.
struct Unread {
    reader: u64,
    /// When to try again, in nanoseconds of the system's clock.
    at: u64,
    /// How long to let pass after that.
    pause: Duration,
}

/// So much time passes before another thread is asked for to read in the place of one that waits; twice as much each time
/// that the system refuses it, up to the second one.
const READ_AGAIN: [Duration; 2] = [Duration::from_millis(10), Duration::from_secs(1)];

/// How long a keeper sleeps that cannot wait for anything, because the system refuses it.
const BLIND_PAUSE: Duration = Duration::from_millis(5);

/// What a keeper waits on. Made before its thread is, so that a keeper never begins and cannot watch.
///
/// # Errors
/// The system has no files left to wait on.
pub(crate) fn watch(mailbox: &Mailbox) -> io::Result<Poll> {
    let poll = Poll::new()?;
    poll.add(mailbox.waker(), MAIL)?;
    Ok(poll)
}

/// The keeper's life: until the pool takes no more calls, the last child is buried, and users have been told.
pub(crate) fn keep(core: &Arc<Core>, poll: Poll) {
    let mut keeper = Keeper {
        core,
        poll,
        kept: BTreeMap::new(),
        later: Vec::new(),
        unread: None,
    };
    while !keeper.is_done() {
        keeper.turn();
    }
    core.links.set_keeper_done();
    // The reader has the last word, and may still need somebody to start another one.
    while !keeper.is_over() {
        keeper.turn();
    }
}

impl Keeper<'_> {
    fn turn(&mut self) {
        let mut ready = Vec::new();
        let timeout = self.time_left();
        if let Err(error) = self.poll.wait(timeout, &mut ready) {
            give_up(self.core, &error);
            // What is left of the pool is looked at again and again until it has ended.
            let _ = host::sleep(BLIND_PAUSE);
            let ended = self.kept.iter().filter(|(_, kept)| kept.child.has_ended());
            ready.extend(ended.map(|(number, _)| u64::from(*number)));
        }
        self.follow_orders();
        for token in &ready {
            if let Ok(number) = u32::try_from(*token) {
                self.see_to(number);
            }
        }
        self.mind_the_time();
    }

    fn is_over(&self) -> bool {
        self.core.desk.lock().is_over
    }

    fn is_done(&self) -> bool {
        self.kept.is_empty() && self.later.is_empty() && self.core.desk.lock().is_finished()
    }

    /// How long to sleep at most.
    fn time_left(&self) -> Option<Duration> {
        let next_look = self.core.desk.lock().next_look;
        let due = self.kept.values().filter_map(|kept| kept.due);
        let next = due
            .map(|(at, _)| at)
            .chain(self.later.iter().map(|(at, _)| *at))
            .chain(self.unread.as_ref().map(|unread| unread.at))
            .chain((next_look != u64::MAX).then_some(next_look))
            .min()?;
        Some(Duration::from_nanos(
            next.saturating_sub(clock::monotonic_ns()),
        ))
    }

    fn follow_orders(&mut self) {
        for order in self.core.mailbox.take() {
            match order {
                Order::Start(number) => self.start_in_time(number),
                Order::End(number) => self.end(number),
                Order::Kill(number) => self.kill(number),
                Order::Terminate(number) => self.terminate(number),
                Order::Retired(number) => self.retired(number),
                Order::HungUp(number) => self.hung_up(number),
                Order::Read(reader) => self.read_later(reader, READ_AGAIN[0]),
                // Waking was all that was wanted: the time and the end are looked at in every round.
                Order::Look | Order::Finish => {}
            }
        }
    }

    /// Starts a worker soon, or a little later if the last ones have failed.
    fn start_in_time(&mut self, number: u32) {
        let failed = self.core.desk.lock().n_stillborn as usize;
        let time = failed.checked_sub(1).and_then(|index| BACK_OFF.get(index));
        let time = nanoseconds(time.copied().unwrap_or_default());
        let at = clock::monotonic_ns().saturating_add(time);
        self.later.push((at, number));
    }

    fn start(&mut self, number: u32) {
        if self.is_condemned(number).is_none() {
            return;
        }
        // One that cannot be watched is dropped, and ended by that.
        let launched = launch::launch(self.core, number).and_then(|child| {
            self.poll.add(&child, u64::from(number))?;
            Ok(child)
        });
        match launched {
            Ok(child) => {
                let kept = Kept { child, due: None };
                self.kept.insert(number, kept);
                self.set_due(number, self.core.config.start_timeout, Verdict::NeverReady);
                self.core.desk.lock().counters.started += 1;
                if self.is_condemned(number) == Some(true) {
                    self.end(number);
                }
            }
            Err(error) => {
                self.core.links.remove(number);
                let mut after = After::default();
                let lost = self.core.desk.lock().not_started(
                    &self.core.config,
                    number,
                    &error,
                    &mut after,
                );
                report(self.core, lost, after);
            }
        }
    }

    /// Is this worker to be ended? `None`: there is no such worker any more.
    fn is_condemned(&self, number: u32) -> Option<bool> {
        let desk = self.core.desk.lock();
        let worker = desk.staff.get(&number)?;
        Some(matches!(worker.stage, Stage::Condemned(_)))
    }

    /// Ends a condemned worker: at once, or politely first if there is a grace.
    fn end(&mut self, number: u32) {
        let grace = self.core.config.kill_grace;
        if grace.is_zero() {
            self.kill(number);
        } else {
            self.ask_to_end(number);
            self.set_due(number, grace, Verdict::Kill);
        }
    }

    fn ask_to_end(&mut self, number: u32) {
        self.signal(number, Signal::TERM);
        // One that was stopped hears nothing before it goes on.
        self.signal(number, Signal::CONT);
    }

    /// Asks a worker to end; it is ended by force after the grace, or never without one, as in Python.
    fn terminate(&mut self, number: u32) {
        self.ask_to_end(number);
        let grace = self.core.config.kill_grace;
        if !grace.is_zero() {
            self.set_due(number, grace, Verdict::Kill);
        }
    }

    /// Ends a worker and whatever it has started in its process group.
    fn kill(&mut self, number: u32) {
        self.signal(number, Signal::KILL);
    }

    fn signal(&mut self, number: u32, signal: Signal) {
        if let Some(kept) = self.kept.get(&number) {
            // A signal that cannot be delivered finds the process dead already.
            let _ = kept.child.signal(signal);
            if signal == Signal::KILL {
                let _ = kept.child.signal_group(signal);
            }
        } else {
            // Not started yet, so it will not be.
            self.later.retain(|(_, later)| *later != number);
            let is_waiting = {
                let desk = self.core.desk.lock();
                desk.staff
                    .get(&number)
                    .is_some_and(|worker| worker.link().is_none())
            };
            if is_waiting {
                let death = Death {
                    pid: 0,
                    exit: Exit::Unknown,
                    stderr: String::new(),
                };
                let mut after = After::default();
                let lost =
                    self.core
                        .desk
                        .lock()
                        .bury(&self.core.config, number, &death, &mut after);
                report(self.core, lost, after);
            }
        }
    }

    /// Starts another reader in the place of this one after a pause, unless it reads again by then.
    fn read_later(&mut self, reader: u64, pause: Duration) {
        let at = clock::monotonic_ns().saturating_add(nanoseconds(pause));
        self.unread = Some(Unread { reader, at, pause });
    }

    fn read(&mut self, unread: Unread) {
        let Unread { reader, pause, .. } = unread;
        if self.core.links.is_reader_away(reader) && reader::stand_in(self.core, reader).is_err() {
            self.read_later(reader, READ_AGAIN[1].min(2 * pause));
        }
    }

    /// Sees to it that a worker ends which was asked to, unless its time is measured already.
    fn retired(&mut self, number: u32) {
        let due = self.kept.get(&number).and_then(|kept| kept.due);
        if !matches!(due, Some((_, Verdict::Kill))) {
            self.set_due(number, RETIREMENT_GRACE, Verdict::Kill);
        }
    }

    /// Gives a worker that has closed its channel a moment, unless its time is measured already.
    fn hung_up(&mut self, number: u32) {
        let due = self.kept.get(&number).and_then(|kept| kept.due);
        if !matches!(due, Some((_, Verdict::Kill))) {
            self.set_due(number, HANG_UP_GRACE, Verdict::HungUp);
        }
    }

    fn set_due(&mut self, number: u32, time: Duration, verdict: Verdict) {
        if let Some(kept) = self.kept.get_mut(&number) {
            let at = clock::monotonic_ns().saturating_add(nanoseconds(time));
            kept.due = Some((at, verdict));
        }
    }

    /// Looks after a child that seems to have ended.
    fn see_to(&mut self, number: u32) {
        let is_condemned = self.is_condemned(number);
        let Some(kept) = self.kept.get_mut(&number) else {
            return;
        };
        if is_condemned == Some(true) {
            // What it has started and left behind goes with it if it was ended by force.
            let _ = kept.child.signal_group(Signal::KILL);
        }
        let exit = match kept.child.try_reap() {
            Ok(None) => return,
            Ok(Some(exit)) => exit,
            Err(_) => Exit::Unknown,
        };
        let pid = kept.child.pid();
        let _ = self.poll.remove(&kept.child);
        drop(self.kept.remove(&number));
        let mut after = After::default();
        let link = self.core.links.get(number);
        if let Some(link) = &link {
            // The last replies: whatever was finished before the death counts.
            while reader::drain(self.core, link, &mut after) {}
        }
        let stderr = link
            .as_ref()
            .map(|link| link.last_words(&self.core.completions))
            .unwrap_or_default();
        self.core.links.remove(number);
        let death = Death { pid, exit, stderr };
        let lost = self
            .core
            .desk
            .lock()
            .bury(&self.core.config, number, &death, &mut after);
        self.core.completions.push([Item::Staff {
            worker: number,
            change: Change::Down,
        }]);
        report(self.core, lost, after);
    }

    /// Ends what has had its time.
    fn mind_the_time(&mut self) {
        let now = clock::monotonic_ns();
        // One at a time: each takes a millisecond, in which somebody else's time may be over.
        let due = self.later.iter().position(|(at, _)| *at <= now);
        if let Some(index) = due {
            let (_, number) = self.later.remove(index);
            self.start(number);
        }
        if let Some(unread) = self.unread.take_if(|unread| unread.at <= now) {
            self.read(unread);
        }
        if self.core.desk.lock().next_look <= now {
            let mut to_read = Vec::new();
            let mut after = self
                .core
                .desk
                .lock()
                .look(&self.core.config, now, &mut to_read);
            for link in to_read
                .iter()
                .filter_map(|number| self.core.links.get(*number))
            {
                reader::drain(self.core, &link, &mut after);
            }
            if !to_read.is_empty() {
                self.core.links.wake();
            }
            self.core.act(after);
            self.follow_orders();
        }
        let over: Vec<(u32, Verdict)> = self
            .kept
            .iter()
            .filter_map(|(number, kept)| {
                let (at, verdict) = kept.due?;
                (at <= now).then_some((*number, verdict))
            })
            .collect();
        for (number, verdict) in over {
            if let Some(kept) = self.kept.get_mut(&number) {
                kept.due = None;
            }
            match verdict {
                Verdict::Kill => self.kill(number),
                Verdict::NeverReady => self.condemn_if_starting(number),
                Verdict::HungUp => {
                    let what = "it closed its channel and went on".to_owned();
                    self.condemn(number, Why::Broken(what));
                }
            }
        }
    }

    fn condemn_if_starting(&mut self, number: u32) {
        let is_starting = {
            let desk = self.core.desk.lock();
            let worker = desk.staff.get(&number);
            worker.is_some_and(|worker| worker.stage == Stage::Starting)
        };
        if is_starting {
            self.condemn(number, Why::NeverReady(self.core.config.start_timeout));
        }
    }

    fn condemn(&mut self, number: u32, why: Why) {
        let mut after = After::default();
        self.core
            .desk
            .lock()
            .condemn(&self.core.config, number, Only::Anyway, why, &mut after);
        self.core.act(after);
        self.follow_orders();
    }
}

/// Leaves what users are to be told to the thread that tells them.
fn report(core: &Core, lost: Vec<Lost>, after: After) {
    let completions = lost
        .into_iter()
        .map(|(record, error)| Item::Call(Completion::lost(record, error)));
    core.completions.push(completions);
    core.links.wake();
    core.act(after);
}

/// The pool cannot do its work for want of what every program is given. Only the first time says so.
fn give_up(core: &Core, error: &io::Error) {
    let mut after = After::default();
    let text = format!("{} cannot watch its processes: {error}", core.config.name);
    let lost = {
        let mut desk = core.desk.lock();
        match desk.broken {
            Some(_) => return,
            None => desk.break_with(text, Running::IsEnded, &mut after),
        }
    };
    report(core, lost, after);
}

#[cfg(test)]
mod tests;
