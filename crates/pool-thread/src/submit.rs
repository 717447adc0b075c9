//! From a job to a future: accept or refuse, hand out or queue.

use std::panic::Location;
use std::sync::Arc;

use futures_core::fault::planted;
use futures_core::host::{self, WaitReason, Wake};
use futures_core::{
    Control, Error, ErrorKind, Event, Future, Job, NewTask, Rejected, Task, TaskId, lending,
};

use crate::WhenFull;
use crate::core::Core;
use crate::roster::After;

/// What goes with a task beside its job.
#[derive(Clone, Debug, Default)]
pub struct SubmitOptions {
    label: Option<String>,
}

impl SubmitOptions {
    /// Nothing special.
    pub fn new() -> Self {
        Self::default()
    }

    /// A name for the task in reports, events and errors.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }
}

/// Tells the pool of what happens to a task while it is not in the pool's hands.
struct Hook(Arc<Core>);

impl Control for Hook {
    fn cancelled(&self, task: TaskId) {
        self.0.left_queue();
        self.0.config.tell(|| Event::Cancelled { task });
    }

    fn unretrieved(&self, task: TaskId, label: Option<&str>, error: &Error) {
        if let Some(callback) = &self.0.config.on_unretrieved {
            callback(task, label, error);
        }
    }
}

/// What the critical section of a submit decided.
enum Place {
    /// A worker has it, or the queue.
    Taken(After),
    /// A new worker is to be started for it.
    New(u32),
    Refused(Error),
    Full,
}

#[track_caller]
pub(crate) fn submit<J: Job>(
    core: &Arc<Core>,
    options: SubmitOptions,
    job: J,
) -> Result<Future<J::Output>, Rejected<J>> {
    let id = core.next_id();
    host::task_made(id, Location::caller());
    // Told first, so that nobody hears of the start of a task before its submission.
    core.config.tell(|| Event::Submitted {
        task: id,
        label: options.label.clone(),
    });
    let mut builder = Task::builder(job).id(id);
    if let Some(label) = options.label {
        builder = builder.label(label);
    }
    if core.config.needs_control() {
        builder = builder.control(Hook(core.clone()));
    }
    let new = builder.build();
    let accepted = loop {
        match place(core, &new) {
            Place::Taken(after) => {
                after.act();
                break Ok(());
            }
            Place::New(number) => break start(core, number, &new),
            Place::Refused(error) => break Err(error),
            Place::Full => match when_full(core) {
                Full::RunHere => {
                    run_here(core, new.task());
                    break Ok(());
                }
                Full::Refuse(error) => break Err(error),
                Full::TryAgain => {}
            },
        }
    };
    core.offer_room();
    match accepted {
        Ok(()) => Ok(new.into_future()),
        Err(error) => {
            core.config.tell(|| Event::Rejected { task: id });
            Err(Rejected::new(error, new.into_job()))
        }
    }
}

fn place<J: Job>(core: &Core, new: &NewTask<J>) -> Place {
    let max_workers = core.config.max_workers;
    let mut roster = core.roster.lock();
    if roster.closed || roster.broken.is_some() {
        return Place::Refused(core.refusal(&roster));
    }
    if planted("closed_looked_at_before") {
        drop(roster);
        roster = core.roster.lock();
    }
    if roster.has_place(max_workers) {
        if !roster.has_idle() {
            return Place::New(roster.reserve(true));
        }
        roster.counters.submitted += 1;
        if let Ok(after) = roster.assign_to_idle(new.task()) {
            return Place::Taken(after);
        }
        unreachable!("somebody was idle");
    }
    if !roster.has_room() {
        return Place::Full;
    }
    roster.pending += usize::from(roster.limit.is_some());
    roster.counters.submitted += 1;
    roster.queue.push_back(new.task());
    Place::Taken(After::default())
}

/// Starts the reserved worker and puts the task into its hand.
///
/// If no thread can be had the task is queued for the workers that there are.
///
/// # Errors
/// There is no thread to be had and no worker to wait for.
fn start<J: Job>(core: &Arc<Core>, number: u32, new: &NewTask<J>) -> Result<(), Error> {
    let started = core.start(number);
    let mut roster = core.roster.lock();
    if let Err(error) = started {
        if roster.alive == 0 {
            return Err(core.no_thread(&error));
        }
        roster.counters.submitted += 1;
        roster.pending += usize::from(roster.limit.is_some());
        roster.queue.push_back(new.task());
        return Ok(());
    }
    roster.counters.submitted += 1;
    let task = new.task();
    task.assign();
    if let Some(broken) = roster.broken.clone() {
        // The thread that was started for it may have arrived already and wait for it.
        let record = &mut roster.workers[number as usize];
        record.expects_hand = false;
        let waiting = record.thread.clone();
        drop(roster);
        if let Some(thread) = waiting {
            thread.unpark();
        }
        core.fail_unrun(task, broken);
        return Ok(());
    }
    let record = &mut roster.workers[number as usize];
    let waiting = record.thread.clone();
    if planted("hand_filled_late") {
        drop(roster);
        roster = core.roster.lock();
    }
    roster.workers[number as usize].hand = Some(task);
    drop(roster);
    if let Some(thread) = waiting {
        thread.unpark();
    }
    Ok(())
}

fn run_here(core: &Core, task: Task) {
    let id = task.id();
    core.roster.lock().counters.submitted += 1;
    core.config.tell(|| Event::Started {
        task: id,
        worker: Event::CALLER,
    });
    if let Some(status) = task.run() {
        core.roster.lock().counters.note(status);
        core.config.tell(|| Event::Ended {
            task: id,
            worker: Event::CALLER,
            status,
        });
    }
}

enum Full {
    TryAgain,
    RunHere,
    Refuse(Error),
}

fn when_full(core: &Core) -> Full {
    let Some((limit, policy)) = core.config.queue_limit else {
        return Full::TryAgain;
    };
    match policy {
        WhenFull::RunInCaller => Full::RunHere,
        // Room would have to be made by this very worker.
        WhenFull::Block if core.is_on_worker() => Full::RunHere,
        WhenFull::Reject => {
            let text = format!("the queue of {} is full ({limit} tasks)", core.config.name);
            Full::Refuse(Error::new(ErrorKind::QueueFull, text))
        }
        WhenFull::Block => wait_for_room(core),
    }
}

/// Waits until there may be room. Whoever stops waiting offers what room there is to the next.
fn wait_for_room(core: &Core) -> Full {
    let me = host::current();
    {
        let mut roster = core.roster.lock();
        if roster.has_room() || roster.closed || roster.broken.is_some() {
            return Full::TryAgain;
        }
        if planted("room_looked_at_before") {
            drop(roster);
            roster = core.roster.lock();
        }
        roster.room_waiters.push_back(me.clone());
    }
    let reason = WaitReason::Room {
        pool: core.config.name.clone(),
    };
    let wake = lending(&reason, || {
        // Woken already, while the place was being lent?
        let waits = core.roster.lock().room_waiters.contains(&me);
        if waits {
            host::park(None, &reason)
        } else {
            Wake::Notified
        }
    });
    core.roster
        .lock()
        .room_waiters
        .retain(|waiter| *waiter != me);
    match wake {
        Wake::Notified | Wake::Deadline => Full::TryAgain,
        Wake::Interrupted => {
            let text = "the wait for room in the queue was interrupted";
            Full::Refuse(Error::new(ErrorKind::Interrupted, text))
        }
    }
}
