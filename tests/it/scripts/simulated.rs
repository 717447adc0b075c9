//! Every script in the simulated world: the same way twice, and always the same order in the canonical schedule.

use std::env;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use insta::{Settings, assert_snapshot};

use crate::scripts::binary;
use crate::scripts::running::utf8;
use crate::scripts::suite::modes;
use crate::tree;

#[test]
fn every_script_goes_the_same_way_twice() {
    let run = |path: &str, turn: &str| {
        let name = format!("futures-sim-log-{}-{turn}", std::process::id());
        let log = env::temp_dir().join(name).to_string_lossy().into_owned();
        let script = tree::read(path);
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let answers = header(&script, "answers").map(|file| format!("--answers={folder}/{file}"));
        let arguments = header(&script, "args").unwrap_or_default();
        let mut options = vec!["run", "--quick", "--allow-header", "--sim"];
        options.extend(answers.as_deref());
        options.extend(["--sim-log", &log, path]);
        options.extend(arguments.split_whitespace());
        (start(&options), log)
    };
    let settings = settings();
    for (path, mode) in &modes() {
        let both = ["one", "other"].map(|turn| run(path, turn));
        let both = both.map(|(child, log)| {
            let output = child.wait_with_output().expect("the output of a script");
            let events = std::fs::read_to_string(&log).expect("the log of a simulated run");
            std::fs::remove_file(&log).expect("the log can be removed");
            (told(&output), events)
        });
        let [(one, log), (other, other_log)] = both;
        assert_eq!(one, other, "{path}");
        assert_eq!(log, other_log, "{path}");
        assert!(!log.is_empty(), "{path}");
        if mode == "unordered" {
            let name = path.trim_start_matches("scripts/").replace('/', "__");
            settings.bind(|| assert_snapshot!(format!("fifo@{name}"), one));
        }
    }
}

#[test]
fn every_snapshot_of_a_canonical_schedule_belongs_to_a_script() {
    let modes = modes();
    let mut findings = Vec::new();
    for file in tree::all_text_files() {
        let Some(name) = file.path.strip_prefix("tests/snapshots/fifo@") else {
            continue;
        };
        let script = name.strip_suffix(".snap").unwrap_or(name);
        let script = format!("scripts/{}", script.replace("__", "/"));
        if modes.get(&script).is_none_or(|mode| mode != "unordered") {
            findings.push(file.path);
        }
    }
    tree::expect_none("Snapshots whose script is gone", &findings);
}

/// What a script says at its top of how it is to be run.
fn header<'a>(script: &'a str, name: &str) -> Option<&'a str> {
    let top = script.lines().take_while(|line| line.starts_with("//!"));
    let mut lines = top.filter_map(|line| line.strip_prefix("//! ")?.split_once(": "));
    lines.find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// Where the snapshots of canonical schedules are; those of real runs lie beside the scripts.
fn settings() -> Settings {
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path("../../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

fn start(options: &[&str]) -> Child {
    let futures: &Path = &binary::futures();
    Command::new(futures)
        .args(options)
        .current_dir(tree::root())
        .env("NO_COLOR", "1")
        .env_remove("RUST_BACKTRACE")
        .env_remove("COLUMNS")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{options:?}: {error}"))
}

/// What was printed, then, where there is any, what went to stderr.
fn told(output: &Output) -> String {
    let stderr = utf8(&output.stderr);
    let mut text = utf8(&output.stdout).to_owned();
    if !stderr.is_empty() {
        text.push_str("--- stderr\n");
        text.push_str(stderr);
    }
    text
}
