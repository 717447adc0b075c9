//! `info.toml`, and what is wrong with one.

use insta::assert_snapshot;

use crate::learn::support::{empty_folder, learn, told, write};

/// What is said of a course with this `info.toml`.
fn list(name: &str, info: &str) -> String {
    let folder = empty_folder(name);
    write(&folder, "info.toml", info);
    told(&learn(&folder, &["--course", ".", "list"]), &folder)
}

const EXERCISE: &str = "title = \"T\"\n[[chapters]]\ntitle = \"C\"\n[[chapters.exercises]]\n";

#[test]
fn keys_that_are_unknown_or_missing_are_told_with_their_line() {
    assert_snapshot!(list("unknown-key", "title = \"T\"\nwellcome = \"Hello\"\n"), @r#"
    exit code 2
    --- stdout
    --- stderr
    error: there is no key `wellcome` here
     --> ./info.toml:2:1
      |
    2 | wellcome = "Hello"
      | ^^^^^^^^
      |
      = help: did you mean `welcome`?
    "#);
    assert_snapshot!(list("no-title", "welcome = \"Hello\"\n"), @r#"
    exit code 2
    --- stdout
    --- stderr
    error: the key `title` is missing here
     --> ./info.toml:1:1
      |
    1 | welcome = "Hello"
      | ^
    "#);
    let text = format!("{EXERCISE}name = \"a\"\ntitle = \"A\"\n");
    assert_snapshot!(list("no-hint", &text), @"
    exit code 2
    --- stdout
    --- stderr
    error: the key `hint` is missing here
     --> ./info.toml:4:1
      |
    4 | [[chapters.exercises]]
      | ^^^^^^^^^^^^^^^^^^^^^^
    ");
    let text = format!("{EXERCISE}name = \"a\"\ntitle = \"A\"\nhnit = \"H\"\n");
    assert_snapshot!(list("misspelt", &text), @r#"
    exit code 2
    --- stdout
    --- stderr
    error: there is no key `hnit` here
     --> ./info.toml:7:1
      |
    7 | hnit = "H"
      | ^^^^
      |
      = help: did you mean `hint`?
    "#);
    assert_snapshot!(list("twice", "title = \"T\"\ntitle = \"U\"\n"), @r#"
    exit code 2
    --- stdout
    --- stderr
    error: this key has stood here before
     --> ./info.toml:2:1
      |
    2 | title = "U"
      | ^^^^^
      |
      = help: take one of the two away
    "#);
    assert_snapshot!(list("syntax", "title = \"T\nwelcome = 3\n"), @r#"
    exit code 2
    --- stdout
    --- stderr
    error: invalid basic string, expected `"`
     --> ./info.toml:1:11
      |
    1 | title = "T
      |           ^
    "#);
}

#[test]
fn tables_with_one_bracket_are_told() {
    let exercise = "name = \"a\"\ntitle = \"A\"\nhint = \"H\"\n";
    let one = format!("[chapters.exercises]\n{exercise}");
    let text = format!("title = \"T\"\n[[chapters]]\ntitle = \"C\"\n{one}{one}");
    assert_snapshot!(list("bracket", &text), @"
    exit code 2
    --- stdout
    --- stderr
    error: this key has stood here before
     --> ./info.toml:8:11
      |
    8 | [chapters.exercises]
      |           ^^^^^^^^^
      |
      = help: each of several has two brackets: `[[chapters.exercises]]`
    ");
    let text = format!("{EXERCISE}{exercise}schedules = \"50\"\n");
    assert_snapshot!(list("quoted-number", &text), @r#"
    exit code 2
    --- stdout
    --- stderr
    error: this must be a number, not the text "50"
     --> ./info.toml:8:13
      |
    8 | schedules = "50"
      |             ^^^^
    "#);
}

#[test]
fn values_that_cannot_be_are_told_with_their_line() {
    assert_snapshot!(list("number", "title = 3\n"), @"
    exit code 2
    --- stdout
    --- stderr
    error: this must be a text in quotes, not the number 3
     --> ./info.toml:1:9
      |
    1 | title = 3
      |         ^
    ");
    let text = format!("{EXERCISE}name = \"../a\"\ntitle = \"A\"\nhint = \"H\"\n");
    assert_snapshot!(list("name", &text), @r#"
    exit code 2
    --- stdout
    --- stderr
    error: `../a` cannot be the name of an exercise
     --> ./info.toml:5:8
      |
    5 | name = "../a"
      |        ^^^^^^
      |
      = help: a name is that of its file without `.rhai`: letters, digits, `_` and `-`
    "#);
    let text = format!("{EXERCISE}name = \"a\"\ntitle = \"A\"\nhint = \"H\"\nschedules = 0\n");
    assert_snapshot!(list("schedules", &text), @"
    exit code 2
    --- stdout
    --- stderr
    error: `schedules` must be a number from 1 to 10000
     --> ./info.toml:8:13
      |
    8 | schedules = 0
      |             ^
    ");
    let one = "[[chapters.exercises]]\nname = \"a\"\ntitle = \"A\"\nhint = \"H\"\n";
    let text = format!("title = \"T\"\n[[chapters]]\ntitle = \"C\"\n{one}{one}");
    assert_snapshot!(list("two", &text), @r#"
    exit code 2
    --- stdout
    --- stderr
    error: two exercises are called `a`
     --> ./info.toml:9:8
      |
    9 | name = "a"
      |        ^^^
    "#);
}

#[test]
fn a_text_that_a_terminal_would_obey_is_refused() {
    let info = "title = \"T\\u001b[2J\"\nchapters = []\n";
    assert_snapshot!(list("controls", info), @r#"
    exit code 2
    --- stdout
    --- stderr
    error: a text in it has control characters, which a terminal would obey
     --> ./info.toml:1:1
      |
    1 | title = "T\u001b[2J"
      | ^
      |
      = help: leave them out
    "#);
}
