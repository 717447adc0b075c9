//! The report on a world in which nothing can go on: who waits for what, and which of them wait for each other.

use std::fmt;
use std::panic::Location;
use std::time::Duration;

use futures_core::TaskId;
use futures_core::host::WaitReason;

/// A thread that waits and will not be woken.
#[derive(Clone, Debug)]
pub struct Blocked {
    pub(crate) thread: String,
    pub(crate) task: Option<TaskId>,
    pub(crate) reason: WaitReason,
    pub(crate) since: Duration,
    /// Where the task that it runs was submitted.
    pub(crate) task_made: Option<&'static Location<'static>>,
    /// Where what it waits for was submitted.
    pub(crate) awaited_made: Option<&'static Location<'static>>,
    /// Which of the blocked threads it waits for, if that can be told.
    pub(crate) waits_for: Option<usize>,
}

impl Blocked {
    /// The name of the thread.
    pub fn thread(&self) -> &str {
        &self.thread
    }

    /// The task that it runs.
    pub fn task(&self) -> Option<TaskId> {
        self.task
    }

    /// What it waits for.
    pub fn reason(&self) -> &WaitReason {
        &self.reason
    }

    /// Since when, as a virtual time since the run began.
    pub fn since(&self) -> Duration {
        self.since
    }
}

/// Nothing can run, and no timer is left: every thread waits for something that only another one could bring about.
#[derive(Clone, Debug)]
pub struct Deadlock {
    pub(crate) at: Duration,
    pub(crate) blocked: Vec<Blocked>,
}

impl Deadlock {
    /// Everybody who waits, in the order in which the threads were started; workers without work are left out.
    pub fn blocked(&self) -> &[Blocked] {
        &self.blocked
    }

    /// Those who wait for each other in a ring, each for the next, as indexes into [`blocked`](Self::blocked). Empty if
    /// there is no ring: then somebody waits for what nobody will ever do.
    pub fn cycle(&self) -> Vec<usize> {
        for start in 0..self.blocked.len() {
            let mut path = vec![start];
            while let Some(next) = self.blocked[path[path.len() - 1]].waits_for {
                if next == start {
                    return path;
                }
                if path.contains(&next) {
                    break;
                }
                path.push(next);
            }
        }
        Vec::new()
    }
}

fn who(blocked: &Blocked) -> String {
    match blocked.task {
        Some(task) => format!("task {task} on {}", blocked.thread),
        None => blocked.thread.clone(),
    }
}

impl fmt::Display for Deadlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.at.as_secs_f64();
        write!(
            f,
            "deadlock after {at} s: nothing can go on, and nobody waits for time to pass"
        )?;
        for blocked in &self.blocked {
            write!(f, "\n  {} waits for {}", who(blocked), blocked.reason)?;
            if let Some(at) = blocked.awaited_made {
                write!(f, ", submitted at {at}")?;
            }
            if let Some(at) = blocked.task_made {
                write!(f, " (it was itself submitted at {at})")?;
            }
        }
        let cycle = self.cycle();
        if !cycle.is_empty() {
            f.write_str("\n  they wait for each other: ")?;
            for index in &cycle {
                write!(f, "{} → ", who(&self.blocked[*index]))?;
            }
            write!(f, "{}", who(&self.blocked[cycle[0]]))?;
        }
        Ok(())
    }
}
