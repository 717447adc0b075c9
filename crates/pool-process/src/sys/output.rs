//! What a child prints, line by line, and the last of it for the report of its death.

use std::collections::VecDeque;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use rustix::io::{Errno, read};

/// So many of the last bytes are kept.
const TAIL: usize = 4096;

/// A line longer than this is handed over in pieces, so that one without end does not fill the memory.
const MAX_LINE: usize = 16 << 20;

/// So much is read at most in one turn, so that a child that prints without end does not keep its parent from all else.
const TURN: usize = 256 * 1024;

/// Is there more to come?
///
/// The end of the stream says nothing about the child. What a dead child has printed is all there, whether or not the
/// stream has ended: others may hold the pipe as well, what the child has started, or for a moment what this process is
/// just starting.
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

#[cfg(test)]
mod tests {
    use std::io::{PipeWriter, Write, pipe};

    use rustix::io::ioctl_fionbio;

    use super::{LineReader, MAX_LINE, Stream, TAIL};
    use crate::sys::testing::wait_for;

    fn reader() -> (LineReader, PipeWriter) {
        let (reader, writer) = pipe().unwrap();
        ioctl_fionbio(&reader, true).unwrap();
        (LineReader::new(reader.into()), writer)
    }

    /// Reads what there is.
    fn read(reader: &mut LineReader) -> (Stream, Vec<String>) {
        let mut lines = Vec::new();
        let stream = reader
            .read(&mut |line| lines.push(String::from_utf8_lossy(line).into_owned()))
            .unwrap();
        (stream, lines)
    }

    #[track_caller]
    fn check(reader: &mut LineReader, stream: Stream, lines: &[&str]) {
        assert_eq!(
            read(reader),
            (stream, lines.iter().map(|&line| line.to_owned()).collect())
        );
    }

    #[test]
    fn lines_are_handed_over_when_they_are_whole() {
        let (mut reader, mut writer) = reader();
        check(&mut reader, Stream::Open, &[]);
        writer.write_all(b"one\ntw").unwrap();
        check(&mut reader, Stream::Open, &["one\n"]);
        writer.write_all(b"o\n\nthree").unwrap();
        check(&mut reader, Stream::Open, &["two\n", "\n"]);
        drop(writer);
        wait_for(&reader);
        check(&mut reader, Stream::Ended, &[]);
        let mut last = Vec::new();
        reader.finish(&mut |line| last.push(line.to_vec()));
        reader.finish(&mut |line| last.push(line.to_vec()));
        assert_eq!(last, [b"three".to_vec()]);
        assert_eq!(reader.tail(), "one\ntwo\n\nthree");
    }

    #[test]
    fn the_tail_begins_with_a_line_if_it_can() {
        let (mut reader, mut writer) = reader();
        for number in 0..2000 {
            writeln!(writer, "line {number}").unwrap();
        }
        let (_, lines) = read(&mut reader);
        assert_eq!(lines.len(), 2000);
        let tail = reader.tail();
        assert!(
            tail.len() <= TAIL && tail.len() > TAIL - 20,
            "{}",
            tail.len()
        );
        assert!(tail.starts_with("line "), "{tail}");
        assert!(lines.concat().ends_with(&tail));

        writer.write_all(&[b'x'; 2 * TAIL]).unwrap();
        assert_eq!(read(&mut reader).1.len(), 0);
        assert_eq!(reader.tail(), "x".repeat(TAIL));
        writer.write_all(b"\n").unwrap();
        assert_eq!(read(&mut reader).1.len(), 1);
        assert_eq!(reader.tail(), format!("{}\n", "x".repeat(TAIL - 1)));
    }

    #[test]
    fn a_line_without_end_is_handed_over_in_pieces() {
        let (mut reader, mut writer) = reader();
        let mut lengths = Vec::new();
        for _ in 0..2 * MAX_LINE / 8192 {
            writer.write_all(&[b'x'; 8192]).unwrap();
            let (stream, lines) = read(&mut reader);
            assert_eq!(stream, Stream::Open);
            lengths.extend(lines.iter().map(String::len));
        }
        assert_eq!(lengths, [MAX_LINE, MAX_LINE]);
    }

    #[test]
    fn what_is_no_text_is_shown_as_well_as_can_be() {
        let (mut reader, mut writer) = reader();
        writer.write_all(b"a\xffb\n").unwrap();
        check(&mut reader, Stream::Open, &["a\u{fffd}b\n"]);
        assert_eq!(reader.tail(), "a\u{fffd}b\n");
    }
}
