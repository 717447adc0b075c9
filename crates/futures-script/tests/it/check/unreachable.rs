//! Statements that can never be reached.

use insta::assert_snapshot;

use crate::check::support::{check_names, found_in_names};

#[test]
fn behind_what_leaves() {
    assert_snapshot!(found_in_names("fn f() {\n    return 1;\n    print(2);\n}\nprint(f());"), @"
    3:5-12 warning[unreachable-code]: this is never reached
      2:5-12 the `return` here always leaves
    ");
    assert_snapshot!(found_in_names("for i in 0..3 {\n    continue;\n    print(i);\n}"), @"
    3:5-12 warning[unreachable-code]: this is never reached
      2:5-12 the `continue` here always leaves
    ");
    assert_snapshot!(found_in_names("loop {\n    break;\n    print(1);\n    print(2);\n}"), @"
    3:5-12 warning[unreachable-code]: this is never reached
      2:5-9 the `break` here always leaves
    ");
    assert_snapshot!(found_in_names("let f = || {\n    throw \"no\";\n    1\n};\nf.call();"), @"
    3:5-5 warning[unreachable-code]: this is never reached
      2:5-14 the `throw` here always leaves
    ");
}

#[test]
fn near_misses() {
    check_names(&[
        "fn f(n) { if n > 0 { return 1; } print(2); } print(f(1));",
        "loop { if random() < 2.0 { break; } print(1); }",
        "print(f()); return 1; fn f() { 2 }",
        "let f = || { throw \"no\" }; try { f.call(); } catch { print(1); }",
        "fn f() { return 1 } print(f());",
    ]);
}
