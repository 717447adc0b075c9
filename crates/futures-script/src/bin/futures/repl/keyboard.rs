//! What `read_line` reads in a shell: lines that are typed while an input runs. What is typed at the prompt is not for it.

use std::io::{self, Read};
use std::os::fd::AsFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

/// How long a look at the keyboard takes, after which it is asked again whether an input runs.
const LOOK: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 50_000_000,
};

/// Standard input for the scripts of a shell.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keyboard(Arc<AtomicBool>);

impl Keyboard {
    /// Says whether an input runs from here on.
    pub(crate) fn set_running(&self, is_running: bool) {
        self.0.store(is_running, Ordering::SeqCst);
    }

    fn is_running(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

impl Read for Keyboard {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let stdin = io::stdin();
        loop {
            let mut keys = [PollFd::new(&stdin, PollFlags::IN)];
            let looked_at = if self.is_running() {
                &mut keys[..]
            } else {
                &mut []
            };
            match poll(looked_at, Some(&LOOK)) {
                Ok(0) | Err(Errno::INTR) => {}
                Ok(_) if self.is_running() => {
                    return Ok(rustix::io::read(stdin.as_fd(), &mut *bytes)?);
                }
                Ok(_) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}
