//! The shared memory of one worker: what lies where.
//!
//! | words | |
//! |---|---|
//! | 0–4 | magic number, version, sizes |
//! | 8, 24 | does the parent, does the child sleep until there is room in its ring |
//! | 16, 32 | does the child, does the parent sleep until there is a frame |
//! | 64, 80, 96, 112 | tail and head of the requests, tail and head of the replies |
//! | 128–639 | the slots, eight words each, of which two are used |
//! | 1024–33791 | the requests |
//! | 33792–66559 | the replies |
//!
//! Words that different processes write lie at least 64 bytes apart, and the busy ones 128, since processors fetch
//! lines in pairs: otherwise each write would take the line from the other side.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::handshake::PROTOCOL;
use super::ring::{Consumer, Layout, Producer};
use super::slots::Slot;
use crate::sys::memory::{SharedMemory, WORD};

/// So many calls can be under way to one worker. Prefetching more gains nothing, and each could be stuck behind a long
/// one.
pub(crate) const N_SLOTS: usize = 64;

/// The frames of each ring, in words: 256 KiB. A larger ring holds more small calls than there are slots; a smaller one
/// sends more payloads through memory of their own, which costs several system calls each.
const RING: usize = 256 * 1024 / WORD;

/// Says that this is such a page.
const MAGIC: u64 = u64::from_le_bytes(*b"poolpage");

const HEADER: usize = 0;
const PARENT_WANTS_ROOM: usize = 8;
const CHILD_ASLEEP: usize = 16;
const CHILD_WANTS_ROOM: usize = 24;
const PARENT_ASLEEP: usize = 32;
const SLOTS: usize = 128;
const SLOT_STRIDE: usize = 8;
const N_WORDS: usize = REPLIES.data + REPLIES.n_words;

const REQUESTS: Layout = Layout {
    tail: 64,
    head: 80,
    // Apart from who sleeps until there is a frame: otherwise whoever takes one rings for room that nobody waits for, and
    // a call costs twice as many bells. The parent never waits for room, since for every request there is a reply.
    producer_asleep: PARENT_WANTS_ROOM,
    consumer_asleep: CHILD_ASLEEP,
    data: 1024,
    n_words: RING,
};

const REPLIES: Layout = Layout {
    tail: 96,
    head: 112,
    producer_asleep: CHILD_WANTS_ROOM,
    consumer_asleep: PARENT_ASLEEP,
    data: REQUESTS.data + REQUESTS.n_words,
    n_words: RING,
};

const _: () = assert!(
    SLOTS + N_SLOTS * SLOT_STRIDE <= REQUESTS.data,
    "they do not overlap"
);

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
}

impl AsFd for Page {
    /// The file to send to the child.
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.memory.as_fd()
    }
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;
    use std::os::fd::AsFd;
    use std::sync::atomic::Ordering::Relaxed;

    use super::{N_SLOTS, N_WORDS, Page};
    use crate::sys::memory::{SharedMemory, WORD};
    use crate::wire::slots::Phase;

    /// The same page, as the child sees it.
    fn opened(page: &Page) -> Page {
        Page::open(page.as_fd().try_clone_to_owned().unwrap()).unwrap()
    }

    #[test]
    fn frames_pass_both_ways() {
        let page = Page::create().unwrap();
        let (mut requests, mut replies) = page.parent_ends();
        let (mut commands, mut answers) = opened(&page).child_ends();
        let large = vec![1; requests.max_frame()];
        requests.push(&[&large]).unwrap();
        answers.push(&[b"answer"]).unwrap();
        assert!(commands.prepare_sleep());
        assert!(requests.publish(), "the child sleeps");
        assert!(!answers.publish(), "the parent does not");
        let mut frame = Vec::new();
        assert_eq!(commands.pop(&mut frame), Ok(true));
        assert_eq!(frame, large);
        assert_eq!(replies.pop(&mut frame), Ok(true));
        assert_eq!(frame, b"answer");
        assert_eq!(replies.pop(&mut frame), Ok(false));
    }

    #[test]
    fn a_call_passes_through_its_slot() {
        let page = Page::create().unwrap();
        let worker = opened(&page);
        for (number, index) in [(1, 0), (2, N_SLOTS - 1), (3, 0)] {
            let (ours, theirs) = (page.slot(index), worker.slot(index));
            assert_eq!(ours.phase(number), None);
            ours.queue(number);
            assert_eq!(theirs.phase(number), Some(Phase::Queued));
            assert_eq!(ours.running_since(number), None);
            assert!(!theirs.try_start(number + 1, 1), "that is another call");
            assert!(theirs.try_start(number, 77));
            assert_eq!(ours.running_since(number), Some(77));
            assert_eq!(ours.running_since(number + 1), None);
            assert!(!ours.try_take_back(number));
            assert!(!theirs.try_start(number, 78), "it has begun");
            theirs.finish(number);
            assert_eq!(ours.phase(number), Some(Phase::Done));
            assert_eq!(ours.running_since(number), None);
            ours.free(number);
            assert!(!theirs.try_start(number, 79), "it is over");
        }
    }

    #[test]
    fn what_is_taken_back_does_not_start() {
        let page = Page::create().unwrap();
        let slot = page.slot(5);
        slot.queue(9);
        assert!(!slot.try_take_back(8));
        assert!(slot.try_take_back(9));
        assert!(!slot.try_take_back(9));
        assert!(!opened(&page).slot(5).try_start(9, 0));
        assert_eq!(slot.phase(9), Some(Phase::TakenBack));
    }

    #[test]
    fn another_version_is_refused() {
        for index in 0..5 {
            let page = Page::create().unwrap();
            page.memory.words()[index].fetch_add(1, Relaxed);
            let opened = Page::open(page.as_fd().try_clone_to_owned().unwrap());
            assert_eq!(opened.unwrap_err().kind(), ErrorKind::InvalidData);
        }
        for n_words in [1, N_WORDS - 1, N_WORDS + 1] {
            let memory = SharedMemory::create("other", n_words * WORD).unwrap();
            let opened = Page::open(memory.as_fd().try_clone_to_owned().unwrap());
            assert_eq!(opened.unwrap_err().kind(), ErrorKind::InvalidData);
        }
    }

    #[test]
    #[should_panic(expected = "slot 64 of 64")]
    fn there_are_no_more_slots() {
        let _ = Page::create().unwrap().slot(N_SLOTS);
    }
}
