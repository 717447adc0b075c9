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
fn scripts() {
    check_clean(&[
        "",
        "#!/usr/bin/env futures\nprint(1);",
        "\u{feff}print(1);\r\nprint(2);\r\n",
    ]);
}
