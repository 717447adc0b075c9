//! Which scripts are to be looked at.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Folders that hold nothing written by hand.
const SKIPPED: [&str; 2] = ["node_modules", "target"];

/// The scripts at these paths: files as they are given, and all that is below folders, in the order of their paths.
///
/// # Errors
/// A folder that cannot be read, or that no script was found, in words for a user.
pub(crate) fn scripts(paths: &[OsString]) -> Result<Vec<OsString>, String> {
    let mut found = Vec::new();
    for given in paths {
        let path = Path::new(given);
        if given == "-" || !path.is_dir() {
            found.push(given.clone());
            continue;
        }
        let mut below = Vec::new();
        walk(path, &mut below)
            .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        found.extend(below.into_iter().map(PathBuf::into_os_string));
    }
    // What is given twice, or lies in a folder that is given too, is looked at once.
    let mut seen = BTreeSet::new();
    found.retain(|path| seen.insert(path.clone()));
    if found.is_empty() {
        let folders: Vec<_> = paths.iter().map(|path| path.to_string_lossy()).collect();
        return Err(format!("there is no script in {}", folders.join(", ")));
    }
    Ok(found)
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    let is_course = is_course(folder);
    for entry in entries {
        let name = entry.file_name();
        // What is reached through a link to a folder is looked at where it is.
        let is_folder = entry.file_type()?.is_dir();
        if is_hidden(&name) || is_course && !(is_folder && name == "solutions") {
            continue;
        }
        let path = if folder == Path::new(".") {
            PathBuf::from(&name)
        } else {
            entry.path()
        };
        if is_folder {
            walk(&path, found)?;
        } else if path.extension() == Some(OsStr::new("rhai")) {
            found.push(path);
        }
    }
    Ok(())
}

fn is_hidden(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.') || SKIPPED.contains(&&*name)
}

/// Are these exercises? Then what a learner is to finish is unfinished, what lies in `wrong` is wrong on purpose, and
/// `checks` hold for the runs of others and know names that no other script knows. That leaves the solutions.
fn is_course(folder: &Path) -> bool {
    folder.join("info.toml").is_file() && folder.join("checks").is_dir()
}
