//! What the README says a learner sees first, against what the command prints.

use std::process::Command;

use crate::scripts::{futures, utf8};
use crate::tree;

#[test]
fn the_readme_shows_what_the_first_exercise_looks_like() {
    let output = Command::new(futures())
        .args(["learn", "--course", "scripts/exercises", "run", "1"])
        .current_dir(tree::root())
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    let told = utf8(&output.stdout);
    let readme = tree::read("README.md");
    let shown = readme.split("```console\n").nth(1).unwrap();
    let (shown, _) = shown.split_once("```").unwrap();
    assert!(
        told.starts_with(shown),
        "the README shows\n{shown}\nand it is\n{told}"
    );
}
