//! The life of a call that was handed to a worker: its phases, the arrows between them, and who draws which.
//!
//! | from \ event | queue (parent) | start (child) | take back (parent) | finish (child) | free (parent) |
//! |---|---|---|---|---|---|
//! | Free | Queued | | | | |
//! | Queued | | Running | TakenBack | | |
//! | Running | | | | Done | |
//! | TakenBack | | | | | Free |
//! | Done | | | | | Free |
//!
//! A slot is one word in shared memory: the number of the call, and its phase. *Start* and *take back* leave the same
//! phase by the same compare-and-swap, so exactly one of them wins: a call that was taken back, because it was
//! cancelled or is to run elsewhere, never begins, and one that has begun is never taken back. All other phases are
//! left by one party only, so that a plain store is enough.
//!
//! The request of a call that was taken back still lies in the ring. The child finds that it cannot start it and says
//! so, and only then does the parent free the slot. The number makes a word of today differ from one of yesterday:
//! whoever comes late finds another number and changes nothing.
//!
//! The child marks a call as done before it publishes the reply. So after a death, a call without a reply has been
//! touched by the dead worker if it is running or done, and by nobody if it is queued.

use crate::wire::sync::{AtomicU64, Fault, Ordering, planted};

/// Where a call stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// There is no call.
    Free = 0,
    /// Its request is in the ring, or about to be.
    Queued = 1,
    /// The worker has begun it.
    Running = 2,
    /// The parent wants it back, and the worker will not begin it.
    TakenBack = 3,
    /// The worker has ended it, and its reply is in the ring, or about to be.
    Done = 4,
}

/// What happens to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    Queue,
    Start,
    TakeBack,
    Finish,
    Free,
}

impl Phase {
    /// The table at the top of this file.
    pub(crate) const fn after(self, event: Event) -> Option<Phase> {
        Some(match (self, event) {
            (Phase::Free, Event::Queue) => Phase::Queued,
            (Phase::Queued, Event::Start) => Phase::Running,
            (Phase::Queued, Event::TakeBack) => Phase::TakenBack,
            (Phase::Running, Event::Finish) => Phase::Done,
            (Phase::TakenBack | Phase::Done, Event::Free) => Phase::Free,
            _ => return None,
        })
    }
}

/// The number of a call and its phase, packed into one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Word(u64);

impl Word {
    const PHASE_BITS: u32 = 3;
    const PHASE: u64 = (1 << Self::PHASE_BITS) - 1;

    const fn new(number: u64, phase: Phase) -> Self {
        Word((number << Self::PHASE_BITS) | phase as u64)
    }

    const fn number(self) -> u64 {
        self.0 >> Self::PHASE_BITS
    }

    /// None for a word that no program of ours has written.
    const fn phase(self) -> Option<Phase> {
        Some(match self.0 & Self::PHASE {
            0 => Phase::Free,
            1 => Phase::Queued,
            2 => Phase::Running,
            3 => Phase::TakenBack,
            4 => Phase::Done,
            _ => return None,
        })
    }
}

/// The highest number a call can have: at a million calls per second they last for seventy thousand years.
pub(crate) const MAX_NUMBER: u64 = u64::MAX >> Word::PHASE_BITS;

/// The place of one call in shared memory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot<'a> {
    word: &'a AtomicU64,
    /// When the worker began the call. Written by the child before it starts the call.
    started_at: &'a AtomicU64,
}

impl<'a> Slot<'a> {
    /// The slot that is made of these two words.
    pub(crate) fn new(word: &'a AtomicU64, started_at: &'a AtomicU64) -> Self {
        Slot { word, started_at }
    }

    /// Parent: the free slot is for the call `number` now, whose request follows.
    pub(crate) fn queue(&self, number: u64) {
        debug_assert!(number <= MAX_NUMBER);
        self.set(number, Phase::Free, Event::Queue);
    }

    /// Child: begins the call `number`, unless it was taken back. `now` is the time as of
    /// [`monotonic_ns`](crate::sys::clock::monotonic_ns).
    #[must_use = "a call that was taken back must not run"]
    pub(crate) fn try_start(&self, number: u64, now: u64) -> bool {
        // Before the exchange, which publishes it. If the call was taken back, nobody looks at the time.
        self.started_at.store(now, Ordering::Relaxed);
        if planted(Fault::StartInTwoSteps) {
            return self.leave_queue_in_two_steps(number, Event::Start);
        }
        self.leave_queue(number, Event::Start)
    }

    /// Parent: takes the call `number` back, unless the child has begun it.
    #[must_use = "a call that has begun is the worker's"]
    pub(crate) fn try_take_back(&self, number: u64) -> bool {
        if planted(Fault::NumberIgnored) {
            let word = Word(self.word.load(Ordering::Acquire));
            return self.leave_queue(word.number(), Event::TakeBack);
        }
        if planted(Fault::TakeBackInTwoSteps) {
            return self.leave_queue_in_two_steps(number, Event::TakeBack);
        }
        self.leave_queue(number, Event::TakeBack)
    }

    /// Child: the call `number`, which it has started, is over.
    pub(crate) fn finish(&self, number: u64) {
        self.set(number, Phase::Running, Event::Finish);
    }

    /// Parent: the call `number` is accounted for, by its reply or because the child has skipped it.
    pub(crate) fn free(&self, number: u64) {
        // From `TakenBack` the arrow leads to the same place.
        self.set(number, Phase::Done, Event::Free);
    }

    /// Where the call `number` stands. None if the slot is not, or no longer, for that call, or a child that went mad
    /// has overwritten it.
    pub(crate) fn phase(&self, number: u64) -> Option<Phase> {
        let word = Word(self.word.load(Ordering::Acquire));
        if word.number() == number {
            word.phase()
        } else {
            None
        }
    }

    /// When the worker began the call `number`, if it is running.
    pub(crate) fn running_since(&self, number: u64) -> Option<u64> {
        if self.phase(number) != Some(Phase::Running) {
            return None;
        }
        Some(self.started_at.load(Ordering::Relaxed))
    }

    /// Draws an arrow whose beginning nobody else leaves.
    fn set(&self, number: u64, phase: Phase, event: Event) {
        let (_, new) = arrow(number, phase, event);
        self.word.store(new, Ordering::Release);
    }

    fn leave_queue(&self, number: u64, event: Event) -> bool {
        let (old, new) = arrow(number, Phase::Queued, event);
        self.word
            .compare_exchange(old, new, Ordering::AcqRel, Ordering::Acquire)
            .is_ok()
    }

    /// The mistake that the exchange prevents, for the model.
    fn leave_queue_in_two_steps(&self, number: u64, event: Event) -> bool {
        let (old, new) = arrow(number, Phase::Queued, event);
        let is_queued = self.word.load(Ordering::Acquire) == old;
        if is_queued {
            self.word.store(new, Ordering::Release);
        }
        is_queued
    }
}

/// The words before and after `event`, which befalls the call in that phase.
fn arrow(number: u64, phase: Phase, event: Event) -> (u64, u64) {
    let next = phase.after(event).expect("an arrow of the table");
    (Word::new(number, phase).0, Word::new(number, next).0)
}

#[cfg(test)]
mod tests {
    use super::{Event, MAX_NUMBER, Phase, Word};

    const PHASES: [Phase; 5] = [
        Phase::Free,
        Phase::Queued,
        Phase::Running,
        Phase::TakenBack,
        Phase::Done,
    ];

    const EVENTS: [Event; 5] = [
        Event::Queue,
        Event::Start,
        Event::TakeBack,
        Event::Finish,
        Event::Free,
    ];

    #[test]
    fn the_table_is_the_one_above() {
        let table = [
            [Some(Phase::Queued), None, None, None, None],
            [
                None,
                Some(Phase::Running),
                Some(Phase::TakenBack),
                None,
                None,
            ],
            [None, None, None, Some(Phase::Done), None],
            [None, None, None, None, Some(Phase::Free)],
            [None, None, None, None, Some(Phase::Free)],
        ];
        for (phase, row) in PHASES.into_iter().zip(table) {
            assert_eq!(EVENTS.map(|event| phase.after(event)), row, "{phase:?}");
        }
    }

    #[test]
    fn a_word_keeps_its_number_and_phase() {
        for phase in PHASES {
            for number in [0, 1, 12345, MAX_NUMBER] {
                let word = Word::new(number, phase);
                assert_eq!((word.number(), word.phase()), (number, Some(phase)));
            }
        }
    }

    #[test]
    fn nonsense_is_no_phase() {
        for bits in 5..8 {
            assert_eq!(Word(bits).phase(), None);
        }
    }
}
