//! Keys of options that a function does not know.

use insta::assert_snapshot;

use crate::check::support::{check_names, found_in_names};

#[test]
fn of_functions() {
    assert_snapshot!(found_in_names("let pool = thread_pool(#{max_worker: 2});\nprint(pool);"), @"
    1:26-35 error[unknown-option]: `thread_pool` has no option `max_worker`
      help: did you mean `max_workers`?
    ");
    assert_snapshot!(found_in_names("print(wait([], #{timeout: 1, return_wen: FIRST_COMPLETED}));"), @"
    1:30-39 error[unknown-option]: `wait` has no option `return_wen`
      help: did you mean `return_when`?
    ");
    assert_snapshot!(found_in_names("for f in as_completed([], #{return_when: 1}) { print(f); }"), @"
    1:29-39 error[unknown-option]: `as_completed` has no option `return_when`
      help: it takes timeout
    ");
    assert_snapshot!(found_in_names("print(sorted([1], #{revers: true}));"), @"
    1:21-26 error[unknown-option]: `sorted` has no option `revers`
      help: did you mean `reverse`?
    ");
}

#[test]
fn of_methods() {
    assert_snapshot!(found_in_names("let pool = thread_pool(1);\npool.shutdown(#{wat: false});"), @"
    2:17-19 error[unknown-option]: `shutdown` has no option `wat`
      help: did you mean `wait`?
    ");
    assert_snapshot!(found_in_names("with thread_pool(1) as pool {\n    print(pool.map(|x| x, [1], #{chunk: 2}).to_array());\n}"), @"
    2:34-38 error[unknown-option]: `map` has no option `chunk`
      help: it takes timeout, chunksize, buffersize
    ");
    assert_snapshot!(found_in_names("fn end(pool) { pool.shutdown(#{cancel: true}) }\nend(thread_pool(1));"), @"
    1:32-37 error[unknown-option]: `shutdown` has no option `cancel`
      help: it takes wait, cancel_futures
    ");
}

#[test]
fn of_time_limits() {
    assert_snapshot!(found_in_names("print(to_thread(|| 1).result(#{timeot: 1}));"), @"
    1:32-37 error[unknown-option]: `result` has no option `timeot`
      help: did you mean `timeout`?
    ");
    assert_snapshot!(found_in_names("print(event().wait(#{seconds: 1}));"), @"
    1:22-28 error[unknown-option]: `wait` has no option `seconds`
      help: it takes timeout
    ");
}

#[test]
fn near_misses() {
    check_names(&[
        "let pool = thread_pool(#{max_workers: 2, thread_name_prefix: \"w\"}); pool.shutdown(#{wait: true, \"cancel_futures\": true});",
        "let options = #{whatever: 1}; print(options); print(wait([], #{timeout: 1}));",
        "fn shutdown(options) { options } print(shutdown(#{wat: 1}));",
        "let m = #{shutdown: |o| o}; print(m.shutdown(#{wat: 1}));",
        "let q = queue(); q.put(#{a: 1}); let c = cell(#{b: 1}); c.set(#{c: 2}); print(q.get(#{timeout: 1}));",
        "print(to_thread(|m| m.a, #{a: 1}).result(#{timeout: 1}));",
        "let xs = []; xs.push(#{timeot: 1}); print(xs.map(|x| x));",
        "print(to_json(#{a: 1}, #{indent: 2}));",
    ]);
}
