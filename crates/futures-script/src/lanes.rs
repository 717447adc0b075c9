//! What the recorder of a run is told beside what its pools tell: threads, waits and kills.
//!
//! All of it costs next to nothing if there is no recorder. If there is one, no lock of the host is taken for it, so that
//! a simulated run takes the same course whether somebody watches or not.

use std::cell::RefCell;
use std::sync::Arc;

use futures_core::host;
use futures_core::{TaskId, task};
use timeline::{PoolRecorder, Recorder, ThreadRecorder};

use crate::error::{ScriptError, ScriptErrorKind};
use crate::run::Run;
use crate::started::Ended;

thread_local! {
    /// The lane of this thread, if it is a script's own or one that a script has started by hand.
    static LANE: RefCell<Option<Arc<ThreadRecorder>>> = const { RefCell::new(None) };
}

/// Where the tasks of a pool run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PoolKind {
    Thread,
    Process,
}

/// The calling thread has a lane until this is dropped.
pub(crate) struct OnLane {
    lane: Arc<ThreadRecorder>,
    ended: Ended,
    former: Option<Arc<ThreadRecorder>>,
}

/// The wait of a task or a thread; it is over when this is dropped.
pub(crate) struct Told {
    recorder: Recorder,
    who: Waiter,
}

enum Waiter {
    Task(TaskId),
    Thread(Arc<ThreadRecorder>),
}

/// A lane for a thread of this name; lanes stand in the order in which they are made.
pub(crate) fn of_thread(run: &Run, name: &str) -> Option<Arc<ThreadRecorder>> {
    Some(run.recorder()?.thread(name))
}

/// Gives the calling thread its lane.
pub(crate) fn enter(lane: Arc<ThreadRecorder>) -> OnLane {
    lane.begins(host::now());
    let former = LANE.replace(Some(lane.clone()));
    OnLane {
        lane,
        ended: Ended::Well,
        former,
    }
}

impl OnLane {
    /// Notes how what ran here has ended; to `exit` is no failure.
    pub(crate) fn note(&mut self, failure: Option<&ScriptError>) {
        if failure.is_some_and(|error| error.kind() != ScriptErrorKind::Exit) {
            self.ended = Ended::Badly;
        }
    }
}

impl Drop for OnLane {
    fn drop(&mut self) {
        match self.ended {
            Ended::Well => self.lane.ends(host::now()),
            Ended::Badly => self.lane.fails(host::now()),
        }
        LANE.set(self.former.take());
    }
}

/// The calling task or thread waits for what `reason` says.
pub(crate) fn wait(run: &Run, reason: &str) -> Option<Told> {
    let recorder = run.recorder()?.clone();
    let who = match task::current_id() {
        Some(task) => Waiter::Task(task),
        None => Waiter::Thread(LANE.with_borrow(Clone::clone)?),
    };
    match &who {
        Waiter::Task(task) => recorder.task_waits(host::now(), *task, reason),
        Waiter::Thread(lane) => lane.waits(host::now(), reason),
    }
    Some(Told { recorder, who })
}

impl Drop for Told {
    fn drop(&mut self) {
        match &self.who {
            Waiter::Task(task) => self.recorder.task_goes_on(host::now(), *task),
            Waiter::Thread(lane) => lane.goes_on(host::now()),
        }
    }
}

/// The lanes of a pool of this kind that is about to be made, and has no name yet.
pub(crate) fn of_pool(run: &Run, kind: PoolKind) -> Option<Arc<PoolRecorder>> {
    let pool = run.recorder()?.pool("");
    pool.set_kind(match kind {
        PoolKind::Thread => "thread",
        PoolKind::Process => "process",
    });
    Some(pool)
}

/// A running task was told to stop.
pub(crate) fn killed(run: &Run, task: TaskId) {
    if let Some(recorder) = run.recorder() {
        recorder.task_killed(host::now(), task);
    }
}
