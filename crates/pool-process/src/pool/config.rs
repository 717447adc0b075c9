//! What was asked for when the pool was made, and the telling of those who asked to be told.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use futures_core::{Error, ErrorKind, Event, Observer, TaskId, host, panics};

use crate::pool::function::Function;
use crate::pool::payload::Payload;

/// What becomes of the call that was running when its worker died.
///
/// Calls that the worker had been given and had not begun are never affected: they run elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum OnCrash {
    /// It fails with [`WorkerDied`](futures_core::ErrorKind::WorkerDied); the worker is replaced.
    #[default]
    FailTask,
    /// The whole pool is broken, as in Python: every call fails and no more are taken.
    BreakPool,
    /// It is run again, so many times at the most, then it fails. Only for calls that may be begun twice.
    Retry(u32),
}

/// What is called with a worker's number and a line that it has written.
pub type OnLine = Arc<dyn Fn(u32, &str) + Send + Sync>;

/// Where what the workers write goes.
#[derive(Clone, Default)]
pub enum Output {
    /// To where the parent's goes.
    #[default]
    Inherit,
    /// Nowhere.
    Null,
    /// To this function, line by line, with the worker's number; the lines of a call come before its future ends.
    Lines(OnLine),
}

impl std::fmt::Debug for Output {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Output::Inherit => "Inherit",
            Output::Null => "Null",
            Output::Lines(_) => "Lines",
        })
    }
}

/// The program that the workers are.
#[derive(Clone, Debug)]
pub(crate) enum Program {
    /// The running one.
    Same,
    /// Another one, which knows the functions by name.
    Other { path: PathBuf, args: Vec<OsString> },
}

impl Program {
    /// `function`, if the workers can find it.
    ///
    /// # Errors
    /// They are another program, in which something else lies at its place.
    pub(crate) fn check_knows(&self, function: Function) -> Result<Function, Error> {
        match (self, function) {
            (Program::Other { path, .. }, Function::Offsets(_)) => {
                let text = format!(
                    "the workers are another program, {}, whose functions are called by name",
                    path.display()
                );
                Err(Error::new(ErrorKind::Serialization, text))
            }
            (_, function) => Ok(function),
        }
    }
}

pub(crate) type Unretrieved = Arc<dyn Fn(TaskId, Option<&str>, &Error) + Send + Sync>;

/// Never changes once the pool is made, so it is read without a lock.
pub(crate) struct Config {
    /// The number in its calls' ids.
    pub(crate) number: u32,
    pub(crate) name: String,
    pub(crate) max_workers: usize,
    /// How many workers are kept ready beyond those that have calls.
    pub(crate) spare_workers: usize,
    pub(crate) program: Program,
    pub(crate) initializer: Option<(Function, Arc<Payload>)>,
    pub(crate) max_tasks_per_child: Option<u64>,
    pub(crate) task_timeout: Option<Duration>,
    pub(crate) kill_grace: Duration,
    pub(crate) start_timeout: Duration,
    pub(crate) memory_limit: Option<u64>,
    pub(crate) cpu_limit: Option<u64>,
    pub(crate) stack_size: usize,
    /// Of the pool's own threads; `None` is what threads usually have.
    pub(crate) callback_stack_size: Option<usize>,
    pub(crate) on_crash: OnCrash,
    pub(crate) stdout: Output,
    pub(crate) stderr: Output,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    pub(crate) on_unretrieved: Option<Unretrieved>,
}

impl Config {
    /// Tells the observer, if there is one, of what `event` makes. No lock may be held.
    #[inline]
    pub(crate) fn tell(&self, event: impl FnOnce() -> Event) {
        self.tell_at(Duration::ZERO, event);
    }

    /// As [`tell`](Self::tell), of something that happened so long `ago`.
    #[inline]
    pub(crate) fn tell_at(&self, ago: Duration, event: impl FnOnce() -> Event) {
        if let Some(observer) = &self.observer {
            let (at, event) = (host::now().saturating_sub(ago), event());
            let _ = panics::catch(|| observer.observe(at, &event));
        }
    }

    /// How often a call may be run again after its worker has died.
    pub(crate) fn retries(&self) -> u32 {
        match self.on_crash {
            OnCrash::Retry(times) => times,
            OnCrash::FailTask | OnCrash::BreakPool => 0,
        }
    }
}
