//! Nothing is found in any script of the repository.

use std::fs;
use std::path::{Path, PathBuf};

use futures_script::Interpreter;

use crate::check::support::{found_in_names, shown};

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

/// The blocks of a page that are scripts meant to end well: their lines, and their texts.
fn blocks(page: &str) -> Vec<(usize, String)> {
    let mut blocks = Vec::new();
    let mut block: Option<(usize, String)> = None;
    for (index, line) in page.split_inclusive('\n').enumerate() {
        let fence = line.trim_end().strip_prefix("```");
        match (&mut block, fence) {
            (Some(_), Some("")) => blocks.extend(block.take()),
            (Some((_, text)), _) => text.push_str(line),
            (None, Some(words)) => {
                let mut words = words.split(',');
                let is_script = words.next() == Some("rhai");
                let is_well = words.all(|word| {
                    // A file of a course is no script by itself.
                    !["fails", "explored", "checked"].contains(&word) && !word.starts_with("file=")
                });
                block = (is_script && is_well).then(|| (index + 2, String::new()));
            }
            (None, None) => {}
        }
    }
    blocks
}

#[test]
fn scripts_of_the_book() {
    let mut pages = vec![PathBuf::from("../../README.md")];
    for entry in fs::read_dir("../../docs").expect("the book") {
        let path = entry.expect("a page of it").path();
        if path.extension().is_some_and(|extension| extension == "md") {
            pages.push(path);
        }
    }
    pages.sort();
    let (mut n_blocks, mut all) = (0, String::new());
    for path in pages {
        let page = fs::read_to_string(&path).expect("a page");
        for (line, text) in blocks(&page) {
            n_blocks += 1;
            let found = found_in_names(&text);
            if !found.is_empty() {
                all += &format!("{}:{line}\n{found}", path.display());
            }
        }
    }
    assert!(n_blocks > 40, "{n_blocks}");
    assert_eq!(all, "");
}
