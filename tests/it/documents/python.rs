//! The Python of the documents, where there is a Python to run it: it does what the script beside it does.

use std::io::{self, Write};
use std::process::{Command, Output};

use crate::documents::blocks::{Block, blocks};
use crate::documents::fence::Fence;
use crate::documents::run::documents;
use crate::scripts::utf8;
use crate::tree;

/// The oldest minor version of Python 3 that has all that the documents show.
const OLDEST: u32 = 10;

/// What the blocks leave out.
const PRELUDE: &str = "\
from concurrent.futures import *
from queue import Queue
from threading import Barrier, Event, Lock, Semaphore, Thread
import asyncio, csv, functools, hashlib, json, logging, os, random, subprocess, sys, time
";

/// A block of Python.
#[derive(Debug, PartialEq)]
struct Shown<'a> {
    place: String,
    program: &'a str,
    /// What the script below prints, unless the fence says that Python's differs.
    output: Option<&'a str>,
}

#[test]
fn python_in_a_document_prints_what_the_script_beside_it_prints() {
    let Some(python) = python() else {
        // Past the capture of what tests print: somebody should know.
        let note = format!(
            "SKIPPED: the Python of the documents, as there is no python3.{OLDEST} or newer\n"
        );
        io::stderr()
            .write_all(note.as_bytes())
            .expect("a line on stderr");
        return;
    };
    let mut findings = Vec::new();
    let mut n_compared = 0;
    for document in documents() {
        for shown in shown(&document.path, &document.text) {
            n_compared += usize::from(shown.output.is_some());
            findings.extend(finding(&shown, &run(&python, shown.program)));
        }
    }
    tree::expect_none("Python in documents", &findings);
    assert!(
        n_compared > 5,
        "few scripts have Python beside them: {n_compared}"
    );
}

/// Each block of Python, with the output of the script that follows it at once.
fn shown<'a>(document: &str, text: &'a str) -> Vec<Shown<'a>> {
    let blocks = blocks(text);
    let of_language = |index: usize, language: &str| {
        blocks
            .get(index)
            .filter(|block| Fence::of(block.info).language == language)
    };
    let python = blocks.iter().enumerate().filter_map(|(index, block)| {
        let fence = Fence::of(block.info);
        let output = of_language(index + 1, "rhai")
            .and_then(|_| of_language(index + 2, "text"))
            .filter(|_| !fence.says("differs"))
            .map(|block: &Block<'a>| block.text);
        (fence.language == "python").then(|| Shown {
            place: format!("{document}:{}", block.line),
            program: block.text,
            output,
        })
    });
    python.collect()
}

/// The program to run, if there is one that is new enough.
fn python() -> Option<String> {
    let program = "python3".to_owned();
    let question = format!("import sys; sys.exit(sys.version_info < (3, {OLDEST}))");
    let answer = Command::new(&program).args(["-c", &question]).status();
    answer
        .is_ok_and(|status| status.success())
        .then_some(program)
}

fn run(python: &str, program: &str) -> Output {
    Command::new(python)
        .args(["-c", &format!("{PRELUDE}{program}")])
        .output()
        .expect("Python starts, as it has before")
}

/// What is wrong with what a program did, if anything is.
fn finding(shown: &Shown<'_>, output: &Output) -> Option<String> {
    let (place, printed) = (&shown.place, utf8(&output.stdout));
    if !output.status.success() {
        let message = utf8(&output.stderr);
        return Some(format!("{place} does not end well:\n{message}"));
    }
    let differs = shown.output.is_some_and(|expected| expected != printed);
    differs.then(|| format!("{place} prints, other than the script,\n{printed}"))
}

#[test]
fn a_program_is_compared_with_the_script_that_follows() {
    let text = "```python\n1\n```\n```rhai\n2\n```\n```text\n3\n```\n\
                ```python,differs\n4\n```\n```rhai\n5\n```\n```text\n6\n```\n\
                ```python\n7\n```\n";
    let shown = shown("a.md", text);
    let outputs: Vec<_> = shown
        .iter()
        .map(|shown| (shown.program, shown.output))
        .collect();
    assert_eq!(
        outputs,
        [("1\n", Some("3\n")), ("4\n", None), ("7\n", None)]
    );
}

#[test]
fn another_output_or_a_failure_of_python_is_a_finding() {
    let Some(python) = python() else {
        return;
    };
    let check = |program: &str, output: Option<&str>, expected: Option<&str>| {
        let shown = Shown {
            place: "a.md:1".to_owned(),
            program,
            output,
        };
        let finding = finding(&shown, &run(&python, program));
        let first_line = finding
            .as_deref()
            .and_then(|finding| finding.lines().next());
        assert_eq!(first_line, expected, "{program}");
    };
    check("print(1)", Some("1\n"), None);
    check("print(1)", None, None);
    check(
        "print(1)",
        Some("2\n"),
        Some("a.md:1 prints, other than the script,"),
    );
    check("1 / 0", None, Some("a.md:1 does not end well:"));
}
