//! No behaviour is forgotten: every one that is written is in the list that the macros make tests of.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[test]
fn every_behaviour_is_in_the_suite() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let suite = fs::read_to_string(sources.join("suite.rs")).unwrap();
    let listed: BTreeSet<&str> = suite
        .lines()
        .filter_map(|line| line.trim().strip_suffix(','))
        .collect();
    let mut written = BTreeSet::new();
    for file in fs::read_dir(sources.join("behaviours")).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        let behaviours = text.lines().filter_map(behaviour);
        written.extend(behaviours.map(str::to_owned));
    }
    let written: BTreeSet<&str> = written.iter().map(String::as_str).collect();
    assert!(written.len() > 100);
    assert_eq!(listed, written);
}

/// The name of the behaviour that this line declares.
fn behaviour(line: &str) -> Option<&str> {
    let (name, _) = line.strip_prefix("pub fn ")?.split_once('<')?;
    Some(name)
}
