//! A shell on a terminal.

use std::path::PathBuf;

use rustix::fs::{CWD, FileType, Mode, mknodat};

use crate::process::{command, folder};
use crate::terminal::Terminal;

/// A shell with these options on a terminal of 80 columns, once it asks for its first input.
#[track_caller]
pub(super) fn shell(options: &[&str]) -> Terminal {
    shell_of(options, 80, 24)
}

/// As [`shell`], on a terminal of this size.
#[track_caller]
pub(super) fn shell_of(options: &[&str], columns: u16, rows: u16) -> Terminal {
    let mut options = options.to_vec();
    if !options.iter().any(|option| option.starts_with("--history")) {
        options.push("--no-history");
    }
    let mut arguments = vec!["repl", "--color=never"];
    if options.iter().any(|option| option.starts_with("--color")) {
        arguments.pop();
    }
    // Options stand before the name of a script.
    let (names, options): (Vec<&str>, Vec<&str>) =
        options.iter().partition(|word| !word.starts_with('-'));
    arguments.extend(options);
    arguments.extend(names);
    let mut terminal = Terminal::start(command(&arguments), columns, rows);
    terminal.until_shown(">>>");
    terminal
}

/// What is shown below the last line that begins with this text.
pub(super) fn below(terminal: &Terminal, line: &str) -> String {
    let shown = terminal.shown();
    let at = shown
        .rfind(line)
        .unwrap_or_else(|| panic!("no {line:?} in\n{shown}"));
    shown[at..]
        .split_once('\n')
        .map_or(String::new(), |(_, below)| below.to_owned())
}

/// Types an input, and returns what is shown before the next prompt.
#[track_caller]
pub(super) fn answer(terminal: &mut Terminal, input: &str) -> String {
    next_prompt(terminal, &format!("{input}\r"));
    let asked = format!(">>> {}", input.chars().take(60).collect::<String>());
    let below = below(terminal, &asked);
    below
        .strip_suffix(">>>")
        .unwrap_or(&below)
        .trim_end()
        .to_owned()
}

/// Presses these keys, and waits until another input is asked for.
#[track_caller]
pub(super) fn next_prompt(terminal: &mut Terminal, keys: &str) {
    const EDITING_BEGINS: &str = "\u{1b}[?2004h";
    const EDITING_ENDS: &str = "\u{1b}[?2004l";
    let before = terminal.written.len();
    let has_editor = terminal.written.contains(EDITING_BEGINS);
    terminal.keys(keys);
    terminal.until(keys, |terminal| {
        let new = &terminal.written[before..];
        let is_asked = if has_editor {
            let ended = new.find(EDITING_ENDS).map(|at| &new[at..]);
            ended.is_some_and(|ended| ended.contains(EDITING_BEGINS))
        } else {
            new.contains("\n>>> ")
        };
        is_asked && terminal.shown().ends_with("\n>>>")
    });
}

/// Where a test has its files.
pub(super) fn own_folder(name: &str) -> PathBuf {
    let own = folder().join(format!("repl_{name}"));
    let _ = std::fs::remove_dir_all(&own);
    std::fs::create_dir_all(&own).unwrap();
    own
}

/// A gate for tasks: they wait in `read_text` of the path that is returned, until [`open_gate`].
pub(super) fn gate(name: &str) -> String {
    let path = folder().join(format!("repl_{name}.pipe"));
    let _ = std::fs::remove_file(&path);
    mknodat(CWD, &path, FileType::Fifo, Mode::from_raw_mode(0o600), 0).unwrap();
    format!("repl_{name}.pipe")
}

/// Lets all go on that wait at the gate by now or come before this returns; at least one has to come.
pub(super) fn open_gate(path: &str) {
    std::fs::write(folder().join(path), "").unwrap();
}
