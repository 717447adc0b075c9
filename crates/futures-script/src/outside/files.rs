//! Reading and writing what is in files, pipes and devices, in a way that can be stopped.

use std::os::fd::{AsFd, OwnedFd};
use std::time::Duration;

use futures_core::host;
use rustix::event::PollFlags;
use rustix::fs::{FileType, OFlags, fstat, ftruncate};
use rustix::io::{Errno, read, write};

use crate::error::ScriptErrorKind;
use crate::outside::cancel::{Cancel, Ready};
use crate::outside::opening;
use crate::outside::trouble::{Outcome, Trouble};
use crate::outside::{Permission, Permissions};

/// So many bytes are read or written before somebody looks whether to stop: about a tenth of a millisecond.
const CHUNK: usize = 1 << 20;

/// How often a pipe is looked at that nobody reads yet; the system has no way to wait for a reader.
const LOOK_FOR_READER: Duration = Duration::from_millis(20);

/// What happens to what is in a file that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Former {
    /// It is replaced.
    Replaced,
    /// It stays, and the new follows it.
    Kept,
}

/// A file that is read, from its beginning.
pub(crate) struct Source {
    file: OwnedFd,
    /// As the script has named it.
    path: String,
    /// How large it seems to be.
    size: u64,
    /// May a read block, as with pipes, terminals and other devices?
    may_block: bool,
}

impl Source {
    /// Opens what is at `path` for reading. Never blocks, whatever it is.
    ///
    /// # Errors
    /// If it is not allowed, not there, or a directory.
    pub(crate) fn open(permissions: &Permissions, path: &str) -> Outcome<Self> {
        let flags = OFlags::RDONLY | OFlags::NONBLOCK;
        let file = opening::open(permissions, Permission::Read, path, flags)?;
        let trouble = |error: Errno| Trouble::of_path(&error.into(), path);
        let found = fstat(&file).map_err(trouble)?;
        let kind = FileType::from_raw_mode(found.st_mode);
        if kind == FileType::Directory {
            return Err(trouble(Errno::ISDIR));
        }
        Ok(Source {
            file,
            path: path.to_owned(),
            size: u64::try_from(found.st_size).unwrap_or_default(),
            may_block: kind != FileType::RegularFile,
        })
    }

    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// Appends some of what comes next to `bytes`, at most so many; false at the end, or if the read is cancelled.
    ///
    /// # Errors
    /// What the operating system says.
    pub(crate) fn read_some(
        &self,
        cancel: &Cancel,
        bytes: &mut Vec<u8>,
        most: usize,
    ) -> Outcome<bool> {
        let trouble = |error: Errno| Trouble::of_path(&error.into(), &self.path);
        let start = bytes.len();
        loop {
            if self.may_block || cancel.is_cancelled() {
                let ready = cancel.wait_for(self.file.as_fd(), PollFlags::IN, None);
                match ready.map_err(|error| Trouble::of_path(&error, &self.path))? {
                    Ready::Yes => {}
                    Ready::Cancelled | Ready::Deadline => return Ok(false),
                }
            }
            bytes.resize(start + most.min(CHUNK), 0);
            let n_read = read(&self.file, &mut bytes[start..]);
            bytes.truncate(start + n_read.unwrap_or_default());
            match n_read {
                Ok(n_read) => return Ok(n_read > 0),
                Err(Errno::INTR | Errno::AGAIN) => {}
                Err(error) => return Err(trouble(error)),
            }
        }
    }

    /// Everything to the end, unless the read is cancelled.
    ///
    /// # Errors
    /// If that is more than `most` bytes, and what the operating system says.
    pub(crate) fn read_all(&self, cancel: &Cancel, most: u64) -> Outcome<Vec<u8>> {
        if self.size > most {
            return Err(self.too_large(most));
        }
        // One more than there should be, so that the end is seen without growing. Devices say that they have nothing.
        let size = usize::try_from(self.size).unwrap_or_default();
        let mut bytes = Vec::with_capacity(if size > 0 { size + 1 } else { 0 });
        loop {
            let room = usize::try_from(most).unwrap_or(usize::MAX) - bytes.len();
            let spare = bytes.capacity() - bytes.len();
            let wanted = if spare > 0 { spare } else { CHUNK };
            if !self.read_some(cancel, &mut bytes, wanted.min(room.saturating_add(1)))? {
                return Ok(bytes);
            }
            if bytes.len() as u64 > most {
                return Err(self.too_large(most));
            }
        }
    }

    fn too_large(&self, most: u64) -> Trouble {
        Trouble::new(
            ScriptErrorKind::Limit,
            format!(
                "{} has more than {most} bytes; #{{max_bytes: …}} allows more",
                self.path
            ),
        )
    }
}

/// Writes all of `bytes` to the file at `path`, which is made if there is none.
///
/// # Errors
/// If it is not allowed, and what the operating system says.
pub(crate) fn write_all(
    permissions: &Permissions,
    cancel: &Cancel,
    path: &str,
    former: Former,
    bytes: &[u8],
) -> Outcome<()> {
    let then = match former {
        Former::Replaced => OFlags::TRUNC,
        Former::Kept => OFlags::APPEND,
    };
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::NONBLOCK | then;
    let no_reader = Trouble::of_path(&Errno::NXIO.into(), path);
    let file = loop {
        match opening::open(permissions, Permission::Write, path, flags) {
            Err(trouble) if trouble == no_reader => {}
            opened => break opened?,
        }
        // A pipe that nobody reads yet.
        let look = host::deadline_in(LOOK_FOR_READER);
        if cancel
            .sleep_until(look)
            .map_err(|error| Trouble::of_path(&error, path))?
            == Ready::Cancelled
        {
            return Ok(());
        }
    };
    write_to(&file, cancel, bytes).map_err(|error| Trouble::of_path(&error.into(), path))
}

/// Copies what is in one file to another, which is replaced.
///
/// # Errors
/// As [`Source::open`] and [`write_all`].
pub(crate) fn copy(
    permissions: &Permissions,
    cancel: &Cancel,
    from: &str,
    to: &str,
) -> Outcome<()> {
    let source = Source::open(permissions, from)?;
    let trouble = |error: Errno| Trouble::of_path(&error.into(), to);
    let flags = OFlags::WRONLY | OFlags::CREATE;
    let file = opening::open(permissions, Permission::Write, to, flags)?;
    let (one, other) = (
        fstat(&source.file).map_err(trouble)?,
        fstat(&file).map_err(trouble)?,
    );
    if (one.st_dev, one.st_ino) == (other.st_dev, other.st_ino) {
        // To empty it would lose everything.
        let text = format!("{from} and {to} are the same file");
        return Err(Trouble::value(text));
    }
    if FileType::from_raw_mode(other.st_mode) == FileType::RegularFile {
        // Devices and pipes have nothing to be replaced.
        ftruncate(&file, 0).map_err(trouble)?;
    }
    let mut bytes = Vec::new();
    while source.read_some(cancel, &mut bytes, CHUNK)? {
        write_to(&file, cancel, &bytes).map_err(trouble)?;
        bytes.clear();
    }
    Ok(())
}

fn write_to(file: &OwnedFd, cancel: &Cancel, mut bytes: &[u8]) -> Result<(), Errno> {
    while !bytes.is_empty() && !cancel.is_cancelled() {
        match write(file, &bytes[..bytes.len().min(CHUNK)]) {
            Ok(n_written) => bytes = &bytes[n_written..],
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => {
                let ready = cancel.wait_for(file.as_fd(), PollFlags::OUT, None);
                if ready.map_err(|_| Errno::IO)? != Ready::Yes {
                    break;
                }
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// The text in `bytes`, without a byte order mark.
///
/// # Errors
/// If it is not UTF-8; `what` says of what it is.
pub(crate) fn decode(mut bytes: Vec<u8>, what: &str) -> Outcome<String> {
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let byte = error.as_bytes()[at];
        Trouble::value(format!(
            "{what} is not UTF-8: byte {at} (0x{byte:02x}) is wrong; read_bytes reads anything"
        ))
    })
}
