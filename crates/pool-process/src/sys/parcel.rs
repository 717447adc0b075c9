//! A payload too large for a ring: a memory file that is handed over as a descriptor, read once, and used again.
//!
//! It is written with `pwrite` and read with `pread` rather than mapped: the system then copies whole pages without a
//! page fault for each of them. Since its reader gets a copy, it needs no seals, so it can be used again, and its pages
//! need not be found, zeroed and freed for every call: that costs several times as much as to fill them.
//!
//! A file that is used again may still be open somewhere: a call has forked a child while its worker had the file. So what
//! other processes get of a file that goes from one to the next can only be read.

use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::sync::Arc;

use futures_core::host::NestedLock;
use rustix::buffer::spare_capacity;
use rustix::fs::{Mode, OFlags, fstat, open};
use rustix::io::{Errno, pread, pwrite};

use super::sealed;

/// Files up to this size are used again. All of a larger one would stay taken for the sake of a call that may be the only
/// one of its kind.
const MAX_KEPT: usize = 8 << 20;

/// So many are kept: as many as there are workers on small machines.
const N_KEPT: usize = 4;

/// Bytes in a memory file.
#[derive(Debug)]
pub(crate) struct Parcel {
    file: OwnedFd,
    /// How many bytes of the file are the payload; the file may have more.
    len: usize,
    /// How many bytes the file has.
    size: usize,
    /// What others get, if they must not write: the same file, opened once more.
    read_only: Option<OwnedFd>,
}

impl Parcel {
    /// Writes `parts`, one after another, into `old`, or else into new memory.
    pub(crate) fn write(old: Option<Parcel>, parts: &[&[u8]]) -> io::Result<Self> {
        let (file, size, read_only) = match old {
            Some(old) => (old.file, old.size, old.read_only),
            None => (sealed::create("pool-process payload")?, 0, None),
        };
        let mut len = 0;
        for part in parts {
            write_all(&file, part, len)?;
            len += part.len();
        }
        Ok(Parcel {
            file,
            len,
            size: size.max(len),
            read_only,
        })
    }

    /// As [`write`](Self::write), for readers of whom one must not be able to change what another one is sent later.
    pub(crate) fn write_read_only(old: Option<Parcel>, parts: &[&[u8]]) -> io::Result<Self> {
        let mut parcel = Self::write(old, parts)?;
        if parcel.read_only.is_none() {
            // A copy of the descriptor would be as writable as this one.
            let path = format!("/proc/self/fd/{}", parcel.file.as_raw_fd());
            let flags = OFlags::RDONLY | OFlags::CLOEXEC;
            parcel.read_only = Some(open(path, flags, Mode::empty())?);
        }
        Ok(parcel)
    }

    /// The size of the payload in bytes.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Is it worth to be used again?
    pub(crate) fn is_worth_keeping(&self) -> bool {
        self.size <= MAX_KEPT
    }
}

impl AsFd for Parcel {
    /// What to send.
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.read_only.as_ref().unwrap_or(&self.file).as_fd()
    }
}

/// Reads a payload of `len` bytes from the file that came with it, into a vector that has room for exactly these.
///
/// # Errors
///
/// `InvalidData` if the file has no so many bytes, whatever the process says that sent it; `OutOfMemory` if there is no
/// room for them; `UnexpectedEof` if they vanish meanwhile.
pub(crate) fn read(file: impl AsFd, len: u64) -> io::Result<Vec<u8>> {
    let size = u64::try_from(fstat(&file)?.st_size).unwrap_or(0);
    let len = usize::try_from(len).ok().filter(|_| len <= size);
    let len = len.ok_or_else(|| {
        let message = "a payload that is shorter than it should be";
        io::Error::new(io::ErrorKind::InvalidData, message)
    })?;
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(len)?;
    while bytes.len() < len {
        let offset = bytes.len() as u64;
        // The vector may have got more room than it asked for, and the file may have more bytes.
        let spare = spare_capacity(&mut bytes);
        match pread(&file, spare, offset) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    bytes.truncate(len);
    Ok(bytes)
}

fn write_all(file: &OwnedFd, mut bytes: &[u8], mut offset: usize) -> io::Result<()> {
    while !bytes.is_empty() {
        match pwrite(file, bytes, offset as u64) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(n_written) => {
                bytes = &bytes[n_written..];
                offset += n_written;
            }
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Parcels that nobody reads any more, to be written again. Clones are the same store.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spares(Arc<NestedLock<Vec<Parcel>>>);

impl Spares {
    /// One of them, if there is any.
    pub(crate) fn take(&self) -> Option<Parcel> {
        self.0.lock().pop()
    }

    /// Keeps one, if it is worth it and there are few. The caller knows that nobody will read it.
    pub(crate) fn put(&self, parcel: Parcel) {
        if !parcel.is_worth_keeping() {
            return;
        }
        let mut kept = self.0.lock();
        if kept.len() < N_KEPT {
            kept.push(parcel);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;
    use std::os::fd::{AsFd, OwnedFd};

    use rustix::io::{Errno, pwrite};

    use super::{MAX_KEPT, N_KEPT, Parcel, Spares, read};

    fn sent(parcel: &Parcel) -> OwnedFd {
        parcel.as_fd().try_clone_to_owned().unwrap()
    }

    #[test]
    fn what_was_written_is_read_through_the_file_descriptor() {
        let big = vec![7; 3 << 20];
        let parcel = Parcel::write(None, &[b"head", &big, b"", b"tail"]).unwrap();
        assert_eq!(parcel.len(), 8 + big.len());
        let bytes = read(sent(&parcel), parcel.len() as u64).unwrap();
        assert_eq!(bytes, [b"head".as_slice(), &big, b"tail"].concat());
    }

    #[test]
    fn one_that_is_used_again_yields_nothing_of_what_it_held() {
        let long = Parcel::write(None, &[&[1; 100_000]]).unwrap();
        let short = Parcel::write(Some(long), &[b"ab", b"c"]).unwrap();
        assert_eq!(read(sent(&short), 3).unwrap(), b"abc");
        let again = Parcel::write(Some(short), &[&[2; 200_000]]).unwrap();
        assert_eq!(read(sent(&again), 200_000).unwrap(), [2; 200_000]);
    }

    /// Were it otherwise, whoever has kept one that it was sent could change what another is sent in the same file.
    #[test]
    fn what_is_to_be_read_only_cannot_be_written() {
        let first = Parcel::write_read_only(None, &[b"first"]).unwrap();
        let kept = sent(&first);
        let second = Parcel::write_read_only(Some(first), &[b"second"]).unwrap();
        for held in [&kept, &sent(&second)] {
            assert_eq!(pwrite(held, b"stray", 0), Err(Errno::BADF));
            assert!(rustix::fs::ftruncate(held, 0).is_err());
        }
        assert_eq!(read(sent(&second), 6).unwrap(), b"second");
    }

    #[test]
    fn a_size_beyond_the_file_is_refused() {
        let parcel = Parcel::write(None, &[b"abc"]).unwrap();
        for len in [4, u64::MAX] {
            let error = read(sent(&parcel), len).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidData);
        }
        assert_eq!(read(sent(&parcel), 0).unwrap(), b"");
    }

    #[test]
    fn a_size_beyond_all_memory_is_an_error() {
        let size = i64::MAX as u64 & !4095;
        let parcel = Parcel::write(None, &[]).unwrap();
        rustix::fs::ftruncate(&parcel, size).unwrap();
        let error = read(sent(&parcel), size).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::OutOfMemory);
    }

    #[test]
    fn few_and_small_ones_are_kept() {
        let spares = Spares::default();
        spares.put(Parcel::write(None, &[&vec![0; MAX_KEPT + 1]]).unwrap());
        assert!(spares.take().is_none(), "too large");
        for _ in 0..N_KEPT + 1 {
            spares.put(Parcel::write(None, &[b"a"]).unwrap());
        }
        let kept = std::iter::from_fn(|| spares.take()).count();
        assert_eq!(kept, N_KEPT);
    }
}
