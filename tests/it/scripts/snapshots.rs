//! The scripts against their snapshots in `tests/snapshots`: one file per script, named after its path.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Output;

use insta::{Settings, assert_snapshot, glob};

use crate::scripts::binary;
use crate::scripts::header::{Header, Order};
use crate::scripts::log_lines::without_luck;
use crate::scripts::running::{AT_ONCE, start, utf8};
use crate::tree;

/// The script that the README tells newcomers to run.
const TOUR: &str = "scripts/tour.rhai";

#[test]
fn every_script_prints_what_its_snapshot_says() {
    let scripts = scripts();
    assert!(scripts.contains_key(TOUR), "{TOUR} is missing");
    let outcomes = run_all(
        scripts
            .into_iter()
            .filter(|(_, header)| header.order != Order::Explored)
            .collect(),
    );

    settings().bind(|| {
        glob!("../../../scripts", "**/*.rhai", |path| {
            let name = path.to_string_lossy().replace('\\', "/");
            let outcome = outcomes
                .iter()
                .find(|(script, _)| name.ends_with(script.as_str()));
            if let Some((_, outcome)) = outcome {
                assert_snapshot!("script", outcome);
            }
        });
    });
}

/// Where the snapshots of scripts are.
pub(super) fn settings() -> Settings {
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path("../../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

#[test]
fn every_snapshot_belongs_to_a_script() {
    let scripts: BTreeSet<String> = scripts().into_keys().collect();
    let mut findings = Vec::new();
    for file in tree::all_text_files() {
        let Some((_, name)) = file
            .path
            .strip_prefix("tests/snapshots/")
            .and_then(|name| name.split_once('@'))
        else {
            continue;
        };
        let script = name
            .strip_suffix(".snap")
            .unwrap_or(name)
            .replace("__", "/");
        if !scripts.contains(&format!("scripts/{script}")) {
            findings.push(file.path);
        }
    }
    tree::expect_none("Snapshots whose script is gone", &findings);
}

/// What each script printed, in the form that its snapshot holds, by its path from the root.
fn run_all(scripts: BTreeMap<String, Header>) -> BTreeMap<String, String> {
    let scripts: Vec<(String, Header)> = scripts.into_iter().collect();
    let futures = binary::futures();
    let mut outcomes = BTreeMap::new();
    for batch in scripts.chunks(AT_ONCE) {
        let running: Vec<_> = batch
            .iter()
            .map(|(path, header)| start(&futures, &tree::root(), path, &header.args))
            .collect();
        for ((path, header), child) in batch.iter().zip(running) {
            let output = child.wait_with_output().expect("the output of a script");
            outcomes.insert(path.clone(), describe(path, header, &output));
        }
    }
    outcomes
}

pub(super) fn scripts() -> BTreeMap<String, Header> {
    tree::all_text_files()
        .into_iter()
        .filter(|file| file.path.starts_with("scripts/") && file.has_extension("rhai"))
        .map(|file| match Header::parse(&file.text) {
            Ok(header) => (file.path, header),
            Err(error) => panic!("{}: {error}", file.path),
        })
        .collect()
}

/// The text of a snapshot: what was printed, then, where there is any, what went to stderr.
#[track_caller]
fn describe(path: &str, header: &Header, output: &Output) -> String {
    let stdout = utf8(&output.stdout);
    let stderr = utf8(&output.stderr);
    assert_eq!(
        output.status.code(),
        Some(header.exit),
        "exit code of {path}\n--- stdout\n{stdout}--- stderr\n{stderr}"
    );
    let mut text = in_order(stdout, header.order);
    if !stderr.is_empty() {
        text.push_str("--- stderr\n");
        text.push_str(&in_order(&without_luck(stderr), header.order));
    }
    text
}

fn in_order(text: &str, order: Order) -> String {
    match order {
        Order::Ordered | Order::Explored => text.to_owned(),
        Order::Unordered => {
            let mut lines: Vec<&str> = text.lines().collect();
            lines.sort_unstable();
            lines.join("\n") + "\n"
        }
    }
}
