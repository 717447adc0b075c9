//! Links of Markdown files lead somewhere: to a file that is there, and to a heading that it has.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::documents::markdown::{anchors, links};
use crate::tree::{self, TextFile};

#[test]
fn links_between_files_lead_somewhere() {
    let pages = markdown_files();
    let anchors: Anchors = pages
        .iter()
        .map(|page| (page.path.clone(), anchors(&page.text)))
        .collect();
    assert!(anchors.len() > 10, "too few Markdown files: {anchors:?}");
    let mut findings = Vec::new();
    for page in &pages {
        for target in links(&page.text) {
            if let Some(wrong) = what_is_wrong(&anchors, &page.path, &target) {
                findings.push(format!("{}: {target}: {wrong}", page.path));
            }
        }
    }
    tree::expect_none("Links between files of the tree", &findings);
}

/// Every Markdown file of the tree.
pub(super) fn markdown_files() -> Vec<TextFile> {
    let mut files = tree::all_text_files();
    files.retain(|file| file.has_extension("md"));
    files
}

/// The path of `target` from the root, as `page` means it.
pub(super) fn resolved(page: &str, target: &str) -> String {
    let path = target.split('#').next().unwrap_or(target);
    if path.is_empty() {
        return page.to_owned();
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Whether `target` is an address of the world outside.
pub(super) fn is_outside(target: &str) -> bool {
    target.contains("://") || target.starts_with("mailto:")
}

/// The anchors of each Markdown file, by its path.
type Anchors = BTreeMap<String, BTreeSet<String>>;

fn what_is_wrong(pages: &Anchors, page: &str, target: &str) -> Option<&'static str> {
    if is_outside(target) {
        return None;
    }
    let path = resolved(page, target);
    if !exists(&path) {
        return Some("there is no such file");
    }
    let anchor = target.split_once('#').map(|(_, anchor)| anchor)?;
    let missing = pages
        .get(&path)
        .is_some_and(|anchors| !anchors.contains(anchor));
    missing.then_some("that page has no such heading")
}

fn exists(path: &str) -> bool {
    tree::root().join(Path::new(path)).exists()
}

#[test]
fn a_link_that_leads_nowhere_is_a_finding() {
    let pages = Anchors::from([(
        "docs/testing.md".to_owned(),
        BTreeSet::from(["rules".to_owned()]),
    )]);
    let check = |page: &str, target: &str, expected: Option<&str>| {
        assert_eq!(what_is_wrong(&pages, page, target), expected, "{target}");
    };
    check("README.md", "https://example.org/x#y", None);
    check("README.md", "docs/testing.md", None);
    check("README.md", "docs/testing.md#rules", None);
    check("docs/testing.md", "#rules", None);
    check("docs/a.md", "../README.md", None);
    check("docs/a.md", "../docs/./testing.md#rules", None);
    check(
        "docs/a.md",
        "testing.md#loom",
        Some("that page has no such heading"),
    );
    check(
        "docs/testing.md",
        "#loom",
        Some("that page has no such heading"),
    );
    check("docs/a.md", "README.md", Some("there is no such file"));
}
