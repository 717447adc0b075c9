//! Inputs line by line: from a pipe or a file, or from a terminal that knows nothing but lines.

use std::io::{self, PipeReader, Write};
use std::os::fd::AsFd;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;

use crate::repl::continued;
use crate::repl::keys::IsComplete;
use crate::repl::reading::Read;
use crate::repl::screen::SharedScreen;
use crate::repl::terminal::PROMPT;

/// Inputs from standard input.
pub(crate) struct Lines {
    /// What was read and not yet given away.
    ahead: Vec<u8>,
    is_at_end: bool,
    /// What to show before each line, and what tells of a Ctrl-C meanwhile; if somebody types.
    typed: Option<(SharedScreen, PipeReader)>,
}

/// What came of reading a line.
enum Line {
    Read(String),
    Interrupted,
    End,
}

impl Lines {
    /// From a pipe or a file.
    pub(crate) fn piped() -> Self {
        Lines {
            ahead: Vec::new(),
            is_at_end: false,
            typed: None,
        }
    }

    /// From a terminal, until `interrupts` can be read from.
    pub(crate) fn typed(screen: SharedScreen, interrupts: PipeReader) -> Self {
        Lines {
            typed: Some((screen, interrupts)),
            ..Lines::piped()
        }
    }

    pub(crate) fn is_terminal(&self) -> bool {
        self.typed.is_some()
    }

    /// Waits for the next input.
    pub(crate) fn read(&mut self, is_complete: &IsComplete) -> Read {
        let mut input = String::new();
        loop {
            let prompt = if input.is_empty() {
                PROMPT
            } else {
                continued::PROMPT
            };
            self.ask(prompt);
            match self.line() {
                Line::Read(line) => {
                    // In a file an empty line within a function means nothing.
                    let is_given_up =
                        self.is_terminal() && !input.is_empty() && line.trim().is_empty();
                    input.push_str(&line);
                    let is_command = input.trim_start().starts_with(':');
                    if is_given_up || is_command || is_complete(&input) {
                        return Read::Input(input);
                    }
                    input.push('\n');
                }
                Line::Interrupted => return Read::Interrupted,
                Line::End if input.is_empty() => return Read::End,
                // What is wrong with it is told.
                Line::End => return Read::Input(input),
            }
        }
    }

    fn ask(&self, prompt: &str) {
        if self.typed.is_some() {
            let mut stdout = io::stdout().lock();
            let _ = stdout
                .write_all(prompt.as_bytes())
                .and_then(|()| stdout.flush());
        }
    }

    fn line(&mut self) -> Line {
        loop {
            if let Some(end) = self.ahead.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.ahead.drain(..=end).collect();
                let line = String::from_utf8_lossy(&line);
                return Line::Read(line.trim_end_matches(['\n', '\r']).to_owned());
            }
            if self.is_at_end {
                let rest = std::mem::take(&mut self.ahead);
                return if rest.is_empty() {
                    Line::End
                } else {
                    Line::Read(String::from_utf8_lossy(&rest).into_owned())
                };
            }
            if self.is_interrupted() {
                self.ahead.clear();
                return Line::Interrupted;
            }
            let mut bytes = [0; 4096];
            match rustix::io::read(io::stdin().as_fd(), &mut bytes) {
                Ok(0) => {
                    self.is_at_end = true;
                    // At a terminal Ctrl-D ends nothing but this.
                    if self.typed.is_some() {
                        self.is_at_end = false;
                        return Line::End;
                    }
                }
                Ok(n_read) => self.ahead.extend(&bytes[..n_read]),
                Err(Errno::INTR) => {}
                Err(_) => self.is_at_end = true,
            }
        }
    }

    /// Waits until there is something to read. Has a Ctrl-C come meanwhile?
    fn is_interrupted(&mut self) -> bool {
        let Some((screen, interrupts)) = &mut self.typed else {
            return false;
        };
        let stdin = io::stdin();
        let mut both = [
            PollFd::new(&stdin, PollFlags::IN),
            PollFd::new(interrupts, PollFlags::IN),
        ];
        while let Err(Errno::INTR) = poll(&mut both, None) {}
        let is_interrupted = both[1].revents().contains(PollFlags::IN);
        if is_interrupted {
            let mut byte = [0];
            let _ = io::Read::read(interrupts, &mut byte);
            // Behind the ^C that the terminal shows.
            screen.print("");
        }
        is_interrupted
    }
}
