//! Numbers and texts as bytes, little-endian, and back with every length checked.

use super::frame::FrameError;

/// Appends to a frame.
#[derive(Debug)]
pub(super) struct Writer<'a> {
    bytes: &'a mut Vec<u8>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(bytes: &'a mut Vec<u8>) -> Self {
        Writer { bytes }
    }

    pub(super) fn u8(&mut self, value: u8) {
        self.bytes.push(value);
    }

    pub(super) fn u16(&mut self, value: u16) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    pub(super) fn u32(&mut self, value: u32) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    pub(super) fn u64(&mut self, value: u64) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    pub(super) fn i64(&mut self, value: i64) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    /// A number that may be missing.
    pub(super) fn option(&mut self, value: Option<u64>) {
        self.u8(value.is_some().into());
        self.u64(value.unwrap_or(0));
    }

    /// A text, whole.
    pub(super) fn text(&mut self, text: &str) {
        self.u32(u32::try_from(text.len()).expect("far shorter than 4 GiB"));
        self.bytes.extend_from_slice(text.as_bytes());
    }
}

/// Takes from the front of a frame.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Reader { bytes }
    }

    pub(super) fn u8(&mut self) -> Result<u8, FrameError> {
        Ok(self.array::<1>()?[0])
    }

    pub(super) fn u16(&mut self) -> Result<u16, FrameError> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    pub(super) fn u32(&mut self) -> Result<u32, FrameError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    pub(super) fn u64(&mut self) -> Result<u64, FrameError> {
        Ok(u64::from_le_bytes(self.array()?))
    }

    pub(super) fn i64(&mut self) -> Result<i64, FrameError> {
        Ok(i64::from_le_bytes(self.array()?))
    }

    pub(super) fn option(&mut self) -> Result<Option<u64>, FrameError> {
        let (is_there, value) = (self.u8()?, self.u64()?);
        match is_there {
            0 => Ok(None),
            1 => Ok(Some(value)),
            _ => Err(FrameError::Kind),
        }
    }

    pub(super) fn text(&mut self) -> Result<&'a str, FrameError> {
        let len = self.u32()? as usize;
        let bytes = self.bytes.split_off(..len).ok_or(FrameError::Truncated)?;
        str::from_utf8(bytes).map_err(|_| FrameError::Text)
    }

    /// There must be nothing left.
    pub(super) fn end(self) -> Result<(), FrameError> {
        if self.bytes.is_empty() {
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
