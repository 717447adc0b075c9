//! Options and other arguments, and how wrong ones are refused.

use crate::support::{check, run};

#[track_caller]
fn refused(script: &str, expect: &str) {
    let script = format!("let pool = thread_pool(1); let f = pool.submit(|| 1); {script}");
    match run(&script).result {
        Ok(value) => panic!("{script}\nended with {value}"),
        Err(error) => assert_eq!(
            format!("{}: {}", error.kind_name(), error.message()),
            expect,
            "{script}"
        ),
    }
}

#[test]
fn an_unknown_option_is_named() {
    refused(
        "wait([f], #{timeot: 1})",
        "TypeError: wait: unknown option `timeot`; did you mean `timeout`?",
    );
    refused(
        "wait([f], #{speed: 1})",
        "TypeError: wait: unknown option `speed`; it takes timeout, return_when",
    );
    refused(
        "as_completed([f], #{time_out: 1})",
        "TypeError: as_completed: unknown option `time_out`; did you mean `timeout`?",
    );
    refused(
        "pool.map(|n| n, [1], #{chunk_size: 1})",
        "TypeError: map: unknown option `chunk_size`; did you mean `chunksize`?",
    );
    refused(
        "thread_pool(#{workers: 1})",
        "TypeError: thread_pool: unknown option `workers`; it takes max_workers, thread_name_prefix",
    );
    refused(
        "pool.shutdown(#{wiat: true})",
        "TypeError: shutdown: unknown option `wiat`; did you mean `wait`?",
    );
    refused(
        "pool.with_options(#{lable: \"x\"})",
        "TypeError: with_options: unknown option `lable`; did you mean `label`?",
    );
}

#[test]
fn a_wrong_option_is_described() {
    refused(
        "wait([f], 5)",
        "TypeError: wait: options must be a map such as #{timeout: …}, not an integer",
    );
    refused(
        "wait([f], #{return_when: \"ALWAYS\"})",
        "ValueError: wait: return_when must be one of FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED, got ALWAYS",
    );
    refused(
        "wait([f], #{timeout: \"1\"})",
        "TypeError: wait: timeout must be a number of seconds, not a string",
    );
    refused(
        "pool.map(|n| n, [1], #{chunksize: 0})",
        "ValueError: map: chunksize must be at least 1, got 0",
    );
    refused(
        "pool.map(|n| n, [1], #{buffersize: 1.5})",
        "TypeError: map: buffersize must be an integer, not a float",
    );
    refused(
        "pool.shutdown(#{wait: 1})",
        "TypeError: shutdown: wait must be true or false, not an integer",
    );
    refused(
        "pool.with_options(#{label: 1})",
        "TypeError: with_options: label must be a string, not an integer",
    );
}

#[test]
fn seconds_are_integers_or_floats_that_a_clock_can_show() {
    check("sleep(0); sleep(0.0); sleep(0.001); 1", "1");
    refused(
        "sleep(-1)",
        "ValueError: sleep: the time must not be negative, got -1",
    );
    refused(
        "sleep(\"a\")",
        "TypeError: sleep: the time must be a number of seconds, not a string",
    );
    refused(
        "sleep(1e300)",
        "ValueError: sleep: the time is too long, got 1e300",
    );
    refused(
        "sleep(0.0 / 0.0)",
        "ValueError: sleep: the time must be a number of seconds, got NaN",
    );
    refused(
        "sleep(1.0 / 0.0)",
        "ValueError: sleep: the time is too long, got inf",
    );
    refused(
        "f.result(-0.5)",
        "ValueError: result: timeout must not be negative, got -0.5",
    );
    refused(
        "f.exception([])",
        "TypeError: exception: timeout must be a number of seconds, not an array",
    );
}

#[test]
fn the_number_of_workers_is_checked() {
    refused(
        "thread_pool(0)",
        "ValueError: thread_pool: max_workers must be at least 1, got 0",
    );
    refused(
        "thread_pool(-1)",
        "ValueError: thread_pool: max_workers must be at least 1, got -1",
    );
    refused(
        "thread_pool(10_000_000)",
        "ValueError: thread_pool: max_workers must be between 1 and 100000, got 10000000",
    );
    refused(
        "thread_pool(\"four\")",
        "TypeError: thread_pool: max_workers must be an integer, not a string",
    );
    refused(
        "thread_pool(#{max_workers: 2.0})",
        "TypeError: thread_pool: max_workers must be an integer, not a float",
    );
    check(
        "[thread_pool(1).max_workers, thread_pool().max_workers == min(32, cpu_count() + 4)]",
        "[1, true]",
    );
}

#[test]
fn functions_and_futures_are_asked_for_by_name() {
    refused(
        "pool.submit(5)",
        "TypeError: submit: a function is needed, not an integer",
    );
    refused(
        "pool.map(\"x\", [1])",
        "TypeError: map: a function is needed, not a string",
    );
    refused(
        "pool.map(|n| n, 5)",
        "TypeError: map: items must be something that `for` can walk through, such as an array or a range, not an integer",
    );
    refused(
        "pool.map(|n| n, #{})",
        "TypeError: map: items are needed after the function",
    );
    refused(
        "f.add_done_callback(1)",
        "TypeError: add_done_callback: a function is needed, not an integer",
    );
    refused(
        "wait(5)",
        "TypeError: wait: an array of futures is needed, not an integer",
    );
    refused(
        "as_completed(f)",
        "TypeError: as_completed: an array of futures is needed, not a Future",
    );
    refused(
        "gather([f, 1])",
        "TypeError: gather: an array of futures is needed, but [1] is an integer",
    );
}
