//! What its page says of the command, against what the command says of itself.

use std::collections::BTreeSet;
use std::process::Command;

use crate::scripts::{futures, utf8};
use crate::tree;

/// Every command has these; the page does without them.
const EVERYWHERE: [&str; 2] = ["--help", "--version"];

#[test]
fn the_page_has_the_options_of_the_command() {
    let page = tree::read("docs/command.md");
    let help = Command::new(futures())
        .args(["help", "run"])
        .output()
        .expect("the help of the command");
    assert_eq!(
        options(&page, "| `-"),
        options(utf8(&help.stdout), "-"),
        "the table of options in docs/command.md, and futures help run"
    );
}

/// The options in the lines that begin so, perhaps after blanks.
fn options<'a>(text: &'a str, beginning: &str) -> BTreeSet<&'a str> {
    text.lines()
        .filter(|line| line.trim_start().starts_with(beginning))
        .flat_map(|line| line.split(|char: char| !(char.is_ascii_alphabetic() || char == '-')))
        .filter(|word| word.starts_with("--") && word.len() > 2 && !EVERYWHERE.contains(word))
        .collect()
}

#[test]
fn options_are_found() {
    let page = "| option | |\n|---|---|\n| `-q`, `--quiet` | |\n| `--log-level LEVEL` | |\n";
    assert_eq!(
        options(page, "| `-"),
        BTreeSet::from(["--log-level", "--quiet"])
    );
    let help = "Options:\n  -h, --help   Print\n  --quick      Run\n  a --word within\n";
    assert_eq!(options(help, "-"), BTreeSet::from(["--quick"]));
}
