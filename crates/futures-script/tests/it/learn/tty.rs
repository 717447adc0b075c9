//! `futures learn` on a terminal of its own, of which a test reads page by page.

use std::path::Path;

use crate::process::command;
use crate::terminal::Terminal;

/// `futures learn` on a terminal.
pub(crate) struct Tty {
    terminal: Terminal,
    /// How much of what was written has been read.
    n_read: usize,
}

impl Tty {
    /// Starts `futures learn` with these words, in a session of its own, so that Ctrl-C is a key.
    pub(crate) fn learn(folder: &Path, words: &[&str]) -> Self {
        let mut command = command(&[&["learn"], words].concat());
        command.current_dir(folder).env("NO_COLOR", "1");
        Tty {
            terminal: Terminal::start(command, 80, 60),
            n_read: 0,
        }
    }

    /// Types these keys.
    pub(crate) fn keys(&mut self, keys: &str) {
        self.terminal.keys(keys);
    }

    /// Reads until this was written, and returns all that was written up to there since the last time.
    #[track_caller]
    pub(crate) fn until(&mut self, text: &str) -> String {
        let text = text.replace('\n', "\r\n");
        let n_read = self.n_read;
        self.terminal.until(&format!("{text:?}"), |terminal| {
            terminal.written[n_read..].contains(&text)
        });
        let unread = &self.terminal.written[n_read..];
        let end = unread.find(&text).unwrap() + text.len();
        self.n_read += end;
        unread[..end].replace("\r\n", "\n")
    }

    /// Do lines come whole and with an echo, as a shell wants them?
    pub(crate) fn is_as_before(&self) -> bool {
        self.terminal.is_as_before()
    }

    /// Waits for the end, and returns the exit code.
    #[track_caller]
    pub(crate) fn end(mut self) -> i32 {
        let code = self.terminal.end();
        assert!(self.is_as_before());
        code
    }
}
