//! Without a terminal: what is read is run, statement by statement.

use std::io::Write;
use std::process::Stdio;

use insta::assert_snapshot;

use super::support::own_folder;
use crate::process::{command, describe};

fn piped(options: &[&str], input: &str) -> String {
    let mut child = command(&[&["repl"], options].concat())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Who refuses its options reads nothing.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    describe(&child.wait_with_output().unwrap())
}

#[test]
fn statements_are_run_one_after_the_other() {
    assert_snapshot!(piped(&[], "1 + 1"), @"
    exit code 0
    --- stdout
    2
    --- stderr
    ");
    let input =
        "let x = [1, 2]\nfn f(n) {\n\n    n + 1\n}\nx.map(|n| f(n))\n// done\n\nprint(`${x}`)\n";
    assert_snapshot!(piped(&[], input), @"
    exit code 0
    --- stdout
    [2, 3]
    [1, 2]
    --- stderr
    ");
}

#[test]
fn what_fails_is_told_and_the_rest_goes_on() {
    assert_snapshot!(piped(&[], "1 / 0\n2 + 2\nprint((\n"), @"
    exit code 1
    --- stdout
    4
    --- stderr
    error[ArithmeticError]: Division by zero: 1 / 0
     --> input 1:1:3
      |
    1 | 1 / 0
      |   ^
    error[SyntaxError]: the `(` in line 1 is never closed; a `)` is missing
     --> input 3:1:9
      |
    1 | print((
      |        ^
    ");
    assert_snapshot!(piped(&[], "exit(3)\n1"), @"
    exit code 3
    --- stdout
    --- stderr
    ");
    assert_snapshot!(piped(&[], ":polls\n"), @"
    exit code 1
    --- stdout
    --- stderr
    error: there is no command ':polls'; did you mean ':pools'?
    ");
}

#[test]
fn failures_nobody_asked_for_are_told_at_the_end() {
    let told = piped(&[], "let f = thread_pool(1).submit(|| 1 / 0); wait([f]);\n");
    assert!(
        told.starts_with(
            "exit code 1\n--- stdout\n--- stderr\nerror[ArithmeticError]: never retrieved:"
        ),
        "{told}"
    );
}

#[test]
fn options_count_as_for_scripts() {
    let folder = own_folder("options");
    std::fs::write(folder.join("a.txt"), "a note").unwrap();
    assert_snapshot!(piped(&["--allow-read=repl_options", "--quick"], "read_text(\"repl_options/a.txt\")\nscaled(2, 1)"), @r#"
    exit code 0
    --- stdout
    "a note"
    1
    --- stderr
    "#);
    std::fs::write(
        folder.join("first.rhai"),
        "fn twice(n) { 2 * n }\nlet given = ARGS;",
    )
    .unwrap();
    let path = folder.join("first.rhai");
    let told = piped(&[path.to_str().unwrap(), "x"], "twice(4)\ngiven\n");
    assert_eq!(told, "exit code 0\n--- stdout\n8\n[\"x\"]\n--- stderr\n");
    std::fs::write(
        folder.join("words.rhai"),
        "fn count(text) { text.split().len() }",
    )
    .unwrap();
    let told = piped(
        &[path.to_str().unwrap()],
        "import \"words\" as words;\nwords::count(\"to be\")\n",
    );
    assert_eq!(told, "exit code 0\n--- stdout\n2\n--- stderr\n");
    assert_snapshot!(piped(&["no/such.rhai"], "1"), @"
    exit code 2
    --- stdout
    --- stderr
    error: cannot read no/such.rhai: there is no such file
    ");
}
