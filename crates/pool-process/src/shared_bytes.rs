//! Bytes that several processes read without copying them.

use std::fmt;
use std::io;
use std::ops::{Bound, Deref, RangeBounds};
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::Arc;

use serde::de::{
    DeserializeSeed, EnumAccess, Error as _, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::codec::{Place, attach, attached, is_receiving};
use crate::sys::mapping::{self, Mapping};
use crate::sys::segment::Segment;

/// From here on bytes lie in shared memory. Below, the two copies through a ring cost less than making a memory file,
/// sending its descriptor and mapping it; above, the copies would soon cost more than everything else.
const SHARED_FROM: usize = 64 * 1024;

/// Immutable bytes that are cheap to clone and travel to other processes without being copied.
///
/// From 64 KiB on they lie in shared memory of which a call sends only the descriptor: its worker reads the same
/// physical pages, as do a hundred workers that are given the same bytes, or [slices](SharedBytes::slice) of them.
/// Smaller ones are copied, which is faster. They may stand anywhere inside an argument or a result; a call shares up
/// to 64 different ones and copies what is beyond. In Python: `multiprocessing.shared_memory`, without having to unlink
/// anything: the memory is freed when the last process has dropped its last clone. Until then each process that has them
/// keeps one file open for them and their clones and slices, so whoever collects hundreds should copy them (`to_vec`), or
/// raise the limit on open files.
///
/// Serialized outside a call (to JSON, say) they are ordinary bytes.
///
/// ```
/// use pool_process::SharedBytes;
///
/// let squares = SharedBytes::build(100_000, |bytes| {
///     for (n, byte) in bytes.iter_mut().enumerate() {
///         *byte = (n * n) as u8;
///     }
/// })
/// .unwrap();
/// assert_eq!(squares[5], 25);
/// assert_eq!(squares.slice(4..7), [16, 25, 36]);
/// ```
#[derive(Clone)]
pub struct SharedBytes {
    storage: Arc<Storage>,
    /// The part of the storage that these are.
    start: usize,
    len: usize,
}

enum Storage {
    Heap(Vec<u8>),
    Shared { segment: Segment, mapping: Mapping },
}

impl Storage {
    fn as_slice(&self) -> &[u8] {
        match self {
            Storage::Heap(bytes) => bytes,
            Storage::Shared { mapping, .. } => mapping,
        }
    }
}

impl SharedBytes {
    /// `len` bytes as `fill` leaves them; it is given zeros.
    ///
    /// Writes straight into what will be shared, and so saves the copy that `From` makes.
    ///
    /// # Errors
    /// There is no shared memory to be had.
    pub fn build(len: usize, fill: impl FnOnce(&mut [u8])) -> io::Result<Self> {
        if len >= SHARED_FROM {
            return Self::of_segment(mapping::build(len, fill)?);
        }
        let mut bytes = vec![0; len];
        fill(&mut bytes);
        Ok(Self::whole(Storage::Heap(bytes)))
    }

    /// A part of these, without a copy.
    ///
    /// # Panics
    /// If the range goes beyond the end.
    pub fn slice(&self, range: impl RangeBounds<usize>) -> Self {
        let start = match range.start_bound() {
            Bound::Included(start) => *start,
            Bound::Excluded(before) => before.saturating_add(1),
            Bound::Unbounded => 0,
        };
        let end = match range.end_bound() {
            Bound::Included(last) => last.saturating_add(1),
            Bound::Excluded(end) => *end,
            Bound::Unbounded => self.len,
        };
        match self.part(start, end.saturating_sub(start)) {
            Some(part) if start <= end => part,
            _ => panic!("{start}..{end} is no part of {} bytes", self.len),
        }
    }

    fn part(&self, start: usize, len: usize) -> Option<Self> {
        let is_inside = start.checked_add(len).is_some_and(|end| end <= self.len);
        is_inside.then(|| SharedBytes {
            storage: self.storage.clone(),
            start: self.start + start,
            len,
        })
    }

    fn whole(storage: Storage) -> Self {
        let len = storage.as_slice().len();
        SharedBytes {
            storage: Arc::new(storage),
            start: 0,
            len,
        }
    }

    /// All bytes of memory that somebody has written.
    pub(crate) fn of_segment(segment: Segment) -> io::Result<Self> {
        let mapping = Mapping::of(&segment)?;
        Ok(Self::whole(Storage::Shared { segment, mapping }))
    }

    /// A copy in shared memory, if they are worth it and there is some.
    fn shared_copy(bytes: &[u8]) -> Option<Self> {
        if bytes.len() < SHARED_FROM {
            return None;
        }
        Segment::write(&[bytes]).and_then(Self::of_segment).ok()
    }

    /// The descriptor of the memory file in which they lie, unless they are too small for one.
    pub(crate) fn fd(&self) -> Option<BorrowedFd<'_>> {
        match &*self.storage {
            Storage::Heap(_) => None,
            Storage::Shared { segment, .. } => Some(segment.as_fd()),
        }
    }

    /// Do both lie in the same memory?
    pub(crate) fn same_storage(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.storage, &other.storage)
    }
}

impl Deref for SharedBytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.storage.as_slice()[self.start..self.start + self.len]
    }
}

impl AsRef<[u8]> for SharedBytes {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

/// Keeps a small vector as it is and copies a large one into shared memory once. If there is none to be had, it stays
/// where it is and is copied by the calls that are given it.
impl From<Vec<u8>> for SharedBytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self::shared_copy(&bytes).unwrap_or_else(|| Self::whole(Storage::Heap(bytes)))
    }
}

/// Copies the bytes, large ones into shared memory.
impl From<&[u8]> for SharedBytes {
    fn from(bytes: &[u8]) -> Self {
        Self::shared_copy(bytes).unwrap_or_else(|| Self::whole(Storage::Heap(bytes.to_vec())))
    }
}

impl Default for SharedBytes {
    fn default() -> Self {
        Self::whole(Storage::Heap(Vec::new()))
    }
}

impl PartialEq for SharedBytes {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for SharedBytes {}

impl<const N: usize> PartialEq<[u8; N]> for SharedBytes {
    fn eq(&self, other: &[u8; N]) -> bool {
        **self == *other
    }
}

impl PartialEq<[u8]> for SharedBytes {
    fn eq(&self, other: &[u8]) -> bool {
        **self == *other
    }
}

impl fmt::Debug for SharedBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SharedBytes({} bytes)", self.len)
    }
}

/// How they stand in the bytes of a call.
#[derive(Serialize)]
#[serde(rename = "SharedBytes")]
enum Sent<'a> {
    Inline(Bytes<'a>),
    /// The number of the attachment, and the part of it.
    Attached((u32, u64, u64)),
}

impl Serialize for SharedBytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // A format for people may be read again outside of this call, where the attachments would be missing.
        if serializer.is_human_readable() {
            return serializer.serialize_bytes(self);
        }
        match attach(self) {
            Place::Nowhere => serializer.serialize_bytes(self),
            Place::Inline => Sent::Inline(Bytes(self)).serialize(serializer),
            Place::Attachment(number) => {
                let part = (number, self.start as u64, self.len as u64);
                Sent::Attached(part).serialize(serializer)
            }
        }
    }
}

impl<'de> Deserialize<'de> for SharedBytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match (is_receiving(), deserializer.is_human_readable()) {
            (false, _) => deserializer.deserialize_byte_buf(Collect),
            (true, false) => {
                deserializer.deserialize_enum("SharedBytes", &["Inline", "Attached"], Collect)
            }
            // What serde keeps of a value until it knows of which type it is (`flatten`, `untagged`) calls itself
            // readable, and so do formats inside of a call.
            (true, true) => deserializer.deserialize_any(Collect),
        }
    }
}

struct Bytes<'a>(&'a [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

#[derive(Deserialize)]
enum Variant {
    Inline,
    Attached,
}

/// Bytes in every form in which they may come.
struct Collect;

impl Collect {
    fn attached<E: serde::de::Error>(
        (number, start, len): (u32, u64, u64),
    ) -> Result<SharedBytes, E> {
        let whole = attached(number).map_err(E::custom)?;
        let part = usize::try_from(start).ok().zip(usize::try_from(len).ok());
        part.and_then(|(start, len)| whole.part(start, len))
            .ok_or_else(|| E::custom("a part beyond the end of its shared memory"))
    }
}

impl<'de> Visitor<'de> for Collect {
    type Value = SharedBytes;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bytes")
    }

    fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<SharedBytes, E> {
        self.visit_byte_buf(bytes.to_vec())
    }

    /// In a call, large bytes that have not come as an attachment stay on the heap: nobody may want to send them on.
    fn visit_byte_buf<E: serde::de::Error>(self, bytes: Vec<u8>) -> Result<SharedBytes, E> {
        Ok(match is_receiving() {
            true => SharedBytes::whole(Storage::Heap(bytes)),
            false => bytes.into(),
        })
    }

    /// JSON has no bytes and lists them as numbers.
    fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<SharedBytes, S::Error> {
        let mut bytes = Vec::new();
        while let Some(byte) = seq.next_element()? {
            bytes.push(byte);
        }
        self.visit_byte_buf(bytes)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, variant: A) -> Result<SharedBytes, A::Error> {
        match variant.variant()? {
            (Variant::Inline, content) => content.newtype_variant_seed(self),
            (Variant::Attached, content) => {
                Self::attached(content.newtype_variant::<(u32, u64, u64)>()?)
            }
        }
    }

    /// A variant, as serde keeps it.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<SharedBytes, A::Error> {
        match map.next_key()? {
            Some(Variant::Inline) => map.next_value_seed(self),
            Some(Variant::Attached) => Self::attached(map.next_value()?),
            None => Err(A::Error::custom("expected bytes, found an empty map")),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Collect {
    type Value = SharedBytes;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<SharedBytes, D::Error> {
        deserializer.deserialize_byte_buf(self)
    }
}
