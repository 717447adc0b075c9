//! Anonymous files whose size, and if need be whose content, can never change again.
//!
//! A file that two processes map is a danger to both if either can shrink it: reading behind its end is a fatal signal.
//! Seals take that power away, also from a process that has gone mad, and whoever receives a file checks them first.

use std::io;
use std::os::fd::{AsFd, OwnedFd};

use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, fcntl_get_seals, fstat, memfd_create};
use rustix::io::Errno;

/// The size stays.
pub(super) const SIZE: SealFlags = SealFlags::SHRINK.union(SealFlags::GROW);

/// Size and content stay.
pub(super) const CONTENT: SealFlags = SIZE.union(SealFlags::WRITE);

/// A new empty file that belongs to no directory, is closed on exec and can be sealed.
pub(super) fn create(name: &str) -> io::Result<OwnedFd> {
    let flags = MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING;
    match memfd_create(name, flags | MemfdFlags::NOEXEC_SEAL) {
        // Before Linux 6.3 the system has no word for "never to be executed"; since then it may insist on it.
        Err(Errno::INVAL) => Ok(memfd_create(name, flags)?),
        created => Ok(created?),
    }
}

/// Seals `file`, and forbids to change the seals.
pub(super) fn seal(file: impl AsFd, seals: SealFlags) -> io::Result<()> {
    Ok(fcntl_add_seals(file, seals | SealFlags::SEAL)?)
}

/// The size of `file`, provided that it is sealed like that.
///
/// # Errors
///
/// `InvalidData` if it lacks one of `seals`, or is something that cannot be sealed at all.
pub(super) fn checked_len(file: impl AsFd, seals: SealFlags) -> io::Result<usize> {
    let found = fcntl_get_seals(&file).unwrap_or(SealFlags::empty());
    if !found.contains(seals) {
        return Err(invalid("a file descriptor that is not sealed memory"));
    }
    usize::try_from(fstat(&file)?.st_size).map_err(|_| invalid("memory larger than can be mapped"))
}

fn invalid(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;

    use rustix::fs::ftruncate;
    use rustix::io::write;

    use super::{CONTENT, SIZE, checked_len, create, seal};

    #[test]
    fn the_size_stays_once_it_is_sealed() {
        let file = create("size").unwrap();
        ftruncate(&file, 100).unwrap();
        assert_eq!(
            checked_len(&file, SIZE).unwrap_err().kind(),
            ErrorKind::InvalidData
        );
        seal(&file, SIZE).unwrap();
        assert_eq!(checked_len(&file, SIZE).unwrap(), 100);
        assert!(ftruncate(&file, 99).is_err());
        assert!(ftruncate(&file, 101).is_err());
        assert!(seal(&file, CONTENT).is_err(), "the seals are sealed");
        assert_eq!(
            checked_len(&file, CONTENT).unwrap_err().kind(),
            ErrorKind::InvalidData
        );
    }

    #[test]
    fn the_content_stays_once_it_is_sealed() {
        let file = create("content").unwrap();
        write(&file, b"abc").unwrap();
        seal(&file, CONTENT).unwrap();
        assert_eq!(checked_len(&file, CONTENT).unwrap(), 3);
        assert!(write(&file, b"d").is_err());
    }

    #[test]
    fn what_is_no_memory_is_refused() {
        let (reader, _writer) = std::io::pipe().unwrap();
        assert_eq!(
            checked_len(&reader, SIZE).unwrap_err().kind(),
            ErrorKind::InvalidData
        );
        let file = std::fs::File::open("/dev/zero").unwrap();
        assert_eq!(
            checked_len(&file, SIZE).unwrap_err().kind(),
            ErrorKind::InvalidData
        );
    }
}
