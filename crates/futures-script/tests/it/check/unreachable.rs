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
fn behind_loops_without_end() {
    assert_snapshot!(found_in_names("while true {\n    sleep(1);\n}\nprint(1);"), @"
    4:1-8 warning[unreachable-code]: this is never reached
      1:1-10 the loop here never ends: it has no `break`
    ");
    assert_snapshot!(found_in_names("loop {\n    for i in 0..3 { if i == 1 { break; } }\n}\nprint(1);"), @"
    4:1-8 warning[unreachable-code]: this is never reached
      1:1-4 the loop here never ends: it has no `break`
    ");
    assert_snapshot!(found_in_names("fn watch() {\n    loop { sleep(1); }\n    print(\"over\");\n}\nwatch();"), @"
    3:5-17 warning[unreachable-code]: this is never reached
      2:5-8 the loop here never ends: it has no `break`
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
        "while true { if random() < 2.0 { break; } } print(1);",
        "while false { sleep(1); } print(1);",
        "let x = loop { break 1; }; print(x);",
        "loop { for i in 0..3 { print(i); } if random() < 2.0 { break; } } print(1);",
    ]);
}
