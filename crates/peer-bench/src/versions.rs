//! Which versions of the rivals, the compiler and Python were measured.

use std::process::Command;

const LOCK_FILE: &str = include_str!("../Cargo.lock");
const PACKAGES: &[&str] = &[
    "threadpool",
    "crossbeam-channel",
    "oneshot",
    "rayon",
    "tokio",
    "rusty_pool",
    "affinitypool",
    "futures-util",
];

/// One line: every rival with the version that the lock file pins.
pub(crate) fn rivals() -> String {
    let named = PACKAGES
        .iter()
        .map(|package| format!("{package} {}", locked(package)));
    named.collect::<Vec<_>>().join(", ")
}

/// One line: the rivals of the process pool, those in Python as `python` has them.
pub(crate) fn process_rivals(python: &str) -> String {
    let mut text = format!("procspawn {}", locked("procspawn"));
    for module in ["loky", "pebble"] {
        let version = module_version(python, module).unwrap_or_else(|| "**missing**".to_owned());
        text.push_str(&format!(", {module} {version}"));
    }
    text
}

/// `None` if the interpreter has no such module.
pub(crate) fn module_version(python: &str, module: &str) -> Option<String> {
    let source = format!("import {module}, importlib.metadata as m; print(m.version('{module}'))");
    let output = Command::new(python)
        .args(["-c", &source])
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}

/// The engine behind the script language, with the version that the lock file pins.
pub(crate) fn engine() -> String {
    format!("rhai {}", locked("rhai"))
}

/// What keeps the threads of a simulated world on one processor, with the version that the lock file pins.
pub(crate) fn affinity() -> String {
    format!("rustix {}", locked("rustix"))
}

/// The compiler that is on the path, which is the one that `cargo run` has just used.
pub(crate) fn compiler() -> String {
    first_two_words("rustc").unwrap_or_else(|| "rustc of unknown version".to_owned())
}

/// `None` if there is no such interpreter.
pub(crate) fn python(program: &str) -> Option<String> {
    first_two_words(program).map(|version| format!("C{version}"))
}

fn first_two_words(program: &str) -> Option<String> {
    let output = Command::new(program)
        .arg("--version")
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    let text = String::from_utf8(output.stdout).ok()?;
    Some(
        text.split_whitespace()
            .take(2)
            .collect::<Vec<_>>()
            .join(" "),
    )
}

fn locked(package: &str) -> &'static str {
    let name = format!("name = \"{package}\"");
    let mut lines = LOCK_FILE.lines().skip_while(|line| *line != name);
    lines
        .nth(1)
        .and_then(|line| line.split('"').nth(1))
        .unwrap_or("of unknown version")
}
