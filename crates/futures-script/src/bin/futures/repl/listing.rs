//! What there is in a session: pools, futures, threads, and what is wrong with what was entered.

use std::io::{self, IsTerminal};
use std::time::Duration;

use futures_core::TaskId;
use futures_script::timeline::{Outcome, Pool};

use crate::repl::shell::{Shell, Then};
use crate::script::Script;
use crate::{check, colours};

/// How many futures are listed: the last ones.
const MOST_FUTURES: usize = 200;

impl Shell {
    pub(crate) fn list_pools(&mut self) -> Then {
        let pools = self.with_session(|session| session.pools());
        let rows: Vec<Vec<String>> = pools
            .into_iter()
            .map(|pool| {
                let end = if pool.is_shut_down { "shut down" } else { "" };
                vec![
                    pool.name,
                    pool.kind.to_owned(),
                    format!("{} of {}", pool.workers, pool.max_workers),
                    pool.pending.to_string(),
                    pool.running.to_string(),
                    pool.done.to_string(),
                    end.to_owned(),
                ]
            })
            .collect();
        let headings = ["pool", "kind", "workers", "pending", "running", "done", ""];
        self.say_table(&headings, &rows, "there are no pools")
    }

    pub(crate) fn list_futures(&mut self) -> Then {
        let timeline = self.world.recorder.timeline();
        let mut rows: Vec<Vec<String>> = Vec::new();
        for pool in &timeline.pools {
            for task in tasks_of(pool) {
                rows.push(vec![
                    task.name,
                    pool.name.clone(),
                    task.state.to_owned(),
                    task.submitted
                        .map_or_else(String::new, |at| seconds(at, timeline.origin)),
                    task.took
                        .map_or_else(String::new, |took| seconds(took, Duration::ZERO)),
                ]);
            }
        }
        let n_left_out = rows.len().saturating_sub(MOST_FUTURES);
        rows.drain(..n_left_out);
        let headings = ["future", "pool", "state", "submitted at", "ran for"];
        self.say_table(&headings, &rows, "there are no futures")
    }

    pub(crate) fn list_threads(&mut self) -> Then {
        let threads = self.with_session(|session| session.threads());
        let rows: Vec<Vec<String>> = threads
            .into_iter()
            .map(|thread| {
                let state = match (thread.is_alive, thread.waits_for) {
                    (false, _) => "ended".to_owned(),
                    (true, None) => "alive".to_owned(),
                    (true, Some(what)) => format!("waits for {what}"),
                };
                vec![thread.name, state]
            })
            .collect();
        self.say_table(&["thread", "state"], &rows, "there are no threads")
    }

    /// Says what `futures check` says about the script that `:save` writes.
    pub(crate) fn check(&mut self) -> Then {
        let text = self.entered.script();
        let name = "session";
        let findings = self.world.interpreter.check(name, &text);
        let script = Script {
            name: name.to_owned(),
            text,
            folder: self.plan.script.folder.clone(),
            is_from_input: false,
        };
        let is_coloured = colours::wanted_here(io::stdout().is_terminal());
        self.say(check::told(script, findings, is_coloured).trim_end());
        Then::GoOn
    }

    /// What the end of the shell would wait for, if for anything.
    pub(crate) fn what_runs(&mut self) -> Option<String> {
        let (pools, threads) = self.with_session(|session| (session.pools(), session.threads()));
        let n_tasks: usize = pools.iter().map(|pool| pool.running + pool.pending).sum();
        let n_threads = threads.iter().filter(|thread| thread.is_alive).count();
        let counted = [(n_tasks, "task"), (n_threads, "thread")].map(|(n, noun)| match n {
            0 => None,
            1 => Some(format!("1 {noun}")),
            n => Some(format!("{n} {noun}s")),
        });
        let words: Vec<String> = counted.into_iter().flatten().collect();
        (!words.is_empty()).then(|| words.join(" and "))
    }
}

/// A task as it is listed.
struct Task {
    id: TaskId,
    name: String,
    state: &'static str,
    submitted: Option<Duration>,
    /// How long it ran, or runs.
    took: Option<Duration>,
}

/// The tasks of a pool, in the order of their submission.
fn tasks_of(pool: &Pool) -> Vec<Task> {
    let named = |id: TaskId, label: &Option<String>| match label {
        Some(label) => format!("{id} {label:?}"),
        None => id.to_string(),
    };
    let bars = pool.lanes.iter().flat_map(|lane| &lane.bars);
    let run = bars.filter_map(|bar| {
        let id = bar.task?;
        Some(Task {
            id,
            name: named(id, &bar.label),
            state: state(bar.outcome, "running"),
            submitted: bar.submitted.map(|moment| moment.at),
            took: Some(bar.end.at.saturating_sub(bar.begin.at)),
        })
    });
    let unrun = pool.unrun.iter().map(|task| Task {
        id: task.task,
        name: named(task.task, &task.label),
        state: state(task.outcome, "pending"),
        submitted: task.submitted.map(|moment| moment.at),
        took: None,
    });
    let mut tasks: Vec<Task> = run.chain(unrun).collect();
    tasks.sort_by_key(|task| task.id);
    tasks
}

fn state(outcome: Outcome, unfinished: &'static str) -> &'static str {
    match outcome {
        Outcome::Finished => "finished",
        Outcome::Failed => "failed",
        Outcome::Killed => "killed",
        Outcome::Cancelled => "cancelled",
        Outcome::Refused => "refused",
        _ => unfinished,
    }
}

fn seconds(at: Duration, origin: Duration) -> String {
    format!("{:.3} s", at.saturating_sub(origin).as_secs_f64())
}
