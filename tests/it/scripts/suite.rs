//! The scripts as a suite for `futures test`, which compares each with the snapshot beside it.

use std::collections::BTreeMap;
use std::env;
use std::process::{Command, Output, Stdio};

use crate::scripts::binary;
use crate::scripts::running::utf8;
use crate::tree;

/// The script that the README tells newcomers to run.
const TOUR: &str = "scripts/tour.rhai";

/// The folder of the scripts whose bug is to be found, and of their cured twins.
const RACES: &str = "scripts/races";

/// The folder of the course, whose scripts are unfinished on purpose.
const EXERCISES: &str = "scripts/exercises/";

/// Scripts that run at the same time. They mostly sleep, so this may exceed the number of cores; more of them would delay
/// each other's timers so much that the order of prints is no longer the one that a script asks for.
const JOBS: &str = "--jobs=4";

/// Schedules for each script, unless `SIM_SEEDS` says otherwise.
const SEEDS: u64 = 6;

/// Schedules for each cured race, likewise; with `SIM_SEEDS` there are five times as many as it says.
const SEEDS_OF_CURED: u64 = 60;

#[test]
fn every_script_prints_what_its_snapshot_says() {
    expect_good(&["--unreferenced=reject", "scripts"]);
}

#[test]
fn every_script_holds_in_many_schedules() {
    let wanted: Option<u64> = env::var("SIM_SEEDS")
        .ok()
        .map(|seeds| seeds.parse().expect("SIM_SEEDS is a number"));
    let seeds = format!("--seeds={}", wanted.unwrap_or(SEEDS));
    let of_cured = wanted.map_or(SEEDS_OF_CURED, |seeds| 5 * seeds);
    let of_cured = format!("--seeds={of_cured}");
    let modes = modes();
    let others = modes.keys().filter(|path| !path.starts_with(RACES));
    let others: Vec<&str> = others.map(String::as_str).collect();
    expect_good(&[&[&*seeds][..], &others].concat());
    expect_good(&[&of_cured, RACES]);
}

/// The suite of the page on testing, run as the page says.
#[test]
fn the_example_of_a_suite_holds() {
    let output = test(&["--seeds=20", "docs/examples/suite"]);
    assert!(output.status.success(), "{}", utf8(&output.stdout));
    let report = utf8(&output.stdout);
    let listed = test(&["--list", "docs/examples/suite"]);
    for mode in ["ordered", "unordered", "sim", "explored"] {
        let has_mode = utf8(&listed.stdout)
            .lines()
            .any(|listed| listed.split(' ').next() == Some(mode));
        assert!(has_mode, "no script of the example is {mode}");
    }
    let n_not_simulated = report.matches("(not simulated: ").count();
    assert_eq!(n_not_simulated, 1, "{report}");
}

/// The code that scripts share lies in folders named `lib`, and is tested through them; exercises have checks instead.
#[test]
fn every_script_is_tested() {
    let modes = modes();
    let is_tested = |path: &str| {
        modes.contains_key(path) || path.contains("/lib/") || path.starts_with(EXERCISES)
    };
    let left_out: Vec<String> = tree::all_text_files()
        .into_iter()
        .filter(|file| file.path.starts_with("scripts/") && file.has_extension("rhai"))
        .map(|file| file.path)
        .filter(|path| !is_tested(path))
        .collect();
    tree::expect_none("Scripts that do not say what to compare", &left_out);
    assert!(modes.contains_key(TOUR), "{TOUR} is missing");
    let n_races = modes.values().filter(|mode| *mode == "explored").count();
    assert!(n_races >= 7, "only {n_races} scripts have a bug to find");
}

/// How the output of each script is compared, by its path.
pub(super) fn modes() -> BTreeMap<String, String> {
    let listed = test(&["--list", "scripts"]);
    assert!(listed.status.success(), "{}", utf8(&listed.stderr));
    let lines = utf8(&listed.stdout).lines();
    let words = lines.map(|line| line.split_once(' ').expect("a mode and a path"));
    words
        .map(|(mode, path)| (path.to_owned(), mode.to_owned()))
        .collect()
}

/// Runs the test, small, so that the lessons in seconds take none.
#[track_caller]
fn expect_good(arguments: &[&str]) {
    let options = [JOBS, "--quick", "--quiet", "--allow-header"];
    let output = test(&[&options[..], arguments].concat());
    assert!(
        output.status.success(),
        "{}{}\nwhat is right is accepted by: futures test --quick --accept scripts",
        utf8(&output.stdout),
        utf8(&output.stderr)
    );
    println!("{}", utf8(&output.stdout));
}

fn test(arguments: &[&str]) -> Output {
    Command::new(binary::futures())
        .arg("test")
        .args(arguments)
        .current_dir(tree::root())
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
        .expect("the command can be started")
}
