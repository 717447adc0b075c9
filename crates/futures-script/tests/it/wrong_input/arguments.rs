//! Functions that exist, with the wrong number or types of arguments.

use crate::support::check_errors;

#[test]
fn functions_of_the_script() {
    check_errors(&[
        (
            "fn divide(a, b) { a / b }
divide(1)",
            "TypeError: divide(a, b) takes 2 arguments, but 1 was given
  at test.rhai:2:1",
        ),
        (
            "fn divide(a, b) { a / b }
divide(1, 2, 3)",
            "TypeError: divide(a, b) takes 2 arguments, but 3 were given
  at test.rhai:2:1",
        ),
        (
            "fn f() { } fn f(a) { }
f(1, 2)",
            "TypeError: f() takes 0 or 1 arguments, but 2 were given
  at test.rhai:2:1",
        ),
        (
            "let f = |x| x;
f.call()",
            "TypeError: the closure takes 1 argument, but 0 were given
  at test.rhai:2:3",
        ),
        (
            "let f = |x| x;
f.call(1, 2)",
            "TypeError: the closure takes 1 argument, but 2 were given
  at test.rhai:2:3",
        ),
        (
            "let n = 1; let f = |x| x + n;
f.call(1, 2)",
            "TypeError: the closure takes 1 argument, but 2 were given
  at test.rhai:2:3",
        ),
    ]);
}

#[test]
fn too_many_or_too_few() {
    check_errors(&[
        (
            "sleep()",
            "TypeError: sleep() takes 1 argument, but 0 were given
  at test.rhai:1:1",
        ),
        (
            "sleep(1, 2)",
            "TypeError: sleep() takes 1 argument, but 2 were given
  at test.rhai:1:1",
        ),
        (
            "thread_pool(1, 2)",
            "TypeError: thread_pool() takes 0 or 1 arguments, but 2 were given; with options the number is one of them, `#{max_workers: 4, …}`
  at test.rhai:1:1",
        ),
        (
            "as_completed()",
            "TypeError: as_completed() takes 1 or 2 arguments, but 0 were given
  at test.rhai:1:1",
        ),
        (
            "wait()",
            "TypeError: wait() takes 1 or 2 arguments, but 0 were given
  at test.rhai:1:1",
        ),
        (
            "gather([], [])",
            "TypeError: gather() takes 1 argument, but 2 were given; the futures are given as one array, `gather([f, g])`
  at test.rhai:1:1",
        ),
        (
            "lock(5)",
            "TypeError: lock() takes 0 arguments, but 1 was given
  at test.rhai:1:1",
        ),
        (
            "barrier()",
            "TypeError: barrier() takes 1 argument, but 0 were given
  at test.rhai:1:1",
        ),
        (
            "cell()",
            "TypeError: cell() takes 1 argument, but 0 were given
  at test.rhai:1:1",
        ),
        (
            "thread_of()",
            "TypeError: thread_of() takes a function and the arguments for it, but nothing was given
  at test.rhai:1:1",
        ),
        (
            "to_thread()",
            "TypeError: to_thread() takes a function and the arguments for it, but nothing was given
  at test.rhai:1:1",
        ),
        (
            "cpu_count(1)",
            "TypeError: cpu_count() takes 0 arguments, but 1 was given
  at test.rhai:1:1",
        ),
        (
            "now(1)",
            "TypeError: now() takes 0 arguments, but 1 was given
  at test.rhai:1:1",
        ),
        (
            "zip([1])",
            "TypeError: zip() takes 2 or 3 arguments, but 1 was given
  at test.rhai:1:1",
        ),
        (
            "range(1, 2, 3, 4)",
            "TypeError: range() takes 1 to 3 arguments, but 4 were given
  at test.rhai:1:1",
        ),
        (
            "min()",
            "TypeError: min() takes 1 or 2 arguments, but 0 were given
  at test.rhai:1:1",
        ),
        (
            "random(5)",
            "TypeError: random() takes 0 or 2 arguments, but 1 was given
  at test.rhai:1:1",
        ),
        (
            "format(1.5)",
            r#"TypeError: format() takes 2 arguments, but 1 was given; such as `format(3.14159, ".2")`
  at test.rhai:1:1"#,
        ),
        (
            "let f = thread_pool(1).submit(|| 1); f.result(1, 2)",
            "TypeError: result() of a Future takes 0 or 1 arguments, but 2 were given
  at test.rhai:1:40",
        ),
        (
            "let f = thread_pool(1).submit(|| 1); f.cancel(1)",
            "TypeError: cancel() of a Future takes 0 arguments, but 1 was given
  at test.rhai:1:40",
        ),
        (
            "let f = thread_pool(1).submit(|| 1); f.add_done_callback()",
            "TypeError: add_done_callback() of a Future takes 1 argument, but 0 were given
  at test.rhai:1:40",
        ),
        (
            "log.info()",
            "TypeError: info() of a Log takes 1 argument, but 0 were given; values are put into the text, `n is ${n}` in backticks
  at test.rhai:1:5",
        ),
        (
            r#"log.info("a", "b")"#,
            "TypeError: info() of a Log takes 1 argument, but 2 were given; values are put into the text, `n is ${n}` in backticks
  at test.rhai:1:5",
        ),
        (
            "[].pop(1, 2, 3)",
            "TypeError: pop() of an array takes 0 arguments, but 3 were given
  at test.rhai:1:4",
        ),
        (
            "#{a: 1}.keys(5)",
            "TypeError: keys() of a map takes 0 arguments, but 1 was given
  at test.rhai:1:9",
        ),
    ]);
}

#[test]
fn the_wrong_types() {
    check_errors(&[
        (
            r#"atomic("a")"#,
            "TypeError: atomic() takes an integer, not a string
  at test.rhai:1:1",
        ),
        (
            "atomic(1.5)",
            "TypeError: atomic() takes an integer, not a float
  at test.rhai:1:1",
        ),
        (
            r#"atomic(1).add("a")"#,
            "TypeError: add() of an Atomic takes an integer, not a string
  at test.rhai:1:11",
        ),
        (
            r#"round("a")"#,
            "TypeError: round() takes a float, not a string
  at test.rhai:1:1",
        ),
        (
            r#"round(1.5, "a")"#,
            "TypeError: round() takes (value, integer), not (float, string)
  at test.rhai:1:1",
        ),
        (
            "flatten(5)",
            "TypeError: flatten() takes an array, not an integer
  at test.rhai:1:1",
        ),
        (
            r#"enumerate([1], "a")"#,
            "TypeError: enumerate() takes (value, integer), not (array, string)
  at test.rhai:1:1",
        ),
        (
            "parse_int(5)",
            "TypeError: parse_int() takes a string, not an integer
  at test.rhai:1:1",
        ),
        (
            r#"sqrt("a")"#,
            "TypeError: sqrt() takes a float, not a string
  at test.rhai:1:1",
        ),
        (
            "[1, 2].map(5)",
            "TypeError: map() of an array takes a function or a string, not an integer
  at test.rhai:1:8",
        ),
        (
            "as_completed([]).add(5)",
            "TypeError: add() of an AsCompleted takes a Future, not an integer
  at test.rhai:1:18",
        ),
        (
            "format(1.5, 2)",
            r#"TypeError: format() takes (value, string), not (float, integer); such as `format(3.14159, ".2")`
  at test.rhai:1:1"#,
        ),
        (
            "Fn(5)",
            "TypeError: a string is needed here, not an integer
  at test.rhai:1:4",
        ),
        (
            r#"call("x")"#,
            "TypeError: a function is needed here, not a string
  at test.rhai:1:6",
        ),
    ]);
}

#[test]
fn operators() {
    check_errors(&[
        (
            "1 + ()",
            "TypeError: `+` does not work between an integer and (); `()` stands for nothing: perhaps a function returned no value
  at test.rhai:1:3",
        ),
        (
            "[1] - [2]",
            "TypeError: `-` does not work between an array and an array
  at test.rhai:1:5",
        ),
        (
            r#""a" * 3.5"#,
            "TypeError: `*` does not work between a string and a float
  at test.rhai:1:5",
        ),
        (
            "!5",
            "TypeError: `!` does not work on an integer; compare it, as in `x != 0`
  at test.rhai:1:1",
        ),
        (
            r#"-"a""#,
            "TypeError: `-` does not work on a string
  at test.rhai:1:1",
        ),
        (
            r#"1 ** "a""#,
            "TypeError: `**` does not work between an integer and a string
  at test.rhai:1:3",
        ),
        (
            "let c = cell(1); c += 1;",
            "TypeError: `+` does not work between a Cell and an integer; a Cell has `get()` and `set(value)`
  at test.rhai:1:20",
        ),
        (
            "let c = atomic(1); c += 1;",
            "TypeError: `+` does not work between an Atomic and an integer; an Atomic has `get()` and `add(n)`
  at test.rhai:1:22",
        ),
        (
            "1 + true",
            "TypeError: `+` does not work between an integer and a bool
  at test.rhai:1:3",
        ),
    ]);
}

#[test]
fn conditions() {
    check_errors(&[
        (
            "if 1 + 1 { print(1) }",
            "TypeError: `true` or `false` is needed here, not an integer; compare it, as in `x != 0`
  at test.rhai:1:6",
        ),
        (
            "let f = thread_pool(1).submit(|| 1);
if f { print(1) }",
            "TypeError: `true` or `false` is needed here, not a Future
  at test.rhai:2:4",
        ),
    ]);
}

#[test]
fn indexes() {
    check_errors(&[
        (
            "[][0]",
            "IndexError: Array index 0 out of bounds: array is empty
  at test.rhai:1:4",
        ),
        (
            "[1][5]",
            "IndexError: Array index 5 out of bounds: only 1 element in array
  at test.rhai:1:5",
        ),
        (
            "let a = [1]; a[5] = 1;",
            "IndexError: Array index 5 out of bounds: only 1 element in array
  at test.rhai:1:16",
        ),
        (
            r#""abc"[10]"#,
            "IndexError: String index 10 out of bounds: only 3 characters in string
  at test.rhai:1:7",
        ),
        (
            r#"let a = [1]; a["x"]"#,
            "TypeError: an integer is needed here, not a string
  at test.rhai:1:16",
        ),
        (
            r#"let x = 5; x[0] = "a";"#,
            "TypeError: `true` or `false` is needed here, not a string; is it empty? ask `is_empty()`
  at test.rhai:1:17",
        ),
        (
            "let m = #{a: 1}; m[1]",
            "TypeError: a string is needed here, not an integer
  at test.rhai:1:20",
        ),
        (
            "list()[0]",
            "IndexError: index 0 is outside of a list of 0
  at test.rhai:1:7",
        ),
        (
            r#"list([1])["a"]"#,
            "TypeError: a List is indexed with an integer, not a string
  at test.rhai:1:10",
        ),
        (
            "thread_pool(1).map(|x| x, [1])[0]",
            "TypeError: Results cannot be indexed; `to_array()` makes an array of it
  at test.rhai:1:31",
        ),
    ]);
}

#[test]
fn loops() {
    check_errors(&[
        (
            "let n = 5; for i in n { }",
            "TypeError: `for` cannot walk through this; it takes an array, a range such as `0..n`, a string, a list(), what map() and as_completed() return, or the `keys()` of a map
  at test.rhai:1:21",
        ),
        (
            "let pool = thread_pool(1); for f in pool { }",
            "TypeError: `for` cannot walk through this; it takes an array, a range such as `0..n`, a string, a list(), what map() and as_completed() return, or the `keys()` of a map
  at test.rhai:1:37",
        ),
        (
            "let f = thread_pool(1).submit(|| 1); for x in f { }",
            "TypeError: `for` cannot walk through this; it takes an array, a range such as `0..n`, a string, a list(), what map() and as_completed() return, or the `keys()` of a map
  at test.rhai:1:47",
        ),
    ]);
}

#[test]
fn exit_takes_a_number() {
    check_errors(&[
        (
            r#"exit("x")"#,
            "TypeError: exit: the code must be an integer, not a string
  at test.rhai:1:1",
        ),
        (
            "exit([1])",
            "TypeError: exit: the code must be an integer, not an array
  at test.rhai:1:1",
        ),
    ]);
}
