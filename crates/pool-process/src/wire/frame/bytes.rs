//! Numbers and texts as bytes, little-endian, and back with every length checked.

use super::error::FrameError;

/// Appends to a frame.
#[derive(Debug)]
pub(in crate::wire) struct Writer<'a> {
    bytes: &'a mut Vec<u8>,
}

impl<'a> Writer<'a> {
    pub(in crate::wire) fn new(bytes: &'a mut Vec<u8>) -> Self {
        Writer { bytes }
    }

    pub(in crate::wire) fn u8(&mut self, value: u8) {
        self.bytes.push(value);
    }

    pub(in crate::wire) fn u16(&mut self, value: u16) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    pub(in crate::wire) fn u32(&mut self, value: u32) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    pub(in crate::wire) fn u64(&mut self, value: u64) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    pub(in crate::wire) fn i64(&mut self, value: i64) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    /// A number that may be missing.
    pub(in crate::wire) fn option(&mut self, value: Option<u64>) {
        self.u8(value.is_some().into());
        self.u64(value.unwrap_or(0));
    }

    /// A text, whole.
    pub(in crate::wire) fn text(&mut self, text: &str) {
        self.u32(u32::try_from(text.len()).expect("far shorter than 4 GiB"));
        self.bytes.extend_from_slice(text.as_bytes());
    }
}

/// Takes the fields of a frame, one after another.
#[derive(Debug)]
pub(in crate::wire) struct Reader<'a> {
    /// The fields that are left.
    bytes: &'a [u8],
    /// The payload, unless it has been taken.
    payload: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Reads `bytes`, which `payload` follows.
    pub(in crate::wire) fn new(bytes: &'a [u8], payload: &'a [u8]) -> Self {
        Reader { bytes, payload }
    }

    pub(in crate::wire) fn u8(&mut self) -> Result<u8, FrameError> {
        Ok(self.array::<1>()?[0])
    }

    pub(in crate::wire) fn u16(&mut self) -> Result<u16, FrameError> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    pub(in crate::wire) fn u32(&mut self) -> Result<u32, FrameError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    pub(in crate::wire) fn u64(&mut self) -> Result<u64, FrameError> {
        Ok(u64::from_le_bytes(self.array()?))
    }

    pub(in crate::wire) fn i64(&mut self) -> Result<i64, FrameError> {
        Ok(i64::from_le_bytes(self.array()?))
    }

    pub(in crate::wire) fn option(&mut self) -> Result<Option<u64>, FrameError> {
        let (is_there, value) = (self.u8()?, self.u64()?);
        match is_there {
            0 => Ok(None),
            1 => Ok(Some(value)),
            _ => Err(FrameError::Kind),
        }
    }

    pub(in crate::wire) fn text(&mut self) -> Result<&'a str, FrameError> {
        let len = self.u32()? as usize;
        let bytes = self.bytes.split_off(..len).ok_or(FrameError::Truncated)?;
        str::from_utf8(bytes).map_err(|_| FrameError::Text)
    }

    /// The payload, which must be `len` bytes long.
    pub(in crate::wire) fn payload(&mut self, len: usize) -> Result<&'a [u8], FrameError> {
        let payload = self.payload.split_off(..len).ok_or(FrameError::Truncated)?;
        if self.payload.is_empty() {
            Ok(payload)
        } else {
            Err(FrameError::Surplus)
        }
    }

    /// There must be nothing left.
    pub(in crate::wire) fn end(self) -> Result<(), FrameError> {
        let is_empty = self.bytes.is_empty() && self.payload.is_empty();
        if is_empty {
            Ok(())
        } else {
            Err(FrameError::Surplus)
        }
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], FrameError> {
        let (array, rest) = self
            .bytes
            .split_first_chunk()
            .ok_or(FrameError::Truncated)?;
        self.bytes = rest;
        Ok(*array)
    }
}
