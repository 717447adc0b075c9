//! `docs/reference` is what the entries say now.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use futures_script::Interpreter;

use crate::process::{describe, folder, futures};

/// What renews the files.
const RENEW: &str = "cargo run -- api --markdown docs/reference";

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference")
}

/// The files of a folder by name.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let files = fs::read_dir(folder).expect("the folder is there");
    let files = files.map(|file| {
        let path = file.expect("a file").path();
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        (name, fs::read_to_string(&path).expect("UTF-8"))
    });
    files.collect()
}

#[test]
fn the_files_are_up_to_date() {
    let reference = Interpreter::new().reference();
    let pages = reference
        .pages()
        .into_iter()
        .map(|page| (page.name, page.text));
    let made: BTreeMap<String, String> = pages
        .chain([("futures.d.rhai".to_owned(), reference.definitions())])
        .collect();
    let there = files(&docs());
    let mut stale: Vec<&String> = made
        .iter()
        .filter(|(name, text)| there.get(*name) != Some(*text))
        .map(|(name, _)| name)
        .collect();
    stale.extend(there.keys().filter(|name| !made.contains_key(*name)));
    assert_eq!(
        stale, [""; 0],
        "files of docs/reference are out of date: {RENEW}"
    );
}

#[test]
fn the_command_writes_them() {
    let target = folder().join("reference").join("docs");
    let _ = fs::remove_dir_all(&target);
    let output = futures(&["api", "--markdown", "reference/docs"]);
    assert_eq!(describe(&output), "exit code 0\n--- stdout\n--- stderr\n");
    let names: Vec<String> = files(&target).into_keys().collect();
    assert_eq!(names, files(&docs()).into_keys().collect::<Vec<_>>());
}

#[test]
fn links_inside_of_the_reference_lead_somewhere() {
    let pages = files(&docs());
    for (page, text) in &pages {
        for link in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let (target, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if target.is_empty() { page } else { target };
            let text = pages
                .get(target)
                .unwrap_or_else(|| panic!("{page}: no page {link}"));
            let is_there = anchor.is_empty() || text.contains(&format!("<a id=\"{anchor}\"></a>"));
            assert!(is_there, "{page}: no anchor {link}");
        }
    }
}

#[test]
fn every_form_is_in_the_definitions_for_editors() {
    let reference = Interpreter::new().reference();
    let definitions = reference.definitions();
    for signature in reference.entries().flat_map(|entry| entry.signatures()) {
        let name = &signature.name;
        let forms = [
            format!("fn {name}("),
            format!("fn get {name}("),
            format!("fn set {name}("),
            format!("op {name}("),
            format!("const {name}:"),
        ];
        let is_index = name == "[]";
        assert!(
            is_index || forms.iter().any(|form| definitions.contains(form)),
            "{name}"
        );
    }
    assert!(
        definitions
            .contains("\nfn submit(this_value: ThreadPool | ProcessPool, f: FnPtr) -> Future;\n")
    );
}
