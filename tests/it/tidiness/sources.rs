//! Rules for the text of every file: module docs, length, imports by name, nothing unfinished, nothing private.

use crate::tree;

/// A file beyond this length holds more than one concept.
const MAX_LINES: usize = 500;

/// The files that may hold `unsafe` code, one for each reason. The workspace denies it everywhere else.
const UNSAFE_FILES: &[&str] = &[
    // Work and result of a task share their bytes.
    "crates/futures-core/src/slot.rs",
    // Allocations are counted by a global allocator, whose trait is unsafe to implement.
    "crates/futures-core/tests/it/allocations.rs",
    // A function is named to another process by its distance from another one.
    "crates/pool-process/src/function.rs",
    // Memory that processes share is mapped by the operating system.
    "crates/pool-process/src/sys/mapping.rs",
    "crates/pool-process/src/sys/memory.rs",
    // The standard library cannot change what a signal does.
    "crates/pool-process/src/sys/signals.rs",
    // Calls that crash, scribble and close what is not theirs are what these tests are about.
    "crates/pool-process/tests/faults/unsafe_calls.rs",
    // A scope runs closures that borrow, and waits for them.
    "crates/pool-thread/src/scope/erase.rs",
    // Here as well.
    "crates/pool-thread/tests/it/allocation.rs",
];

/// Words that mark something unfinished. Written in two parts, so that this file does not find itself.
const UNFINISHED: &[&str] = &[
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("#[ign", "ore"),
    concat!("for ", "now"),
    concat!("place", "holder"),
];

/// Addresses and folders that belong to one machine or one registry.
const PRIVATE: &[&str] = &[
    concat!("crates", ".io"),
    concat!("pypi", ".org"),
    concat!("registry", ".npmjs"),
    concat!("deb", ".debian"),
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
];

#[test]
fn every_rust_file_opens_with_its_purpose() {
    let findings: Vec<String> = tree::rust_files()
        .into_iter()
        .filter(|file| !file.text.starts_with("//! "))
        .map(|file| file.path)
        .collect();
    tree::expect_none(
        "A file says in its first line what it is for, after `//!`",
        &findings,
    );
}

#[test]
fn no_rust_file_is_long() {
    let findings: Vec<String> = tree::rust_files()
        .into_iter()
        .filter(|file| file.text.lines().count() > MAX_LINES)
        .map(|file| format!("{}: {} lines", file.path, file.text.lines().count()))
        .collect();
    tree::expect_none("A file holds one concept, in at most 500 lines", &findings);
}

#[test]
fn imports_are_by_name() {
    let findings = lines_of_rust_files(|_, line| is_glob_import(line));
    tree::expect_none("Imports and exports are by name", &findings);
}

#[test]
fn module_roots_hold_no_logic() {
    let findings = lines_of_rust_files(|name, line| {
        matches!(name, "lib.rs" | "mod.rs")
            && ["fn ", "impl ", "impl<", "struct ", "enum ", "trait "]
                .iter()
                .any(|start| without_visibility(line).starts_with(start))
    });
    tree::expect_none(
        "`lib.rs` and `mod.rs` hold docs, `mod` and `pub use`",
        &findings,
    );
}

#[test]
fn unsafe_files_are_the_listed_ones() {
    let lint = concat!("unsafe", "_code");
    let found: Vec<String> = tree::rust_files()
        .into_iter()
        .filter(|file| !file.path.starts_with("crates/peer-bench/") && file.text.contains(lint))
        .map(|file| file.path)
        .collect();
    assert_eq!(found, UNSAFE_FILES);
}

/// What marks it in an exercise.
const THING_TO_DO: &str = concat!("TO", "DO");

/// Where exercises are read and told of, each of which leaves one thing to do, and marks it.
const EXERCISES: [&str; 2] = [
    "crates/futures-script/src/bin/futures/learn/",
    "crates/futures-script/tests/it/learn/",
];

#[test]
fn nothing_is_left_unfinished() {
    let mut findings =
        lines_of_rust_files(|_, line| UNFINISHED.iter().any(|word| line.contains(word)));
    findings.retain(|finding| {
        let is_about_exercises = EXERCISES.iter().any(|folder| finding.starts_with(folder));
        let is_marked = |word: &&str| **word != *THING_TO_DO && finding.contains(*word);
        !is_about_exercises || UNFINISHED.iter().any(is_marked)
    });
    tree::expect_none("No words that mark something unfinished", &findings);
}

#[test]
fn no_test_sleeps() {
    let sleep = concat!("thread::", "sleep");
    let findings: Vec<String> = lines_of_rust_files(|_, line| line.contains(sleep))
        .into_iter()
        .filter(|finding| finding.contains("tests/"))
        .collect();
    tree::expect_none("Tests wait for gates and counters", &findings);
}

#[test]
fn nothing_private_is_in_the_tree() {
    let mut findings = Vec::new();
    for file in tree::all_text_files() {
        if file.name() == "Cargo.lock" {
            continue;
        }
        for (idx, line) in file.text.lines().enumerate() {
            if PRIVATE.iter().any(|word| line.contains(word)) {
                findings.push(format!("{}:{}: {}", file.path, idx + 1, line.trim()));
            }
        }
    }
    tree::expect_none("No registry hosts, no folders of one machine", &findings);
}

#[test]
fn a_glob_import_is_recognised() {
    assert!(is_glob_import("pub use inner::*;"));
    assert!(is_glob_import("    use super::*;"));
    assert!(is_glob_import("use std::sync::{Arc, atomic::*};"));
    assert!(!is_glob_import("use std::sync::Arc;"));
    assert!(!is_glob_import("let area = width * height;"));
}

fn is_glob_import(line: &str) -> bool {
    without_visibility(line).starts_with("use ") && line.contains("::*")
}

/// The line without its indentation and a leading `pub` or `pub(…)`.
fn without_visibility(line: &str) -> &str {
    let line = line.trim_start();
    let Some(rest) = line.strip_prefix("pub") else {
        return line;
    };
    let rest = match rest.strip_prefix('(') {
        Some(scoped) => scoped.split_once(')').map_or(rest, |(_, after)| after),
        None => rest,
    };
    rest.trim_start()
}

/// Every line of every Rust file for which `wanted(file name, line)` holds.
fn lines_of_rust_files(wanted: impl Fn(&str, &str) -> bool) -> Vec<String> {
    let mut findings = Vec::new();
    for file in tree::rust_files() {
        for (idx, line) in file.text.lines().enumerate() {
            if wanted(file.name(), line) {
                findings.push(format!("{}:{}: {}", file.path, idx + 1, line.trim()));
            }
        }
    }
    findings
}
