//! What there is in a session: pools, futures, threads, and what is wrong with what was entered.

use std::io::{self, IsTerminal};

use futures_script::ScriptError;

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
        let mut futures = self.with_session(|session| session.futures());
        let n_left_out = futures.len().saturating_sub(MOST_FUTURES);
        futures.drain(..n_left_out);
        let rows: Vec<Vec<String>> = futures
            .into_iter()
            .map(|future| {
                let label = future.label.map(|label| format!(" {label:?}"));
                let place = future.submitted_at.map(|place| place.to_string());
                let error = future.error.as_ref().map(ScriptError::message);
                vec![
                    format!("{}{}", future.number, label.unwrap_or_default()),
                    future.pool,
                    future.state.to_owned(),
                    format!("{:.1} s ago", future.age),
                    place.unwrap_or_default(),
                    error.unwrap_or_default().to_owned(),
                ]
            })
            .collect();
        let headings = ["future", "pool", "state", "submitted", "at", ""];
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
