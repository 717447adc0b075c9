//! A terminal of its own for the command: what a user types, and the screen as a user sees it.

use std::fs::File;
use std::io::{self, Read, Write};
use std::num::NonZero;
use std::process::{Child, Command};
use std::time::Duration;

use futures_core::host;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

/// How long a text may take to appear on a busy machine. Most take milliseconds.
const PATIENCE: Duration = Duration::from_secs(60);

/// A command on a terminal.
pub(crate) struct Terminal {
    pub(crate) child: Child,
    master: Option<File>,
    screen: vt100::Parser,
    /// Everything that the command has written.
    pub(crate) written: String,
    /// The beginning of a character whose end is still to come.
    unread: Vec<u8>,
}

impl Terminal {
    /// Starts `command` on a terminal of this size, as its session's own, so that the keys for signals work.
    pub(crate) fn start(mut command: Command, columns: u16, rows: u16) -> Self {
        // No other process that a test starts may keep it open.
        let master =
            openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let path = ptsname(&master, Vec::new()).unwrap();
        tcsetwinsize(&master, size(columns, rows)).unwrap();
        let open = || {
            let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
            rustix::fs::open(&*path, flags, Mode::empty()).unwrap()
        };
        // Makes the terminal that of a new session, for which there is no safe call between fork and exec; then it becomes
        // the command.
        let program = command.get_program().to_owned();
        let arguments: Vec<_> = command.get_args().map(ToOwned::to_owned).collect();
        let mut started = Command::new("setsid");
        started.arg("--ctty").arg(program).args(arguments);
        started.envs(
            command
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        );
        for (name, value) in command.get_envs() {
            if value.is_none() {
                started.env_remove(name);
            }
        }
        if let Some(folder) = command.get_current_dir() {
            started.current_dir(folder);
        }
        started.stdin(open()).stdout(open()).stderr(open());
        command = started;
        let child = command.spawn().unwrap();
        // Its own copies are the last ones then, so that the reader sees the end.
        drop(command);
        Terminal {
            child,
            master: Some(File::from(master)),
            screen: vt100::Parser::new(cells(rows), cells(columns), 1000),
            written: String::new(),
            unread: Vec::new(),
        }
    }

    /// Types these keys.
    pub(crate) fn keys(&mut self, keys: &str) {
        self.bytes(keys.as_bytes());
    }

    /// Types what need not be UTF-8.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.master.as_ref().unwrap().write_all(bytes).unwrap();
    }

    /// Types a line.
    pub(crate) fn line(&mut self, line: &str) {
        self.keys(&format!("{line}\r"));
    }

    /// What is on the screen, without blanks at the ends of lines and without empty lines at its end.
    pub(crate) fn shown(&self) -> String {
        let text = self.screen.screen().contents();
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        lines.join("\n").trim_end().to_owned()
    }

    /// Where the cursor is: its row and its column.
    pub(crate) fn cursor(&self) -> (u16, u16) {
        self.screen.screen().cursor_position()
    }

    /// The colour of the first character on the screen at which `text` begins.
    #[track_caller]
    pub(crate) fn colour_of(&self, text: &str) -> vt100::Color {
        let shown = self.screen.screen().contents();
        let found = shown.lines().enumerate().find_map(|(row, line)| {
            let at = line.find(text)?;
            Some((row, line[..at].chars().count()))
        });
        let (row, column) = found.unwrap_or_else(|| panic!("no {text:?} in\n{shown}"));
        let cell = self.screen.screen().cell(row as u16, column as u16);
        cell.unwrap().fgcolor()
    }

    /// Reads until `is_seen` says so.
    #[track_caller]
    pub(crate) fn until(&mut self, what: &str, is_seen: impl Fn(&Self) -> bool) {
        let deadline = host::now() + PATIENCE;
        while !is_seen(self) {
            let left = deadline.saturating_sub(host::now());
            if left.is_zero() || !self.read_some(left) {
                let last: String = self.written.chars().rev().take(400).collect();
                let last: String = last.chars().rev().collect();
                panic!(
                    "waited for {what}; the screen is\n{}\nwritten was last {last:?}",
                    self.shown()
                );
            }
        }
    }

    /// Reads until the screen ends with this text, behind which the cursor stands.
    #[track_caller]
    pub(crate) fn until_shown(&mut self, end: &str) {
        self.until(&format!("{end:?}"), |terminal| {
            terminal.shown().ends_with(end.trim_end())
        });
    }

    /// Reads until this text is somewhere on the screen.
    #[track_caller]
    pub(crate) fn until_seen(&mut self, text: &str) {
        self.until(&format!("{text:?}"), |terminal| {
            terminal.shown().contains(text)
        });
    }

    /// Reads what there is within this time. Is there more to come?
    fn read_some(&mut self, at_most: Duration) -> bool {
        let master = self.master.as_ref().unwrap();
        let mut ready = [PollFd::new(master, PollFlags::IN)];
        let limit = Timespec {
            tv_sec: at_most.as_secs() as i64,
            tv_nsec: at_most.subsec_nanos().into(),
        };
        if poll(&mut ready, Some(&limit)).unwrap() == 0 {
            return false;
        }
        let mut bytes = [0; 4096];
        // Linux reports the end of a terminal as an error.
        match (&mut &*master).read(&mut bytes) {
            Ok(0) | Err(_) => false,
            Ok(n_read) => {
                self.screen.process(&bytes[..n_read]);
                self.unread.extend_from_slice(&bytes[..n_read]);
                // A character may come in two parts.
                let whole = match std::str::from_utf8(&self.unread) {
                    Err(error) if error.error_len().is_none() => error.valid_up_to(),
                    _ => self.unread.len(),
                };
                let whole: Vec<u8> = self.unread.drain(..whole).collect();
                self.written += &String::from_utf8_lossy(&whole);
                true
            }
        }
    }

    /// Makes the terminal larger or smaller.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        tcsetwinsize(self.master.as_ref().unwrap(), size(columns, rows)).unwrap();
        self.screen
            .screen_mut()
            .set_size(cells(rows), cells(columns));
    }

    /// Do lines come whole and with an echo, as a shell wants them?
    pub(crate) fn is_as_before(&self) -> bool {
        let modes = tcgetattr(self.master.as_ref().unwrap())
            .unwrap()
            .local_modes;
        modes.contains(LocalModes::ICANON | LocalModes::ECHO)
    }

    /// Sends it a signal.
    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Closes the terminal, as a window that is closed.
    pub(crate) fn close(&mut self) {
        self.master = None;
    }

    /// Reads to the end, and returns the exit code.
    #[track_caller]
    pub(crate) fn end(&mut self) -> i32 {
        let deadline = host::now() + PATIENCE;
        while self.master.is_some() && self.read_some(deadline.saturating_sub(host::now())) {}
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code().unwrap_or(-1);
            }
            assert!(
                host::now() < deadline,
                "it does not end; the screen is\n{}",
                self.shown()
            );
            std::thread::yield_now();
        }
    }
}

impl Drop for Terminal {
    /// Leaves nothing behind when a test fails.
    fn drop(&mut self) {
        self.master = None;
        let _ = io::Result::and(self.child.kill(), self.child.wait().map(drop));
    }
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("a terminal has cells")
}

fn size(columns: u16, rows: u16) -> Winsize {
    Winsize {
        ws_row: rows,
        ws_col: columns,
        ws_xpixel: 0,
        ws_ypixel: 0,
    }
}
