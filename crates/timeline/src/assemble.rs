//! From a record to the picture: bars out of starts and ends.

use std::collections::{BTreeMap, BTreeSet};

use futures_core::{Event, Status, TaskId};

use crate::draft::LaneDraft;
use crate::log::{Log, PoolName, What};
use crate::model::{Backlog, Bar, Moment, Outcome, Pool, Timeline, Unrun};

/// Puts the picture together.
///
/// A process pool tells of a start when it hears of the end, so the record is put into the order of time first. What
/// happened at the same time stays in the order in which it was told.
pub(crate) fn assemble(log: Log) -> Timeline {
    let mut entries = Vec::from(log.entries);
    entries.sort_by_key(|entry| entry.at);
    let killed = entries.iter().filter_map(|entry| match entry.what {
        What::TaskKilled { task } => Some(task),
        _ => None,
    });
    let begin = entries.first().map(|first| Moment {
        at: first.at,
        step: 0,
    });
    // One step more than the last one, so that what that has begun is something.
    let end = entries.last().map(|last| Moment {
        at: last.at,
        step: entries.len() as u64,
    });
    let mut assembly = Assembly {
        killed: killed.collect(),
        begin: begin.unwrap_or_default(),
        is_cut: log.n_missing > 0,
        pools: log.pools.into_iter().map(PoolDraft::new).collect(),
        threads: thread_drafts(log.threads),
        running: BTreeMap::new(),
    };
    let end = end.unwrap_or_default();
    for (step, entry) in (0_u64..).zip(entries) {
        let at = Moment { at: entry.at, step };
        assembly.add(at, entry.what);
    }
    let begin = assembly.begin;
    let threads = assembly.threads.into_iter().map(|it| it.finish(end));
    let pools = assembly.pools.into_iter().map(|it| it.finish(end));
    Timeline {
        origin: log.origin.unwrap_or_default(),
        begin,
        end,
        threads: threads.filter(|lane| !lane.is_empty()).collect(),
        pools: pools.filter(|pool| !pool.is_empty()).collect(),
        n_missing: log.n_missing,
    }
}

struct Assembly {
    killed: BTreeSet<TaskId>,
    begin: Moment,
    /// Is the beginning of the record missing?
    is_cut: bool,
    pools: Vec<PoolDraft>,
    threads: Vec<LaneDraft>,
    /// Where the tasks are that run.
    running: BTreeMap<TaskId, (usize, u32)>,
}

struct PoolDraft {
    name: PoolName,
    /// By the numbers of the workers; that of the submitters' own threads is the last.
    lanes: BTreeMap<u32, LaneDraft>,
    /// What their threads are called, for marks.
    thread_names: BTreeMap<String, u32>,
    tasks: BTreeMap<TaskId, Submitted>,
    unrun: Vec<Unrun>,
    backlog: Vec<Backlog>,
    n_pending: usize,
}

/// A task that has been submitted and not yet begun.
struct Submitted {
    at: Moment,
    label: Option<String>,
}

fn thread_drafts(names: Vec<String>) -> Vec<LaneDraft> {
    names.into_iter().map(LaneDraft::of_thread).collect()
}

impl Assembly {
    fn add(&mut self, at: Moment, what: What) {
        match what {
            What::Pool { pool, event } => self.add_event(at, pool, event),
            What::TaskWaits { task, reason } => {
                if let Some(lane) = self.lane_of(task) {
                    lane.wait_for_task(task, at, reason);
                }
            }
            What::TaskGoesOn { task } => {
                if let Some(lane) = self.lane_of(task) {
                    lane.go_on_with_task(task, at);
                }
            }
            What::TaskKilled { .. } | What::End => {}
            What::ThreadBegins { thread } => self.threads[thread].begin(Bar::of_thread(at)),
            What::ThreadWaits { thread, reason } => self.thread(thread).wait(at, reason),
            What::ThreadGoesOn { thread } => self.thread(thread).go_on(at),
            What::ThreadEnds { thread, outcome } => {
                self.thread(thread).end(None, at, outcome);
            }
            What::Mark { lane, text } => self.lane_named(lane).mark(at, text),
        }
    }

    fn add_event(&mut self, at: Moment, pool: usize, event: Event) {
        let unknown_begin = if self.is_cut { self.begin } else { at };
        let draft = &mut self.pools[pool];
        match event {
            Event::Submitted { task, label } => draft.submitted(at, task, label),
            Event::Rejected { task } => draft.without_run(at, task, Outcome::Refused),
            Event::Cancelled { task } => draft.without_run(at, task, Outcome::Cancelled),
            Event::Started { task, worker } => {
                draft.started(at, task, worker, unknown_begin);
                self.running.insert(task, (pool, worker));
            }
            Event::Ended {
                task,
                worker,
                status,
            } => {
                let outcome = self.outcome(task, status);
                let place = self.running.remove(&task);
                let draft = &mut self.pools[pool];
                if place.is_none() && self.is_cut && worker != Event::CALLER {
                    draft.started(self.begin, task, worker, self.begin);
                }
                let worker = place.map_or(worker, |(_, worker)| worker);
                let lane = draft.lanes.get_mut(&worker);
                if !lane.is_some_and(|lane| lane.end(Some(task), at, outcome)) {
                    draft.without_run(at, task, outcome);
                }
            }
            Event::Blocked { worker, reason } => {
                draft
                    .lane(worker, unknown_begin)
                    .wait(at, reason.to_string());
            }
            Event::Unblocked { worker } => draft.lane(worker, unknown_begin).go_on(at),
            Event::WorkerUp { worker, name } => {
                draft.lane(worker, at);
                draft.thread_names.insert(name, worker);
            }
            Event::WorkerDown { worker } => draft.lane(worker, unknown_begin).go_down(at),
            // A kind of event that this crate does not know has nothing that it could draw.
            _ => {}
        }
    }

    fn outcome(&self, task: TaskId, status: Status) -> Outcome {
        match status {
            Status::Finished => Outcome::Finished,
            Status::Cancelled => Outcome::Cancelled,
            Status::Failed if self.killed.contains(&task) => Outcome::Killed,
            Status::Failed => Outcome::Failed,
        }
    }

    fn lane_of(&mut self, task: TaskId) -> Option<&mut LaneDraft> {
        let (pool, worker) = self.running.get(&task)?;
        self.pools[*pool].lanes.get_mut(worker)
    }

    /// The lane of a thread, with a bar though its beginning may be missing.
    fn thread(&mut self, thread: usize) -> &mut LaneDraft {
        let draft = &mut self.threads[thread];
        if self.is_cut && draft.has_no_bar() {
            draft.begin(Bar::of_thread(self.begin));
        }
        draft
    }

    fn lane_named(&mut self, name: String) -> &mut LaneDraft {
        let worker = self
            .pools
            .iter()
            .enumerate()
            .rev()
            .find_map(|(index, pool)| Some((index, *pool.thread_names.get(&name)?)));
        if let Some((pool, worker)) = worker {
            return self.pools[pool].lane(worker, self.begin);
        }
        let known = self.threads.iter().rposition(|lane| lane.is_called(&name));
        let index = known.unwrap_or_else(|| {
            self.threads.push(LaneDraft::of_thread(name));
            self.threads.len() - 1
        });
        &mut self.threads[index]
    }
}

impl PoolDraft {
    fn new(name: PoolName) -> Self {
        PoolDraft {
            name,
            lanes: BTreeMap::new(),
            thread_names: BTreeMap::new(),
            tasks: BTreeMap::new(),
            unrun: Vec::new(),
            backlog: Vec::new(),
            n_pending: 0,
        }
    }

    /// The lane of a worker, which is there since `up` if nothing is known of it yet.
    fn lane(&mut self, worker: u32, up: Moment) -> &mut LaneDraft {
        let lane = self
            .lanes
            .entry(worker)
            .or_insert_with(|| LaneDraft::of_worker(worker));
        if worker != Event::CALLER {
            lane.come_up(up);
        }
        lane
    }

    fn submitted(&mut self, at: Moment, task: TaskId, label: Option<String>) {
        self.tasks.insert(task, Submitted { at, label });
        self.change_backlog(at, self.n_pending + 1);
    }

    fn started(&mut self, at: Moment, task: TaskId, worker: u32, up: Moment) {
        let submitted = self.leave_queue(at, task);
        let bar = Bar::of_task(at, task, submitted);
        self.lane(worker, up).begin(bar);
    }

    fn without_run(&mut self, at: Moment, task: TaskId, outcome: Outcome) {
        let submitted = self.leave_queue(at, task);
        self.unrun.push(Unrun::new(task, submitted, at, outcome));
    }

    fn leave_queue(&mut self, at: Moment, task: TaskId) -> Option<Submitted> {
        let submitted = self.tasks.remove(&task)?;
        self.change_backlog(at, self.n_pending - 1);
        Some(submitted)
    }

    fn change_backlog(&mut self, at: Moment, n_pending: usize) {
        self.n_pending = n_pending;
        self.backlog.push(Backlog { at, n_pending });
    }

    fn finish(mut self, end: Moment) -> Pool {
        let never_begun = std::mem::take(&mut self.tasks).into_iter();
        self.unrun.extend(
            never_begun.map(|(task, submitted)| {
                Unrun::new(task, Some(submitted), end, Outcome::Unfinished)
            }),
        );
        let lanes = self.lanes.into_values().map(|lane| lane.finish(end));
        Pool {
            name: self.name.name,
            kind: self.name.kind,
            lanes: lanes.collect(),
            unrun: self.unrun,
            backlog: self.backlog,
        }
    }
}

impl LaneDraft {
    fn of_thread(name: String) -> Self {
        LaneDraft::new(name, None)
    }

    fn of_worker(worker: u32) -> Self {
        let name = match worker {
            Event::CALLER => "submitters".to_owned(),
            number => format!("worker {number}"),
        };
        LaneDraft::new(name, Some(worker))
    }
}

impl Bar {
    fn of_thread(begin: Moment) -> Self {
        Bar {
            task: None,
            label: None,
            submitted: None,
            begin,
            end: begin,
            outcome: Outcome::Unfinished,
            waits: Vec::new(),
        }
    }

    fn of_task(begin: Moment, task: TaskId, submitted: Option<Submitted>) -> Self {
        let (submitted, label) = submitted.map(|it| (it.at, it.label)).unzip();
        Bar {
            task: Some(task),
            label: label.flatten(),
            submitted,
            ..Bar::of_thread(begin)
        }
    }
}

impl Unrun {
    fn new(task: TaskId, submitted: Option<Submitted>, at: Moment, outcome: Outcome) -> Self {
        let (submitted, label) = submitted.map(|it| (it.at, it.label)).unzip();
        Unrun {
            task,
            label: label.flatten(),
            submitted,
            at,
            outcome,
        }
    }
}
