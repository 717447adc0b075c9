//! Texts that are no scripts.

use insta::assert_snapshot;

use crate::check::support::{check_clean, found};

#[test]
fn the_words_are_those_of_a_run() {
    assert_snapshot!(found("let a = 1\nlet b = 2;"), @"2:1-3 error[syntax-error]: a `;` is missing before `let`");
    assert_snapshot!(found("fn f() {\n    print(1);\n"), @"
    3:1-1 error[syntax-error]: the `{` in line 1 is never closed
      help: a `}` is missing
    ");
    assert_snapshot!(found("def f(x):\n    return x\n"), @"1:5-5 error[syntax-error]: functions are written `fn name(a, b) { … }`");
    assert_snapshot!(found("let spawn = 1;"), @"
    1:5-9 error[syntax-error]: `spawn` is a reserved word
      help: choose another name
    ");
}

#[test]
fn what_beginners_type() {
    assert_snapshot!(found("for a, b, c in rows {\n    print(a);\n}"), @"1:6-6 error[syntax-error]: `for` takes one variable: `for row in rows`, whose parts are `row[0]`, `row[1]` and so on");
    assert_snapshot!(found("if 1 > 2 {\n    print(1);\n}\n}"), @"
    4:1-1 error[syntax-error]: there is no `{` for this `}`
      help: one of them is too many
    ");
    assert_snapshot!(found("print(“a”);"), @r#"
    1:7-7 error[syntax-error]: `“` is a quote of printed texts
      help: write `"`
    "#);
}

#[test]
fn scripts() {
    check_clean(&[
        "",
        "#!/usr/bin/env futures\nprint(1);",
        "\u{feff}print(1);\r\nprint(2);\r\n",
    ]);
}
