//! What can go wrong with a task or with waiting for it.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use crate::panics::Panic;

/// Why a future has no value, or why a wait for it ended early.
///
/// Eight bytes and cheap to clone: the clones of one failure share it, as every reader of a shared future sees the same
/// one. Ask with the `is_…` predicates or match on [`kind`](Error::kind).
#[derive(Clone)]
pub struct Error(Arc<Inner>);

struct Inner {
    kind: ErrorKind,
    detail: Detail,
}

enum Detail {
    Text(String),
    Panic(Panic),
    Source(Box<dyn StdError + Send + Sync>),
}

/// The kinds of [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The task was cancelled before it ran. In Python: `CancelledError`.
    Cancelled,
    /// The wait gave up; the task goes on. In Python: `TimeoutError`.
    TimedOut,
    /// The running task was ended because it exceeded its own limit.
    TaskTimeout,
    /// The task panicked.
    Panicked,
    /// The task returned an error of its own.
    Failed,
    /// The pool can run nothing any more. In Python: `BrokenExecutor`.
    BrokenPool,
    /// Whoever had promised an outcome is gone without one.
    Abandoned,
    /// The wait could never end: everybody involved waits for each other.
    Deadlock,
    /// The process that ran the task died.
    WorkerDied,
    /// The argument or the result could not be turned into bytes or back. In Python: `PicklingError`.
    Serialization,
    /// The pool takes no more tasks. In Python: `RuntimeError('cannot schedule new futures after shutdown')`.
    ShutDown,
    /// The pool's queue is full.
    QueueFull,
    /// The wait was interrupted from outside.
    Interrupted,
}

impl ErrorKind {
    /// Python's name for it where Python has one, otherwise ours in the same manner.
    pub const fn name(self) -> &'static str {
        match self {
            ErrorKind::Cancelled => "CancelledError",
            ErrorKind::TimedOut => "TimeoutError",
            ErrorKind::TaskTimeout => "TaskTimeout",
            ErrorKind::Panicked => "Panic",
            ErrorKind::Failed => "TaskFailed",
            ErrorKind::BrokenPool => "BrokenExecutor",
            ErrorKind::Abandoned => "Abandoned",
            ErrorKind::Deadlock => "DeadlockError",
            ErrorKind::WorkerDied => "WorkerDied",
            ErrorKind::Serialization => "PicklingError",
            ErrorKind::ShutDown => "ShutDown",
            ErrorKind::QueueFull => "QueueFull",
            ErrorKind::Interrupted => "Interrupted",
        }
    }
}

macro_rules! predicates {
    ($($(#[$doc:meta])* $name:ident => $kind:ident;)*) => {
        impl Error {
            $($(#[$doc])* pub fn $name(&self) -> bool {
                self.kind() == ErrorKind::$kind
            })*
        }
    };
}

predicates! {
    /// Was the task cancelled before it ran?
    is_cancelled => Cancelled;
    /// Did the wait give up, the task going on?
    is_timed_out => TimedOut;
    /// Was the running task ended because it exceeded its own limit?
    is_task_timeout => TaskTimeout;
    /// Did the task panic?
    is_panicked => Panicked;
    /// Did the task return an error of its own?
    is_failed => Failed;
    /// Can the pool run nothing any more?
    is_broken_pool => BrokenPool;
    /// Is whoever had promised an outcome gone without one?
    is_abandoned => Abandoned;
    /// Could the wait never have ended?
    is_deadlock => Deadlock;
    /// Did the process that ran the task die?
    is_worker_died => WorkerDied;
    /// Could the argument or the result not be turned into bytes or back?
    is_serialization => Serialization;
    /// Does the pool take no more tasks?
    is_shut_down => ShutDown;
    /// Is the pool's queue full?
    is_queue_full => QueueFull;
    /// Was the wait interrupted from outside?
    is_interrupted => Interrupted;
}

impl Error {
    /// An error of any kind with a text of the caller's; for people who write executors.
    ///
    /// The text should read after "failed: ": lower case, no full stop, with the name or the limit concerned.
    pub fn new(kind: ErrorKind, text: impl Into<String>) -> Self {
        Error(Arc::new(Inner {
            kind,
            detail: Detail::Text(text.into()),
        }))
    }

    /// A failed task's own error.
    pub fn failed(error: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Error(Arc::new(Inner {
            kind: ErrorKind::Failed,
            detail: Detail::Source(error.into()),
        }))
    }

    /// An error of any kind that carries what caused it.
    pub fn with_source(
        kind: ErrorKind,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Error(Arc::new(Inner {
            kind,
            detail: Detail::Source(source.into()),
        }))
    }

    /// A panic of the task, caught here or reported by the process that ran it.
    pub fn panicked(panic: Panic) -> Self {
        Error(Arc::new(Inner {
            kind: ErrorKind::Panicked,
            detail: Detail::Panic(panic),
        }))
    }

    pub(crate) fn cancelled() -> Self {
        Self::new(ErrorKind::Cancelled, "the task was cancelled before it ran")
    }

    pub(crate) fn abandoned() -> Self {
        Self::new(
            ErrorKind::Abandoned,
            "whoever was to settle the future is gone",
        )
    }

    pub(crate) fn interrupted() -> Self {
        Self::new(ErrorKind::Interrupted, "the wait was interrupted")
    }

    /// Which kind of error this is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The message of the panic, if the task panicked.
    pub fn panic_message(&self) -> Option<&str> {
        match &self.0.detail {
            Detail::Panic(panic) => Some(panic.message()),
            _ => None,
        }
    }

    /// Where the task panicked, as `file:line:column`, if it did and the place is known.
    ///
    /// It is unknown if the program replaced the panic hook after the first task ran.
    pub fn panic_location(&self) -> Option<&str> {
        match &self.0.detail {
            Detail::Panic(panic) => panic.location(),
            _ => None,
        }
    }

    /// Who had called whom when the task panicked, if that was noted: pools of processes do, pools of threads do not.
    pub fn panic_backtrace(&self) -> Option<&str> {
        match &self.0.detail {
            Detail::Panic(panic) => panic.backtrace(),
            _ => None,
        }
    }

    /// The task's own error, if it is of type `E`.
    pub fn downcast_ref<E: StdError + 'static>(&self) -> Option<&E> {
        match &self.0.detail {
            Detail::Source(source) => source.downcast_ref(),
            _ => None,
        }
    }

    /// Do both come from one and the same failure?
    pub fn same(&self, other: &Error) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.detail {
            Detail::Text(text) => f.write_str(text),
            Detail::Panic(panic) => write!(f, "the task panicked: {panic}"),
            Detail::Source(source) => source.fmt(f),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}({:?})", self.kind(), self.to_string())
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.detail {
            // `Display` already shows the source's own text, so the chain goes on below it.
            Detail::Source(source) => source.source(),
            _ => None,
        }
    }
}
