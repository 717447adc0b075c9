//! Numbers and texts as bytes: small numbers take one.

use crate::error::{ScriptError, ScriptErrorKind};

/// Seven bits a byte, the lowest first; the highest bit says that more follow.
pub(super) fn put_number(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Near zero is small, whichever side it is on.
pub(super) fn put_int(int: i64, out: &mut Vec<u8>) {
    put_number(((int << 1) ^ (int >> 63)) as u64, out);
}

pub(super) fn put_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    put_number(bytes.len() as u64, out);
    out.extend_from_slice(bytes);
}

pub(super) fn put_text(text: &str, out: &mut Vec<u8>) {
    put_bytes(text.as_bytes(), out);
}

/// What is left to be read.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

/// What is read is none of ours; only a worker that went mad could have sent it.
#[cold]
pub(super) fn damaged() -> ScriptError {
    ScriptError::new(
        ScriptErrorKind::System,
        "what came from another process cannot be read",
    )
}

pub(super) type Read<T> = Result<T, ScriptError>;

impl<'a> Reader<'a> {
    pub(super) fn byte(&mut self) -> Read<u8> {
        let (byte, rest) = self.0.split_first().ok_or_else(damaged)?;
        self.0 = rest;
        Ok(*byte)
    }

    pub(super) fn take(&mut self, n_bytes: usize) -> Read<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(n_bytes).ok_or_else(damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(super) fn number(&mut self) -> Read<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(damaged())
    }

    pub(super) fn int(&mut self) -> Read<i64> {
        let number = self.number()?;
        Ok((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    /// How many things follow, each of which takes a byte at least.
    pub(super) fn count(&mut self) -> Read<usize> {
        let count = usize::try_from(self.number()?).map_err(|_| damaged())?;
        if count > self.0.len() {
            return Err(damaged());
        }
        Ok(count)
    }

    pub(super) fn bytes(&mut self) -> Read<&'a [u8]> {
        let count = self.count()?;
        self.take(count)
    }

    pub(super) fn text(&mut self) -> Read<&'a str> {
        std::str::from_utf8(self.bytes()?).map_err(|_| damaged())
    }
}

#[cfg(test)]
mod tests {
    use super::{Reader, put_int, put_number};

    #[test]
    fn numbers_come_back() {
        for number in [0, 1, 0x7f, 0x80, 0x3fff, 0x4000, u64::MAX - 1, u64::MAX] {
            let mut out = Vec::new();
            put_number(number, &mut out);
            let mut reader = Reader(&out);
            assert_eq!(reader.number().unwrap(), number);
            assert!(reader.0.is_empty());
        }
        for int in [0, 1, -1, 63, -64, 64, i64::MAX, i64::MIN] {
            let mut out = Vec::new();
            put_int(int, &mut out);
            assert_eq!(Reader(&out).int().unwrap(), int);
        }
    }

    #[test]
    fn what_ends_too_early_is_damaged() {
        assert!(Reader(&[]).number().is_err());
        assert!(Reader(&[0x80]).number().is_err());
        assert!(Reader(&[0xff; 11]).number().is_err());
        assert!(Reader(&[5, b'a']).text().is_err());
        assert!(Reader(&[1, 0xff]).text().is_err());
    }
}
