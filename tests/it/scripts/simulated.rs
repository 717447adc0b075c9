//! Every script in the simulated world: the same way twice, and its own checks in many schedules.
//!
//! How many schedules says the variable `SIM_SEEDS` of the environment; without it there are few, since every change is
//! tested with them.

use std::collections::BTreeMap;
use std::env;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use insta::assert_snapshot;

use crate::scripts::binary;
use crate::scripts::header::{Header, Order};
use crate::scripts::running::utf8;
use crate::scripts::snapshots::{scripts, settings};
use crate::tree;

/// Simulated runs at the same time: each keeps one processor busy.
const AT_ONCE: usize = 2;

/// Schedules for each script, unless `SIM_SEEDS` says otherwise.
const SEEDS: u64 = 6;

/// Schedules for each cured race, likewise; with `SIM_SEEDS` there are five times as many as it says.
const SEEDS_OF_CURED: u64 = 60;

/// Schedules among which the bug of a race must be.
const SEEDS_OF_RACES: u64 = 1000;

/// The folder of the scripts whose bug is to be found, and of their cured twins.
const RACES: &str = "scripts/races/";

#[test]
fn every_script_goes_the_same_way_twice() {
    let run = |path: &str, header: &Header, turn: &str| {
        let name = format!("futures-sim-log-{}-{turn}", std::process::id());
        let log = env::temp_dir().join(name).to_string_lossy().into_owned();
        let options = ["run", "--quick", "--sim", "--sim-log", &log, path];
        (start(&options, &header.args), log)
    };
    let settings = settings();
    for (path, header) in &scripts() {
        let both = ["one", "other"].map(|turn| run(path, header, turn));
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
        if header.order == Order::Unordered {
            let name = path.trim_start_matches("scripts/").replace('/', "__");
            settings.bind(|| assert_snapshot!(format!("fifo@{name}"), one));
        }
    }
}

#[test]
fn every_script_holds_in_many_schedules() {
    let correct: Vec<_> = scripts()
        .into_iter()
        .filter(|(_, header)| header.order != Order::Explored)
        .collect();
    let seeds = |path: &str| match env::var("SIM_SEEDS") {
        Ok(seeds) => {
            let seeds: u64 = seeds.parse().expect("SIM_SEEDS is a number");
            if path.starts_with(RACES) {
                5 * seeds
            } else {
                seeds
            }
        }
        Err(_) if path.starts_with(RACES) => SEEDS_OF_CURED,
        Err(_) => SEEDS,
    };
    for batch in correct.chunks(AT_ONCE) {
        let running = batch
            .iter()
            .map(|(path, header)| explore(path, seeds(path), header));
        for ((path, _), child) in batch.iter().zip(running.collect::<Vec<_>>()) {
            let output = child.wait_with_output().expect("the output of a script");
            assert!(output.status.success(), "{path}\n{}", told(&output));
            println!("{path}: {}", utf8(&output.stdout).trim_end());
        }
    }
}

/// The snapshots have how many schedules it took.
#[test]
fn the_bug_of_every_race_is_found() {
    let races: BTreeMap<String, Header> = scripts()
        .into_iter()
        .filter(|(_, header)| header.order == Order::Explored)
        .collect();
    assert!(races.len() >= 7, "{:?}", races.keys());
    let settings = settings();
    for (path, header) in &races {
        let child = explore(path, SEEDS_OF_RACES, header);
        let output = child.wait_with_output().expect("the output of a script");
        assert!(!output.status.success(), "{path}: {}", told(&output));
        let name = path.trim_start_matches("scripts/").replace('/', "__");
        settings.bind(|| assert_snapshot!(format!("explore@{name}"), told(&output)));
    }
}

fn explore(path: &str, seeds: u64, header: &Header) -> Child {
    let seeds = seeds.to_string();
    start(
        &["explore", "--quick", "--seeds", &seeds, path],
        &header.args,
    )
}

fn start(options: &[&str], args: &[String]) -> Child {
    let futures: &Path = &binary::futures();
    Command::new(futures)
        .args(options)
        .args(args)
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
