//! A queue of byte frames in shared memory, with one producer and one consumer, in two processes.
//!
//! A frame is a header word (its length, and its place in the stream) and its bytes, padded to whole words. Both positions
//! count words since the beginning and never wrap; only the index that they yield does, in the midst of a frame if need be.
//! The producer *stages* any number of frames and then *publishes* them by one store; the consumer *pops* any number and
//! then *releases* their room by one store. Either store may call for a [`bell`].
//!
//! Each side checks all that the other one writes, since that may be a worker whose memory is corrupt. What is wrong is an
//! error: no panic, no access outside the ring, no loop without end. A frame is copied out before anybody looks at it, so
//! its bytes cannot change between check and use.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::bell;
use crate::sys::memory::{SharedMemory, WORD};

/// Where the parts of a ring lie, as indexes of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    /// Up to where the producer has published.
    pub(crate) tail: usize,
    /// Up to where the consumer has released.
    pub(crate) head: usize,
    /// Does the producer's process sleep?
    pub(crate) producer_asleep: usize,
    /// Does the consumer's process sleep?
    pub(crate) consumer_asleep: usize,
    /// The first word of the frames.
    pub(crate) data: usize,
    /// How many words of frames there are, a power of two.
    pub(crate) n_words: usize,
}

impl Layout {
    /// The length in bytes of the longest frame: a quarter of the ring, so that a long one never has to wait for the whole
    /// ring to be empty.
    pub(crate) const fn max_frame(&self) -> usize {
        self.n_words / 4 * WORD
    }
}

/// What the other side has written is nonsense: its memory is corrupt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Corrupt {
    /// A position went back, or overtook the other one.
    Position,
    /// Where a frame should begin there is something else.
    Header,
    /// A frame is longer than it may be, or than what was published.
    Length,
}

impl fmt::Display for Corrupt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Corrupt::Position => "the shared memory is corrupt: impossible position",
            Corrupt::Header => "the shared memory is corrupt: no frame where one should begin",
            Corrupt::Length => "the shared memory is corrupt: impossible length of a frame",
        })
    }
}

impl std::error::Error for Corrupt {}

/// Why a frame could not be staged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PushError {
    /// There is no room before the consumer releases some.
    Full,
    /// It is longer than [`Layout::max_frame`].
    TooLarge,
    /// There will never be room again.
    Corrupt(Corrupt),
}

impl From<Corrupt> for PushError {
    fn from(corrupt: Corrupt) -> Self {
        PushError::Corrupt(corrupt)
    }
}

impl fmt::Display for PushError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PushError::Full => f.write_str("the ring is full"),
            PushError::TooLarge => f.write_str("the frame is too large for the ring"),
            PushError::Corrupt(corrupt) => corrupt.fmt(f),
        }
    }
}

impl std::error::Error for PushError {}

/// The writing end. There must be one only.
#[derive(Debug)]
pub(crate) struct Producer {
    view: View,
    /// Up to where frames are staged.
    staged: u64,
    /// Up to where they are published.
    published: u64,
    /// Up to where the consumer had released when last seen.
    released: u64,
}

impl Producer {
    /// The writing end of an empty ring.
    ///
    /// # Panics
    ///
    /// If the layout does not fit the memory.
    pub(crate) fn new(memory: &Arc<SharedMemory>, layout: Layout) -> Self {
        Producer {
            view: View::new(memory, layout),
            staged: 0,
            published: 0,
            released: 0,
        }
    }

    /// The length in bytes of the longest frame.
    pub(crate) fn max_frame(&self) -> usize {
        self.view.layout.max_frame()
    }

    /// Stages a frame made of `parts`, one after another.
    ///
    /// # Errors
    ///
    /// Nothing is staged then. If there is no room, what was staged before should be published, for the consumer to make
    /// room.
    pub(crate) fn push(&mut self, parts: &[&[u8]]) -> Result<(), PushError> {
        let len = parts.iter().map(|part| part.len()).sum();
        if len > self.max_frame() {
            return Err(PushError::TooLarge);
        }
        let n_words = frame_words(len);
        if !self.has_room(n_words) {
            self.released = self.view.released(self.released, self.published)?;
            if !self.has_room(n_words) {
                return Err(PushError::Full);
            }
        }
        self.view.write(self.staged, header(len, self.staged));
        let mut writer = Writer {
            view: &self.view,
            at: self.staged + 1,
            word: 0,
            n_bytes: 0,
        };
        for part in parts {
            writer.append(part);
        }
        writer.finish();
        self.staged += n_words;
        Ok(())
    }

    /// Makes all that is staged visible. Is the bell to be rung?
    #[must_use = "the consumer sleeps until the bell is rung"]
    pub(crate) fn publish(&mut self) -> bool {
        if self.staged == self.published {
            return false;
        }
        self.published = self.staged;
        bell::publish(self.view.tail(), self.staged);
        bell::must_ring(self.view.consumer_asleep())
    }

    /// May this process block until there is room for a frame of `len` bytes? If not, try to push again. Afterwards
    /// [`awake`](Producer::awake).
    #[must_use = "if there is room, no bell will ring for it"]
    pub(crate) fn prepare_sleep(&self, len: usize) -> bool {
        debug_assert_eq!(
            self.staged, self.published,
            "who waits for room shows what it has"
        );
        bell::prepare_sleep(self.view.producer_asleep(), || {
            let released = self.view.released(self.released, self.published);
            released.is_ok_and(|released| {
                self.staged - released + frame_words(len) > self.view.layout.n_words as u64
            })
        })
    }

    /// This process does not block any more.
    pub(crate) fn awake(&self) {
        bell::awake(self.view.producer_asleep());
    }

    fn has_room(&self, n_words: u64) -> bool {
        self.staged - self.released + n_words <= self.view.layout.n_words as u64
    }
}

/// The reading end. There must be one only.
#[derive(Debug)]
pub(crate) struct Consumer {
    view: View,
    /// Up to where frames are read.
    read: u64,
    /// Up to where their room is released.
    released: u64,
    /// Up to where the producer had published when last seen.
    published: u64,
}

impl Consumer {
    /// The reading end of an empty ring.
    ///
    /// # Panics
    ///
    /// If the layout does not fit the memory.
    pub(crate) fn new(memory: &Arc<SharedMemory>, layout: Layout) -> Self {
        Consumer {
            view: View::new(memory, layout),
            read: 0,
            released: 0,
            published: 0,
        }
    }

    /// Replaces the content of `frame` with the next frame, or leaves it alone and says false if there is none.
    ///
    /// Its room in the ring is not free before [`release`](Consumer::release).
    ///
    /// # Errors
    ///
    /// The ring yields nothing more then; `frame` may have been changed.
    pub(crate) fn pop(&mut self, frame: &mut Vec<u8>) -> Result<bool, Corrupt> {
        if self.read == self.published {
            self.published = self.view.published(self.published, self.released)?;
            if self.read == self.published {
                return Ok(false);
            }
        }
        let len = length(self.view.read(self.read), self.read)?;
        let n_words = frame_words(len);
        if len > self.view.layout.max_frame() || n_words > self.published - self.read {
            return Err(Corrupt::Length);
        }
        // Without clearing it first: what is overwritten anyway need not be zeroed.
        frame.resize(len, 0);
        self.view.copy_out(self.read + 1, frame);
        self.read += n_words;
        Ok(true)
    }

    /// Frees the room of all frames that were popped. Is the bell to be rung?
    #[must_use = "the producer sleeps until the bell is rung"]
    pub(crate) fn release(&mut self) -> bool {
        if self.read == self.released {
            return false;
        }
        self.released = self.read;
        bell::publish(self.view.head(), self.read);
        bell::must_ring(self.view.producer_asleep())
    }

    /// May this process block until there is a frame? If not, try to pop again. Afterwards [`awake`](Consumer::awake).
    #[must_use = "if there is a frame, no bell will ring for it"]
    pub(crate) fn prepare_sleep(&self) -> bool {
        debug_assert_eq!(
            self.read, self.released,
            "who waits for frames gives the room back"
        );
        bell::prepare_sleep(self.view.consumer_asleep(), || {
            self.view.tail().load(Ordering::Acquire) == self.read
        })
    }

    /// This process does not block any more.
    pub(crate) fn awake(&self) {
        bell::awake(self.view.consumer_asleep());
    }
}

/// The words of a ring, found by index or by position.
struct View {
    memory: Arc<SharedMemory>,
    layout: Layout,
}

impl View {
    fn new(memory: &Arc<SharedMemory>, layout: Layout) -> Self {
        let Layout {
            tail,
            head,
            producer_asleep,
            consumer_asleep,
            data,
            n_words,
        } = layout;
        let available = memory.words().len();
        assert!(
            n_words.is_power_of_two(),
            "positions become indexes by masking"
        );
        assert!(
            data.checked_add(n_words)
                .is_some_and(|end| end <= available)
        );
        assert!(
            [tail, head, producer_asleep, consumer_asleep]
                .iter()
                .all(|&at| at < available)
        );
        View {
            memory: memory.clone(),
            layout,
        }
    }

    fn word(&self, index: usize) -> &AtomicU64 {
        &self.memory.words()[index]
    }

    fn tail(&self) -> &AtomicU64 {
        self.word(self.layout.tail)
    }

    fn head(&self) -> &AtomicU64 {
        self.word(self.layout.head)
    }

    fn producer_asleep(&self) -> &AtomicU64 {
        self.word(self.layout.producer_asleep)
    }

    fn consumer_asleep(&self) -> &AtomicU64 {
        self.word(self.layout.consumer_asleep)
    }

    /// Up to where the consumer has released, which is `before` or more, and not beyond what was `published`.
    fn released(&self, before: u64, published: u64) -> Result<u64, Corrupt> {
        let released = self.head().load(Ordering::Acquire);
        let is_possible = (before..=published).contains(&released);
        if is_possible {
            Ok(released)
        } else {
            Err(Corrupt::Position)
        }
    }

    /// Up to where the producer has published, which is `before` or more, and no more than fits behind what was `released`.
    fn published(&self, before: u64, released: u64) -> Result<u64, Corrupt> {
        let published = self.tail().load(Ordering::Acquire);
        let is_possible = published >= before && published - released <= self.layout.n_words as u64;
        if is_possible {
            Ok(published)
        } else {
            Err(Corrupt::Position)
        }
    }

    fn data(&self) -> &[AtomicU64] {
        &self.memory.words()[self.layout.data..][..self.layout.n_words]
    }

    /// The two pieces of the ring that hold the `n_words` words from `position` on. The second is mostly empty.
    fn pieces(&self, position: u64, n_words: usize) -> (&[AtomicU64], &[AtomicU64]) {
        let data = self.data();
        let start = self.index(position);
        let n_first = n_words.min(data.len() - start);
        (&data[start..start + n_first], &data[..n_words - n_first])
    }

    /// The low bits of a position are an index.
    fn index(&self, position: u64) -> usize {
        position as usize & (self.layout.n_words - 1)
    }

    fn read(&self, position: u64) -> u64 {
        self.data()[self.index(position)].load(Ordering::Relaxed)
    }

    fn write(&self, position: u64, word: u64) {
        self.data()[self.index(position)].store(word, Ordering::Relaxed);
    }

    /// Fills `bytes` with what lies from `position` on.
    fn copy_out(&self, position: u64, bytes: &mut [u8]) {
        let (first, second) = self.pieces(position, bytes.len().div_ceil(WORD));
        let (whole, rest) = bytes.as_chunks_mut::<WORD>();
        let mut words = first.iter().chain(second);
        for (bytes, word) in whole.iter_mut().zip(&mut words) {
            *bytes = word.load(Ordering::Relaxed).to_le_bytes();
        }
        if let Some(word) = words.next() {
            rest.copy_from_slice(&word.load(Ordering::Relaxed).to_le_bytes()[..rest.len()]);
        }
    }
}

impl fmt::Debug for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("View")
            .field("layout", &self.layout)
            .finish_non_exhaustive()
    }
}

/// Puts bytes together to words and writes these one after another.
struct Writer<'a> {
    view: &'a View,
    at: u64,
    /// The begun word, of which `n_bytes`, less than a word, are there.
    word: u64,
    n_bytes: usize,
}

impl Writer<'_> {
    fn append(&mut self, mut bytes: &[u8]) {
        if self.n_bytes > 0 {
            let n_missing = (WORD - self.n_bytes).min(bytes.len());
            for &byte in bytes
                .split_off(..n_missing)
                .expect("as many as there are, or less")
            {
                self.push_byte(byte);
            }
        }
        let (whole, rest) = bytes.as_chunks::<WORD>();
        let (first, second) = self.view.pieces(self.at, whole.len());
        for (bytes, word) in whole.iter().zip(first.iter().chain(second)) {
            word.store(u64::from_le_bytes(*bytes), Ordering::Relaxed);
        }
        self.at += whole.len() as u64;
        for &byte in rest {
            self.push_byte(byte);
        }
    }

    fn push_byte(&mut self, byte: u8) {
        self.word |= u64::from(byte) << (8 * self.n_bytes);
        self.n_bytes += 1;
        if self.n_bytes == WORD {
            self.finish();
        }
    }

    /// Writes the begun word, padded with zeroes.
    fn finish(&mut self) {
        if self.n_bytes > 0 {
            self.view.write(self.at, self.word);
            self.at += 1;
            self.word = 0;
            self.n_bytes = 0;
        }
    }
}

/// A frame of `len` bytes takes so many words, its header included.
fn frame_words(len: usize) -> u64 {
    1 + len.div_ceil(WORD) as u64
}

/// The header of a frame of `len` bytes at `position`: the length below, the low half of the position above, by which
/// anything else in its place is found out.
fn header(len: usize, position: u64) -> u64 {
    len as u64 | position << 32
}

/// The length in `header`.
fn length(header: u64, position: u64) -> Result<usize, Corrupt> {
    if header >> 32 != position & u64::from(u32::MAX) {
        return Err(Corrupt::Header);
    }
    Ok((header & u64::from(u32::MAX)) as usize)
}
