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
fn a_map_that_nobody_walks_through_fails_no_less() {
    let report = "never retrieved: ArithmeticError: Division by zero: 1 / 0\n  at test.rhai:2:73\n  in task 1, submitted at test.rhai:2:53";
    for name in ["map", "map_unordered"] {
        for options in ["", ", #{chunksize: 2}"] {
            let name = format!("{name:13}");
            let outcome = run(&format!(
                "with thread_pool(1) as pool {{
                                       let m = pool.{name}(|n| 1 / n, [0, 0, 0, 1]{options});
                 }}"
            ));
            assert_eq!(outcome.complaints, report, "{name} {options}");
            assert_eq!(
                outcome.result.unwrap_err().kind(),
                ScriptErrorKind::Unretrieved
            );
        }
    }
}

#[test]
fn a_map_that_has_raised_a_failure_has_said_enough() {
    for walk in [
        "for n in m { }",
        "m.to_array()",
        "for n in m { if n == 1 { throw \"never reached\" } }",
    ] {
        let outcome = run(&format!(
            "with thread_pool(1) as pool {{
                 let m = pool.map(|n| 1 / n, [0, 1, 0]);
                 try {{ {walk} }} catch {{ }}
             }}"
        ));
        outcome.result.map(drop).unwrap();
        assert_eq!(outcome.complaints, "", "{walk}");
    }
    // What was walked through was well; the failure comes from a call that had begun, and was not dropped with the walk.
    let outcome = run("with thread_pool(1) as pool {
             let began = event();
             for n in pool.map(|n| { if n == 0 { began.set(); } 1 / n }, [1, 0]) { began.wait(); break; }
         }");
    assert_eq!(
        outcome.result.unwrap_err().kind(),
        ScriptErrorKind::Unretrieved
    );
}

#[test]
fn a_task_is_told_by_its_label_too() {
    let outcome = run(
        "with thread_pool(#{max_workers: 1, thread_name_prefix: \"w\"}) as pool {
             let page = pool.with_options(#{label: \"page\"});
             page.submit(|| throw 1);
             let on = event();
             let f = page.submit(|| { log.info(\"on\"); on.set(); sleep(1000) });
             on.wait();
             try { f.result(0.0) } catch (e) { print(e) }
             f.kill();
             page.submit(|| 3).add_done_callback(|f| throw 2);
         }",
    );
    assert_eq!(outcome.printed, "task 2 \"page\" was not done within 0 s");
    let complaints: Vec<&str> = outcome
        .complaints
        .lines()
        .filter(|line| line.contains("task"))
        .map(|line| line.rsplit("INFO").next().unwrap_or(line).trim())
        .collect();
    assert_eq!(
        complaints,
        [
            "task 2 \"page\" on w_0: on",
            "in callback of task 3 \"page\", submitted at test.rhai:9:32",
            "in task 1 \"page\", submitted at test.rhai:3:19"
        ]
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
