//! Numbers and texts that mean something, and do not fit.

use crate::support::check_errors;

#[test]
fn seconds_to_sleep() {
    check_errors(&[
        (
            "sleep(-1)",
            "ValueError: sleep: the time must not be negative, got -1
  at test.rhai:1:1",
        ),
        (
            r#"sleep("a")"#,
            "TypeError: sleep: the time must be a number of seconds, not a string
  at test.rhai:1:1",
        ),
        (
            "sleep(())",
            "TypeError: sleep: the time must be a number of seconds, not ()
  at test.rhai:1:1",
        ),
        (
            "sleep([1])",
            "TypeError: sleep: the time must be a number of seconds, not an array
  at test.rhai:1:1",
        ),
        (
            "sleep(0.0 / 0.0)",
            "ValueError: sleep: the time must be a number of seconds, got NaN
  at test.rhai:1:1",
        ),
        (
            "sleep(1.0 / 0.0)",
            "ValueError: sleep: the time is too long, got inf
  at test.rhai:1:1",
        ),
        (
            "sleep(1e300)",
            "ValueError: sleep: the time is too long, got 1e300
  at test.rhai:1:1",
        ),
        (
            "sleep(-0.5)",
            "ValueError: sleep: the time must not be negative, got -0.5
  at test.rhai:1:1",
        ),
    ]);
}

#[test]
fn arithmetic() {
    check_errors(&[
        (
            "9223372036854775807 + 1",
            "ArithmeticError: Addition overflow: 9223372036854775807 + 1
  at test.rhai:1:21",
        ),
        (
            "9223372036854775807 * 2",
            "ArithmeticError: Multiplication overflow: 9223372036854775807 * 2
  at test.rhai:1:21",
        ),
        (
            "-9223372036854775807 - 2",
            "ArithmeticError: Subtraction overflow: -9223372036854775807 - 2
  at test.rhai:1:22",
        ),
        (
            "2 ** 64",
            "ArithmeticError: Exponential overflow: 2 ** 64
  at test.rhai:1:3",
        ),
        (
            "1 / 0",
            "ArithmeticError: Division by zero: 1 / 0
  at test.rhai:1:3",
        ),
        (
            "1 % 0",
            "ArithmeticError: Modulo division by zero or overflow: 1 % 0
  at test.rhai:1:3",
        ),
        (
            "sum([9223372036854775807, 1])",
            "ArithmeticError: Addition overflow: 9223372036854775807 + 1
  at test.rhai:1:1",
        ),
        (
            "atomic(9223372036854775807).add(1)",
            "ArithmeticError: Addition overflow: 9223372036854775807 + 1
  at test.rhai:1:29",
        ),
    ]);
}

#[test]
fn collections() {
    check_errors(&[
        (
            "min([])",
            "ValueError: min: at least one item is needed
  at test.rhai:1:1",
        ),
        (
            "max([])",
            "ValueError: max: at least one item is needed
  at test.rhai:1:1",
        ),
        (
            "min(5)",
            "TypeError: min: items must be something that `for` can walk through, such as an array or a range, not an integer
  at test.rhai:1:1",
        ),
        (
            r#"min([1, "a"])"#,
            "TypeError: min: a string and an integer cannot be compared
  at test.rhai:1:1",
        ),
        (
            r#"sum(["a"])"#,
            "TypeError: sum: the items must be numbers, but [0] is a string
  at test.rhai:1:1",
        ),
        (
            "sum([1, 2, ()])",
            "TypeError: sum: the items must be numbers, but [2] is ()
  at test.rhai:1:1",
        ),
        (
            "sum(5)",
            "TypeError: sum: items must be something that `for` can walk through, such as an array or a range, not an integer
  at test.rhai:1:1",
        ),
        (
            "sorted(5)",
            "TypeError: sorted: items must be something that `for` can walk through, such as an array or a range, not an integer
  at test.rhai:1:1",
        ),
        (
            r#"sorted([1, "a"])"#,
            "TypeError: sorted: an integer and a string cannot be compared
  at test.rhai:1:1",
        ),
        (
            "sorted([1], #{revers: true})",
            "TypeError: sorted: unknown option `revers`; did you mean `reverse`?
  at test.rhai:1:1",
        ),
        (
            "sorted([1], #{reverse: 1})",
            "TypeError: sorted: reverse must be true or false, not an integer
  at test.rhai:1:1",
        ),
        (
            "zip([1], 5)",
            "TypeError: zip: items must be something that `for` can walk through, such as an array or a range, not an integer
  at test.rhai:1:1",
        ),
        (
            "enumerate(5)",
            "TypeError: enumerate: items must be something that `for` can walk through, such as an array or a range, not an integer
  at test.rhai:1:1",
        ),
        (
            "list(5)",
            "TypeError: list: an array is needed, not an integer
  at test.rhai:1:1",
        ),
    ]);
}

#[test]
fn numbers_as_texts() {
    check_errors(&[
        (
            r#"round("a", 1)"#,
            "TypeError: round: a number is needed, not a string
  at test.rhai:1:1",
        ),
        (
            r#"format(1.5, ".zz")"#,
            r#"ValueError: format: `.zz` is no format such as ".2", "8.3", "," or ">10"
  at test.rhai:1:1"#,
        ),
        (
            r#"format("a", ".2")"#,
            "TypeError: format: `.2` is for numbers, not a string
  at test.rhai:1:1",
        ),
        (
            r#"parse_int("x")"#,
            r#"ValueError: "x" is no integer
  at test.rhai:1:1"#,
        ),
        (
            r#"parse_float("x")"#,
            r#"ValueError: "x" is no number
  at test.rhai:1:1"#,
        ),
    ]);
}

#[test]
fn chance_and_ranges() {
    check_errors(&[
        (
            "random(5, 1)",
            "ValueError: random: the least must not be greater than the most, got 5 and 1
  at test.rhai:1:1",
        ),
        (
            r#"random("a", "b")"#,
            "TypeError: random: two numbers are needed, not a string and a string
  at test.rhai:1:1",
        ),
        (
            "range(1, 5, 0)",
            "ValueError: range: the step must not be 0
  at test.rhai:1:1",
        ),
        (
            "range(1.0, 5.0, 0.0)",
            "ValueError: the step must not be 0
  in function range, called at test.rhai:1:1",
        ),
        (
            "5.to_array()",
            "TypeError: to_array: items must be something that `for` can walk through, such as an array or a range, not an integer
  at test.rhai:1:3",
        ),
        (
            r#"1.."a""#,
            "TypeError: `..` does not work between an integer and a string
  at test.rhai:1:2",
        ),
    ]);
}

#[test]
fn endless_recursion() {
    check_errors(&[(
        "fn f(n) { f(n + 1) }
try { f(0) } catch { }",
        "RecursionError: calls are nested too deeply; does a function call itself without an end?
  at test.rhai:2:7",
    )]);
}
