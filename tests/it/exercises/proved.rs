//! The proof of the course: unsolved each exercise fails, each wrong solution is rejected with its hint, each solution
//! holds. What learners are told meanwhile is a snapshot for each exercise, for whoever wants to read all of it.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use crate::scripts::{futures, utf8};
use crate::tree;

/// So many exercises there are at least.
const LEAST: usize = 30;

#[test]
fn every_exercise_is_proved() {
    let output = Command::new(futures())
        .args(["learn", "--course", "scripts/exercises", "test", "--words"])
        .current_dir(tree::root())
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    let told = utf8(&output.stdout);
    assert!(output.status.success(), "{told}{}", utf8(&output.stderr));
    let mut names = BTreeSet::new();
    for (name, words) in exercises(told) {
        insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true}, {
            insta::assert_snapshot!(name, words);
        });
        names.insert(name.to_owned());
    }
    assert!(names.len() >= LEAST, "{told}");
    assert_eq!(snapshots(), names, "snapshots, and exercises");
}

/// What was told of each exercise, by its name.
fn exercises(told: &str) -> Vec<(&str, String)> {
    let mut found: Vec<(&str, String)> = Vec::new();
    for line in told.lines() {
        if let Some(rest) = line.strip_prefix("✓ ") {
            let (name, how) = rest.split_once(": ").unwrap();
            found.push((name, format!("{how}\n")));
        } else if let (Some(words), Some((_, text))) = (line.strip_prefix("    "), found.last_mut())
        {
            *text += &format!("{words}\n");
        }
    }
    found
}

/// The names of all snapshots of this test.
fn snapshots() -> BTreeSet<String> {
    let folder = tree::root().join("tests/it/exercises/snapshots");
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let names = names.filter_map(|name| Some(name.strip_suffix(".snap")?.to_owned()));
    names.collect()
}
