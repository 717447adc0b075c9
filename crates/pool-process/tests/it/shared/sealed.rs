//! What the library's memory needs of files that cannot shrink.

use std::io;
use std::os::fd::{AsFd, OwnedFd};

use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, fcntl_get_seals, fstat, memfd_create};

/// The size stays.
pub(super) const SIZE: SealFlags = SealFlags::SHRINK.union(SealFlags::GROW);

/// A new empty file that can be sealed.
pub(super) fn create(name: &str) -> io::Result<OwnedFd> {
    Ok(memfd_create(
        name,
        MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING,
    )?)
}

/// Seals `file`.
pub(super) fn seal(file: impl AsFd, seals: SealFlags) -> io::Result<()> {
    Ok(fcntl_add_seals(file, seals)?)
}

/// The size of `file`, which must be sealed like that.
pub(super) fn checked_len(file: impl AsFd, seals: SealFlags) -> io::Result<usize> {
    assert!(fcntl_get_seals(&file)?.contains(seals), "made by `create`");
    Ok(usize::try_from(fstat(&file)?.st_size).expect("sizes are not negative"))
}
