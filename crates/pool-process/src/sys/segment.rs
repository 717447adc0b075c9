//! Shared bytes on their way: memory of their own, written once, sealed, handed over as a file descriptor.
//!
//! It is written with `write` rather than mapped: the system then copies whole pages without a page fault for each of
//! them, and zeroes none that is about to be overwritten.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use rustix::io::{Errno, write};

use super::sealed;

/// Bytes in memory that nobody can change any more, in this process or in another.
#[derive(Debug)]
pub(crate) struct Segment {
    /// Sealed against every change of size and content.
    file: OwnedFd,
    len: usize,
}

impl Segment {
    /// Writes `parts`, one after another, into new memory, and seals it.
    pub(crate) fn write(parts: &[&[u8]]) -> io::Result<Self> {
        let file = sealed::create("pool-process payload")?;
        let mut len = 0;
        for part in parts {
            write_all(&file, part)?;
            len += part.len();
        }
        Self::seal(file, len)
    }

    /// `file` holds `len` bytes, and nobody has mapped it writably any more.
    pub(super) fn seal(file: OwnedFd, len: usize) -> io::Result<Self> {
        sealed::seal(&file, sealed::CONTENT)?;
        Ok(Segment { file, len })
    }

    /// The segment in a file descriptor that came from another process.
    ///
    /// # Errors
    ///
    /// `InvalidData` if anybody could still change size or content.
    pub(crate) fn from_fd(file: OwnedFd) -> io::Result<Self> {
        let len = sealed::checked_len(&file, sealed::CONTENT)?;
        Ok(Segment { file, len })
    }

    /// The size in bytes, as the file has it: no claim of the process that sent it.
    pub(crate) fn len(&self) -> usize {
        self.len
    }
}

impl AsFd for Segment {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.file.as_fd()
    }
}

fn write_all(file: &OwnedFd, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match write(file, bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(n_written) => bytes = &bytes[n_written..],
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;
    use std::os::fd::AsFd;

    use rustix::io::write;

    use super::{Segment, sealed};
    use crate::sys::parcel;

    /// The same segment, as another process has it.
    fn received(segment: &Segment) -> Segment {
        Segment::from_fd(segment.as_fd().try_clone_to_owned().unwrap()).unwrap()
    }

    fn content(segment: &Segment) -> Vec<u8> {
        parcel::read(segment, segment.len() as u64).unwrap()
    }

    #[test]
    fn what_was_written_is_read_through_the_file_descriptor() {
        let big = vec![7; 3 << 20];
        let segment = Segment::write(&[b"head", &big, b"", b"tail"]).unwrap();
        let received = received(&segment);
        assert_eq!(received.len(), 8 + big.len());
        assert_eq!(
            content(&received),
            [b"head".as_slice(), &big, b"tail"].concat()
        );
    }

    #[test]
    fn an_empty_segment_is_one_too() {
        let segment = Segment::write(&[]).unwrap();
        assert_eq!(segment.len(), 0);
        assert_eq!(content(&received(&segment)), b"");
    }

    #[test]
    fn memory_that_can_still_change_is_refused() {
        let file = sealed::create("unsealed").unwrap();
        write(&file, b"abc").unwrap();
        sealed::seal(&file, sealed::SIZE).unwrap();
        assert_eq!(
            Segment::from_fd(file).unwrap_err().kind(),
            ErrorKind::InvalidData
        );
    }
}
