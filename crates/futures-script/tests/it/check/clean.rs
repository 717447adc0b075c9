//! Nothing is found in any script of the repository.

use std::fs;
use std::path::{Path, PathBuf};

use futures_script::Interpreter;

use crate::check::support::shown;

/// The scripts below a folder.
pub(super) fn scripts(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of scripts") {
        let path = entry.expect("an entry of it").path();
        if path.is_dir() {
            found.extend(scripts(&path));
        } else if path
            .extension()
            .is_some_and(|extension| extension == "rhai")
        {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// What is found in a file.
fn in_file(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a script");
    let folder = path.parent().expect("a folder");
    let interpreter = Interpreter::builder().import_from(folder).build();
    shown(&interpreter.check(&path.to_string_lossy(), &text))
}

#[test]
fn scripts_of_the_repository() {
    let root = Path::new("../../scripts");
    let exercises = root.join("exercises");
    let unsolved = |path: &PathBuf| {
        let inner = path.strip_prefix(&exercises);
        inner.is_ok_and(|inner| !inner.starts_with("solutions"))
    };
    let mut n_scripts = 0;
    let mut all = String::new();
    for path in scripts(root) {
        if unsolved(&path) {
            continue;
        }
        n_scripts += 1;
        let found = in_file(&path);
        if !found.is_empty() {
            all += &format!("{}\n{found}", path.display());
        }
    }
    assert!(n_scripts > 70, "{n_scripts}");
    assert_eq!(all, "");
}

#[test]
fn examples_of_the_reference() {
    let interpreter = Interpreter::new();
    let reference = interpreter.reference();
    let mut all = String::new();
    for entry in reference.entries() {
        if let Some(example) = entry.shown_by() {
            let found = interpreter.check("example.rhai", example.script);
            if !found.is_empty() {
                all += &format!("{:?}\n{}", entry.names(), shown(&found));
            }
        }
    }
    assert_eq!(all, "");
}
