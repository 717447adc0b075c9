//! What was typed before: the arrow keys, the search, the file.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::support::{answer, next_prompt, own_folder, shell};
use crate::process::command;
use crate::terminal::Terminal;

const UP: &str = "\u{1b}[A";
const CTRL_R: &str = "\u{12}";

#[test]
fn two_shells_lose_nothing() {
    let file = own_folder("history").join("typed");
    let option = format!("--history={}", file.display());
    let mut one = shell(&[&option]);
    let mut other = shell(&[&option]);
    answer(&mut one, "1 + 10");
    answer(&mut other, "2 + 20");
    answer(&mut one, "3 + 30");
    other.line("if true {");
    other.line("4 + 40");
    other.line("}");
    other.until_shown("}\n44\n>>>");
    // Each goes up in what was typed there.
    one.keys(UP);
    one.until_shown(">>> 3 + 30");
    one.keys(UP);
    one.until_shown(">>> 1 + 10");
    for terminal in [&mut one, &mut other] {
        next_prompt(terminal, "\u{3}");
        terminal.keys("\u{4}");
        assert_eq!(terminal.end(), 0);
    }
    let kept = fs::read_to_string(&file).unwrap();
    assert_eq!(kept, "1 + 10\n2 + 20\n3 + 30\nif true {\\n    4 + 40\\n}\n");
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );
    // A third one finds it all.
    let mut third = shell(&[&option]);
    third.keys(UP);
    third.until_shown(">>> if true {\n...     4 + 40\n... }");
    next_prompt(&mut third, "\u{3}");
    third.keys(&format!("{CTRL_R}2 +"));
    third.until_seen("(reverse-i-search)`2 +': 2 + 20");
    third.keys("\r");
    third.until_shown(">>> 2 + 20\n22\n>>>");
}

#[test]
fn it_lies_where_the_environment_says() {
    let folder = own_folder("state");
    let mut command = command(&["repl", "--color=never"]);
    command.env("XDG_STATE_HOME", &folder);
    let mut terminal = Terminal::start(command, 80, 24);
    terminal.until_shown(">>>");
    answer(&mut terminal, "5 + 5");
    terminal.keys("\u{4}");
    assert_eq!(terminal.end(), 0);
    assert_eq!(
        fs::read_to_string(folder.join("futures/history")).unwrap(),
        "5 + 5\n"
    );
}

#[test]
fn a_history_that_cannot_be_kept_is_told_once() {
    let mut terminal = shell(&["--history=/dev/null/typed"]);
    assert_eq!(answer(&mut terminal, "1"), "1");
    let shown = terminal.shown();
    assert_eq!(
        shown.matches("the history is not kept").count(),
        1,
        "{shown}"
    );
}
