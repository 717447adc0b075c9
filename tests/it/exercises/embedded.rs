//! The course in the program is that of the folder, down to the last file.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::scripts::futures;
use crate::tree;

#[test]
fn a_copy_has_all_files_of_the_course() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("course");
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    let status = Command::new(futures())
        .args(["learn", "init"])
        .arg(&folder)
        .current_dir(env!("CARGO_TARGET_TMPDIR"))
        .status()
        .unwrap();
    assert!(status.success());
    let mut written = files(&tree::root().join("scripts/exercises"));
    // Learners get no wrong solutions.
    written.retain(|path, _| !path.starts_with("wrong/"));
    let mut copied = files(&folder.join(".course"));
    copied.remove("format");
    assert!(copied == written, "{:?}", (copied.keys(), written.keys()));
    let scripts = files(&folder).into_keys();
    let names = written
        .keys()
        .filter(|path| !path.contains('/') && *path != "info.toml");
    assert!(scripts.eq(names.cloned()));
}

/// What is below a folder and not hidden, by its path.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if name.starts_with('.') {
            continue;
        }
        if entry.file_type().unwrap().is_dir() {
            let inner = files(&entry.path()).into_iter();
            found.extend(inner.map(|(path, bytes)| (format!("{name}/{path}"), bytes)));
        } else {
            found.insert(name, fs::read(entry.path()).unwrap());
        }
    }
    found
}
