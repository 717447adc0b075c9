//! Which names may stand where.

use crate::support::{check, check_errors};

#[test]
fn what_nobody_needs_is_called_underscore() {
    check(
        "let n = 0; for _ in 0..3 { n += 1; } for (_, i) in [7, 8] { n += i; } n",
        "4",
    );
    check(
        "[[1, 2].map(|_| 5), [1].map(|_| [2].map(|_, _| 3))]",
        "[[5, 5], [[3]]]",
    );
    check("fn f(_, b, _) { b } f(1, 2, 3)", "2");
    check(
        "let _ = 1; let _ = 2; try { throw 3 } catch (_) { return 4 }",
        "4",
    );
    check("switch 5 { 1 | 2 => 1, 3 => 4 | 8, _ => 6 | 1 }", "7");
    check("with thread_pool(1) as _ { 1 }", "1");
}

#[test]
fn a_closure_would_get_a_function_for_a_variable_of_the_same_name() {
    check_errors(&[
        (
            "fn n() { 1 } fn g(n) { let f = || n; f.call() } g(5)",
            "SyntaxError: a closure cannot see the variable `n`, because a function has the same name; give one of them another
  at test.rhai:1:35",
        ),
        (
            "fn n() { 1 } let n = 2; (|x| x + n).call(1)",
            "SyntaxError: a closure cannot see the variable `n`, because a function has the same name; give one of them another
  at test.rhai:1:34",
        ),
        (
            "fn n() { 1 } for n in 0..2 { if n > 0 { (|| (|| n).call()).call() } }",
            "SyntaxError: a closure cannot see the variable `n`, because a function has the same name; give one of them another
  at test.rhai:1:49",
        ),
        (
            "fn n() { 1 } try { 1 / 0 } catch (n) { (|| n).call() }",
            "SyntaxError: a closure cannot see the variable `n`, because a function has the same name; give one of them another
  at test.rhai:1:44",
        ),
        (
            "fn n() { 1 } with thread_pool(1) as n { n.submit(|| n.submit(|| 1)) }",
            "SyntaxError: a closure cannot see the variable `n`, because a function has the same name; give one of them another
  at test.rhai:1:53",
        ),
        (
            "fn n() { 1 } let n = [1, 2]; n.map(|x| x + n.len())",
            "SyntaxError: a closure cannot see the variable `n`, because a function has the same name; give one of them another
  at test.rhai:1:44",
        ),
    ]);
}

#[test]
fn variables_and_functions_may_share_a_name_where_no_closure_has_to_choose() {
    check("fn n() { 1 } let n = 2; [n, n()]", "[2, 1]");
    check(
        "fn n(x) { x + 1 } for n in 0..2 { } [1].map(|x| [x].map(n))",
        "[[2]]",
    );
    check(
        "fn n(x) { x + 1 } { let n = 2; } let f = || [1].map(n); let n = 3; f.call()",
        "[2]",
    );
    check(
        "fn n(x) { x + 1 } fn other(n) { n } [1].map(|x| [x].map(n))",
        "[[2]]",
    );
    check(
        "fn n() { 1 } let n = 2; (|n| n + 1).call(5) + (|| { let n = 3; n }).call() + (|| n()).call()",
        "10",
    );
    check("let n = 2; let f = || n; fn n() { 1 } f.call()", "2");
}
