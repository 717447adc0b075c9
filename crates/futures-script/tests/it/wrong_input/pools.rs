//! Pools that cannot be made or used like this.

use crate::support::check_errors;

#[test]
fn numbers_of_workers() {
    check_errors(&[
        (
            "thread_pool(0)",
            "ValueError: thread_pool: max_workers must be at least 1, got 0
  at test.rhai:1:1",
        ),
        (
            "thread_pool(-1)",
            "ValueError: thread_pool: max_workers must be at least 1, got -1
  at test.rhai:1:1",
        ),
        (
            "thread_pool(10_000_000)",
            "ValueError: thread_pool: max_workers must be between 1 and 100000, got 10000000
  at test.rhai:1:1",
        ),
        (
            r#"thread_pool("four")"#,
            "TypeError: thread_pool: max_workers must be an integer, not a string
  at test.rhai:1:1",
        ),
        (
            "thread_pool(2.5)",
            "TypeError: thread_pool: max_workers must be an integer, not a float
  at test.rhai:1:1",
        ),
        (
            "thread_pool([1])",
            "TypeError: thread_pool: max_workers must be an integer, not an array
  at test.rhai:1:1",
        ),
        (
            "thread_pool(|| 1)",
            "TypeError: thread_pool: max_workers must be an integer, not a function
  at test.rhai:1:1",
        ),
    ]);
}

#[test]
fn options() {
    check_errors(&[
        (
            "thread_pool(#{max_worker: 2})",
            "TypeError: thread_pool: unknown option `max_worker`; did you mean `max_workers`?
  at test.rhai:1:1",
        ),
        (
            "thread_pool(#{initializer: 5})",
            "TypeError: thread_pool: unknown option `initializer`; it takes max_workers, thread_name_prefix
  at test.rhai:1:1",
        ),
        (
            r#"thread_pool(#{max_workers: "a"})"#,
            "TypeError: thread_pool: max_workers must be an integer, not a string
  at test.rhai:1:1",
        ),
        (
            "thread_pool(#{max_workers: 0})",
            "ValueError: thread_pool: max_workers must be at least 1, got 0
  at test.rhai:1:1",
        ),
        (
            "thread_pool(#{thread_name_prefix: 5})",
            "TypeError: thread_pool: thread_name_prefix must be a string, not an integer
  at test.rhai:1:1",
        ),
        (
            r#"thread_pool(1).with_options(#{labl: "x"})"#,
            "TypeError: with_options: unknown option `labl`; did you mean `label`?
  at test.rhai:1:16",
        ),
        (
            "thread_pool(1).with_options(#{label: 5})",
            "TypeError: with_options: label must be a string, not an integer
  at test.rhai:1:16",
        ),
        (
            "thread_pool(1).with_options(5)",
            "TypeError: with_options: options must be a map such as #{label: …}, not an integer
  at test.rhai:1:16",
        ),
    ]);
}

#[test]
fn what_is_submitted() {
    check_errors(&[
        (
            "thread_pool(1).submit(5)",
            "TypeError: submit: a function is needed, not an integer
  at test.rhai:1:16",
        ),
        (
            r#"thread_pool(1).submit("f")"#,
            "TypeError: submit: a function is needed, not a string
  at test.rhai:1:16",
        ),
        (
            "thread_pool(1).submit()",
            "TypeError: submit: a function is needed
  at test.rhai:1:16",
        ),
        (
            "fn f(a) { a }
thread_pool(1).submit(f(1))",
            "TypeError: submit: a function is needed, not an integer
  at test.rhai:2:16",
        ),
        (
            "thread_pool(1).submit(|x| x, 1, 2, 3, 4, 5, 6, 7, 8, 9)",
            "TypeError: submit() of a ThreadPool takes up to 8 arguments for the function, but 9 were given; put them into an array or a map
  at test.rhai:1:16",
        ),
        (
            "to_thread(5)",
            "TypeError: to_thread: a function is needed, not an integer
  at test.rhai:1:1",
        ),
        (
            "thread_of(5)",
            "TypeError: thread_of: a function is needed, not an integer
  at test.rhai:1:1",
        ),
        (
            r#"start_thread("f")"#,
            "TypeError: start_thread: a function is needed, not a string
  at test.rhai:1:1",
        ),
    ]);
}

#[test]
fn too_many_and_too_few_arguments_for_a_task() {
    check_errors(&[
        (
            "let pool = thread_pool(1);
pool.submit(|x| x).result()",
            "TypeError: the closure takes 1 argument, but 0 were given
  at test.rhai:2:6
  in task 1, submitted at test.rhai:2:6
  thrown again at test.rhai:2:20",
        ),
        (
            "let pool = thread_pool(1);
pool.submit(|x| x, 1, 2).result()",
            "TypeError: the closure takes 1 argument, but 2 were given
  at test.rhai:2:6
  in task 1, submitted at test.rhai:2:6
  thrown again at test.rhai:2:26",
        ),
        (
            "let pool = thread_pool(1);
pool.submit(|| 5, 1).result()",
            "TypeError: the closure takes 0 arguments, but 1 was given
  at test.rhai:2:6
  in task 1, submitted at test.rhai:2:6
  thrown again at test.rhai:2:22",
        ),
        (
            "fn add(a, b) { a + b }
let pool = thread_pool(1);
pool.submit(add, 1).result()",
            "TypeError: add() takes 2 arguments, but 1 was given
  at test.rhai:3:6
  in task 1, submitted at test.rhai:3:6
  thrown again at test.rhai:3:21",
        ),
        (
            "let pool = thread_pool(1);
pool.map(|x, y| x, [1]).to_array()",
            "TypeError: the closure takes 2 arguments, but 1 was given
  at test.rhai:2:6
  in task 1, submitted at test.rhai:2:6
  thrown again at test.rhai:2:25",
        ),
    ]);
}

#[test]
fn map() {
    check_errors(&[
        (
            "thread_pool(1).map(|x| x)",
            "TypeError: map() of a ThreadPool takes 2 to 6 arguments, but 1 was given
  at test.rhai:1:16",
        ),
        (
            "thread_pool(1).map()",
            "TypeError: map() of a ThreadPool takes 2 to 6 arguments, but 0 were given
  at test.rhai:1:16",
        ),
        (
            "thread_pool(1).map([1], |x| x)",
            "TypeError: map: a function is needed, not an array
  at test.rhai:1:16",
        ),
        (
            "thread_pool(1).map(5, [1])",
            "TypeError: map: a function is needed, not an integer
  at test.rhai:1:16",
        ),
        (
            "thread_pool(1).map(|x| x, 5)",
            "TypeError: map: items must be something that `for` can walk through, such as an array or a range, not an integer
  at test.rhai:1:16",
        ),
        (
            "thread_pool(1).map(|x| x, #{timeout: 1})",
            "TypeError: map: items are needed after the function
  at test.rhai:1:16",
        ),
        (
            "thread_pool(1).map(|x| x, [1], #{chunksize: 0})",
            "ValueError: map: chunksize must be at least 1, got 0
  at test.rhai:1:16",
        ),
        (
            "thread_pool(1).map(|x| x, [1], #{chunk_size: 2})",
            "TypeError: map: unknown option `chunk_size`; did you mean `chunksize`?
  at test.rhai:1:16",
        ),
        (
            r#"thread_pool(1).map(|x| x, [1], #{timeout: "a"})"#,
            "TypeError: map: timeout must be a number of seconds, not a string
  at test.rhai:1:16",
        ),
        (
            "thread_pool(1).map(|x| x, [1], #{timeout: 0.0 / 0.0})",
            "ValueError: map: timeout must be a number of seconds, got NaN
  at test.rhai:1:16",
        ),
        (
            "thread_pool(1).map(|x| x, [1]).len()",
            "AttributeError: Results has no method `len`; `to_array()` makes an array of it
  at test.rhai:1:32",
        ),
    ]);
}

#[test]
fn after_the_shutdown() {
    check_errors(&[
        (
            r#"let pool = thread_pool(#{max_workers: 1, thread_name_prefix: "p"});
pool.shutdown();
pool.submit(|| 1)"#,
            "ShutDown: cannot schedule new futures after shutdown of p
  at test.rhai:3:6",
        ),
        (
            r#"let pool = thread_pool(#{max_workers: 1, thread_name_prefix: "p"});
pool.shutdown();
pool.map(|x| x, [1]).to_array()"#,
            "ShutDown: cannot schedule new futures after shutdown of p
  at test.rhai:3:22",
        ),
        (
            r#"let kept = ();
with thread_pool(#{max_workers: 1, thread_name_prefix: "p"}) as pool { kept = pool; }
kept.submit(|| 1)"#,
            "ShutDown: cannot schedule new futures after shutdown of p
  at test.rhai:3:6",
        ),
    ]);
}

#[test]
fn shutdown() {
    check_errors(&[
        (
            "thread_pool(1).shutdown(1)",
            "TypeError: shutdown: options must be a map such as #{wait: …}, not an integer
  at test.rhai:1:16",
        ),
        (
            "thread_pool(1).shutdown(false)",
            "TypeError: shutdown: options must be a map such as #{wait: …}, not a bool
  at test.rhai:1:16",
        ),
        (
            "thread_pool(1).shutdown(#{wiat: true})",
            "TypeError: shutdown: unknown option `wiat`; did you mean `wait`?
  at test.rhai:1:16",
        ),
        (
            "thread_pool(1).shutdown(#{wait: 1})",
            "TypeError: shutdown: wait must be true or false, not an integer
  at test.rhai:1:16",
        ),
    ]);
}

#[test]
fn pools_are_no_functions() {
    check_errors(&[
        (
            "let pool = thread_pool(1);
pool()",
            "TypeError: `pool` is a variable, not a function; if it holds one, call it with `pool.call(…)`
  at test.rhai:2:1",
        ),
    ]);
}
