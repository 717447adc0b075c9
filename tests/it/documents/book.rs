//! The book: its summary names every page of `docs/` once, and what it names is there and can be read on its own.

use std::collections::BTreeMap;

use crate::documents::links::{is_outside, markdown_files, resolved};
use crate::documents::markdown::links;
use crate::tree::{self, TextFile};

const SUMMARY: &str = "docs/SUMMARY.md";

/// Where the pages are made, and looked things up in.
const REFERENCE: &str = "docs/reference/";

/// A page with less than this says nothing.
const FEWEST_WORDS: usize = 40;

#[test]
fn the_summary_names_every_page_of_the_book_once() {
    let pages = pages();
    let pages: Vec<&str> = pages.iter().map(|page| page.path.as_str()).collect();
    let findings = summary_findings(&tree::read(SUMMARY), &pages);
    tree::expect_none(
        "docs/SUMMARY.md has a line `- [Title](page.md)` for each page of docs/",
        &findings,
    );
}

#[test]
fn no_page_of_the_book_is_empty() {
    let findings: Vec<String> = pages()
        .into_iter()
        .filter(|page| page.text.split_whitespace().count() < FEWEST_WORDS)
        .map(|page| page.path)
        .collect();
    tree::expect_none("A page has something to say", &findings);
}

#[test]
fn every_page_of_the_book_has_a_beginning_and_an_end() {
    let has_both = |text: &str| {
        let last_heading = text.lines().rev().find(|line| line.starts_with("## "));
        text.starts_with("# ") && last_heading == Some("## Where to go next")
    };
    let findings: Vec<String> = pages()
        .into_iter()
        .filter(|page| !page.path.starts_with(REFERENCE) && !has_both(&page.text))
        .map(|page| page.path)
        .collect();
    tree::expect_none(
        "A page begins with `# Title` and ends with `## Where to go next`",
        &findings,
    );
}

/// A book that was built has its pages only, so a link out of `docs/` would be broken there.
#[test]
fn pages_of_the_book_link_to_pages_of_the_book() {
    let mut findings = Vec::new();
    for page in pages() {
        for target in links(&page.text) {
            if !is_outside(&target) && !resolved(&page.path, &target).starts_with("docs/") {
                findings.push(format!("{}: {target}", page.path));
            }
        }
    }
    tree::expect_none(
        "A page names a file elsewhere by its path, as code",
        &findings,
    );
}

/// The Markdown files of the book, without its summary.
fn pages() -> Vec<TextFile> {
    let mut pages = markdown_files();
    pages.retain(|page| page.path.starts_with("docs/") && page.path != SUMMARY);
    pages
}

/// Where the summary and the pages differ.
fn summary_findings(summary: &str, pages: &[&str]) -> Vec<String> {
    let mut times_named: BTreeMap<String, usize> =
        pages.iter().map(|&page| (page.to_owned(), 0)).collect();
    let mut findings = Vec::new();
    for target in links(summary) {
        let path = resolved(SUMMARY, &target);
        match times_named.get_mut(&path) {
            Some(times) => *times += 1,
            None => findings.push(format!("{target} is named, but there is no such page")),
        }
    }
    let wrong = times_named.iter().filter(|&(_, &times)| times != 1);
    findings.extend(wrong.map(|(page, times)| format!("{page} is named {times} times")));
    findings
}

#[test]
fn a_summary_that_differs_from_the_pages_is_a_finding() {
    let pages = ["docs/a.md", "docs/b.md", "docs/reference/c.md"];
    let check = |summary: &str, expected: &[&str]| {
        assert_eq!(summary_findings(summary, &pages), expected, "{summary}");
    };
    check("- [A](a.md)\n- [B](b.md)\n  - [C](reference/c.md)\n", &[]);
    check(
        "- [A](a.md)\n- [C](reference/c.md)\n",
        &["docs/b.md is named 0 times"],
    );
    check(
        "- [A](a.md)\n- [A](a.md)\n- [B](b.md)\n- [C](reference/c.md)\n",
        &["docs/a.md is named 2 times"],
    );
    check(
        "- [A](a.md)\n- [B](b.md)\n- [C](reference/c.md)\n- [D](d.md)\n",
        &["d.md is named, but there is no such page"],
    );
}
