//! Waits for what may happen next: a file is saved, a key is pressed, somebody wants the end.

use std::io;
use std::path::Path;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, read};

/// What has happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// Something was written in the folder, or taken away.
    Saved,
    Key(u8),
    /// Somebody wants the end.
    Stopped,
}

/// Where events come from.
pub(crate) struct Waiting {
    folder: Folder,
    /// Is written to when somebody wants the end.
    stopped: io::PipeReader,
    has_keys: bool,
}

/// Some editors write a file in several steps. So long nothing more may be written before it counts as saved.
const QUIET: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 30_000_000,
};

impl Waiting {
    /// Watches a folder, since editors save by writing another file and giving it the name.
    ///
    /// # Errors
    /// What the operating system says.
    pub(crate) fn new(folder: &Path, stopped: io::PipeReader, has_keys: bool) -> io::Result<Self> {
        Ok(Waiting {
            folder: Folder::watch(folder)?,
            stopped,
            has_keys,
        })
    }

    /// Waits for the next event.
    ///
    /// # Errors
    /// What the operating system says.
    pub(crate) fn next(&mut self) -> io::Result<Event> {
        let stdin = io::stdin();
        loop {
            let [stopped, saved, key] = {
                let mut ready = vec![
                    PollFd::new(&self.stopped, PollFlags::IN),
                    self.folder.poll_fd(),
                ];
                if self.has_keys {
                    ready.push(PollFd::new(&stdin, PollFlags::IN));
                }
                match poll(&mut ready, self.folder.limit()) {
                    Err(Errno::INTR) => continue,
                    other => other?,
                };
                let is_ready =
                    |index: usize| ready.get(index).is_some_and(|fd| !fd.revents().is_empty());
                [is_ready(0), is_ready(1), is_ready(2)]
            };
            if stopped {
                return Ok(Event::Stopped);
            }
            if key {
                let mut byte = [0];
                match read(&stdin, &mut byte) {
                    Ok(1) => return Ok(Event::Key(byte[0])),
                    Err(Errno::INTR | Errno::AGAIN) => continue,
                    // The terminal has gone.
                    _ => return Ok(Event::Stopped),
                }
            }
            if self.folder.has_changed(saved)? {
                self.folder.settle()?;
                return Ok(Event::Saved);
            }
        }
    }
}

#[cfg(target_os = "linux")]
use inotify::Folder;
#[cfg(not(target_os = "linux"))]
use looking::Folder;

/// On Linux the system tells of what is written.
#[cfg(target_os = "linux")]
mod inotify {
    use std::io;
    use std::mem::MaybeUninit;
    use std::os::fd::OwnedFd;
    use std::path::Path;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::fs::inotify::{CreateFlags, Reader, WatchFlags, add_watch, init};
    use rustix::io::Errno;

    pub(super) struct Folder(OwnedFd);

    impl Folder {
        pub(super) fn watch(folder: &Path) -> io::Result<Self> {
            let fd = init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)?;
            let written = WatchFlags::CLOSE_WRITE | WatchFlags::MOVED_TO;
            let gone = WatchFlags::DELETE | WatchFlags::MOVED_FROM;
            add_watch(&fd, folder, written | gone)?;
            Ok(Folder(fd))
        }

        pub(super) fn poll_fd(&self) -> PollFd<'_> {
            PollFd::new(&self.0, PollFlags::IN)
        }

        pub(super) fn limit(&self) -> Option<&Timespec> {
            None
        }

        /// Takes what the system has told. What it was does not matter: the text is compared.
        pub(super) fn has_changed(&mut self, is_told: bool) -> io::Result<bool> {
            let mut buffer = [MaybeUninit::uninit(); 4096];
            let mut reader = Reader::new(&self.0, &mut buffer);
            loop {
                match reader.next() {
                    Ok(_) => {}
                    Err(Errno::AGAIN) => return Ok(is_told),
                    Err(Errno::INTR) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }

        /// Waits until nothing more is written.
        pub(super) fn settle(&mut self) -> io::Result<()> {
            loop {
                let n_ready = poll(&mut [self.poll_fd()], Some(&super::QUIET));
                if matches!(n_ready, Ok(0)) {
                    return Ok(());
                }
                self.has_changed(true)?;
            }
        }
    }
}

/// Elsewhere one looks now and then; the text is compared in any case.
#[cfg(not(target_os = "linux"))]
mod looking {
    use std::io;
    use std::path::Path;

    use rustix::event::{PollFd, PollFlags, Timespec};

    pub(super) struct Folder(io::PipeReader, io::PipeWriter);

    /// Somebody who has saved does not mind so short a wait.
    const BETWEEN_LOOKS: Timespec = Timespec {
        tv_sec: 0,
        tv_nsec: 300_000_000,
    };

    impl Folder {
        pub(super) fn watch(_: &Path) -> io::Result<Self> {
            let (reader, writer) = io::pipe()?;
            Ok(Folder(reader, writer))
        }

        pub(super) fn poll_fd(&self) -> PollFd<'_> {
            PollFd::new(&self.0, PollFlags::IN)
        }

        pub(super) fn limit(&self) -> Option<&Timespec> {
            Some(&BETWEEN_LOOKS)
        }

        pub(super) fn has_changed(&mut self, _: bool) -> io::Result<bool> {
            Ok(true)
        }

        pub(super) fn settle(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
}
