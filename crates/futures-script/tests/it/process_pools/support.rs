//! Scripts with process pools, which the `futures` command runs: its workers are that command again.

use std::path::Path;

use crate::process::{describe, run_with};
use crate::sim_processes;

/// The script must end well, say nothing on standard error, and print these lines; so it must in a simulated world.
#[track_caller]
pub(crate) fn check(script: &str, expect: &str) {
    check_real(script, expect);
    sim_processes::check(script, expect);
}

/// As [`check`], for a script of whose processes a simulation shows something else, or nothing.
#[track_caller]
pub(crate) fn check_real(script: &str, expect: &str) {
    let name = file_name();
    let output = run_with(&["--timeout", "60"], &name, script, &["a", "b c"]);
    let printed = String::from_utf8_lossy(&output.stdout);
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{}", describe(&output));
    assert_eq!(printed.trim_end(), expect, "{script}");
    assert_eq!(complaints, "", "{script}");
}

/// The expression, in a script with a pool `pool` of two, must have a value that prints like this.
#[track_caller]
pub(crate) fn check_value(expression: &str, expect: &str) {
    let name = file_name();
    let script = format!("let pool = process_pool(2);\nprint({expression});");
    let output = run_with(&["--timeout", "60"], &name, &script, &[]);
    let printed = String::from_utf8_lossy(&output.stdout);
    assert_eq!(printed.trim_end(), expect, "{}", describe(&output));
    sim_processes::check(&script, expect);
}

/// As `describe`, with all numbers of processes set to zero.
pub(crate) fn described(output: &std::process::Output) -> String {
    let text = describe(output);
    let mut words = Vec::new();
    let mut was_process = false;
    for word in text.split(' ') {
        let digits = word.trim_end_matches(|char: char| !char.is_ascii_digit());
        if was_process && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            words.push(format!("0{}", &word[digits.len()..]));
        } else {
            words.push(word.to_owned());
        }
        was_process = word == "process";
    }
    words.join(" ")
}

/// A name for the script of a caller, which no other test has at the same time.
#[track_caller]
fn file_name() -> String {
    let caller = std::panic::Location::caller();
    let file = Path::new(caller.file()).file_stem().unwrap_or_default();
    format!("process_{}_{}.rhai", file.display(), caller.line())
}
