//! Making, renaming, copying and removing files and directories, and what can be seen of them from outside.

use std::ffi::OsStr;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;

use rustix::fs::{
    AtFlags, Dir, FileType, Mode, OFlags, Stat, fstat, mkdirat, renameat, statat, unlinkat,
};
use rustix::io::Errno;

use crate::error::ScriptErrorKind;
use crate::outside::cancel::Cancel;
use crate::outside::folders::is_nothing;
use crate::outside::opening::{self, Entry};
use crate::outside::trouble::{Outcome, Trouble};
use crate::outside::{Permission, Permissions};

/// What new directories may be used for, before the user's mask.
const NEW_FOLDER: Mode = Mode::from_raw_mode(0o777);

/// What is to happen if there already is something, or not enough.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct MakeDir {
    /// The directories above it are made as well.
    pub(crate) parents: bool,
    /// That it is there already is as good.
    pub(crate) exist_ok: bool,
}

/// What there is to know of the file or directory at `path`, or of what a link there leads to.
///
/// # Errors
/// If it is not allowed, or not there.
pub(crate) fn look(permissions: &Permissions, path: &str) -> Outcome<Stat> {
    let file = opening::open(permissions, Permission::Read, path, OFlags::PATH)?;
    fstat(&file).map_err(|error| trouble(error, path))
}

/// As [`look`]; `None` if there is nothing.
///
/// # Errors
/// If it is not allowed.
pub(crate) fn look_if_any(permissions: &Permissions, path: &str) -> Outcome<Option<Stat>> {
    match look(permissions, path) {
        Ok(found) => Ok(Some(found)),
        Err(none) if is_nothing(&none) => Ok(None),
        Err(trouble) => Err(trouble),
    }
}

/// What kind of thing it is.
pub(crate) fn kind(found: &Stat) -> FileType {
    FileType::from_raw_mode(found.st_mode)
}

/// Makes a directory.
///
/// # Errors
/// If it is not allowed, and what the operating system says.
pub(crate) fn make_dir(permissions: &Permissions, path: &str, how: MakeDir) -> Outcome<()> {
    let make = || {
        let entry = opening::entry(permissions, Permission::Write, path)?;
        let made = mkdirat(&entry.folder, &entry.name, NEW_FOLDER);
        let is_folder = || {
            let found = statat(&entry.folder, &entry.name, AtFlags::empty());
            found.is_ok_and(|found| kind(&found) == FileType::Directory)
        };
        match made {
            Err(Errno::EXIST) if how.exist_ok && is_folder() => Ok(()),
            made => made.map_err(|error| trouble(error, path)),
        }
    };
    match make() {
        Err(missing) if how.parents && is_nothing(&missing) => {
            let Some((above, _)) = path.trim_end_matches('/').rsplit_once('/') else {
                return Err(missing);
            };
            let above_how = MakeDir {
                exist_ok: true,
                ..how
            };
            make_dir(permissions, above, above_how)?;
            make()
        }
        made => made,
    }
}

/// Removes a file, or a link.
///
/// # Errors
/// If it is not allowed, and what the operating system says.
pub(crate) fn remove_file(permissions: &Permissions, path: &str) -> Outcome<()> {
    let entry = opening::entry(permissions, Permission::Write, path)?;
    remove(&entry, AtFlags::empty()).map_err(|error| trouble(error, path))
}

/// Removes an empty directory.
///
/// # Errors
/// As [`remove_file`].
pub(crate) fn remove_dir(permissions: &Permissions, path: &str) -> Outcome<()> {
    let entry = opening::entry(permissions, Permission::Write, path)?;
    remove(&entry, AtFlags::REMOVEDIR).map_err(|error| trouble(error, path))
}

/// Removes a directory and all that is in it. Links in it are removed, and never followed.
///
/// # Errors
/// As [`remove_file`]; what is removed by then is gone.
pub(crate) fn remove_tree(permissions: &Permissions, cancel: &Cancel, path: &str) -> Outcome<()> {
    let entry = opening::entry(permissions, Permission::Write, path)?;
    let flags = OFlags::RDONLY | OFlags::DIRECTORY;
    let folder = opening::open_in(&entry.folder, &entry.name, flags);
    if folder.as_ref().is_err_and(|error| *error == Errno::LOOP) {
        let text = format!("{path}: it is a link; remove_file removes it");
        return Err(Trouble::new(ScriptErrorKind::Os, text));
    }
    folder
        .and_then(|folder| empty(&folder, cancel))
        .and_then(|()| match cancel.is_cancelled() {
            true => Ok(()),
            false => remove(&entry, AtFlags::REMOVEDIR),
        })
        .map_err(|error| trouble(error, path))
}

fn empty(folder: &OwnedFd, cancel: &Cancel) -> Result<(), Errno> {
    for entry in Dir::read_from(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if [&b"."[..], b".."].contains(&name.to_bytes()) {
            continue;
        }
        if cancel.is_cancelled() {
            return Ok(());
        }
        // Whether it is a directory shows when it is removed as a file: no look that could be out of date.
        match unlinkat(folder, name, AtFlags::empty()) {
            Err(Errno::ISDIR | Errno::PERM) => {
                let name = OsStr::from_bytes(name.to_bytes());
                let flags = OFlags::RDONLY | OFlags::DIRECTORY;
                empty(&opening::open_in(folder, name, flags)?, cancel)?;
                if !cancel.is_cancelled() {
                    unlinkat(folder, name, AtFlags::REMOVEDIR)?;
                }
            }
            removed => removed?,
        }
    }
    Ok(())
}

/// Gives a file or directory another name. What had that name before is replaced, if it is a file or an empty directory.
///
/// # Errors
/// As [`remove_file`], for both.
pub(crate) fn rename(permissions: &Permissions, from: &str, to: &str) -> Outcome<()> {
    let old = opening::entry(permissions, Permission::Write, from)?;
    let new = opening::entry(permissions, Permission::Write, to)?;
    let renamed = renameat(&old.folder, &old.name, &new.folder, &new.name);
    renamed.map_err(|error| trouble(error, &format!("{from} to {to}")))
}

fn remove(entry: &Entry, flags: AtFlags) -> Result<(), Errno> {
    unlinkat(&entry.folder, &entry.name, flags)
}

fn trouble(error: Errno, path: &str) -> Trouble {
    Trouble::of_path(&error.into(), path)
}
