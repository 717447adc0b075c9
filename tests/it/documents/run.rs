//! The scripts of the documents, run against the outputs beside them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Child;

use loopback_server::Server;

use crate::documents::blocks::{Block, blocks};
use crate::documents::fence::Fence;
use crate::documents::links::markdown_files;
use crate::scripts::{AT_ONCE, futures, start_command, utf8, without_luck};
use crate::tree::{self, TextFile};

/// What each script is called in its folder, and so in the reports that it prints.
const NAME: &str = "script.rhai";

/// The server of the documents. What is there is another one, at a port that is free.
const SERVER: &str = "http://127.0.0.1:8000";

/// A script in a document.
#[derive(Debug, PartialEq)]
struct Shown<'a> {
    /// The document and the line of the fence.
    place: String,
    script: &'a str,
    fence: Fence<'a>,
    /// The files that the document has shown before.
    files: Vec<(&'a str, &'a str)>,
    /// What it prints, where the document shows it.
    output: Option<&'a str>,
}

#[test]
fn every_script_in_a_document_prints_what_is_shown_beside_it() {
    let futures = futures();
    let documents = documents();
    let shown: Vec<Shown<'_>> = documents
        .iter()
        .flat_map(|document| shown(&document.path, &document.text))
        .collect();
    assert!(
        shown.len() > 40,
        "the documents show few scripts: {}",
        shown.len()
    );
    let mut findings = Vec::new();
    for batch in shown.chunks(AT_ONCE) {
        let running: Vec<_> = batch
            .iter()
            .map(|shown| Running::start(&futures, &folder(&shown.place), shown))
            .collect();
        for (shown, running) in batch.iter().zip(running) {
            findings.extend(finding(shown, &running.end()));
        }
    }
    tree::expect_none("Scripts in documents", &findings);
}

/// The README and the book. What the language's reference shows is run where that is made.
pub(super) fn documents() -> Vec<TextFile> {
    let mut documents = markdown_files();
    documents.retain(|document| {
        let path = &document.path;
        path == "README.md" || path.starts_with("docs/") && !path.starts_with("docs/reference/")
    });
    documents
}

/// The scripts of `document`, each with the output that comes next.
fn shown<'a>(document: &str, text: &'a str) -> Vec<Shown<'a>> {
    let blocks = blocks(text);
    let mut files = Vec::new();
    let mut shown = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        let fence = Fence::of(block.info);
        if let Some(name) = fence.file {
            files.push((name, block.text));
        } else if fence.language == "rhai" {
            shown.push(Shown {
                place: format!("{document}:{}", block.line),
                script: block.text,
                fence,
                files: files.clone(),
                output: blocks
                    .get(index + 1)
                    .filter(is_output)
                    .map(|block| block.text),
            });
        }
    }
    shown
}

/// A script, and the server that it talks to if its fence asks for one.
struct Running {
    script: Child,
    server: Option<Server>,
}

impl Running {
    fn start(futures: &Path, folder: &Path, shown: &Shown<'_>) -> Self {
        let server = shown
            .fence
            .says("server")
            .then(|| Server::start().expect("a server"));
        let script = match &server {
            Some(server) => shown.script.replace(SERVER, &server.url("")),
            None => shown.script.to_owned(),
        };
        for (name, text) in shown.files.iter().chain([&(NAME, script.as_str())]) {
            let path = folder.join(name);
            let parent = path.parent().expect("a file lies in a folder");
            fs::create_dir_all(parent).expect("a folder for a file of a document");
            fs::write(path, text).expect("a file of a document is written");
        }
        let script = start_command(futures, folder, &shown.fence.command(), NAME, &[]);
        Self { script, server }
    }

    /// What it did, as if the server were the one of the documents.
    fn end(self) -> Done {
        let output = self
            .script
            .wait_with_output()
            .expect("the output of a script");
        let printed = utf8(&output.stdout).to_owned() + utf8(&output.stderr);
        let printed = match self.server {
            Some(server) => printed.replace(&server.url(""), SERVER),
            None => printed,
        };
        Done {
            is_success: output.status.success(),
            printed: without_luck(&printed),
        }
    }
}

/// What a script did.
struct Done {
    is_success: bool,
    printed: String,
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
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("what an earlier run has left goes");
    }
    fs::create_dir_all(&folder).expect("a folder for a script");
    folder
}

/// What is wrong with what a script did, if anything is.
fn finding(shown: &Shown<'_>, done: &Done) -> Option<String> {
    let Done {
        is_success,
        printed,
    } = done;
    let place = &shown.place;
    if *is_success == shown.fence.fails() {
        let wanted = if shown.fence.fails() {
            "fail"
        } else {
            "end well"
        };
        return Some(format!("{place} does not {wanted}; it prints\n{printed}"));
    }
    let differs = shown
        .output
        .is_some_and(|expected| without_luck(expected) != *printed);
    differs.then(|| format!("{place} prints\n{printed}"))
}

#[test]
fn a_script_goes_with_the_output_that_comes_next() {
    let text =
        "```csv,file=b.csv\n0\n```\n```rhai\n2\n```\nso\n```text\n3\n```\n```rhai,fails\n4\n```\n";
    let expected = [
        Shown {
            place: "a.md:4".to_owned(),
            script: "2\n",
            fence: Fence::of("rhai"),
            files: vec![("b.csv", "0\n")],
            output: Some("3\n"),
        },
        Shown {
            place: "a.md:11".to_owned(),
            script: "4\n",
            fence: Fence::of("rhai,fails"),
            files: vec![("b.csv", "0\n")],
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
    let done = Running::start(&futures(), &folder, shown).end();
    let expected = expected.map(|expected| format!("{} {expected}", shown.place));
    assert_eq!(finding(shown, &done), expected);
}
