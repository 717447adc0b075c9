//! What is in directories: lists, whole trees, and what matches a pattern. Links are never followed on the way down.

use rustix::fs::{AtFlags, Dir, FileType, OFlags, statat};
use rustix::io::Errno;

use crate::error::ScriptErrorKind;
use crate::outside::cancel::Cancel;
use crate::outside::opening;
use crate::outside::pattern::Pattern;
use crate::outside::trouble::{Outcome, Trouble};
use crate::outside::{Permission, Permissions};

/// Something in a directory.
pub(crate) struct Found {
    pub(crate) name: String,
    kind: FileType,
}

/// Looks at directories for one native.
pub(crate) struct Looker<'a> {
    pub(crate) permissions: &'a Permissions,
    pub(crate) cancel: &'a Cancel,
}

/// One part of a pattern for paths.
enum Step {
    /// `**`: any number of directories.
    AnyDepth,
    Name(Pattern),
}

impl Looker<'_> {
    /// What is in the directory at `path`, by name. What is found of it when it is told to stop is as good as any.
    ///
    /// # Errors
    /// If it is not allowed, is no directory, or has a name in it that is not UTF-8.
    pub(crate) fn list(&self, path: &str) -> Outcome<Vec<Found>> {
        let trouble = |error: Errno| Trouble::of_path(&error.into(), path);
        let flags = OFlags::RDONLY | OFlags::DIRECTORY;
        let folder = opening::open(self.permissions, Permission::Read, path, flags)?;
        let mut all = Vec::new();
        for entry in Dir::read_from(&folder).map_err(trouble)? {
            let entry = entry.map_err(trouble)?;
            if self.cancel.is_cancelled() {
                break;
            }
            let name = entry.file_name();
            if [&b"."[..], b".."].contains(&name.to_bytes()) {
                continue;
            }
            let kind = match entry.file_type() {
                FileType::Unknown => statat(&folder, name, AtFlags::SYMLINK_NOFOLLOW)
                    .map_or(FileType::Unknown, |found| {
                        FileType::from_raw_mode(found.st_mode)
                    }),
                known => known,
            };
            let name = name.to_str().map_err(|_| {
                let name = name.to_bytes().escape_ascii();
                Trouble::value(format!("a name in {path} is not UTF-8: {name}"))
            })?;
            all.push(Found {
                name: name.to_owned(),
                kind,
            });
        }
        all.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(all)
    }

    /// The paths of all files in the tree at `path`, in order. Whatever is no directory counts as a file, also a link.
    ///
    /// # Errors
    /// As [`list`](Self::list), of any directory in it.
    pub(crate) fn files_below(&self, path: &str) -> Outcome<Vec<String>> {
        let mut files = Vec::new();
        let mut folders = vec![path.to_owned()];
        while let Some(folder) = folders.pop() {
            for found in self.list(&folder)? {
                let path = join(&folder, &found.name);
                match found.kind {
                    FileType::Directory => folders.push(path),
                    _ => files.push(path),
                }
            }
        }
        files.sort();
        Ok(files)
    }

    /// The paths that match `pattern`, in order.
    ///
    /// # Errors
    /// As [`list`](Self::list), but what is not there matches nothing.
    pub(crate) fn matching(&self, pattern: &str) -> Outcome<Vec<String>> {
        let (start, rest) = match pattern.strip_prefix('/') {
            Some(rest) => ("/", rest),
            None => ("", pattern),
        };
        let steps: Vec<Step> = rest
            .split('/')
            .filter(|part| !part.is_empty())
            .map(|part| match part {
                "**" => Step::AnyDepth,
                part => Step::Name(Pattern::new(part)),
            })
            .collect();
        let mut found = Vec::new();
        self.expand(start, &steps, &mut found)?;
        found.sort();
        found.dedup();
        Ok(found)
    }

    fn expand(&self, base: &str, steps: &[Step], out: &mut Vec<String>) -> Outcome<()> {
        let Some((step, rest)) = steps.split_first() else {
            if !base.is_empty() {
                out.push(base.to_owned());
            }
            return Ok(());
        };
        let pattern = match step {
            Step::AnyDepth => {
                self.expand(base, rest, out)?;
                return self.descend(base, steps, rest, out);
            }
            Step::Name(pattern) => pattern,
        };
        if let Some(name) = pattern.literal() {
            let path = join(base, &name);
            let is_there = match rest {
                [] => self.is_there(&path)?,
                // If it is not, nothing will be found in it.
                _ => true,
            };
            return match is_there {
                true => self.expand(&path, rest, out),
                false => Ok(()),
            };
        }
        for found in self.list_if_any(base)? {
            if !pattern.matches(&found.name) {
                continue;
            }
            let path = join(base, &found.name);
            let entered = match found.kind {
                _ if rest.is_empty() => self.expand(&path, rest, out),
                FileType::Directory => self.expand(&path, rest, out),
                // Where a link leads, others have said; if that is nothing for this script, or a ring of links, it leads
                // nowhere.
                FileType::Symlink => match self.expand(&path, rest, out) {
                    Err(Trouble {
                        kind: ScriptErrorKind::Permission | ScriptErrorKind::Os,
                        ..
                    }) => Ok(()),
                    expanded => expanded,
                },
                _ => Ok(()),
            };
            entered?;
        }
        Ok(())
    }

    /// Goes on with `**` in each directory of `base`; if nothing follows, files match as well.
    fn descend(
        &self,
        base: &str,
        steps: &[Step],
        rest: &[Step],
        out: &mut Vec<String>,
    ) -> Outcome<()> {
        for found in self.list_if_any(base)? {
            if found.name.starts_with('.') {
                continue;
            }
            let path = join(base, &found.name);
            match found.kind {
                FileType::Directory => self.expand(&path, steps, out)?,
                _ if rest.is_empty() => out.push(path),
                _ => {}
            }
        }
        Ok(())
    }

    /// As [`list`](Self::list); nothing if it is no directory, or not there.
    fn list_if_any(&self, path: &str) -> Outcome<Vec<Found>> {
        match self.list(if path.is_empty() { "." } else { path }) {
            Err(none) if is_nothing(&none) => Ok(Vec::new()),
            listed => listed,
        }
    }

    /// Is there something at `path`? A link that leads nowhere is.
    fn is_there(&self, path: &str) -> Outcome<bool> {
        let found = opening::entry(self.permissions, Permission::Read, path).and_then(|entry| {
            statat(&entry.folder, &entry.name, AtFlags::SYMLINK_NOFOLLOW)
                .map_err(|error| Trouble::of_path(&error.into(), path))
        });
        match found {
            Ok(_) => Ok(true),
            Err(none) if is_nothing(&none) => Ok(false),
            Err(trouble) => Err(trouble),
        }
    }
}

/// Does it only mean that there is nothing?
pub(crate) fn is_nothing(trouble: &Trouble) -> bool {
    matches!(
        trouble.kind,
        ScriptErrorKind::FileNotFound | ScriptErrorKind::NotADirectory
    )
}

fn join(folder: &str, name: &str) -> String {
    match folder {
        "" => name.to_owned(),
        folder if folder.ends_with('/') => format!("{folder}{name}"),
        folder => format!("{folder}/{name}"),
    }
}
