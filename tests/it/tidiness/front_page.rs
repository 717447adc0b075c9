//! The front page tells the truth: its first commands are those that CI runs, and what it shows is run.

use crate::documents::blocks::blocks;
use crate::tree;

/// What a newcomer runs first, in this order.
const FIRST_COMMANDS: [&str; 2] = [
    "cargo run --release -- run scripts/tour.rhai",
    "cargo test --workspace",
];

#[test]
fn the_readme_opens_with_its_two_commands() {
    let readme = tree::read("README.md");
    let block = readme
        .split("```")
        .nth(1)
        .expect("a code block in the README");
    let commands: Vec<&str> = block
        .lines()
        .skip(1)
        .map(|line| line.split('#').next().unwrap_or(line).trim())
        .filter(|line| !line.is_empty())
        .collect();
    assert_eq!(commands, FIRST_COMMANDS);
}

#[test]
fn ci_runs_what_the_readme_says() {
    let script = tree::read(".ci/run");
    for command in FIRST_COMMANDS {
        let runs = script
            .lines()
            .filter(|line| line.starts_with("step '") && line.ends_with(&format!("' {command}")))
            .count();
        assert_eq!(runs, 1, "`{command}` in .ci/run");
    }
}

#[test]
fn the_build_server_and_just_run_the_same_script() {
    assert!(
        tree::read(".github/workflows/ci.yml")
            .lines()
            .any(|line| line.trim() == "- run: .ci/run")
    );
    assert!(tree::read("justfile").contains("\nci:\n    .ci/run\n"));
}

#[test]
fn the_readme_shows_code_that_is_run() {
    let readme = tree::read("README.md");
    let files = tree::all_text_files();
    let is_in = |folder: &str, extension: &str, block: &str| {
        files.iter().any(|file| {
            file.path.starts_with(folder)
                && file.has_extension(extension)
                && file.text.contains(block)
        })
    };
    let blocks = blocks(&readme);
    assert!(!blocks.is_empty(), "the README shows no code");
    let before = [""]
        .into_iter()
        .chain(blocks.iter().map(|block| block.info));
    for (before, block) in before.zip(&blocks) {
        let (language, block) = (block.info, block.text);
        let shown = match language {
            "rust" => is_in("crates/pool-thread/examples/", "rs", block),
            "rhai" => is_in("scripts/", "rhai", block),
            // Run in another way than by themselves, only by the tests of documents.
            "text" if before.starts_with("rhai,") => true,
            "text" => is_in("scripts/", "snap", block),
            _ => continue,
        };
        assert!(
            shown,
            "no example, script or snapshot has this {language} block:\n{block}"
        );
    }
}
