//! Why a thread is blocked, in words that a deadlock report can print.

use std::fmt;

use crate::{ReturnWhen, TaskId};

/// What a blocked thread waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WaitReason {
    /// A worker without work.
    Idle,
    /// The end of one future.
    Result(TaskId),
    /// The ends of several futures.
    Set {
        /// When the wait is over.
        when: ReturnWhen,
        /// How many had not ended when it began.
        remaining: usize,
    },
    /// The next of several futures to end.
    Next {
        /// How many had not ended when it began.
        remaining: usize,
    },
    /// A place in the full queue of this pool.
    Room {
        /// The pool's name.
        pool: String,
    },
    /// The end of the workers of this pool.
    Shutdown {
        /// The pool's name.
        pool: String,
    },
    /// The tasks of a scope.
    Scope {
        /// The name of the pool that runs them.
        pool: String,
    },
    /// The end of a thread.
    Join {
        /// The thread's name; empty if it has none.
        thread: String,
    },
    /// The passing of time.
    Sleep,
    /// Something that this crate does not know; the text says what.
    Other(&'static str),
}

impl fmt::Display for WaitReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WaitReason::Idle => write!(f, "work"),
            WaitReason::Result(id) => write!(f, "the result of task {id}"),
            WaitReason::Set { when, remaining } => write!(f, "{when} of {remaining} futures"),
            WaitReason::Next { remaining } => write!(f, "the next of {remaining} futures"),
            WaitReason::Room { pool } => write!(f, "room in the queue of {pool}"),
            WaitReason::Shutdown { pool } => write!(f, "the workers of {pool} to end"),
            WaitReason::Scope { pool } => write!(f, "the tasks of a scope on {pool}"),
            WaitReason::Join { thread } if thread.is_empty() => write!(f, "the end of a thread"),
            WaitReason::Join { thread } => write!(f, "the end of thread {thread}"),
            WaitReason::Sleep => write!(f, "time to pass"),
            WaitReason::Other(what) => write!(f, "{what}"),
        }
    }
}
