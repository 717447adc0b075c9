//! Where the texts of modules come from: files below one folder and nowhere else, or what another process has read.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use futures_core::host;
use rhai::ImmutableString;

use crate::modules::linked::{Linked, Unit};
use crate::source;
use crate::values::closest;

/// What files of scripts end with.
const EXTENSION: &str = ".rhai";

/// From where the scripts of an interpreter may import.
#[derive(Clone, Debug, Default)]
pub(crate) enum ImportFrom {
    /// From nowhere.
    #[default]
    Nowhere,
    /// From below this folder.
    Folder(PathBuf),
}

/// Where the texts of the modules of one run are found.
pub(crate) enum Shelf {
    /// In no place.
    Empty,
    /// Below a folder.
    Folder(Folder),
    /// They were read by another process: for each unit its texts, and the numbers of those that it imports.
    Given(Vec<Given>),
}

/// A unit that another process has read.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    pub(crate) source: String,
    pub(crate) module: String,
    pub(crate) text: String,
    pub(crate) imports: Vec<(String, usize)>,
}

/// The folder below which all modules of a script are.
pub(crate) struct Folder {
    /// As the user has named it.
    shown: PathBuf,
    /// As it really is.
    real: PathBuf,
}

/// A text that was found.
#[derive(Debug)]
pub(super) struct Found {
    /// What tells it apart from all others.
    pub(super) key: PathBuf,
    /// What it is called in errors.
    pub(super) source: String,
    /// Its path from the folder of the script, without the extension.
    pub(super) module: String,
    pub(super) text: ImmutableString,
}

impl Given {
    /// All texts of a program.
    pub(crate) fn all(linked: &Linked) -> Vec<Self> {
        let given = |unit: &Unit| Given {
            source: unit.source.to_string(),
            module: unit.module.clone(),
            text: unit.text.to_string(),
            imports: unit.imports.clone(),
        };
        let units = linked.units();
        units.iter().map(|(_, unit)| given(unit)).collect()
    }
}

impl Shelf {
    /// The modules of scripts that may import from there.
    pub(crate) fn of(import_from: &ImportFrom) -> Self {
        match import_from {
            ImportFrom::Nowhere => Shelf::Empty,
            ImportFrom::Folder(folder) => {
                let folder = match folder.as_os_str().is_empty() {
                    true => Path::new("."),
                    false => folder,
                };
                match host::outside(|| fs::canonicalize(folder)) {
                    Ok(real) => Shelf::Folder(Folder {
                        shown: folder.to_owned(),
                        real,
                    }),
                    // Then there is nothing below it either.
                    Err(_) => Shelf::Empty,
                }
            }
        }
    }

    /// What tells the script itself apart from its modules, if it is one of the files there.
    pub(super) fn key_of_script(&self, source: &str) -> Option<PathBuf> {
        match self {
            Shelf::Folder(folder) => {
                let key = host::outside(|| fs::canonicalize(source)).ok()?;
                key.starts_with(&folder.real).then_some(key)
            }
            Shelf::Empty | Shelf::Given(_) => None,
        }
    }

    /// The text that the unit number `importer` means by `path`, where it is in a file in the folder `beside`.
    ///
    /// # Errors
    /// Why there is none, in words for a user.
    pub(super) fn find(&self, importer: usize, beside: &Path, path: &str) -> Result<Found, String> {
        match self {
            Shelf::Empty => Err(format!(
                "cannot import \"{path}\": this script has no folder to import from; a script from standard input \
                 has none, and a program that embeds the language names one with `Builder::import_from`"
            )),
            Shelf::Folder(folder) => host::outside(|| folder.find(beside, path)),
            Shelf::Given(units) => {
                let number = units.get(importer).and_then(|unit| {
                    let mut imports = unit.imports.iter();
                    imports.find(|(known, _)| known == path)
                });
                let found = number.and_then(|(_, number)| Some((*number, units.get(*number)?)));
                let (number, unit) =
                    found.ok_or_else(|| format!("no module \"{path}\" came along"))?;
                Ok(Found {
                    key: PathBuf::from(number.to_string()),
                    source: unit.source.clone(),
                    module: unit.module.clone(),
                    text: unit.text.as_str().into(),
                })
            }
        }
    }

    /// The text that a script means by `path` where it is in a file in the folder `beside`, and the folder that this one
    /// is in.
    ///
    /// # Errors
    /// Why there is none, in words for a user; no words if nothing can be imported at all.
    pub(crate) fn text(
        &self,
        beside: &Path,
        path: &str,
    ) -> Result<(PathBuf, String), Option<String>> {
        if matches!(self, Shelf::Empty) {
            return Err(None);
        }
        let found = self.find(0, beside, path).map_err(Some)?;
        Ok((self.folder_of(&found.key), found.text.to_string()))
    }

    /// In which folder the text with this key is, from the folder of the script.
    pub(super) fn folder_of(&self, key: &Path) -> PathBuf {
        match self {
            Shelf::Folder(folder) => {
                let inner = key.strip_prefix(&folder.real).unwrap_or(key);
                inner.parent().map(Path::to_owned).unwrap_or_default()
            }
            Shelf::Empty | Shelf::Given(_) => PathBuf::new(),
        }
    }
}

impl Folder {
    fn find(&self, beside: &Path, path: &str) -> Result<Found, String> {
        if path.trim().is_empty() {
            return Err(
                "`import` needs the path of a file: `import \"lib/words\" as words;`".to_owned(),
            );
        }
        let wanted = Path::new(path);
        if wanted.is_absolute() {
            return Err(format!(
                "cannot import \"{path}\": the path must begin at the file that imports, and stay below the folder of \
                 the script, {}",
                self.shown.display()
            ));
        }
        let Some(inner) = inside(&beside.join(wanted)) else {
            return Err(self.outside(path));
        };
        let mut name = inner.into_os_string();
        if !path.ends_with(EXTENSION) {
            name.push(EXTENSION);
        }
        let inner = PathBuf::from(name);
        let file = self.real.join(&inner);
        let real = fs::canonicalize(&file).map_err(|error| self.why_not(path, &inner, &error))?;
        let Ok(key) = real.strip_prefix(&self.real) else {
            return Err(self.outside(path));
        };
        // What the user sees is the way that was written, not what links make of it.
        let source = self.shown.join(&inner);
        let source = source.strip_prefix(".").unwrap_or(&source);
        let module = key.with_extension("");
        // A pipe or a device could keep it waiting for ever.
        if fs::metadata(&real).is_ok_and(|known| !known.is_file()) {
            return Err(format!(
                "cannot import \"{path}\": {} is not a file",
                source.display()
            ));
        }
        let bytes = fs::read(&real).map_err(|error| self.why_not(path, &inner, &error))?;
        let text = String::from_utf8(bytes).map_err(|_| {
            format!(
                "cannot import \"{path}\": {} is not a script: it is not UTF-8 text",
                source.display()
            )
        })?;
        Ok(Found {
            source: source.to_string_lossy().into_owned(),
            module: module.to_string_lossy().into_owned(),
            text: source::normalize(&text).into(),
            key: real,
        })
    }

    fn outside(&self, path: &str) -> String {
        format!(
            "cannot import \"{path}\": modules must lie below the folder of the script, {}, and this leads out of it",
            self.shown.display()
        )
    }

    fn why_not(&self, path: &str, inner: &Path, error: &io::Error) -> String {
        let shown = self.shown.join(inner);
        let shown = shown
            .strip_prefix(".")
            .unwrap_or(&shown)
            .display()
            .to_string();
        let why = match error.kind() {
            io::ErrorKind::NotFound => {
                let what = format!("there is no file {shown}");
                match self.similar(inner) {
                    Some(other) => format!("{what}; did you mean \"{other}\"?"),
                    None => what,
                }
            }
            io::ErrorKind::IsADirectory => format!("{shown} is a directory"),
            io::ErrorKind::PermissionDenied => format!("{shown} may not be read by this user"),
            _ => format!("{shown} cannot be read: {error}"),
        };
        format!("cannot import \"{path}\": {why}")
    }

    /// The name of a file in the same folder with nearly this name.
    fn similar(&self, inner: &Path) -> Option<String> {
        let name = inner.file_stem()?.to_str()?;
        let folder = inner.parent().unwrap_or(Path::new(""));
        let entries = fs::read_dir(self.real.join(folder)).ok()?;
        let mut names: Vec<String> = entries
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter_map(|name| Some(name.strip_suffix(EXTENSION)?.to_owned()))
            .collect();
        names.sort_unstable();
        let meant = closest(name, names.iter().map(String::as_str))?;
        Some(folder.join(meant).to_string_lossy().into_owned())
    }
}

/// The path without `.` and `..`; `None` if it leads out of the folder that it begins in.
fn inside(path: &Path) -> Option<PathBuf> {
    let mut inner = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(name) => inner.push(name),
            Component::CurDir => {}
            Component::ParentDir => {
                if !inner.pop() {
                    return None;
                }
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(inner)
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::inside;

    #[test]
    fn paths_stay_inside() {
        for (path, expect) in [
            ("a/b", Some("a/b")),
            ("./a//b/.", Some("a/b")),
            ("a/../b", Some("b")),
            ("a/../../b", None),
            ("..", None),
            ("/a", None),
            ("", Some("")),
        ] {
            assert_eq!(inside(Path::new(path)), expect.map(PathBuf::from), "{path}");
        }
    }
}
