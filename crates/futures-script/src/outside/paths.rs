//! Where a path really leads: absolute, without links, `.` and `..`.
//!
//! What is found is a claim about a moment. Whoever opens it must do so without following any link, as
//! the opening of files does, so that a link that is put there later is refused and not followed.

use std::collections::VecDeque;
use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path, PathBuf};

use rustix::io::Errno;

/// How many links a path may lead over, as on Linux.
const MAX_LINKS: u32 = 40;

/// What becomes of the last part of a path if it is a symbolic link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Last {
    /// It is followed, as for reading.
    Followed,
    /// The link itself is meant, as for removing.
    Kept,
}

/// Where a path leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Resolved {
    /// Absolute, without links and `..`; it need not exist.
    pub(crate) path: PathBuf,
    /// Does it end with a slash, which only directories may?
    pub(crate) must_be_dir: bool,
    /// What the system would say of a `..` behind something that is not there or is no directory. It is kept back until it
    /// is clear that the script may know.
    pub(crate) fault: Option<Errno>,
}

/// Finds out where `path` leads; a relative one begins at the current directory.
///
/// What is not there, or cannot be seen, is taken for no link.
///
/// # Errors
/// If it is empty, holds a NUL, or its links lead in a ring.
pub(crate) fn resolve(path: &Path, last: Last) -> io::Result<Resolved> {
    let text = path.as_os_str();
    if text.is_empty() {
        return Err(Errno::NOENT.into());
    }
    if text.as_bytes().contains(&0) {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "it contains a NUL character",
        ));
    }
    let mut rest: VecDeque<OsString> = VecDeque::new();
    let mut at = if path.is_absolute() {
        PathBuf::from("/")
    } else {
        env::current_dir()?
    };
    prepend(path, &mut rest);
    let must_be_dir = is_directory_only(text);
    let (mut n_links, mut fault) = (0, None);
    while let Some(part) = rest.pop_front() {
        if part == ".." {
            if fault.is_none() {
                fault = fs::symlink_metadata(&at).map_or(Some(Errno::NOENT), |found| {
                    (!found.is_dir()).then_some(Errno::NOTDIR)
                });
            }
            at.pop();
            continue;
        }
        at.push(&part);
        if rest.is_empty() && last == Last::Kept && !must_be_dir {
            break;
        }
        let Ok(target) = fs::read_link(&at) else {
            continue;
        };
        n_links += 1;
        if n_links > MAX_LINKS {
            return Err(Errno::LOOP.into());
        }
        at.pop();
        if target.is_absolute() {
            at = PathBuf::from("/");
        }
        prepend(&target, &mut rest);
    }
    Ok(Resolved {
        path: at,
        must_be_dir,
        fault,
    })
}

/// The absolute path that `path` is if no link is on it; `None` if that cannot be told without looking.
pub(crate) fn without_links(path: &Path) -> Option<PathBuf> {
    let text = path.as_os_str();
    let is_plain = !text.is_empty()
        && !text.as_bytes().contains(&0)
        && !is_directory_only(text)
        && !path.components().any(|part| part == Component::ParentDir);
    if !is_plain {
        return None;
    }
    let parts = path.components().filter(|part| *part != Component::CurDir);
    let start = match path.is_absolute() {
        true => PathBuf::new(),
        false => env::current_dir().ok()?,
    };
    Some(parts.fold(start, |path, part| path.join(part)))
}

fn prepend(path: &Path, rest: &mut VecDeque<OsString>) {
    for part in path.components().rev() {
        match part {
            Component::Normal(name) => rest.push_front(name.to_owned()),
            Component::ParentDir => rest.push_front("..".into()),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
}

fn is_directory_only(path: &OsStr) -> bool {
    let path = path.as_bytes();
    path.ends_with(b"/") || path.ends_with(b"/.") || path == b"."
}
