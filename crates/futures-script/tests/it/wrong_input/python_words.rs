//! What Python readers write, in conditions, calls, texts and of methods, and how it is said here.

use crate::support::{check, check_errors};

#[test]
fn conditions_and_loops() {
    check_errors(&[
        ("for a, b in zip([1], [2]) { }", "SyntaxError: `for` takes one variable: `for pair in …`, whose parts are `pair[0]` and `pair[1]`
  at test.rhai:1:6"),
        ("for k, v in #{a: 1}.items() { }", "SyntaxError: a map is walked through by its keys: `for key in map.keys() { let value = map[key]; … }`
  at test.rhai:1:6"),
        ("for i, x in [1] { }", "SyntaxError: items and their numbers are walked through with `for (item, index) in items`
  at test.rhai:1:6"),
        ("for (k, v) in #{a: 1} { }", "SyntaxError: a map is walked through by its keys: `for key in map.keys() { let value = map[key]; … }`
  at test.rhai:1:15"),
        ("let d = #{a: 1}; for k in d { print(k); }", "TypeError: `for` cannot walk through this; it takes an array, a range such as `0..n`, a string, a list(), what map() and as_completed() return, or the `keys()` of a map
  at test.rhai:1:27"),
        (r#"let d = #{}; if "b" not in d { print(1) }"#, "SyntaxError: `a not in b` is written `a !in b`
  at test.rhai:1:17"),
        (r#"let d = #{}; let k = "b"; if k not in d { print(1) }"#, "SyntaxError: `a not in b` is written `a !in b`
  at test.rhai:1:32"),
        ("for x in [1] { print(x) } else { print(2) }", "SyntaxError: `else` belongs to an `if`; a loop has none
  at test.rhai:1:27"),
        ("while (let x = 1) { }", "SyntaxError: a condition cannot assign; write `let x = …;` before it
  at test.rhai:1:8"),
        ("let x = 2; if x = 1 { }", "SyntaxError: a comparison is written `==`; an assignment has no value
  at test.rhai:1:17"),
        ("if (n := 3) > 2 { }", "SyntaxError: a condition cannot assign; write `let x = …;` before it
  at test.rhai:1:7"),
        ("let xs = [1]; if xs { print(1) }", "TypeError: `true` or `false` is needed here, not an array; is it empty? ask `is_empty()`
  at test.rhai:1:18"),
        ("let xs = [1]; if !xs { print(1) }", "TypeError: `!` does not work on an array; is it empty? ask `is_empty()`
  at test.rhai:1:18"),
        ("let n = 1; if n { print(1) }", "TypeError: `true` or `false` is needed here, not an integer; compare it, as in `x != 0`
  at test.rhai:1:15"),
        (r#"if "a" { print(1) }"#, "SyntaxError: a condition must be true or false, not a string; is it empty? ask `is_empty()`
  at test.rhai:1:4"),
    ]);
}

#[test]
fn arguments_with_names() {
    check_errors(&[
        ("to_thread(|| 1).result(timeout=1)", "SyntaxError: arguments have no names; the seconds alone are given: `result(1)`
  at test.rhai:1:31"),
        ("lock().acquire(timeout=1)", "SyntaxError: arguments have no names; the seconds alone are given: `acquire(1)`
  at test.rhai:1:23"),
        ("queue().get(timeout=1)", "SyntaxError: arguments have no names; the seconds alone are given: `get(1)`
  at test.rhai:1:20"),
        ("to_thread(|| 1).result(#{timeot: 1})", "TypeError: result: unknown option `timeot`; did you mean `timeout`?
  at test.rhai:1:17"),
        ("thread_pool(1).shutdown(false, true)", "TypeError: shutdown() of a ThreadPool takes 0 or 1 arguments, but 2 were given; Python's arguments are a map: `shutdown(#{wait: false, cancel_futures: true})`
  at test.rhai:1:16"),
        ("process_pool(2, #{task_timeout: 1})", "TypeError: process_pool() takes 0 or 1 arguments, but 2 were given; with options the number is one of them, `#{max_workers: 4, …}`
  at test.rhai:1:1"),
        ("let f = to_thread(|| 1); gather(f, f)", "TypeError: gather() takes 1 argument, but 2 were given; the futures are given as one array, `gather([f, g])`
  at test.rhai:1:26"),
        (r#"log.info("%s", 1)"#, "TypeError: info() of a Log takes 1 argument, but 2 were given; values are put into the text, `n is ${n}` in backticks
  at test.rhai:1:5"),
        (r#"let d = #{}; d.get("b", 0)"#, "TypeError: get() of a map takes 1 argument, but 2 were given; `map.key ?? 0` is a value or, where there is none, another one
  at test.rhai:1:16"),
    ]);
}

#[test]
fn literals() {
    check_errors(&[
        ("with thread_pool(1) as p { let (a, b) = [1, 2]; }", "SyntaxError: each variable has a `let` of its own
  at test.rhai:1:32"),
        ("let x = 1.5; print(`${x:.2f}`);", r#"SyntaxError: a format is given by a function: `format(x, ".2f")`
  at test.rhai:1:24"#),
        ("let x = #{}; let y = #{**x};", "SyntaxError: a map cannot be unpacked into another one; `one + other` has the keys of both
  at test.rhai:1:24"),
        ("let x = `${1`;", "SyntaxError: the `${` is never closed; a `}` is missing
  at test.rhai:1:13"),
        (r#"let m = #{1: "a"};"#, r#"SyntaxError: the keys of a map are names or texts in double quotes: `#{name: 1, "1": 2}`
  at test.rhai:1:11"#),
        ("let m = #{'a': 1};", r#"SyntaxError: the keys of a map are names or texts in double quotes: `#{name: 1, "1": 2}`
  at test.rhai:1:11"#),
        ("fn f(a: int) { }", "SyntaxError: parameters are not declared with types; leave `: …` out
  at test.rhai:1:7"),
        (r#"let s = "a\q";"#, r#"SyntaxError: `\q` has no meaning in a string; a backslash is written `\\`
  at test.rhai:1:12"#),
        ("fn f() ", "SyntaxError: the function `f` has no block: `fn f(…) { … }`
  at test.rhai:1:8"),
    ]);
}

#[test]
fn functions_and_classes() {
    check_errors(&[
        ("pow(2, 3)", "NameError: no function `pow`; a power is written `2 ** 3`
  at test.rhai:1:1"),
        (r#"throw ValueError("x")"#, r#"NameError: no function `ValueError`; errors are made with `error("ValueError", message)`
  at test.rhai:1:7"#),
        ("time()", "NameError: no function `time`; `now()` is the time in seconds
  at test.rhai:1:1"),
        ("any([1])", "NameError: no function `any`; the method is `items.some(|x| …)`
  at test.rhai:1:1"),
        ("isinstance(1, 2)", "NameError: no function `isinstance`; `type_of(x)` names a type
  at test.rhai:1:1"),
        (r#"float("1")"#, "NameError: no function `float`; `parse_float(text)` reads a number, `n.to_float()` converts one
  at test.rhai:1:1"),
        ("rand()", "NameError: no function `rand`; `random()` and `random(least, most)` give numbers by chance
  at test.rhai:1:1"),
        ("let o = #{f: |x| x}; o.f()", "TypeError: the closure takes 1 argument, and was given another number
  at test.rhai:1:24"),
        ("let o = #{f: |x| x}; o.f(1, 2)", "TypeError: the closure takes 1 argument, and was given another number
  at test.rhai:1:24"),
    ]);
}

#[test]
fn shared_things() {
    check_errors(&[
        ("let c = cell(0); c += 1;", "TypeError: `+` does not work between a Cell and an integer; a Cell has `get()` and `set(value)`
  at test.rhai:1:20"),
        ("let c = atomic(0); c += 1;", "TypeError: `+` does not work between an Atomic and an integer; an Atomic has `get()` and `add(n)`
  at test.rhai:1:22"),
        ("let c = atomic(0); to_thread(|| c += 1).result();", "ReadOnlyError: `c` is captured, so it cannot be assigned; an Atomic is changed with `add(n)` or `set(n)`
  at test.rhai:1:33
  in task 1, submitted at test.rhai:1:20
  thrown again at test.rhai:1:41"),
        ("let c = cell(0); to_thread(|| c += 1).result();", "ReadOnlyError: `c` is captured, so it cannot be assigned; a Cell is changed with `set(value)`
  at test.rhai:1:31
  in task 1, submitted at test.rhai:1:18
  thrown again at test.rhai:1:39"),
        ("atomic(1).value", "AttributeError: an Atomic has no property `value`; its value is `get()`
  at test.rhai:1:11"),
        ("cell(1).value", "AttributeError: a Cell has no property `value`; its value is `get()`
  at test.rhai:1:9"),
        ("atomic(1).sub(1)", "AttributeError: Atomic has no method `sub`; `add(-n)` subtracts
  at test.rhai:1:11"),
        ("queue().empty()", "AttributeError: Queue has no method `empty`; the method is `is_empty()`
  at test.rhai:1:9"),
        ("queue().get_nowait()", "AttributeError: Queue has no method `get_nowait`; `get(0)` does not wait
  at test.rhai:1:9"),
        ("sum([to_thread(|| 1)])", "TypeError: sum: the items must be numbers, but [0] is a Future; the value of a Future is `result()`
  at test.rhai:1:1"),
        ("let names = #{}; let f = to_thread(|| 1); names[f] = 1", "TypeError: a string is needed here, not a Future; a Future is no key, but knows its `label` and its `args`
  at test.rhai:1:49"),
        ("for f in as_completed(#{a: to_thread(|| 1)}) { }", "TypeError: as_completed: an array of futures is needed, not a map; take its `values()`
  at test.rhai:1:10"),
        ("with #{exti: |e| 1} { }", "TypeError: with: a pool, a lock, a semaphore or a map with a function `enter` or `exit` is needed, not a map with `exti`; did you mean `exit`?
  at test.rhai:1:6"),
    ]);
}

#[test]
fn methods_that_do_not_exist() {
    check_errors(&[
        (
            "5.foo()",
            "AttributeError: an integer has no method `foo`
  at test.rhai:1:3",
        ),
        (
            r#""a".foo()"#,
            "AttributeError: a string has no method `foo`
  at test.rhai:1:5",
        ),
        (
            "[1].foo()",
            "AttributeError: an array has no method `foo`
  at test.rhai:1:5",
        ),
        (
            "().foo()",
            "AttributeError: () has no method `foo`
  at test.rhai:1:4",
        ),
        (
            "#{}.foo()",
            "AttributeError: a map has no method `foo`
  at test.rhai:1:5",
        ),
        (
            "foo(5)",
            "NameError: no function `foo`
  at test.rhai:1:1",
        ),
        (
            "[1].pussh(2)",
            "AttributeError: an array has no method `pussh`; did you mean `push`?
  at test.rhai:1:5",
        ),
        (
            r#""a".isdigit()"#,
            "AttributeError: a string has no method `isdigit`
  at test.rhai:1:5",
        ),
    ]);
}

#[test]
fn what_python_has_works() {
    check(
        r#"let s = " a-b "; [s.strip(), s.trim(), s.replace("-", "+"), s.replace('a', ""), s, "-" * 3, 2 * "ab", "x" * -1]"#,
        r#"["a-b", "a-b", " a+b ", " -b ", " a-b ", "---", "abab", ""]"#,
    );
    check(
        "let f = to_thread(|| 1); [f.result(#{timeout: 5}), lock().acquire(#{timeout: 0})]",
        "[1, true]",
    );
    check(
        "let seen = list();
for xs in [[10, 20], 1..3, list([5])] { xs.for_each(|x| seen.push(x)); }
seen.to_array()",
        "[10, 20, 1, 2, 5]",
    );
}

#[test]
fn properties_are_not_called() {
    check_errors(&[
        (
            "semaphore(2).free()",
            "AttributeError: `free` of a Semaphore is a property; write it without `()`
  at test.rhai:1:14",
        ),
        (
            "semaphore(2).free(1)",
            "AttributeError: Semaphore has no method `free`
  at test.rhai:1:14",
        ),
    ]);
}

#[test]
fn modules() {
    check_errors(&[
        ("import time\n\ntime.sleep(1)", "SyntaxError: `sleep(seconds)` and `now()` are built in
  at test.rhai:3:1"),
        ("import numpy as np\nprint(1);", "SyntaxError: there is nothing to import; all functions are built in
  at test.rhai:2:1"),
        (r#"requests.get("http://x");"#, "NameError: no variable `requests`; `http_get(url)` and `http_post(url, body)` are built in
  at test.rhai:1:1"),
        (r#"json.loads("{}");"#, "NameError: no variable `json`; `parse_json(text)`, `to_json(value)` and `read_json(path)` are built in
  at test.rhai:1:1"),
    ]);
}
