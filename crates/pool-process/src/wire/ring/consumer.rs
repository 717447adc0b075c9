//! The reading end of a ring.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::error::Corrupt;
use super::layout::{Layout, frame_words, length};
use super::view::View;
use crate::sys::memory::SharedMemory;
use crate::wire::bell;

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
