//! Functions that nobody calls.

use insta::assert_snapshot;

use crate::check::support::{check_names, found_in_names};

#[test]
fn in_programs() {
    assert_snapshot!(found_in_names("fn used() { 1 }\nfn unused() { 2 }\nprint(used());"), @"
    2:4-9 warning[unused-function]: the function `unused` is never used
      help: leave it out, or call it `_unused` if that is meant
    ");
    assert_snapshot!(found_in_names("fn ring(n) { if n > 0 { ring(n - 1) } }\nprint(1);"), @"
    1:4-7 warning[unused-function]: the function `ring` is never used
      help: leave it out, or call it `_ring` if that is meant
    ");
    assert_snapshot!(found_in_names("fn old_name(a, b) { a + b }\nprint([1].map(|x| x));"), @"
    1:4-11 warning[unused-function]: the function `old_name` is never used
      help: leave it out, or call it `_old_name` if that is meant
    ");
}

#[test]
fn private_ones() {
    assert_snapshot!(found_in_names("private fn helper() { 1 }\nfn api() { 2 }"), @"
    1:12-17 warning[unused-function]: the function `helper` is never used
      help: leave it out, or call it `_helper` if that is meant
    ");
    assert_snapshot!(found_in_names("private fn a() { 1 }\nprivate fn b() { a() }\nprint(1);"), @"
    2:12-12 warning[unused-function]: the function `b` is never used
      help: leave it out, or call it `_b` if that is meant
    ");
    assert_snapshot!(found_in_names("private fn f(n) { f(n - 1) }"), @"
    1:12-12 warning[unused-function]: the function `f` is never used
      help: leave it out, or call it `_f` if that is meant
    ");
}

#[test]
fn near_misses() {
    check_names(&[
        "fn api() { 1 } export const SIZE = 4; print(1);",
        "fn api() { 1 } fn other() { api() }",
        "fn task() { 1 } print(to_thread(task).result());",
        "fn by_name() { 1 } print(Fn(\"by_name\").call());",
        "fn double() { this * 2 } print(4.double());",
        "fn _spare() { 1 } print(1);",
        "fn even(n) { n == 0 || odd(n - 1) } fn odd(n) { n != 0 && even(n - 1) } print(even(4));",
    ]);
}
