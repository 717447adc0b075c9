//! What a child prints, line by line, and the last of it for the report of its death.

use std::collections::VecDeque;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use rustix::io::{Errno, read};

/// So many of the last bytes are kept.
const TAIL: usize = 4096;

/// A line longer than this is handed over in pieces, so that one without end does not fill the memory.
const MAX_LINE: usize = 64 * 1024;

/// So much is read at most in one turn, so that a child that prints without end does not keep its parent from all else.
const TURN: usize = 256 * 1024;

/// Is there more to come?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a pipe that has ended stays readable for ever"]
pub(crate) enum Stream {
    /// There may be.
    Open,
    /// No: nobody holds the other end any more.
    Ended,
}

/// Reads a pipe that does not block.
#[derive(Debug)]
pub(crate) struct LineReader {
    pipe: OwnedFd,
    /// The begun line: read, and not yet handed over.
    line: Vec<u8>,
    tail: VecDeque<u8>,
}

impl LineReader {
    /// Reads from `pipe`.
    pub(crate) fn new(pipe: OwnedFd) -> Self {
        LineReader {
            pipe,
            line: Vec::new(),
            tail: VecDeque::new(),
        }
    }

    /// Reads what there is and hands over each whole line, with its line feed.
    pub(crate) fn read(&mut self, on_line: &mut dyn FnMut(&[u8])) -> io::Result<Stream> {
        let mut buffer = [0; 8192];
        let mut n_read = 0;
        while n_read < TURN {
            match read(&self.pipe, &mut buffer) {
                Ok(0) => return Ok(Stream::Ended),
                Ok(n_bytes) => {
                    n_read += n_bytes;
                    self.take(&buffer[..n_bytes], on_line);
                }
                Err(Errno::AGAIN) => break,
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(Stream::Open)
    }

    /// Hands over a last line that has no line feed. To be called when the child is dead and all is read.
    pub(crate) fn finish(&mut self, on_line: &mut dyn FnMut(&[u8])) {
        if !self.line.is_empty() {
            on_line(&self.line);
            self.line.clear();
        }
    }

    /// The last of what was read: at most 4 KiB, from the beginning of a line if that is possible.
    pub(crate) fn tail(&self) -> String {
        let bytes: Vec<u8> = self.tail.iter().copied().collect();
        let mut text = bytes.as_slice();
        if bytes.len() == TAIL
            && let Some(end) = bytes.iter().position(|&byte| byte == b'\n')
            && end + 1 < bytes.len()
        {
            text = &bytes[end + 1..];
        }
        String::from_utf8_lossy(text).into_owned()
    }

    fn take(&mut self, bytes: &[u8], on_line: &mut dyn FnMut(&[u8])) {
        let kept = &bytes[bytes.len().saturating_sub(TAIL)..];
        let n_too_many = (self.tail.len() + kept.len()).saturating_sub(TAIL);
        self.tail.drain(..n_too_many);
        self.tail.extend(kept);

        for piece in bytes.split_inclusive(|&byte| byte == b'\n') {
            self.line.extend_from_slice(piece);
            if piece.ends_with(b"\n") || self.line.len() >= MAX_LINE {
                on_line(&self.line);
                self.line.clear();
            }
        }
    }
}

impl AsFd for LineReader {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.pipe.as_fd()
    }
}
