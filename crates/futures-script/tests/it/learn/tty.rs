//! A terminal of its own for `futures learn watch`: what is typed, and all that was written.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command};
use std::time::Duration;

use futures_core::host;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, tcgetattr};

/// How long a text may take to appear on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A command on a terminal.
pub(crate) struct Tty {
    child: Child,
    master: File,
    /// The other end, so that the terminal is there when the command has gone.
    other: rustix::fd::OwnedFd,
    written: String,
}

impl Tty {
    /// Starts `futures learn` with these words in a session with a terminal of its own, so that Ctrl-C is a key.
    pub(crate) fn learn(folder: &Path, words: &[&str]) -> Self {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
        let master = openpt(flags).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let path = ptsname(&master, Vec::new()).unwrap();
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let open = || rustix::fs::open(&*path, flags, Mode::empty()).unwrap();
        let mut command = Command::new("setsid");
        command
            .args(["--ctty", "--wait", env!("CARGO_BIN_EXE_futures"), "learn"])
            .args(words)
            .current_dir(folder)
            .env("NO_COLOR", "1")
            .env("TERM", "xterm")
            .env_remove("COLUMNS")
            .stdin(open())
            .stdout(open())
            .stderr(open());
        Tty {
            child: command.spawn().unwrap(),
            master: File::from(master),
            other: open(),
            written: String::new(),
        }
    }

    /// Types these keys.
    pub(crate) fn keys(&mut self, keys: &str) {
        self.master.write_all(keys.as_bytes()).unwrap();
    }

    /// Reads until this was written, and returns all that was written up to there since the last time.
    #[track_caller]
    pub(crate) fn until(&mut self, text: &str) -> String {
        let deadline = host::now() + PATIENCE;
        loop {
            if let Some(at) = self.written.find(text) {
                let rest = self.written.split_off(at + text.len());
                return std::mem::replace(&mut self.written, rest);
            }
            let left = deadline.saturating_sub(host::now());
            let limit = Timespec {
                tv_sec: left.as_secs().cast_signed(),
                tv_nsec: 0,
            };
            let mut ready = [PollFd::new(&self.master, PollFlags::IN)];
            let n_ready = poll(&mut ready, Some(&limit)).unwrap();
            assert!(n_ready > 0, "no {text:?} in\n{}", self.written);
            let mut bytes = [0; 4096];
            let n_read = self.master.read(&mut bytes).unwrap();
            self.written += &String::from_utf8_lossy(&bytes[..n_read]).replace("\r\n", "\n");
        }
    }

    /// Do lines come whole and with an echo, as a shell wants them?
    pub(crate) fn is_as_before(&self) -> bool {
        let modes = tcgetattr(&self.other).unwrap().local_modes;
        modes.contains(LocalModes::ICANON | LocalModes::ECHO)
    }

    /// Waits for the end, and returns the exit code.
    pub(crate) fn end(mut self) -> Option<i32> {
        let code = self.child.wait().unwrap().code();
        assert!(self.is_as_before());
        code
    }
}
