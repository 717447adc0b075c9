//! Comments that silence findings.

use insta::assert_snapshot;

use crate::check::support::{check_clean, found};

#[test]
fn a_comment_silences_its_line_or_the_next() {
    check_clean(&[
        "let a = 1; // check: allow(unused-variable)",
        "// check: allow(unused-variable)\nlet a = 1;",
        "// check: allow(unused-variable)\n\n// More words.\nlet a = 1;",
        "//check:allow( unused-variable , unknown-function )\nlet a = 1;",
    ]);
}

#[test]
fn a_comment_silences_nothing_else() {
    assert_snapshot!(found("// check: allow(unused-variable)\nlet a = 1;\nlet b = 2;"), @"
    3:5-5 warning[unused-variable]: the variable `b` is never used
      help: leave it out, or call it `_b` if that is meant
    ");
    assert_snapshot!(found("let a = 1; // check: allow(unknown-function)\n// check: allow()"), @"
    1:5-5 warning[unused-variable]: the variable `a` is never used
      help: leave it out, or call it `_a` if that is meant
    2:1-17 warning[unknown-allow]: this comment allows nothing
      ^ silences nothing
      help: write `// check: allow(CODE)` with a code that a finding shows, such as `unused-variable`
    ");
    assert_snapshot!(found("print(\"// check: allow(unused-variable)\"); let a = 1;"), @"
    1:48-48 warning[unused-variable]: the variable `a` is never used
      help: leave it out, or call it `_a` if that is meant
    ");
}

#[test]
fn unknown_codes() {
    assert_snapshot!(found("// check: allow(unused-varable, unknown-method)\nprint(1);"), @"
    1:17-30 warning[unknown-allow]: there is no finding `unused-varable` that could be allowed
      ^ silences nothing
      help: did you mean `unused-variable`?
    ");
    assert_snapshot!(found("print(1); // check: off"), @"
    1:21-23 warning[unknown-allow]: there is no finding `off` that could be allowed
      ^ silences nothing
      help: write `// check: allow(CODE)` with a code that a finding shows, such as `unused-variable`
    ");
    check_clean(&[
        "// check whether it is allowed\nprint(1);",
        "// We check: allow it.\nprint(1);",
        "/* check: allow(nothing) */ print(1);",
    ]);
}
