//! The writing end of a ring.

use std::sync::Arc;

use super::error::PushError;
use super::layout::{Layout, frame_words, header};
use super::view::{View, Writer};
use crate::sys::memory::SharedMemory;
use crate::wire::bell;

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
    /// Where whoever stages frames may put them together. Means nothing from one frame to the next.
    pub(crate) scratch: Vec<u8>,
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
            scratch: Vec::new(),
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
    /// Nothing is staged then. If there is no room, what was staged before should be published, for the consumer to
    /// make room.
    pub(crate) fn push(&mut self, parts: &[&[u8]]) -> Result<(), PushError> {
        let len = parts.iter().map(|part| part.len()).sum();
        if !self.has_room_for(len)? {
            return Err(PushError::Full);
        }
        let n_words = frame_words(len);
        self.view.write(self.staged, header(len, self.staged));
        let mut writer = Writer::new(&self.view, self.staged + 1);
        for part in parts {
            writer.append(part);
        }
        writer.finish();
        self.staged += n_words;
        Ok(())
    }

    /// Is there room for a frame of `len` bytes?
    ///
    /// # Errors
    ///
    /// There will never be.
    pub(crate) fn has_room_for(&mut self, len: usize) -> Result<bool, PushError> {
        if len > self.max_frame() {
            return Err(PushError::TooLarge);
        }
        let n_words = frame_words(len);
        if !self.has_room(n_words) {
            self.released = self.view.released(self.released, self.published)?;
        }
        Ok(self.has_room(n_words))
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
