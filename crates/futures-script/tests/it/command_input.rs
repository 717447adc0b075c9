//! What the command reads: the script, and lines for it.

use std::io::Write;
use std::process::{Output, Stdio};

use insta::assert_snapshot;

use crate::process::{Session, command, describe, folder, futures, run};

/// Runs the command with this on its standard input.
fn feed(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = command(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

/// A file that holds these bytes.
fn file(name: &str, bytes: &[u8]) {
    std::fs::write(folder().join(name), bytes).unwrap();
}

#[test]
fn a_script_may_come_from_standard_input() {
    let output = feed(
        &["run", "-", "one", "--two"],
        b"print(ARGS);\nprint(read_line());\nnothing();\n",
    );
    assert_snapshot!(describe(&output), @r#"
    exit code 1
    --- stdout
    ["one", "--two"]

    --- stderr
    error[NameError]: no function `nothing`
     --> <stdin>:3:1
      |
    3 | nothing();
      | ^^^^^^^
      |
      = help: `futures api` lists all that there is
    "#);
}

#[test]
fn lines_are_read_without_their_ends() {
    file(
        "lines.rhai",
        b"let line = read_line(); while line != () { print(`<${line}>`); line = read_line(); } print([line, read_line()]);",
    );
    let output = feed(&["run", "lines.rhai"], "a\n\nb c\r\nä".as_bytes());
    assert_snapshot!(describe(&output), @"
    exit code 0
    --- stdout
    <a>
    <>
    <b c>
    <ä>
    [(), ()]
    --- stderr
    ");
    let output = feed(&["run", "lines.rhai"], b"");
    assert_snapshot!(describe(&output), @"
    exit code 0
    --- stdout
    [(), ()]
    --- stderr
    ");
}

#[test]
fn a_prompt_stands_before_the_answer() {
    file("prompt.rhai", b"print(read_line(\"name? \"));");
    let output = feed(&["run", "prompt.rhai"], b"Ada\n");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "name? Ada\n");
    file("no_prompt.rhai", b"read_line(5)");
    assert_snapshot!(describe(&feed(&["run", "no_prompt.rhai"], b"")), @"
    exit code 1
    --- stdout
    --- stderr
    error[TypeError]: read_line: the prompt must be a string, not an integer
     --> no_prompt.rhai:1:1
      |
    1 | read_line(5)
      | ^^^^^^^^^
    ");
}

#[test]
fn a_line_that_is_no_text_is_an_error_and_the_next_one_is_not() {
    file(
        "bytes.rhai",
        b"try { read_line() } catch (e) { print(`${e.kind}: ${e}`); }\nprint(read_line());\nread_line();",
    );
    let output = feed(&["run", "bytes.rhai"], b"ok \xff\nnext\nbad\xc3\n");
    assert_snapshot!(describe(&output), @"
    exit code 1
    --- stdout
    ValueError: line 1 of the input is not UTF-8: byte 4 of it is wrong
    next
    --- stderr
    error[ValueError]: line 3 of the input is not UTF-8: byte 4 of it is wrong
     --> bytes.rhai:3:1
      |
    3 | read_line();
      | ^^^^^^^^^
    ");
}

#[test]
fn threads_share_the_lines() {
    file(
        "shared_lines.rhai",
        b"with thread_pool(4) as pool { print(sorted(gather((0..4).map(|n| pool.submit(|| read_line()))))); } print(read_line());",
    );
    let output = feed(&["run", "shared_lines.rhai"], b"d\nb\na\nc\nlast\n");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "[\"a\", \"b\", \"c\", \"d\"]\nlast\n"
    );
}

#[test]
fn a_line_is_there_as_soon_as_it_is_typed() {
    let script = "print(`got ${read_line()}`); print(`got ${read_line()}`);";
    let mut session = Session::start(&["--timeout", "60"], "typed.rhai", script);
    let mut stdin = session.child.stdin.take().unwrap();
    stdin.write_all(b"one\ntw").unwrap();
    assert_eq!(session.next_line(), "got one");
    stdin.write_all(b"o\n").unwrap();
    assert_eq!(session.next_line(), "got two");
    assert_eq!(session.end().status.code(), Some(0));
    drop(stdin);
}

#[test]
fn byte_order_mark_shebang_and_line_ends_of_windows_are_fine() {
    let script =
        "\u{feff}#!/usr/bin/env futures run\r\nlet x = 1;\r\nprint(\r\n    x);\r\nx + nothing;\r\n";
    assert_snapshot!(describe(&run("windows.rhai", script, &[])), @"
    exit code 1
    --- stdout
    1
    --- stderr
    error[NameError]: no variable `nothing`; `let nothing = …` makes one
     --> windows.rhai:5:5
      |
    5 | x + nothing;
      |     ^^^^^^^
    ");
    assert_snapshot!(describe(&feed(&["run", "-"], script.as_bytes())), @"
    exit code 1
    --- stdout
    1
    --- stderr
    error[NameError]: no variable `nothing`; `let nothing = …` makes one
     --> <stdin>:5:5
      |
    5 | x + nothing;
      |     ^^^^^^^
    ");
    let first_line = "\u{feff}let y = nothing;\r\n";
    assert_snapshot!(describe(&run("mark.rhai", first_line, &[])), @"
    exit code 1
    --- stdout
    --- stderr
    error[NameError]: no variable `nothing`; `let nothing = …` makes one
     --> mark.rhai:1:9
      |
    1 | let y = nothing;
      |         ^^^^^^^
    ");
}

#[test]
fn what_is_no_script_is_explained() {
    assert_snapshot!(describe(&futures(&["run", "missing.rhai"])), @"
    exit code 2
    --- stdout
    --- stderr
    error: cannot read missing.rhai: there is no such file
    ");
    file("near.rhai", b"");
    assert_snapshot!(describe(&futures(&["run", "near"])), @"
    exit code 2
    --- stdout
    --- stderr
    error: cannot read near: there is no such file; did you mean near.rhai?
    ");
    std::fs::create_dir_all(folder().join("a_folder")).unwrap();
    assert_snapshot!(describe(&futures(&["run", "a_folder"])), @"
    exit code 2
    --- stdout
    --- stderr
    error: cannot read a_folder: it is a directory, not a script
    ");
    file("latin1.rhai", b"// first\nprint(\"caf\xe9\");\n");
    assert_snapshot!(describe(&futures(&["run", "latin1.rhai"])), @"
    exit code 2
    --- stdout
    --- stderr
    error: latin1.rhai is not a script: byte 11 of line 2 (0xe9) is not UTF-8; save it as UTF-8
    ");
    file("utf16.rhai", b"\xff\xfep\0r\0");
    assert_snapshot!(describe(&futures(&["run", "utf16.rhai"])), @"
    exit code 2
    --- stdout
    --- stderr
    error: utf16.rhai is not a script: it is UTF-16; save it as UTF-8
    ");
    assert_snapshot!(describe(&feed(&["run", "-"], b"\xff")), @"
    exit code 2
    --- stdout
    --- stderr
    error: <stdin> is not a script: byte 1 of line 1 (0xff) is not UTF-8; save it as UTF-8
    ");
}
