//! The one place that holds a task's work before it runs and its result afterwards, and the word that says which.
//!
//! This is the crate's only `unsafe` file. A union instead of two fields halves the memory of a pending task, and the
//! result is read without a lock. What makes it sound:
//!
//! * the *work* is moved out only by whoever moves the phase from Pending or Assigned to Running, or from Pending to
//!   Cancelled; one compare-and-swap decides, so there is exactly one such party;
//! * the *result* is written only by the holder of the [`Running`] token, or by whoever moved the phase to Settling;
//!   both are unique, and they exclude each other because Running and Settling have no arrow between them;
//! * it is read or moved out only after the phase was seen to be Finished or Failed, which is stored with release and
//!   loaded with acquire ordering after the write;
//! * it is moved out only by whoever moves the phase to Taken, and never once the SHARED flag is set; references into it
//!   are lent only once that flag is set, which is never cleared.

#![expect(
    unsafe_code,
    reason = "work and result share their memory; see the argument above"
)]

use std::mem::ManuallyDrop;

use crate::state::{Event, Phase, Word};
use crate::sync::{AtomicU32, Fault, Ordering, UnsafeCell, planted};

union Content<W, R> {
    work: ManuallyDrop<W>,
    result: ManuallyDrop<R>,
}

/// Work, later a result, and the word.
pub(crate) struct Slot<W, R> {
    word: AtomicU32,
    /// A number for whoever runs the task, 0 before that. It lives here because there is room beside the word.
    runner: AtomicU32,
    content: UnsafeCell<Content<W, R>>,
}

// SAFETY: the work moves to the thread that runs or cancels it and the result to the thread that reads it, hence
// `Send`. References to the result are lent by `get` alone, which asks for `Sync` itself.
unsafe impl<W: Send, R: Send> Sync for Slot<W, R> {}
// SAFETY: a slot owns its content.
unsafe impl<W: Send, R: Send> Send for Slot<W, R> {}

/// How a result is to be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Finished,
    Failed,
}

impl Verdict {
    const fn event(self) -> Event {
        match self {
            Verdict::Finished => Event::Finish,
            Verdict::Failed => Event::Fail,
        }
    }
}

/// The end of a future has been published; its waiters, if there are any, have yet to be told.
#[must_use = "waiters that are not told wait for ever"]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Published {
    pub(crate) has_waiters: bool,
}

/// The right, held by one party only, to write the result of the task that it has begun.
#[must_use = "a task that is begun must be finished"]
pub(crate) struct Running<'a, W, R>(&'a Slot<W, R>);

impl<W, R> Slot<W, R> {
    /// A slot that is pending with `work`.
    pub(crate) fn new(work: W) -> Self {
        Self {
            word: AtomicU32::new(Word::new(Phase::Pending).0),
            runner: AtomicU32::new(0),
            content: UnsafeCell::new(Content {
                work: ManuallyDrop::new(work),
            }),
        }
    }

    #[inline]
    pub(crate) fn word(&self) -> Word {
        Word(self.word.load(Ordering::Acquire))
    }

    /// Performs the arrow `event` if the present phase has it, and returns the word before.
    #[inline]
    fn step(&self, event: Event) -> Option<Word> {
        let mut before = Word(self.word.load(Ordering::Relaxed));
        loop {
            let after = before.with(before.phase().after(event)?);
            match self.word.compare_exchange_weak(
                before.0,
                after.0,
                Ordering::AcqRel,
                Ordering::Relaxed,
            ) {
                Ok(_) => return Some(before),
                Err(now) => before = Word(now),
            }
        }
    }

    /// Hands a pending task to a worker. False: it is no longer pending.
    pub(crate) fn assign(&self) -> bool {
        self.step(Event::Assign).is_some()
    }

    /// Begins the task: the caller, and nobody else, gets its work and the right to write its result.
    #[inline]
    pub(crate) fn begin(&self) -> Option<(W, Running<'_, W, R>)> {
        self.step(Event::Begin)?;
        // SAFETY: the phase was Pending or Assigned, so the union held the work, and this caller won the only arrow out
        // of it that leads to the work being moved.
        let work = unsafe { self.take_work() };
        Some((work, Running(self)))
    }

    /// The number that the runner gave; 0 if it has given none yet.
    pub(crate) fn runner(&self) -> u32 {
        self.runner.load(Ordering::Acquire)
    }

    /// Cancels a pending task and returns the work that will never run.
    pub(crate) fn cancel(&self) -> Option<(W, Published)> {
        let before = self.step(Event::Cancel)?;
        // SAFETY: as in `begin`; Cancelled has no way out, so the union is never looked at again.
        let work = unsafe { self.take_work() };
        Some((
            work,
            Published {
                has_waiters: before.has(Word::HAS_WAITERS),
            },
        ))
    }

    /// # Safety
    /// The union holds the work, and the caller alone has the right to move it out.
    unsafe fn take_work(&self) -> W {
        self.content.with_mut(|content| {
            // SAFETY: exclusive by the caller's promise, and `work` is the live field.
            unsafe { ManuallyDrop::take(&mut (*content).work) }
        })
    }

    /// Notes that work on a promise has begun. False: it was cancelled or is settled.
    pub(crate) fn open(&self) -> bool {
        self.step(Event::Open).is_some()
    }

    /// Writes the outcome of a promise, whose work must be without value (it is forgotten).
    ///
    /// # Errors
    /// Hands `result` back if the promise is cancelled or settled.
    pub(crate) fn settle(&self, result: R, verdict: Verdict) -> Result<Published, R> {
        const {
            assert!(
                !std::mem::needs_drop::<W>(),
                "the work of a promise is forgotten"
            )
        };
        match self.step(Event::Settle) {
            None => Err(result),
            Some(_) => Ok(self.publish(result, Phase::Settling, verdict)),
        }
    }

    /// Writes the result and publishes it. The caller holds the exclusive phase `from`.
    #[inline]
    fn publish(&self, result: R, from: Phase, verdict: Verdict) -> Published {
        if planted(Fault::PublishBeforeValue) {
            let published = self.leave(from, verdict);
            self.write(result);
            return published;
        }
        self.write(result);
        self.leave(from, verdict)
    }

    #[inline]
    fn write(&self, result: R) {
        self.content.with_mut(|content| {
            // SAFETY: Running and Settling each have one holder, who calls this once; the work was moved out or has no
            // value, so nothing is overwritten that would have to be dropped.
            unsafe { (*content).result = ManuallyDrop::new(result) }
        });
    }

    #[inline]
    fn leave(&self, from: Phase, verdict: Verdict) -> Published {
        let to = from
            .after(verdict.event())
            .expect("running and settling lead to an end");
        let order = if planted(Fault::RelaxedDone) {
            Ordering::Relaxed
        } else {
            Ordering::AcqRel
        };
        // Nobody else moves the phase while it is exclusive, so flipping its bits leaves the flags as they are.
        let before = Word(self.word.fetch_xor(from as u32 ^ to as u32, order));
        Published {
            has_waiters: before.has(Word::HAS_WAITERS),
        }
    }

    /// Announces a waiter. False: the future has ended and will tell nobody any more.
    pub(crate) fn note_waiter(&self) -> bool {
        if planted(Fault::LostWaiter) {
            self.word.fetch_or(Word::HAS_WAITERS, Ordering::AcqRel);
            return true;
        }
        !Word(self.word.fetch_or(Word::HAS_WAITERS, Ordering::AcqRel)).is_done()
    }

    /// Asks the running task to stop. False: it has ended.
    pub(crate) fn request_cancel(&self) -> bool {
        !Word(
            self.word
                .fetch_or(Word::CANCEL_REQUESTED, Ordering::Relaxed),
        )
        .is_done()
    }

    /// Gives up, for good, the possibility to move the result out; from here on it can be borrowed.
    pub(crate) fn share(&self) {
        self.word.fetch_or(Word::SHARED, Ordering::AcqRel);
    }

    /// Notes that somebody has seen the result.
    pub(crate) fn note_retrieved(&self) {
        if !Word(self.word.load(Ordering::Relaxed)).has(Word::RETRIEVED) {
            self.word.fetch_or(Word::RETRIEVED, Ordering::Relaxed);
        }
    }

    /// The result of a slot that is about to go, if it is an error (of whatever kind) that nobody has seen.
    pub(crate) fn unretrieved(&mut self) -> Option<&R> {
        let word = self.word();
        match word.phase() {
            Phase::Failed if !word.has(Word::RETRIEVED) => Some(self.content.with(|content| {
                // SAFETY: the result was published and, the phase not being Taken, is still there; `&mut self` is
                // exclusive.
                unsafe { &*(*content).result }
            })),
            _ => None,
        }
    }

    /// Moves the result out, once, of a slot that is not shared.
    pub(crate) fn take(&self) -> Option<R> {
        let mut word = self.word();
        loop {
            let after = word.phase().after(Event::Take)?;
            if word.has(Word::SHARED) {
                return None;
            }
            // Fails also if only a flag has changed, which is no reason to say that there is nothing to take.
            match self.word.compare_exchange_weak(
                word.0,
                word.with(after).0,
                Ordering::AcqRel,
                Ordering::Acquire,
            ) {
                Ok(_) => break,
                Err(now) => word = Word(now),
            }
        }
        Some(self.content.with_mut(|content| {
            // SAFETY: the acquire load saw the result published; the exchange made this caller the only one to move it,
            // and as it would have failed on a shared word, nobody has a reference.
            unsafe { ManuallyDrop::take(&mut (*content).result) }
        }))
    }

    /// Lends the result of a shared slot that has ended with one.
    pub(crate) fn get(&self) -> Option<&R>
    where
        R: Sync,
    {
        let word = self.word();
        match word.phase() {
            Phase::Finished | Phase::Failed if word.has(Word::SHARED) => {
                Some(self.content.with(|content| {
                    // SAFETY: the acquire load saw the result published, and a shared slot's result stays where it is until
                    // the slot is dropped, which the borrow of `self` forbids.
                    unsafe { &*(*content).result }
                }))
            }
            _ => None,
        }
    }
}

impl<W, R> Running<'_, W, R> {
    /// Says who runs the task.
    pub(crate) fn set_runner(&self, number: u32) {
        self.0.runner.store(number, Ordering::Release);
    }

    /// Publishes the result.
    #[inline]
    pub(crate) fn finish(self, result: R, verdict: Verdict) -> Published {
        self.0.publish(result, Phase::Running, verdict)
    }
}

impl<W, R> Drop for Slot<W, R> {
    fn drop(&mut self) {
        let phase = self.word().phase();
        self.content.with_mut(|content| match phase {
            // SAFETY: the work was never moved out, and `&mut self` is exclusive.
            Phase::Pending | Phase::Assigned => unsafe { ManuallyDrop::drop(&mut (*content).work) },
            // SAFETY: the result was published and never moved out, and `&mut self` is exclusive.
            Phase::Finished | Phase::Failed => unsafe {
                ManuallyDrop::drop(&mut (*content).result)
            },
            Phase::Running | Phase::Open | Phase::Settling | Phase::Cancelled | Phase::Taken => {}
        });
    }
}
