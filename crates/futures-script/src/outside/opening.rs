//! Opens what a script names, as far as it is allowed, without a moment between the look and the use.
//!
//! A path is first followed to where it really leads, and that is checked. Then exactly that place is opened by a call
//! that follows no link at all (`openat2` with `RESOLVE_NO_SYMLINKS`, or part by part where the system does not have it):
//! if somebody has meanwhile put a link on the way, the call is refused and all of it begins anew. No `..` is left in
//! the place either, so what is opened lies beneath the allowed tree, whatever others do to its directories meanwhile.

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::path::{Component, Path};

use rustix::fs::{
    AtFlags, CWD, FileType, Mode, OFlags, ResolveFlags, fstat, openat, openat2, statat,
};
use rustix::io::Errno;

use crate::error::ScriptErrorKind;
use crate::outside::paths::{self, Last};
use crate::outside::trouble::{Outcome, Trouble};
use crate::outside::{Permission, Permissions};

/// How often a path may turn out to lead elsewhere than a moment before.
const TRIES: u32 = 16;

/// What new files may be used for, before the user's mask.
const NEW_FILE: u32 = 0o666;

/// Something in a directory: the directory, and its name there.
pub(crate) struct Entry {
    pub(crate) folder: OwnedFd,
    pub(crate) name: OsString,
}

/// Opens the file or directory at `path` for what is allowed as `what`. The last part may be a link.
///
/// # Errors
/// If it is not allowed, or the operating system says no.
pub(crate) fn open(
    permissions: &Permissions,
    what: Permission,
    path: &str,
    flags: OFlags,
) -> Outcome<OwnedFd> {
    let flags = complete(flags);
    if permissions.is_everywhere(what) {
        return retrying(|| openat(CWD, named(path)?, flags, Mode::from_raw_mode(NEW_FILE)))
            .map_err(|error| Trouble::of_path(&error.into(), path));
    }
    // Most paths have no link on them, and then one call does it all.
    if let Some(plain) = paths::without_links(Path::new(path))
        && permissions.allow_path(what, &plain)
    {
        match open_exactly(&plain, flags) {
            Err(Errno::LOOP) => {}
            opened => return opened.map_err(|error| Trouble::of_path(&error.into(), path)),
        }
    }
    follow(
        permissions,
        what,
        path,
        Last::Followed,
        |place, must_be_dir| {
            let flags = match must_be_dir {
                true => flags | OFlags::DIRECTORY,
                false => flags,
            };
            open_exactly(place, flags)
        },
    )
}

/// Opens the directory in which `path` lies, for what is allowed as `what`. The last part may be a link, which is left
/// alone, or not exist.
///
/// # Errors
/// As [`open`].
pub(crate) fn entry(permissions: &Permissions, what: Permission, path: &str) -> Outcome<Entry> {
    follow(permissions, what, path, Last::Kept, |place, _| {
        let (Some(folder), Some(name)) = (place.parent(), place.file_name()) else {
            // The root of all is in no directory.
            return Err(Errno::BUSY);
        };
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        Ok(Entry {
            folder: open_exactly(folder, flags)?,
            name: name.to_owned(),
        })
    })
}

/// Opens something in an open directory, without following a link.
///
/// # Errors
/// What the operating system says; `LOOP` if it is a link.
pub(crate) fn open_in(folder: impl AsFd, name: &OsStr, flags: OFlags) -> Result<OwnedFd, Errno> {
    let flags = complete(flags | OFlags::NOFOLLOW);
    let opened = retrying(|| openat(&folder, name, flags, Mode::from_raw_mode(NEW_FILE)));
    match opened {
        // That it is a link comes first: with some flags it is opened as one, or taken for something else.
        Ok(file) if flags.contains(OFlags::PATH) && is_link(fstat(&file)?.st_mode) => {
            Err(Errno::LOOP)
        }
        Err(Errno::NOTDIR) => match statat(&folder, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(found) if is_link(found.st_mode) => Err(Errno::LOOP),
            _ => Err(Errno::NOTDIR),
        },
        opened => opened,
    }
}

/// No file is left to commands that are run, and no terminal becomes that of the process.
fn complete(flags: OFlags) -> OFlags {
    // The system refuses what makes no sense for a mere place.
    let terminal = match flags.contains(OFlags::PATH) {
        true => OFlags::empty(),
        false => OFlags::NOCTTY,
    };
    flags | OFlags::CLOEXEC | terminal
}

fn is_link(mode: rustix::fs::RawMode) -> bool {
    FileType::from_raw_mode(mode) == FileType::Symlink
}

/// Finds out where `path` leads, checks that, and opens it with `open`, again if it has changed meanwhile.
fn follow<T>(
    permissions: &Permissions,
    what: Permission,
    path: &str,
    last: Last,
    open: impl Fn(&Path, bool) -> Result<T, Errno>,
) -> Outcome<T> {
    let trouble = |error: io::Error| Trouble::of_path(&error, path);
    for _ in 0..TRIES {
        let resolved = paths::resolve(Path::new(path), last).map_err(trouble)?;
        if !permissions.allow_path(what, &resolved.path) {
            return Err(denied(what, path, &resolved.path));
        }
        if let Some(fault) = resolved.fault {
            return Err(trouble(fault.into()));
        }
        match open(&resolved.path, resolved.must_be_dir) {
            Err(Errno::LOOP) => {}
            opened => return opened.map_err(|error| trouble(error.into())),
        }
    }
    Err(Trouble::new(
        ScriptErrorKind::Os,
        format!("{path}: the links on the way to it change all the time"),
    ))
}

/// The error of what is not allowed.
fn denied(what: Permission, path: &str, resolved: &Path) -> Trouble {
    let shown = path.trim_end_matches('/');
    let as_given = paths::without_links(Path::new(shown));
    let resolved = resolved.to_string_lossy();
    let elsewhere = as_given.is_none_or(|as_given| as_given.to_string_lossy() != resolved);
    let text = what.denial(path, elsewhere.then_some(&*resolved));
    Trouble::new(ScriptErrorKind::Permission, text)
}

/// A name that the system may be asked for.
fn named(path: &str) -> Result<&str, Errno> {
    if path.contains('\0') {
        Err(Errno::INVAL)
    } else {
        Ok(path)
    }
}

fn retrying<T>(call: impl Fn() -> Result<T, Errno>) -> Result<T, Errno> {
    loop {
        match call() {
            Err(Errno::INTR) => {}
            done => return done,
        }
    }
}

/// Opens what is at this absolute path; `LOOP` if there is a link on it.
fn open_exactly(path: &Path, flags: OFlags) -> Result<OwnedFd, Errno> {
    let links = ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
    // Its mode must be zero if nothing is made.
    let mode = match flags.contains(OFlags::CREATE) {
        true => Mode::from_raw_mode(NEW_FILE),
        false => Mode::empty(),
    };
    match retrying(|| openat2(CWD, path, flags, mode, links)) {
        // Older systems do not know the call, and some containers refuse it.
        Err(Errno::NOSYS | Errno::PERM) => open_part_by_part(path, flags),
        opened => opened,
    }
}

/// As [`open_exactly`], where the system has no call for that.
fn open_part_by_part(path: &Path, flags: OFlags) -> Result<OwnedFd, Errno> {
    let on_the_way = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let mut at = retrying(|| openat(CWD, "/", on_the_way, Mode::empty()))?;
    let mut parts = path
        .components()
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name),
            _ => None,
        })
        .peekable();
    if parts.peek().is_none() {
        return retrying(|| openat(CWD, "/", flags, Mode::empty()));
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return open_in(&at, part, flags);
        }
        at = open_in(&at, part, on_the_way)?;
    }
    Ok(at)
}

impl Permissions {
    fn allow_path(&self, what: Permission, path: &Path) -> bool {
        match what {
            Permission::Read => self.may_read(path),
            _ => self.may_write(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::path::{Path, PathBuf};

    use rustix::fs::OFlags;
    use rustix::io::Errno;

    use super::{open_exactly, open_part_by_part};

    /// A folder with a file, a folder and links to both.
    fn folder() -> PathBuf {
        let path = std::env::temp_dir().join(format!("futures-opening-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("folder")).expect("a folder");
        fs::write(path.join("folder/file"), "text").expect("a file");
        symlink("folder", path.join("to_folder")).expect("a link");
        symlink("folder/file", path.join("to_file")).expect("a link");
        path.canonicalize().expect("its real path")
    }

    #[test]
    fn a_system_without_the_call_gives_the_same() {
        let folder = folder();
        let is_dir = OFlags::RDONLY | OFlags::DIRECTORY;
        let cases = [
            ("folder/file", OFlags::RDONLY, None),
            ("folder/file", OFlags::PATH, None),
            ("folder", is_dir, None),
            ("folder", OFlags::PATH, None),
            ("folder/new", OFlags::WRONLY | OFlags::CREATE, None),
            ("missing", OFlags::RDONLY, Some(Errno::NOENT)),
            ("missing/file", OFlags::RDONLY, Some(Errno::NOENT)),
            ("folder/file/x", OFlags::RDONLY, Some(Errno::NOTDIR)),
            ("folder/file", is_dir, Some(Errno::NOTDIR)),
            ("folder", OFlags::WRONLY, Some(Errno::ISDIR)),
            ("to_file", OFlags::RDONLY, Some(Errno::LOOP)),
            ("to_file", OFlags::PATH, Some(Errno::LOOP)),
            (
                "to_file",
                OFlags::WRONLY | OFlags::CREATE,
                Some(Errno::LOOP),
            ),
            ("to_folder", is_dir, Some(Errno::LOOP)),
            ("to_folder/file", OFlags::RDONLY, Some(Errno::LOOP)),
        ];
        for (name, flags, error) in cases {
            let path = folder.join(name);
            for open in [open_exactly, open_part_by_part] {
                assert_eq!(open(&path, flags).err(), error, "{name} with {flags:?}");
            }
        }
        for open in [open_exactly, open_part_by_part] {
            assert_eq!(open(Path::new("/"), is_dir).err(), None);
        }
        fs::remove_dir_all(folder).expect("the folder goes");
    }
}
