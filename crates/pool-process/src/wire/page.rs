//! The shared memory of one worker: what lies where.
//!
//! | words | |
//! |---|---|
//! | 0–4 | magic number, version, sizes |
//! | 16, 32, 48 | is the child asleep; is the parent asleep; the slot of the running call |
//! | 64, 80, 96, 112 | tail and head of the requests, tail and head of the replies |
//! | 128–639 | the slots, eight words each, of which two are used |
//! | 1024–33791 | the requests |
//! | 33792–66559 | the replies |
//!
//! Words that different processes write lie at least 64 bytes apart, and the busy ones 128, since processors fetch lines
//! in pairs: otherwise each write would take the line from the other side.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::handshake::PROTOCOL;
use super::ring::{Consumer, Layout, Producer};
use super::slots::Slot;
use crate::sys::memory::{SharedMemory, WORD};

/// So many calls can be under way to one worker. Prefetching more gains nothing, and each could be stuck behind a long one.
pub(crate) const N_SLOTS: usize = 64;

/// The frames of each ring, in words: 256 KiB. A larger ring holds more small calls than there are slots; a smaller one
/// sends more payloads through memory of their own, which costs several system calls each.
const RING: usize = 256 * 1024 / WORD;

/// Says that this is such a page.
const MAGIC: u64 = u64::from_le_bytes(*b"poolpage");

const HEADER: usize = 0;
const CHILD_ASLEEP: usize = 16;
const PARENT_ASLEEP: usize = 32;
const CURRENT: usize = 48;
const SLOTS: usize = 128;
const SLOT_STRIDE: usize = 8;
const N_WORDS: usize = REPLIES.data + REPLIES.n_words;

const REQUESTS: Layout = Layout {
    tail: 64,
    head: 80,
    producer_asleep: PARENT_ASLEEP,
    consumer_asleep: CHILD_ASLEEP,
    data: 1024,
    n_words: RING,
};

const REPLIES: Layout = Layout {
    tail: 96,
    head: 112,
    producer_asleep: CHILD_ASLEEP,
    consumer_asleep: PARENT_ASLEEP,
    data: REQUESTS.data + REQUESTS.n_words,
    n_words: RING,
};

const _: () = assert!(
    SLOTS + N_SLOTS * SLOT_STRIDE <= REQUESTS.data,
    "they do not overlap"
);

/// The length in bytes of the longest frame, request or reply.
pub(crate) const MAX_FRAME: usize = REQUESTS.max_frame();

/// What the header of a page must be, so that parent and child mean the same.
const fn identity() -> [u64; 5] {
    [
        MAGIC,
        PROTOCOL as u64,
        N_SLOTS as u64,
        REQUESTS.n_words as u64,
        REPLIES.n_words as u64,
    ]
}

/// The shared memory of one worker. Clones are the same page.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    memory: Arc<SharedMemory>,
}

impl Page {
    /// Parent: makes a page for a new worker.
    pub(crate) fn create() -> io::Result<Self> {
        let memory = SharedMemory::create("pool-process worker", N_WORDS * WORD)?;
        for (word, value) in memory.words()[HEADER..].iter().zip(identity()) {
            word.store(value, Ordering::Relaxed);
        }
        Ok(Page {
            memory: Arc::new(memory),
        })
    }

    /// Child: the page that its parent has made and sent.
    ///
    /// # Errors
    ///
    /// `InvalidData` if it is none, or the page of another version of this crate.
    pub(crate) fn open(file: OwnedFd) -> io::Result<Self> {
        let memory = SharedMemory::open(file)?;
        let is_ours = memory.words().len() == N_WORDS
            && memory.words()[HEADER..]
                .iter()
                .zip(identity())
                .all(|(word, value)| word.load(Ordering::Relaxed) == value);
        if !is_ours {
            let message = "the worker's shared memory is of another version";
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        Ok(Page {
            memory: Arc::new(memory),
        })
    }

    /// Parent: its ends of the two rings. To be called once.
    pub(crate) fn parent_ends(&self) -> (Producer, Consumer) {
        (
            Producer::new(&self.memory, REQUESTS),
            Consumer::new(&self.memory, REPLIES),
        )
    }

    /// Child: its ends of the two rings. To be called once.
    pub(crate) fn child_ends(&self) -> (Consumer, Producer) {
        (
            Consumer::new(&self.memory, REQUESTS),
            Producer::new(&self.memory, REPLIES),
        )
    }

    /// The slot with this index.
    ///
    /// # Panics
    ///
    /// If there is none.
    pub(crate) fn slot(&self, index: usize) -> Slot<'_> {
        assert!(index < N_SLOTS, "slot {index} of {N_SLOTS}");
        let words = &self.memory.words()[SLOTS + index * SLOT_STRIDE..];
        Slot::new(&words[0], &words[1])
    }

    /// The slot that the child said it runs: a hint that saves looking at all of them. The slot itself has the truth.
    pub(crate) fn current(&self) -> Option<usize> {
        let slot = self.word(CURRENT).load(Ordering::Relaxed).checked_sub(1)?;
        usize::try_from(slot).ok().filter(|&slot| slot < N_SLOTS)
    }

    /// Child: says which slot it runs.
    pub(crate) fn set_current(&self, slot: Option<usize>) {
        self.word(CURRENT)
            .store(slot.map_or(0, |slot| slot as u64 + 1), Ordering::Relaxed);
    }

    fn word(&self, index: usize) -> &AtomicU64 {
        &self.memory.words()[index]
    }
}

impl AsFd for Page {
    /// The file to send to the child.
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.memory.as_fd()
    }
}
