//! Memory that two processes share, seen as a slice of atomic words.
//!
//! Nothing but atomic words, for two reasons. What the other process writes at the same time is then no data race,
//! however broken or hostile that process is: a copy made with relaxed loads may be nonsense, but it is never undefined
//! behaviour. And no word is ever accessed in two sizes, which the memory model leaves open. The price: copying word by
//! word runs at a quarter of the speed of `memcpy` inside the cache, which is 3 µs for the longest frame. What is larger
//! goes through a [`Segment`](super::segment::Segment).

#![expect(
    unsafe_code,
    reason = "memory shared with another process exists only as a raw mapping"
)]

use std::fmt;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::ptr::{self, NonNull};
use std::slice;
use std::sync::atomic::AtomicU64;

use rustix::fs::ftruncate;
use rustix::mm::{MapFlags, ProtFlags, mmap, munmap};

use super::sealed;

/// The size of a word in bytes.
pub(crate) const WORD: usize = size_of::<AtomicU64>();

/// A piece of memory that can be mapped by several processes at once. All of it is zero at first.
///
/// It lives until the last process has unmapped it and closed its file descriptor: no name in a file system, nothing
/// that could be left behind.
pub(crate) struct SharedMemory {
    /// The start of the mapping, which is `n_words` long and lives as long as this value.
    start: NonNull<AtomicU64>,
    n_words: usize,
    file: OwnedFd,
}

impl SharedMemory {
    /// Makes `len` bytes of new memory. `name` shows up in `/proc/PID/maps` only.
    ///
    /// # Panics
    ///
    /// If `len` is zero or no multiple of a word.
    pub(crate) fn create(name: &str, len: usize) -> io::Result<Self> {
        assert!(
            len > 0 && len.is_multiple_of(WORD),
            "whole words, at least one"
        );
        let file = sealed::create(name)?;
        ftruncate(&file, len as u64)?;
        sealed::seal(&file, sealed::SIZE)?;
        Self::map(file, len)
    }

    /// Maps memory that another process has made.
    ///
    /// # Errors
    ///
    /// `InvalidData` if the file can change its size, is empty, or is no multiple of a word.
    pub(crate) fn open(file: OwnedFd) -> io::Result<Self> {
        let len = sealed::checked_len(&file, sealed::SIZE)?;
        if len == 0 || !len.is_multiple_of(WORD) {
            let message = "shared memory that is not made of whole words";
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        Self::map(file, len)
    }

    /// The size of `file` is sealed and is `len`, a positive multiple of a word.
    fn map(file: OwnedFd, len: usize) -> io::Result<Self> {
        let protection = ProtFlags::READ | ProtFlags::WRITE;
        // SAFETY: with a null hint and without `MAP_FIXED` the system chooses an unused range of addresses, so that no
        // existing memory of this process is touched.
        let start = unsafe { mmap(ptr::null_mut(), len, protection, MapFlags::SHARED, &file, 0) }?;
        Ok(SharedMemory {
            start: NonNull::new(start.cast()).expect("the system maps nothing at address zero"),
            n_words: len / WORD,
            file,
        })
    }

    /// The size in bytes.
    pub(crate) fn len(&self) -> usize {
        self.n_words * WORD
    }

    /// All of the memory.
    #[inline]
    pub(crate) fn words(&self) -> &[AtomicU64] {
        // SAFETY:
        // - `start` is not null, and aligned, since a mapping begins at a page.
        // - The mapping is `n_words` words long, and lies wholly inside the file: `map` was given the size of the file,
        //   which is sealed against shrinking. So no access can fault.
        // - It is unmapped in `drop` only, and the slice borrows `self`.
        // - All bit patterns are valid words, and the mapping is readable and writable.
        // - Nobody has a reference to this memory but through this function, so all accesses of this process are atomic
        //   and of the same size; those of other processes are too, or at least are so for the processor: each load
        //   yields some value.
        unsafe { slice::from_raw_parts(self.start.as_ptr(), self.n_words) }
    }
}

// SAFETY: the mapping belongs to the process, not to a thread: any thread may unmap it.
unsafe impl Send for SharedMemory {}

// SAFETY: all that can be reached through a shared reference are atomics, and a file descriptor, which are `Sync`.
unsafe impl Sync for SharedMemory {}

impl AsFd for SharedMemory {
    /// The file to send to another process, which can then [`open`](SharedMemory::open) it.
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.file.as_fd()
    }
}

impl Drop for SharedMemory {
    fn drop(&mut self) {
        // SAFETY: `map` has made exactly this mapping, which is unmapped here only; references into it borrow `self`,
        // so there are none any more.
        let unmapped = unsafe { munmap(self.start.as_ptr().cast(), self.len()) };
        debug_assert_eq!(unmapped, Ok(()), "a mapping of our own can be unmapped");
    }
}

impl fmt::Debug for SharedMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedMemory")
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;
    use std::os::fd::AsFd;
    use std::sync::atomic::Ordering::Relaxed;

    use rustix::fs::ftruncate;

    use super::{SharedMemory, WORD, sealed};

    #[test]
    fn a_second_mapping_sees_the_same_words() {
        let memory = SharedMemory::create("test", 4096 * 2 + WORD).unwrap();
        assert!(memory.words().iter().all(|word| word.load(Relaxed) == 0));
        let other = SharedMemory::open(memory.as_fd().try_clone_to_owned().unwrap()).unwrap();
        assert_eq!(other.len(), 4096 * 2 + WORD);
        memory.words()[1024].store(7, Relaxed);
        other.words()[3].store(u64::MAX, Relaxed);
        assert_eq!(other.words()[1024].load(Relaxed), 7);
        assert_eq!(memory.words()[3].load(Relaxed), u64::MAX);
    }

    #[test]
    fn it_outlives_the_mapping_that_made_it() {
        let memory = SharedMemory::create("test", WORD).unwrap();
        let file = memory.as_fd().try_clone_to_owned().unwrap();
        memory.words()[0].store(5, Relaxed);
        drop(memory);
        assert_eq!(
            SharedMemory::open(file).unwrap().words()[0].load(Relaxed),
            5
        );
    }

    #[test]
    fn memory_that_could_shrink_is_refused() {
        let file = sealed::create("unsealed").unwrap();
        ftruncate(&file, 4096).unwrap();
        assert_eq!(
            SharedMemory::open(file).unwrap_err().kind(),
            ErrorKind::InvalidData
        );
    }

    #[test]
    fn odd_sizes_are_refused() {
        for len in [0, 1, WORD as u64 + 1] {
            let file = sealed::create("odd").unwrap();
            ftruncate(&file, len).unwrap();
            sealed::seal(&file, sealed::SIZE).unwrap();
            assert_eq!(
                SharedMemory::open(file).unwrap_err().kind(),
                ErrorKind::InvalidData
            );
        }
    }
}
