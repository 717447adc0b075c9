//! Mistakes in code that nobody waits for: they are reported where reports go.

use crate::support::run;

#[track_caller]
fn check(script: &str, expect: &str) {
    let outcome = run(script);
    assert!(outcome.result.is_ok(), "{script}");
    assert_eq!(outcome.complaints, expect, "{script}");
}

#[test]
fn in_a_thread() {
    check(
        "let t = start_thread(|x| x);\nt.join();",
        "TypeError: the closure takes 1 argument, but 0 were given
  at test.rhai:1:9
  in thread 1, submitted at test.rhai:1:9",
    );
    check(
        "start_thread(|| throw #{code: 5}).join();",
        "Thrown: #{\"code\": 5}
  at test.rhai:1:17
  in thread 1, submitted at test.rhai:1:1",
    );
}

#[test]
fn in_a_callback() {
    check(
        "with thread_pool(1) as pool {\n    pool.submit(|| 1).add_done_callback(|| 1);\n}",
        "TypeError: the closure takes 0 arguments, but 1 was given
  at test.rhai:2:23
  in callback of task 1, submitted at test.rhai:2:23",
    );
    check(
        "with thread_pool(1) as pool {\n    pool.submit(|| 1).add_done_callback(|f| f.resul());\n}",
        "AttributeError: Future has no method `resul`; did you mean `result`?
  at test.rhai:2:47
  in callback of task 1, submitted at test.rhai:2:23",
    );
}
