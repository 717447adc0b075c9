//! How a map submits and how long it waits.

use std::time::Duration;

/// Options of a map; the default is Python's: no limits, one item per task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct MapOptions {
    pub(super) timeout: Option<Duration>,
    pub(super) chunk: ChunkSize,
    pub(super) buffer_size: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChunkSize {
    Items(usize),
    Auto,
}

impl Default for ChunkSize {
    fn default() -> Self {
        ChunkSize::Items(1)
    }
}

impl MapOptions {
    /// No time limit, one item per task, everything submitted at once.
    pub fn new() -> Self {
        Self::default()
    }

    /// How long the results may take, counted from the call of `map`.
    ///
    /// A result that is there is yielded even then; the first that is not is yielded as a timeout, the rest is
    /// cancelled, and the iteration is over.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How many items make one task. Their results and failures stay apart. Python: `chunksize`.
    ///
    /// # Panics
    /// If it is 0.
    pub fn chunk_size(mut self, items: usize) -> Self {
        assert!(items > 0, "chunk_size must be >= 1");
        self.chunk = ChunkSize::Items(items);
        self
    }

    /// Picks the chunk size: the input in about four tasks per processor, but no more than 1,000 items in one, so that
    /// the end is even and a cancellation still spares something. An input of unknown length counts as empty.
    pub fn auto_chunk_size(mut self) -> Self {
        self.chunk = ChunkSize::Auto;
        self
    }

    /// How many items may be on their way: taken from the input and not yet yielded. Python 3.14: `buffersize`.
    ///
    /// The bound is exact (CPython takes one more while it waits), down to one chunk. With it an infinite input works.
    ///
    /// # Panics
    /// If it is 0.
    pub fn buffer_size(mut self, items: usize) -> Self {
        assert!(items > 0, "buffer_size must be > 0");
        self.buffer_size = Some(items);
        self
    }

    pub(super) fn items_per_chunk(&self, input: usize) -> usize {
        match self.chunk {
            ChunkSize::Items(items) => items,
            ChunkSize::Auto => input.div_ceil(4 * crate::host::cpus()).clamp(1, 1000),
        }
    }
}
