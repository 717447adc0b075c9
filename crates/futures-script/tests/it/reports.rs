//! What is said that no code of the script is there to hear: failures that nobody asked for, and the log.

use futures_script::{LogLevel, ScriptErrorKind};

use crate::support::{Lines, builder, check, run};

#[test]
fn failures_that_nobody_asked_for_are_reported_at_the_end() {
    let outcome = run("with thread_pool(1) as pool {
             pool.submit(|| 1 / 0);
             pool.submit(|| throw \"two\");
             let seen = pool.submit(|| throw \"three\");
             seen.exception();
         }");
    let error = outcome.result.unwrap_err();
    assert_eq!(
        (error.kind(), error.message()),
        (
            ScriptErrorKind::Unretrieved,
            "2 tasks have failed, and nobody has asked for the result() or exception()"
        )
    );
    assert_eq!(
        outcome.complaints,
        "never retrieved: ArithmeticError: Division by zero: 1 / 0\n  at test.rhai:2:31\n  in task 1, submitted at test.rhai:2:19\n\
         never retrieved: Thrown: two\n  at test.rhai:3:29\n  in task 2, submitted at test.rhai:3:19"
    );
}

#[test]
fn they_can_be_allowed() {
    let lines = Lines::default();
    let complain = lines.clone();
    let interpreter = builder()
        .complaints(move |complaint| complain.push(&complaint.to_string()))
        .allow_unretrieved()
        .build();
    interpreter
        .execute(
            "test.rhai",
            "with thread_pool(1) as pool { pool.submit(|| throw 1); }",
        )
        .unwrap();
    assert_eq!(
        lines.text(),
        "never retrieved: Thrown: 1\n  at test.rhai:1:46\n  in task 1, submitted at test.rhai:1:36"
    );
}

#[test]
fn killed_tasks_and_the_items_of_a_map_are_nobodys_failures() {
    check(
        "let begun = event();
         with thread_pool(1) as pool {
             let f = pool.submit(|| { begun.set(); loop { } });
             begun.wait();
             f.kill();
             try { pool.map(|n| 1 / n, [0, 0, 0]).to_array() } catch (e) { e.kind }
             5
         }",
        "5",
    );
}

#[test]
fn a_failing_item_of_a_map_counts_as_failed() {
    check(
        "with thread_pool(1) as pool {
             let first = ();
             try { pool.map(|n| 1 / n, [0]).to_array() } catch (e) { first = e.kind }
             pool.shutdown();
             [first, pool.stats().failed, pool.stats().finished]
         }",
        "[\"ArithmeticError\", 1, 0]",
    );
}

#[test]
fn the_log_says_when_and_who() {
    let lines = Lines::default();
    let complain = lines.clone();
    let interpreter = builder()
        .complaints(move |complaint| {
            let line = complaint.to_string();
            complain.push(line.get(9..).unwrap_or(&line));
        })
        .log_level(LogLevel::Info)
        .build();
    interpreter
        .execute(
            "test.rhai",
            "log.info(\"begin\");
             log.debug(\"no\");
             with thread_pool(#{max_workers: 1, thread_name_prefix: \"w\"}) as pool {
                 pool.submit(|| log.warning([1, list()])).result();
             }
             log.error(2.0);",
        )
        .unwrap();
    assert_eq!(
        lines.text(),
        " INFO    script: begin\n WARNING task 1 on w_0: [1, <List of 0>]\n ERROR   script: 2.0"
    );
}
