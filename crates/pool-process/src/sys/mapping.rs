//! The bytes of a segment in place, without a copy.

#![expect(
    unsafe_code,
    reason = "a view of memory shared with another process exists only as a raw mapping"
)]

use std::fmt;
use std::io;
use std::ops::Deref;
use std::ptr::{self, NonNull};
use std::slice;

use rustix::fs::ftruncate;
use rustix::mm::{MapFlags, ProtFlags, mmap, munmap};

use super::sealed;
use super::segment::Segment;

/// A read-only view of all bytes of a [`Segment`]. It outlives the segment.
pub(crate) struct Mapping {
    raw: RawMapping,
}

impl Mapping {
    /// Maps `segment`.
    pub(crate) fn of(segment: &Segment) -> io::Result<Self> {
        let raw = RawMapping::new(segment, segment.len(), ProtFlags::READ)?;
        Ok(Mapping { raw })
    }
}

impl Deref for Mapping {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        // SAFETY:
        // - `start` is not null, and bytes need no alignment.
        // - The mapping is `len` bytes long (or nothing is read, if `len` is zero), readable, and lies wholly inside
        //   the file: a segment's size is sealed. So no access can fault.
        // - Nobody writes to these bytes while the reference lives: a segment is sealed against writing, which the
        //   system grants only once nobody, in whatever process, has it mapped writably, and never takes back.
        // - It is unmapped when `self` is dropped, and the slice borrows `self`.
        unsafe { slice::from_raw_parts(self.raw.start.as_ptr(), self.raw.len) }
    }
}

impl fmt::Debug for Mapping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mapping")
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

/// Makes a segment of `len` bytes whose content `fill` writes in place. It is given zeroes.
///
/// # Panics
///
/// If `fill` does.
pub(crate) fn build(len: usize, fill: impl FnOnce(&mut [u8])) -> io::Result<Segment> {
    let file = sealed::create("pool-process bytes")?;
    ftruncate(&file, len as u64)?;
    let raw = RawMapping::new(&file, len, ProtFlags::READ | ProtFlags::WRITE)?;
    // SAFETY:
    // - `start` is not null, and bytes need no alignment.
    // - The mapping is `len` bytes long (or nothing is accessed, if `len` is zero), readable and writable. The file has
    //   just got that size, and nobody else knows it, so nobody can shrink it.
    // - For the same reason this is the only reference to these bytes.
    // - The reference ends before `raw` is dropped.
    fill(unsafe { slice::from_raw_parts_mut(raw.start.as_ptr(), raw.len) });
    drop(raw);
    Segment::seal(file, len)
}

/// A range of addresses that shows a file, unmapped when dropped.
struct RawMapping {
    /// Dangling if `len` is zero: the system does not map nothing.
    start: NonNull<u8>,
    len: usize,
}

impl RawMapping {
    fn new(file: impl std::os::fd::AsFd, len: usize, protection: ProtFlags) -> io::Result<Self> {
        if len == 0 {
            return Ok(RawMapping {
                start: NonNull::dangling(),
                len,
            });
        }
        // SAFETY: with a null hint and without `MAP_FIXED` the system chooses an unused range of addresses, so that no
        // existing memory of this process is touched.
        let start = unsafe { mmap(ptr::null_mut(), len, protection, MapFlags::SHARED, file, 0) }?;
        let start = NonNull::new(start.cast()).expect("the system maps nothing at address zero");
        Ok(RawMapping { start, len })
    }
}

// SAFETY: the mapping belongs to the process, not to a thread: any thread may unmap it.
unsafe impl Send for RawMapping {}

// SAFETY: a shared reference gives access to two plain numbers. That their user may read through the pointer from
// several threads is argued where it is read: nobody writes.
unsafe impl Sync for RawMapping {}

impl Drop for RawMapping {
    fn drop(&mut self) {
        if self.len == 0 {
            return;
        }
        // SAFETY: `new` has made exactly this mapping, which is unmapped here only; references into it borrow its
        // owner, so there are none any more.
        let unmapped = unsafe { munmap(self.start.as_ptr().cast(), self.len) };
        debug_assert_eq!(unmapped, Ok(()), "a mapping of our own can be unmapped");
    }
}

#[cfg(test)]
mod tests {
    use std::os::fd::AsFd;

    use rustix::io::write;

    use super::{Mapping, build};
    use crate::sys::parcel;
    use crate::sys::segment::Segment;

    /// The same segment, as another process has it: nothing of ours is left.
    fn received(segment: Segment) -> Segment {
        Segment::from_fd(segment.as_fd().try_clone_to_owned().unwrap()).unwrap()
    }

    #[test]
    fn a_view_shows_the_bytes_and_outlives_the_segment() {
        let segment = Segment::write(&[b"abc", b"def"]).unwrap();
        let view = Mapping::of(&segment).unwrap();
        let other = Mapping::of(&received(segment)).unwrap();
        assert_eq!(&*view, b"abcdef");
        assert_eq!(&*other, b"abcdef");
    }

    #[test]
    fn what_is_built_in_place_can_be_sent_and_not_changed() {
        let segment = build(5000, |bytes| {
            assert_eq!(bytes, [0; 5000]);
            bytes[4999] = 9;
        })
        .unwrap();
        let segment = received(segment);
        assert!(write(&segment, b"x").is_err());
        assert_eq!(
            parcel::read(&segment, 5000).unwrap(),
            [&[0; 4999][..], &[9]].concat()
        );
        assert_eq!(Mapping::of(&segment).unwrap()[4999], 9);
    }

    #[test]
    fn nothing_can_be_mapped_too() {
        let segment = build(0, |bytes| assert!(bytes.is_empty())).unwrap();
        assert!(Mapping::of(&segment).unwrap().is_empty());
    }
}
