//! The life of a future: its phases, the arrows between them, and how both are packed into one word.
//!
//! Pure: no atomics, no side effects. [`slot`](crate::slot) owns the word and performs the arrows.
//!
//! | from \ event | assign | begin | open | settle | finish / fail | cancel | take |
//! |---|---|---|---|---|---|---|---|
//! | Pending | Assigned | Running | Open | Settling | | Cancelled | |
//! | Assigned | | Running | | | | | |
//! | Running | | | | | Finished / Failed | | |
//! | Open | | | | Settling | | | |
//! | Settling | | | | | Finished / Failed | | |
//! | Finished, Failed | | | | | | | Taken |
//! | Cancelled, Taken | | | | | | | |
//!
//! *Assigned* is RUNNING as seen from outside: the pool has given the task to a worker, which has not begun it yet, so
//! that a waiter may still run it itself. *Open* is a promise whose owner said that work has begun. *Settling* is the
//! moment in which the owner of a promise writes its outcome.

use std::fmt;

/// Where a future stands, in Python's four words.
///
/// Python's fifth, `CANCELLED_AND_NOTIFIED`, has no counterpart: here a cancelled future notifies at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Queued: it can still be cancelled.
    Pending,
    /// Handed to a worker: it can no longer be cancelled.
    Running,
    /// Ended with a value or an error.
    Finished,
    /// Cancelled before it ran.
    Cancelled,
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            State::Pending => "pending",
            State::Running => "running",
            State::Finished => "finished",
            State::Cancelled => "cancelled",
        })
    }
}

/// How a future ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// With a value.
    Finished,
    /// With an error: the task's own, a panic, or the loss of its worker.
    Failed,
    /// Cancelled before it ran.
    Cancelled,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Status::Finished => "finished",
            Status::Failed => "failed",
            Status::Cancelled => "cancelled",
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Pending = 0,
    Assigned = 1,
    Running = 2,
    Open = 3,
    Settling = 4,
    Finished = 5,
    Failed = 6,
    Cancelled = 7,
    Taken = 8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    Assign,
    Begin,
    Open,
    Settle,
    Finish,
    Fail,
    Cancel,
    Take,
}

impl Phase {
    /// The table at the top of this file.
    pub(crate) const fn after(self, event: Event) -> Option<Phase> {
        Some(match (self, event) {
            (Phase::Pending, Event::Assign) => Phase::Assigned,
            (Phase::Pending | Phase::Assigned, Event::Begin) => Phase::Running,
            (Phase::Pending, Event::Open) => Phase::Open,
            (Phase::Pending | Phase::Open, Event::Settle) => Phase::Settling,
            (Phase::Running | Phase::Settling, Event::Finish) => Phase::Finished,
            (Phase::Running | Phase::Settling, Event::Fail) => Phase::Failed,
            (Phase::Pending, Event::Cancel) => Phase::Cancelled,
            (Phase::Finished | Phase::Failed, Event::Take) => Phase::Taken,
            _ => return None,
        })
    }
}

/// The word: a phase in the low bits, flags above it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word(pub(crate) u32);

impl Word {
    const PHASE: u32 = 0b1111;
    /// Somebody is on the waiter list and must be told.
    pub(crate) const HAS_WAITERS: u32 = 1 << 4;
    /// Readers may hold references into the result, so it can no longer be moved out.
    pub(crate) const SHARED: u32 = 1 << 5;
    /// The running task has been asked to stop.
    pub(crate) const CANCEL_REQUESTED: u32 = 1 << 6;
    /// Somebody has seen the error.
    pub(crate) const RETRIEVED: u32 = 1 << 7;

    pub(crate) const fn new(phase: Phase) -> Self {
        Word(phase as u32)
    }

    pub(crate) const fn phase(self) -> Phase {
        match self.0 & Self::PHASE {
            0 => Phase::Pending,
            1 => Phase::Assigned,
            2 => Phase::Running,
            3 => Phase::Open,
            4 => Phase::Settling,
            5 => Phase::Finished,
            6 => Phase::Failed,
            7 => Phase::Cancelled,
            _ => Phase::Taken,
        }
    }

    pub(crate) const fn with(self, phase: Phase) -> Self {
        Word((self.0 & !Self::PHASE) | phase as u32)
    }

    pub(crate) const fn has(self, flag: u32) -> bool {
        self.0 & flag != 0
    }

    pub(crate) const fn state(self) -> State {
        match self.phase() {
            Phase::Pending => State::Pending,
            Phase::Assigned | Phase::Running | Phase::Open | Phase::Settling => State::Running,
            Phase::Finished | Phase::Failed | Phase::Taken => State::Finished,
            Phase::Cancelled => State::Cancelled,
        }
    }

    /// How it ended, or `None` while it has not.
    pub(crate) const fn status(self) -> Option<Status> {
        match self.phase() {
            Phase::Finished | Phase::Taken => Some(Status::Finished),
            Phase::Failed => Some(Status::Failed),
            Phase::Cancelled => Some(Status::Cancelled),
            _ => None,
        }
    }

    /// Has nobody begun, settled or cancelled it?
    pub(crate) const fn is_waiting(self) -> bool {
        matches!(self.phase(), Phase::Pending | Phase::Assigned)
    }

    pub(crate) const fn is_done(self) -> bool {
        self.status().is_some()
    }
}

impl fmt::Debug for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Word")
            .field("phase", &self.phase())
            .field("has_waiters", &self.has(Self::HAS_WAITERS))
            .field("shared", &self.has(Self::SHARED))
            .field("cancel_requested", &self.has(Self::CANCEL_REQUESTED))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::{Event, Phase, Word};

    const PHASES: [Phase; 9] = [
        Phase::Pending,
        Phase::Assigned,
        Phase::Running,
        Phase::Open,
        Phase::Settling,
        Phase::Finished,
        Phase::Failed,
        Phase::Cancelled,
        Phase::Taken,
    ];

    const EVENTS: [Event; 8] = [
        Event::Assign,
        Event::Begin,
        Event::Open,
        Event::Settle,
        Event::Finish,
        Event::Fail,
        Event::Cancel,
        Event::Take,
    ];

    #[test]
    fn a_word_keeps_its_phase_and_flags() {
        for phase in PHASES {
            for flags in 0..8 {
                let word = Word((flags << 4) | Word::new(Phase::Pending).0).with(phase);
                assert_eq!(word.phase(), phase);
                assert_eq!(word.0 >> 4, flags);
            }
        }
    }

    #[test]
    fn an_end_has_no_way_back() {
        for phase in PHASES {
            for event in EVENTS {
                if let (true, Some(next)) = (Word::new(phase).is_done(), phase.after(event)) {
                    assert!(
                        Word::new(next).is_done(),
                        "{phase:?} --{event:?}--> {next:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn only_what_is_pending_can_be_cancelled() {
        for phase in PHASES {
            assert_eq!(
                phase.after(Event::Cancel).is_some(),
                phase == Phase::Pending
            );
        }
    }
}
