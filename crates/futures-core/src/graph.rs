//! Who waits for whom: finds the waits that can never end, at the moment the last of them begins.
//!
//! An entry is a thread that runs a task and is blocked, without a deadline, on futures. A future *can still end* if it
//! is done, if nobody has begun it (somebody will: a blocked worker lends its place), if somebody outside settles it, or
//! if the thread that runs it is not stuck. A thread is *stuck* if its wait needs a future that cannot end: for a wait
//! for all of them that is any one, for a wait for one of them it is all. The stuck threads are the greatest set with
//! that property, found by starting from everyone reachable and removing who can go on until nothing changes. (A wait
//! for the first failure among several is stuck if none has failed and none of the unfinished can end.)
//!
//! An entry is made and the graph walked under one lock for the whole process, so of several threads that close a cycle
//! at the same moment exactly one, the last, finds it. It alone gets the error, and the others go on once its task has
//! ended. A wait that must not fail (a scope's, while tasks borrow) passes the error to another stuck thread.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use crate::cell::AnyCell;
use crate::fault::planted;
use crate::host::{self, Lock, Thread};
use crate::{Error, ErrorKind, State, Status, TaskId};

/// Which of the awaited futures a wait needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needs {
    /// Every one.
    All,
    /// Any one.
    Any,
    /// One that fails, or every one.
    AnyFailure,
}

/// May a wait end with an error?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnDeadlock {
    Fail,
    PassOn,
}

struct Entry {
    thread: Thread,
    on: Vec<Arc<dyn AnyCell>>,
    needs: Needs,
    on_deadlock: OnDeadlock,
    /// What the thread runs: the task that is blocked comes last, before it those that it was run on top of, each of which
    /// waits for the next.
    tasks: Vec<Arc<dyn AnyCell>>,
    /// Another thread found the deadlock and chose this wait to end it.
    verdict: Option<Error>,
}

/// Every blocked task-running thread, by its number.
static GRAPH: Lock<BTreeMap<u32, Entry>> = Lock::new(BTreeMap::new());

thread_local! {
    /// The tasks of this thread that wait for one that it runs on top of them, the outermost first.
    static BENEATH: RefCell<Vec<Arc<dyn AnyCell>>> = const { RefCell::new(Vec::new()) };
}

/// The tasks that this thread runs, the outermost first; see [`task::current_stack`](crate::task::current_stack).
pub(crate) fn stack() -> Vec<TaskId> {
    // Gone while the thread's own destructors run.
    let beneath = BENEATH.try_with(|beneath| {
        beneath
            .borrow()
            .iter()
            .map(|cell| cell.head().id())
            .collect()
    });
    let mut stack: Vec<TaskId> = beneath.unwrap_or_default();
    stack.extend(host::with_task(|task| task.map(|task| task.head().id())));
    stack
}

/// While it lives, the present task of this thread waits for the one that the thread runs on top of it.
pub(crate) struct Beneath(());

impl Beneath {
    /// `None` on a thread that runs no task.
    pub(crate) fn enter() -> Option<Self> {
        let task = host::with_task(|task| task.cloned())?;
        BENEATH.with_borrow_mut(|beneath| beneath.push(task));
        Some(Beneath(()))
    }
}

impl Drop for Beneath {
    fn drop(&mut self) {
        let task = BENEATH.with_borrow_mut(Vec::pop);
        drop(task);
    }
}

/// An entry of the graph; dropping it removes it.
pub(crate) struct Edge {
    number: u32,
}

impl Drop for Edge {
    fn drop(&mut self) {
        let entry = GRAPH.lock().remove(&self.number);
        drop(entry);
    }
}

/// Notes that the calling thread is about to block.
///
/// # Errors
/// The wait would never end, and this is the wait that ends with the error.
pub(crate) fn publish(
    on: Vec<Arc<dyn AnyCell>>,
    needs: Needs,
    on_deadlock: OnDeadlock,
) -> Result<Edge, Error> {
    let thread = host::current();
    let number = thread.number();
    let mut tasks = BENEATH.with_borrow(Vec::clone);
    tasks.extend(host::with_task(|task| task.cloned()));
    let entry = Entry {
        thread,
        on,
        needs,
        on_deadlock,
        tasks,
        verdict: None,
    };
    {
        let mut graph = GRAPH.lock();
        // The callers are nested at most through inline runs, and an outer wait has no entry while an inner one runs.
        graph.insert(number, entry);
    }
    let edge = Edge { number };
    edge.check()?;
    Ok(edge)
}

impl Edge {
    /// Looks again, after something has changed that woke nobody else.
    ///
    /// # Errors
    /// As for [`publish`]; also if another thread has found the deadlock and passed the error on to this one.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let chosen = {
            let mut graph = GRAPH.lock();
            if let Some(error) = graph
                .get_mut(&self.number)
                .and_then(|entry| entry.verdict.take())
            {
                return Err(error);
            }
            let Some((number, error)) = find(&graph, self.number) else {
                return Ok(());
            };
            if number == self.number {
                // Gone from here on, so that nobody else finds the same deadlock before this thread has left it.
                let entry = match planted("deadlock_found_twice") {
                    true => None,
                    false => graph.remove(&number),
                };
                drop(graph);
                drop(entry);
                return Err(error);
            }
            graph.get_mut(&number).map(|entry| {
                entry.verdict = Some(error);
                entry.thread.clone()
            })
        };
        if let Some(thread) = chosen {
            thread.unpark();
        }
        Ok(())
    }
}

/// If `start` is stuck: the number of the thread that is to get the error, and the error.
fn find(graph: &BTreeMap<u32, Entry>, start: u32) -> Option<(u32, Error)> {
    let mut stuck = reachable(graph, start);
    loop {
        let free: Vec<u32> = stuck
            .iter()
            .copied()
            .filter(|number| !is_stuck(&graph[number], &stuck))
            .collect();
        if free.is_empty() {
            break;
        }
        for number in free {
            stuck.remove(&number);
        }
    }
    if !stuck.contains(&start) {
        return None;
    }
    let may_fail = |number: &u32| graph[number].on_deadlock == OnDeadlock::Fail;
    let chosen = if may_fail(&start) {
        start
    } else {
        stuck.iter().copied().find(may_fail)?
    };
    Some((
        chosen,
        Error::new(ErrorKind::Deadlock, describe(graph, start, &stuck)),
    ))
}

/// `start` and every blocked thread that it waits for, directly or not.
fn reachable(graph: &BTreeMap<u32, Entry>, start: u32) -> BTreeSet<u32> {
    let mut seen = BTreeSet::from([start]);
    let mut open = vec![start];
    while let Some(number) = open.pop() {
        for cell in &graph[&number].on {
            let runner = cell.runner();
            let is_running = cell.word().state() == State::Running;
            if is_running && graph.contains_key(&runner) && seen.insert(runner) {
                open.push(runner);
            }
        }
    }
    seen
}

fn is_stuck(entry: &Entry, stuck: &BTreeSet<u32>) -> bool {
    if entry.verdict.is_some() {
        return false;
    }
    let mut unfinished = entry
        .on
        .iter()
        .filter(|cell| !cell.word().is_done())
        .peekable();
    if unfinished.peek().is_none() {
        return false;
    }
    let cannot_end = |cell: &&Arc<dyn AnyCell>| {
        cell.word().state() == State::Running && stuck.contains(&cell.runner())
    };
    let failed = |cell: &Arc<dyn AnyCell>| cell.word().status() == Some(Status::Failed);
    match entry.needs {
        Needs::All => unfinished.any(|cell| cannot_end(&cell)),
        Needs::Any => entry.on.iter().all(|cell| cannot_end(&cell)),
        Needs::AnyFailure => {
            !entry.on.iter().any(failed) && unfinished.all(|cell| cannot_end(&cell))
        }
    }
}

/// The chain from `start` until it comes round to a thread that it has named.
fn describe(graph: &BTreeMap<u32, Entry>, start: u32, stuck: &BTreeSet<u32>) -> String {
    let mut text = String::from("deadlock: ");
    let pools: BTreeSet<u32> = stuck
        .iter()
        .flat_map(|number| &graph[number].tasks)
        .map(|cell| cell.head().id().pool())
        .collect();
    // Each pool counts its own tasks, so the thread says which pool's it is.
    let awaited = |cell: &dyn AnyCell, runner: u32| {
        let name = name_of(cell);
        if pools.len() < 2 {
            return name;
        }
        format!("{name} on {}", graph[&runner].thread.name())
    };
    let mut named = BTreeSet::new();
    let mut number = start;
    while named.insert(number) {
        let entry = &graph[&number];
        let Some(cell) = entry
            .on
            .iter()
            .find(|cell| !cell.word().is_done() && stuck.contains(&cell.runner()))
        else {
            break;
        };
        let separator = if named.len() > 1 { ", " } else { "" };
        let who = who_runs(entry.tasks.last(), entry);
        let _ = write!(
            text,
            "{separator}{who} waits for {}",
            awaited(&**cell, cell.runner())
        );
        number = cell.runner();
        // From the awaited task up to the one that its thread is blocked in.
        let runner = &graph[&number];
        let on_top = runner
            .tasks
            .windows(2)
            .skip_while(|pair| pair[0].head().id() != cell.head().id());
        for pair in on_top {
            let who = who_runs(Some(&pair[0]), runner);
            let _ = write!(text, ", {who} waits for {}", awaited(&*pair[1], number));
        }
    }
    text
}

fn who_runs(task: Option<&Arc<dyn AnyCell>>, entry: &Entry) -> String {
    let thread = entry.thread.name();
    match task {
        None => format!("thread {thread}"),
        Some(task) => format!("{} on {thread}", name_of(&**task)),
    }
}

fn name_of(cell: &dyn AnyCell) -> String {
    match cell.label() {
        Some(label) => format!("task {} ({label})", cell.head().id()),
        None => format!("task {}", cell.head().id()),
    }
}
