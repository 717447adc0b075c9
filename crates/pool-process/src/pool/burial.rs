//! What becomes of the calls of a worker that has died, or could not be started, and whether the pool breaks by that.

use futures_core::{Error, ErrorKind};

use crate::pool::after::After;
use crate::pool::config::{Config, OnCrash};
use crate::pool::desk::{Desk, Doors};
use crate::pool::losses::{Lost, Running};
use crate::pool::record::{Place, Record};
use crate::pool::staff::{Stage, Why, Worker};
use crate::sys::child::{Exit, Signal};

/// So many workers that die before they are ready, one after the other, break the pool.
pub(crate) const MAX_STILLBORN: u32 = 3;

/// How a process has ended, and its last words.
pub(crate) struct Death {
    pub(crate) pid: u32,
    pub(crate) exit: Exit,
    /// The end of what it wrote to its standard error, if that was looked at.
    pub(crate) stderr: String,
}

impl Desk {
    /// Strikes a dead worker from the books, all of whose replies have been read. Returns the calls that died with it.
    pub(crate) fn bury(
        &mut self,
        config: &Config,
        number: u32,
        death: &Death,
        after: &mut After,
    ) -> Vec<Lost> {
        let mut lost = Vec::new();
        let Some(mut worker) = self.staff.remove(&number) else {
            return lost;
        };
        self.idle.retain(|idle| *idle != number);
        if worker.stage != Stage::Retiring {
            self.counters.died += 1;
        }
        let mut again = worker.take_back_all();
        let is_ended = self.broken.is_some() || self.doors == Doors::Forced;
        for (_, record) in worker.records() {
            if record.is_over() {
                continue;
            }
            if !is_ended
                && config.on_crash != OnCrash::BreakPool
                && is_crash(&worker.stage)
                && record.may_retry()
            {
                // It has begun once, so it does not become pending again.
                record.assign();
                again.push(record);
                continue;
            }
            record.put(Place::Over);
            self.counters.failed += 1;
            let error = self.fate(config, &worker, &record, death);
            lost.push((record, error));
        }
        again.extend(worker.hand.take().filter(|hand| !hand.is_over()));
        again.sort_by_key(|record| record.id.number());
        let crashed = is_crash(&worker.stage) && !lost.is_empty();
        match is_ended {
            true => lost.extend(self.fail_all(again, &self.end_of_pool(config))),
            false => self.requeue(again),
        }
        if let Some(reason) = self.reason_to_break(config, &worker, death, crashed) {
            let running = match config.on_crash {
                OnCrash::BreakPool if crashed => Running::IsEnded,
                _ => Running::EndsWell,
            };
            lost.extend(self.break_with(reason, running, after));
        }
        after.part_with(worker);
        self.fill_staff(config, after);
        self.serve_idle(config, after);
        lost
    }

    /// What a call fails with whose worker has died.
    fn fate(&self, config: &Config, worker: &Worker, record: &Record, death: &Death) -> Error {
        match &worker.stage {
            Stage::Condemned(Why::Timeout(_, limit)) => Error::new(
                ErrorKind::TaskTimeout,
                format!(
                    "call {} ran for longer than {limit:?} and was ended",
                    record.id
                ),
            ),
            Stage::Condemned(Why::Killed(_)) => {
                Error::new(ErrorKind::Interrupted, "the call was killed")
            }
            Stage::Condemned(Why::Forced) => {
                Error::new(ErrorKind::BrokenPool, self.end_of_pool(config))
            }
            // One that has closed its channel and then dies in its own way is rather told by that.
            Stage::Condemned(Why::Broken(what)) if death.exit.is_by(Signal::KILL) => Error::new(
                ErrorKind::WorkerDied,
                format!("worker process {} had to be ended: {what}", death.pid),
            ),
            _ => Error::new(ErrorKind::WorkerDied, how(death)),
        }
    }

    /// Why a call fails that ends because its pool does.
    pub(crate) fn end_of_pool(&self, config: &Config) -> String {
        match &self.broken {
            Some(reason) => reason.to_string(),
            None => format!("the workers of {} were ended by force", config.name),
        }
    }

    /// Does this death break the whole pool?
    fn reason_to_break(
        &mut self,
        config: &Config,
        worker: &Worker,
        death: &Death,
        crashed: bool,
    ) -> Option<String> {
        if let Stage::Condemned(Why::Initializer(reason)) = &worker.stage {
            return Some(format!(
                "a worker's initializer of {} failed: {reason}",
                config.name
            ));
        }
        if crashed && config.on_crash == OnCrash::BreakPool {
            return Some(format!("a worker of {} died: {}", config.name, how(death)));
        }
        if worker.is_proven
            || matches!(
                worker.stage,
                Stage::Condemned(Why::Forced) | Stage::Retiring
            )
        {
            return None;
        }
        self.n_stillborn += 1;
        (self.n_stillborn >= MAX_STILLBORN).then(|| {
            let what = match &worker.stage {
                Stage::Condemned(Why::NeverReady(limit)) => {
                    format!("it was not ready within {limit:?}")
                }
                Stage::Condemned(Why::Broken(what)) => what.clone(),
                _ => how(death),
            };
            format!(
                "{MAX_STILLBORN} workers of {} in a row ended before they were ready; the last: {what}",
                config.name
            )
        })
    }

    /// A process could not be started. With workers left the calls wait for those; without any it is
    /// tried again, and after so many failures as break a pool the calls fail.
    pub(crate) fn not_started(
        &mut self,
        config: &Config,
        number: u32,
        error: &std::io::Error,
        after: &mut After,
    ) -> Vec<Lost> {
        let Some(mut worker) = self.staff.remove(&number) else {
            return Vec::new();
        };
        let hand = worker.hand.take().filter(|hand| !hand.is_over());
        after.part_with(worker);
        self.requeue(hand.into_iter().collect());
        let is_there = |worker: &Worker| matches!(worker.stage, Stage::Starting | Stage::Ready);
        // Nobody waits for a spare one, and one that is there takes the place of what could not be started.
        if self.n_queued() == 0 || self.staff.values().any(is_there) {
            if self.staff.values().any(|worker| worker.is_spare()) {
                self.fill_staff(config, after);
            }
            self.serve_idle(config, after);
            return Vec::new();
        }
        // The system may be short of something for a moment only; the keeper lets a while pass before each attempt.
        self.n_stillborn += 1;
        if self.n_stillborn < MAX_STILLBORN {
            self.fill_staff(config, after);
            return Vec::new();
        }
        let text = format!("no process could be started for {}: {error}", config.name);
        self.break_with(text, Running::EndsWell, after)
    }
}

/// Did it die by its own fault?
fn is_crash(stage: &Stage) -> bool {
    !matches!(
        stage,
        Stage::Condemned(Why::Timeout(..) | Why::Killed(_) | Why::Forced)
    )
}

/// "worker process 4711 was ended by signal 9 (KILL); its last words: …"
fn how(death: &Death) -> String {
    let mut text = format!("worker process {} {}", death.pid, death.exit);
    let words = death.stderr.trim_end();
    if !words.is_empty() {
        text.push_str("; it had written: ");
        text.push_str(words);
    }
    text
}
