//! Variables whose values nobody reads.

use insta::assert_snapshot;

use crate::check::support::{check_clean, found};

#[test]
fn never_used() {
    assert_snapshot!(found("let total = 1;\nfn f() { const LIMIT = 3; 4 }\nprint(f());"), @"
    1:5-9 warning[unused-variable]: the variable `total` is never used
      help: leave it out, or call it `_total` if that is meant
    2:16-20 warning[unused-variable]: the constant `LIMIT` is never used
      help: leave it out, or call it `_LIMIT` if that is meant
    ");
    assert_snapshot!(found("for item in 0..3 { print(\"x\"); }\nfor (item, n) in [1] { print(item); }"), @"
    2:12-12 warning[unused-variable]: the variable `n` is never used
      help: leave it out: `for item in items`
    ");
    assert_snapshot!(found("with thread_pool(1) as pool { print(1); }"), @"
    1:24-27 warning[unused-variable]: the variable `pool` is never used
      help: leave `as …` out if nobody needs the name
    ");
    // The second one hides the first.
    assert_snapshot!(found("let a = 1;\nlet a = 2;\nprint(a);"), @"
    1:5-5 warning[unused-variable]: the variable `a` is never used
      2:5-5 this one of the same name is another variable
      help: leave it out, or call it `_a` if that is meant
    ");
}

#[test]
fn only_assigned() {
    assert_snapshot!(found("let n = 0;\nn = 1;\nn += 2;"), @"
    1:5-5 warning[unused-variable]: the variable `n` is only ever assigned
      ^ its value is never read
      help: leave it out, or call it `_n` if that is meant
    ");
    assert_snapshot!(found("let m = #{};\nm.a = 1;\nm[\"b\"] = 2;"), @r#"
    1:5-5 warning[unused-variable]: the variable `m` is only ever assigned
      ^ its value is never read
      help: leave it out, or call it `_m` if that is meant
    "#);
}

#[test]
fn used() {
    check_clean(&[
        "let n = 0; let add = |by| n += by; add.call(1); print(n);",
        "let a = 1; let a = a + 1; print(a);",
        "let xs = []; xs.push(1);",
        "let _unused = 1; for _ in 0..3 { print(1); }",
        "fn f(a, b) { a } print(f(1, 2)); print([1].map(|x| 3));",
        "try { throw 1; } catch (e) { print(2); }",
        "let x = 1; print(`x is ${x}`);",
        "let x = 1; let y = #{x: x}; print(y);",
        "const N = 1; fn f() { global::N } print(f());",
        "const N = 1; fn f() { global::N } print(f()); const N = 2;",
        "let x = 1; x",
        "export let x = 1; let y = 2; export y;",
        "let n = 1; fn f() { n } f!();",
    ]);
}
