//! What its page says of the findings, against what `futures check` says of itself.

use std::process::Command;

use crate::scripts::{futures, utf8};
use crate::tree;

#[test]
fn the_page_has_the_codes_of_the_checker() {
    let page = tree::read("docs/checking.md");
    let list = Command::new(futures())
        .args(["check", "--codes"])
        .output()
        .expect("the codes of the checker");
    let told: Vec<String> = utf8(&list.stdout)
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_once(' '))
        .map(|(code, summary)| format!("| `{code}` | {} |", summary.trim()))
        .collect();
    assert!(told.len() > 10, "few codes: {told:?}");
    let shown: Vec<&str> = page
        .lines()
        .skip_while(|line| *line != "| code | |")
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .collect();
    assert_eq!(shown, told, "the table of codes in docs/checking.md");
}
