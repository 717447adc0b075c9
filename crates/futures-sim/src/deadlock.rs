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
    pub(crate) tasks: Vec<TaskId>,
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
        self.tasks.last().copied()
    }

    /// That task and those beneath it, the outermost first: each waits for the next, which runs in its place.
    pub fn tasks(&self) -> &[TaskId] {
        &self.tasks
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
    let Some((task, beneath)) = blocked.tasks.split_last() else {
        return blocked.thread.clone();
    };
    let mut text = format!("task {task} on {}", blocked.thread);
    for task in beneath.iter().rev() {
        text += &format!(", run by task {task} which waits for it,");
    }
    text
}

impl Deadlock {
    /// What somebody waits for, with all that tells it from others of the same number.
    fn awaited(&self, blocked: &Blocked) -> String {
        let (name, verb) = match &blocked.reason {
            WaitReason::Result(task) if task.pool() == 0 => (format!("promise {task}"), "made"),
            reason => (reason.to_string(), "submitted"),
        };
        let thread = match (&blocked.reason, blocked.waits_for) {
            (WaitReason::Result(_), Some(other)) => format!(" on {}", self.blocked[other].thread),
            _ => String::new(),
        };
        match blocked.awaited_made {
            Some(at) => format!("{name}{thread}, {verb} at {at}"),
            None => name + &thread,
        }
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
            write!(
                f,
                "\n  {} waits for {}",
                who(blocked),
                self.awaited(blocked)
            )?;
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
