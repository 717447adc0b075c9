//! The words of a ring as either end sees them, and what the other end has written there, checked.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::error::Corrupt;
use super::layout::Layout;
use crate::sys::memory::{SharedMemory, WORD};

/// The words of a ring, found by index or by position.
pub(super) struct View {
    memory: Arc<SharedMemory>,
    pub(super) layout: Layout,
}

impl View {
    pub(super) fn new(memory: &Arc<SharedMemory>, layout: Layout) -> Self {
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

    pub(super) fn tail(&self) -> &AtomicU64 {
        self.word(self.layout.tail)
    }

    pub(super) fn head(&self) -> &AtomicU64 {
        self.word(self.layout.head)
    }

    pub(super) fn producer_asleep(&self) -> &AtomicU64 {
        self.word(self.layout.producer_asleep)
    }

    pub(super) fn consumer_asleep(&self) -> &AtomicU64 {
        self.word(self.layout.consumer_asleep)
    }

    /// Up to where the consumer has released, which is `before` or more, and not beyond what was `published`.
    pub(super) fn released(&self, before: u64, published: u64) -> Result<u64, Corrupt> {
        let released = self.head().load(Ordering::Acquire);
        let is_possible = (before..=published).contains(&released);
        if is_possible {
            Ok(released)
        } else {
            Err(Corrupt::Position)
        }
    }

    /// Up to where the producer has published, which is `before` or more, and no more than fits behind what was
    /// `released`.
    pub(super) fn published(&self, before: u64, released: u64) -> Result<u64, Corrupt> {
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

    pub(super) fn read(&self, position: u64) -> u64 {
        self.data()[self.index(position)].load(Ordering::Relaxed)
    }

    pub(super) fn write(&self, position: u64, word: u64) {
        self.data()[self.index(position)].store(word, Ordering::Relaxed);
    }

    /// Fills `bytes` with what lies from `position` on.
    pub(super) fn copy_out(&self, position: u64, bytes: &mut [u8]) {
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
pub(super) struct Writer<'a> {
    view: &'a View,
    at: u64,
    /// The begun word, of which `n_bytes`, less than a word, are there.
    word: u64,
    n_bytes: usize,
}

impl<'a> Writer<'a> {
    /// Begins at the position `at`.
    pub(super) fn new(view: &'a View, at: u64) -> Self {
        Writer {
            view,
            at,
            word: 0,
            n_bytes: 0,
        }
    }

    /// Appends `bytes`, for which there must be room.
    pub(super) fn append(&mut self, mut bytes: &[u8]) {
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
    pub(super) fn finish(&mut self) {
        if self.n_bytes > 0 {
            self.view.write(self.at, self.word);
            self.at += 1;
            self.word = 0;
            self.n_bytes = 0;
        }
    }
}
