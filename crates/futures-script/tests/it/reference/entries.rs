//! Each entry is complete and well formed.

use std::collections::BTreeSet;

use futures_script::Interpreter;
use futures_script::reference::{Entry, Kind, Reference};

fn reference() -> Reference {
    Interpreter::new().reference()
}

/// Each entry must be without what `wrong` finds.
#[track_caller]
fn check(wrong: impl Fn(&Entry) -> Option<String>) {
    let reference = reference();
    let found = reference.entries().filter_map(|entry| {
        let wrong = wrong(entry)?;
        Some(format!("{}: {wrong}", entry.names()[0]))
    });
    let found: Vec<String> = found.collect();
    assert_eq!(found, [""; 0]);
}

#[test]
fn summaries_are_a_sentence() {
    check(|entry| {
        let summary = entry.summary();
        let is_sentence = summary.ends_with(['.', '?']) && !summary.contains('\n');
        let starts =
            summary.starts_with(|char: char| char.is_uppercase() || "`0123456789".contains(char));
        (!is_sentence || !starts).then(|| summary.to_owned())
    });
}

#[test]
fn lines_of_examples_fit_a_terminal() {
    check(|entry| {
        let example = entry.shown_by()?;
        let mut lines = example.script.lines().chain(example.output.lines());
        let long = lines.find(|line| line.chars().count() > 92)?;
        Some(long.to_owned())
    });
}

#[test]
fn functions_and_words_have_an_example() {
    check(|entry| {
        let needs = matches!(entry.kind(), Kind::Function | Kind::Syntax);
        (needs && entry.shown_by().is_none()).then(|| "no example".to_owned())
    });
}

#[test]
fn what_an_entry_refers_to_exists() {
    let reference = reference();
    let names: BTreeSet<String> = reference.entries().flat_map(Entry::names).collect();
    check(|entry| {
        let unknown = entry
            .see_also()
            .iter()
            .find(|name| !names.contains(**name))?;
        Some(format!("nothing is called {unknown}"))
    });
}

#[test]
fn one_thing_is_described_once() {
    let reference = reference();
    let mut seen = BTreeSet::new();
    for entry in reference.entries() {
        for form in entry.forms() {
            let what = form.split(" -> ").next();
            assert!(seen.insert(what), "{form} is described twice");
        }
    }
}
