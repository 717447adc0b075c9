//! The scripts of the documents, run against the outputs beside them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::documents::blocks::{Block, blocks};
use crate::scripts::{AT_ONCE, futures, start_command, utf8, without_luck};
use crate::tree;

/// The documents whose scripts are run.
pub(super) const DOCUMENTS: [&str; 4] = [
    "README.md",
    "docs/language.md",
    "docs/simulation.md",
    "docs/timeline.md",
];

/// What each script is called in its folder, and so in the reports that it prints.
const NAME: &str = "script.rhai";

/// A script in a document.
#[derive(Debug, PartialEq)]
struct Shown<'a> {
    /// The document and the line of the fence.
    place: String,
    script: &'a str,
    /// The words of the command before the script.
    command: &'static [&'static str],
    fails: bool,
    /// What it prints, where the document shows it.
    output: Option<&'a str>,
}

#[test]
fn every_script_in_a_document_prints_what_is_shown_beside_it() {
    let futures = futures();
    let mut findings = Vec::new();
    for document in DOCUMENTS {
        let text = tree::read(document);
        let shown = shown(document, &text);
        assert!(!shown.is_empty(), "{document} shows no script");
        for batch in shown.chunks(AT_ONCE) {
            let running: Vec<_> = batch
                .iter()
                .map(|shown| {
                    let folder = folder(&shown.place);
                    fs::write(folder.join(NAME), shown.script).expect("a script is written");
                    start_command(&futures, &folder, shown.command, NAME, &[])
                })
                .collect();
            for (shown, child) in batch.iter().zip(running) {
                let output = child.wait_with_output().expect("the output of a script");
                findings.extend(finding(shown, &output));
            }
        }
    }
    tree::expect_none("Scripts in documents", &findings);
}

/// The scripts of `document`, each with the output that comes next.
fn shown<'a>(document: &str, text: &'a str) -> Vec<Shown<'a>> {
    let blocks = blocks(text);
    let next = blocks.iter().skip(1).map(Some).chain([None]);
    let shown = blocks.iter().zip(next).filter_map(|(block, next)| {
        let (command, fails): (&[&str], bool) = match block.info {
            "rhai" => (&["run", "--quick"], false),
            "rhai,fails" => (&["run", "--quick"], true),
            "rhai,simulated" => (&["run", "--quick", "--sim"], false),
            "rhai,explored" => (&["explore"], true),
            _ => return None,
        };
        Some(Shown {
            place: format!("{document}:{}", block.line),
            script: block.text,
            command,
            fails,
            output: next.filter(is_output).map(|block| block.text),
        })
    });
    shown.collect()
}

fn is_output(block: &&Block<'_>) -> bool {
    block.info == "text"
}

/// An empty folder for the script at `place`.
fn folder(place: &str) -> PathBuf {
    let name = place.replace(['/', ':', '.'], "_");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("documents")
        .join(name);
    fs::create_dir_all(&folder).expect("a folder for a script");
    folder
}

/// What is wrong with what a script did, if anything is.
fn finding(shown: &Shown<'_>, output: &Output) -> Option<String> {
    let printed = without_luck(&(utf8(&output.stdout).to_owned() + utf8(&output.stderr)));
    let place = &shown.place;
    if output.status.success() == shown.fails {
        let wanted = if shown.fails { "fail" } else { "end well" };
        return Some(format!("{place} does not {wanted}; it prints\n{printed}"));
    }
    let differs = shown
        .output
        .is_some_and(|expected| without_luck(expected) != printed);
    differs.then(|| format!("{place} prints\n{printed}"))
}

#[test]
fn a_script_goes_with_the_output_that_comes_next() {
    let text = "```python\n1\n```\n```rhai\n2\n```\nso\n```text\n3\n```\n```rhai,fails\n4\n```\n";
    let expected = [
        Shown {
            place: "a.md:4".to_owned(),
            script: "2\n",
            command: &["run", "--quick"],
            fails: false,
            output: Some("3\n"),
        },
        Shown {
            place: "a.md:11".to_owned(),
            script: "4\n",
            command: &["run", "--quick"],
            fails: true,
            output: None,
        },
    ];
    assert_eq!(shown("a.md", text), expected);
}

#[test]
fn another_output_or_another_end_is_a_finding() {
    check("rhai", "print(1);", "1\n", None);
    check("rhai", "print(1);", "2\n", Some("prints\n1\n"));
    check(
        "rhai",
        "exit(1);",
        "",
        Some("does not end well; it prints\n"),
    );
    check("rhai,fails", "exit(1);", "", None);
    check(
        "rhai,fails",
        "print(1);",
        "1\n",
        Some("does not fail; it prints\n1\n"),
    );
}

#[track_caller]
fn check(info: &str, script: &str, output: &str, expected: Option<&str>) {
    let document = format!("```{info}\n{script}\n```\n```text\n{output}```\n");
    let name = format!("check {info} {script} {}", output.trim());
    let shown = shown(&name, &document);
    let [shown] = shown.as_slice() else {
        panic!("one script: {shown:?}")
    };
    let folder = folder(
        &shown
            .place
            .replace(|char: char| !char.is_alphanumeric(), "_"),
    );
    fs::write(folder.join(NAME), shown.script).expect("a script is written");
    let child = start_command(&futures(), &folder, shown.command, NAME, &[]);
    let done = child.wait_with_output().expect("the output of a script");
    let expected = expected.map(|expected| format!("{} {expected}", shown.place));
    assert_eq!(finding(shown, &done), expected);
}
