//! Names that do not exist, or not here.

use crate::support::check_errors;

#[test]
fn functions() {
    check_errors(&[
        (
            "sleeep(1)",
            "NameError: no function `sleeep`; did you mean `sleep`?
  at test.rhai:1:1",
        ),
        (
            "fn divide(a, b) { a / b }
divdie(4, 2)",
            "NameError: no function `divdie`; did you mean `divide`?
  at test.rhai:2:1",
        ),
        (
            "qqqqqq(1)",
            "NameError: no function `qqqqqq`
  at test.rhai:1:1",
        ),
        (
            "submit(|| 1)",
            "NameError: `submit` is a method of a ThreadPool, and was not called on one
  at test.rhai:1:1",
        ),
        (
            "acquire()",
            "NameError: `acquire` is a method of a Lock, and was not called on one
  at test.rhai:1:1",
        ),
        (
            "5.result()",
            "NameError: `result` is a method of a Future, and was not called on one
  at test.rhai:1:3",
        ),
        (
            "m::f(1)",
            "NameError: no module `m` is imported; `import \"path\" as m;` at the top of the script makes one of a file
  at test.rhai:1:1",
        ),
        (
            "let f = |x| x; f(1)",
            "TypeError: `f` is a variable, not a function; if it holds one, call it with `f.call(…)`
  at test.rhai:1:16",
        ),
        (
            r#"let f = Fn("nope"); f.call(1)"#,
            "NameError: no function `nope`
  at test.rhai:1:23",
        ),
    ]);
}

#[test]
fn variables() {
    check_errors(&[
        (
            "nothing",
            "NameError: no variable `nothing`; `let nothing = …` makes one
  at test.rhai:1:1",
        ),
        (
            "let counter = 1; conter + 1",
            "NameError: no variable `conter`; did you mean `counter`?
  at test.rhai:1:18",
        ),
        (
            "fn task(n) { n }
tsak",
            "NameError: no variable `tsak`; did you mean `task`?
  at test.rhai:2:1",
        ),
        (
            "print(FIRST_COMPLETE)",
            "NameError: no variable `FIRST_COMPLETE`; did you mean `FIRST_COMPLETED`?
  at test.rhai:1:7",
        ),
        (
            "with thread_pool(1) as pool { pol.submit(|| 1) }",
            "NameError: no variable `pol`; did you mean `pool`?
  at test.rhai:1:31",
        ),
        (
            "let n = 1; fn f() { n } f()",
            "NameError: `n` is not known here: a function sees no variables but its own, so pass `n` to it, and a variable ends with its block
  at test.rhai:1:21
  in function f, called at test.rhai:1:25",
        ),
        (
            "const N = 1; fn f() { N } f()",
            "NameError: `N` is not known inside a function; write `global::N`
  at test.rhai:1:23
  in function f, called at test.rhai:1:27",
        ),
        (
            "fn f() { ARGS == [] } f(); global::ARGS",
            "NameError: `ARGS` is built in; write `ARGS` alone, also inside of functions
  at test.rhai:1:28",
        ),
        (
            "const LIMIT = 1; global::LIMT",
            "NameError: no constant `LIMT` is defined outside of all functions and blocks; did you mean `global::LIMIT`?
  at test.rhai:1:18",
        ),
        (
            "let limit = 1; fn f() { global::limit } f()",
            "NameError: `global::limit` would be a constant, but `limit` is a variable; pass it to the function, or define it with `const`
  at test.rhai:1:25
  in function f, called at test.rhai:1:41",
        ),
        (
            "global::nothing",
            "NameError: no constant `nothing` is defined outside of all functions and blocks
  at test.rhai:1:1",
        ),
        (
            "{ let inner = now(); } inner",
            "NameError: `inner` is not known here: a function sees no variables but its own, so pass `inner` to it, and a variable ends with its block
  at test.rhai:1:24",
        ),
        (
            "let pool = thread_pool(1);
pool.submit(|| conter + 1).result()",
            "NameError: no variable `conter`; `let conter = …` makes one
  at test.rhai:2:16",
        ),
        (
            "let pool = thread_pool(1);
pool.submit(sleep, 0)",
            "NameError: `sleep` is a built-in function; call it, `sleep(…)`, or hand it on inside a closure, `|x| sleep(x)`
  at test.rhai:2:13",
        ),
        (
            "with thread_pool as pool { }",
            "NameError: `thread_pool` is a built-in function; call it, `thread_pool(…)`, or hand it on inside a closure, `|x| thread_pool(x)`
  at test.rhai:1:6",
        ),
        (
            "let p = print;",
            "SyntaxError: `print` is built in; hand it on inside a closure, `|x| print(x)`
  at test.rhai:1:9",
        ),
    ]);
}

#[test]
fn methods() {
    check_errors(&[
        (
            "thread_pool(1).sumbit(|| 1)",
            "AttributeError: ThreadPool has no method `sumbit`; did you mean `submit`?
  at test.rhai:1:16",
        ),
        (
            "thread_pool(1).qqqqqq(|| 1)",
            "AttributeError: ThreadPool has no method `qqqqqq`
  at test.rhai:1:16",
        ),
        (
            "thread_pool(1).apply_async(|| 1)",
            "AttributeError: ThreadPool has no method `apply_async`; the method is `submit(f, …)`
  at test.rhai:1:16",
        ),
        (
            "let f = thread_pool(1).submit(|| 1); f.resul()",
            "AttributeError: Future has no method `resul`; did you mean `result`?
  at test.rhai:1:40",
        ),
        (
            r#"log.inf("x")"#,
            "AttributeError: Log has no method `inf`; did you mean `info`?
  at test.rhai:1:5",
        ),
        (
            "lock().lock()",
            "AttributeError: Lock has no method `lock`; a lock is taken with `acquire()`, or by `with lock { … }`
  at test.rhai:1:8",
        ),
        (
            "queue(1).pop()",
            "AttributeError: Queue has no method `pop`; values are taken with `get()`
  at test.rhai:1:10",
        ),
        (
            "as_completed([]).foo()",
            "AttributeError: AsCompleted has no method `foo`; `to_array()` makes an array of it
  at test.rhai:1:18",
        ),
        (
            "#{a: 1}.foo()",
            "AttributeError: a map has no method `foo`
  at test.rhai:1:9",
        ),
        (
            "5.foo()",
            "AttributeError: an integer has no method `foo`
  at test.rhai:1:3",
        ),
    ]);
}

#[test]
fn properties() {
    check_errors(&[
        (
            "let f = thread_pool(1).submit(|| 1); f.stat",
            "AttributeError: a Future has no property `stat`; did you mean `state`?
  at test.rhai:1:40",
        ),
        (
            "let f = thread_pool(1).submit(|| 1); f.done",
            "AttributeError: `done` is a method; write `done()`
  at test.rhai:1:40",
        ),
        (
            "log.info",
            "AttributeError: `info` is a method; write `info(…)`
  at test.rhai:1:5",
        ),
        (
            "thread_pool(1).max_worker",
            "AttributeError: a ThreadPool has no property `max_worker`; did you mean `max_workers`?
  at test.rhai:1:16",
        ),
        (
            "cell(1).value",
            "AttributeError: a Cell has no property `value`; its value is `get()`
  at test.rhai:1:9",
        ),
        (
            "[1].length",
            "AttributeError: an array has no property `length`; the method is `len()`
  at test.rhai:1:5",
        ),
        (
            "let m = #{a: 1}; m.b.c",
            "AttributeError: `()` has no property `c`; it stands for nothing: perhaps a key is missing, or a function returned no value
  at test.rhai:1:22",
        ),
        (
            "5.foo",
            "AttributeError: an integer has no property `foo`
  at test.rhai:1:3",
        ),
        (
            r#"try { throw 5 } catch (e) { e.kind }"#,
            "AttributeError: an integer has no property `kind`; what a script throws is caught as it is, only errors of the language and of error() are Error objects
  at test.rhai:1:31",
        ),
        (
            "try { 1 / 0 } catch (e) { e.mesage }",
            "AttributeError: an Error has no property `mesage`; did you mean `message`?
  at test.rhai:1:29",
        ),
    ]);
}

#[test]
fn properties_that_cannot_be_assigned() {
    check_errors(&[
        (
            "let f = thread_pool(1).submit(|| 1); f.state = 1;",
            "AttributeError: `state` of a Future can be read, but not changed
  at test.rhai:1:40",
        ),
        (
            "let f = thread_pool(1).submit(|| 1); f.nothing = 1;",
            "AttributeError: a Future has no property `nothing`, and only maps can get new ones
  at test.rhai:1:40",
        ),
        (
            "let x = 1; x.y = 5;",
            "AttributeError: an integer has no property `y`, and only maps can get new ones
  at test.rhai:1:14",
        ),
        (
            "let a = [1]; a.x = 1;",
            "AttributeError: an array has no property `x`, and only maps can get new ones
  at test.rhai:1:16",
        ),
    ]);
}
