//! What a recorder hears of a run: bars, waits and ends, for embedding programs.

use std::fmt::Write as _;

use futures_script::Simulation;
use futures_script::futures_sim::Scheduler;
use futures_script::timeline::{Bar, Lane, Recorder, Timeline};

use crate::support::builder;

/// Runs the script, and says what its recorder has heard, without times.
fn record(script: &str) -> String {
    let recorder = Recorder::new();
    let interpreter = builder().recorder(&recorder).complaints(|_| {}).build();
    let outcome = interpreter.run("test.rhai", script);
    let mut text = match outcome {
        Ok(_) => String::new(),
        Err(error) => format!("{}\n", error.kind_name()),
    };
    describe(&recorder.timeline(), &mut text);
    text
}

fn describe(timeline: &Timeline, text: &mut String) {
    for lane in &timeline.threads {
        describe_lane(lane, text);
    }
    for pool in &timeline.pools {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}:", pool.name);
        for lane in &pool.lanes {
            describe_lane(lane, text);
        }
        for task in &pool.unrun {
            let _ = writeln!(text, "never ran: {} {:?}", task.task, task.outcome);
        }
    }
}

fn describe_lane(lane: &Lane, text: &mut String) {
    let bars: Vec<String> = lane.bars.iter().map(describe_bar).collect();
    let _ = writeln!(text, "{}: {}", lane.name, bars.join("; "));
}

fn describe_bar(bar: &Bar) -> String {
    let mut words = Vec::new();
    words.extend(bar.task.map(|task| task.to_string()));
    words.extend(bar.label.as_ref().map(|label| format!("{label:?}")));
    words.push(format!("{:?}", bar.outcome));
    let mut reasons: Vec<&str> = bar.waits.iter().map(|wait| &*wait.reason).collect();
    reasons.dedup();
    if !reasons.is_empty() {
        words.push(format!("(waits for {})", reasons.join(", ")));
    }
    words.join(" ")
}

#[track_caller]
fn check(script: &str, expect: &[&str]) {
    let heard = record(script);
    assert_eq!(heard.lines().collect::<Vec<_>>(), expect, "{script}");
}

#[test]
fn tasks_end_in_all_ways() {
    // The first task keeps the worker until another one has been cancelled.
    let heard = record(
        r#"
        let begun = event();
        let go_on = event();
        with thread_pool(#{max_workers: 1, thread_name_prefix: "pool"}) as pool {
            let good = pool.with_options(#{label: "good"}).submit(|| { begun.set(); go_on.wait() });
            let bad = pool.submit(|| 1 / 0);
            let never = pool.submit(|| 3);
            begun.wait();
            never.cancel();
            go_on.set();
            wait([good, bad]);
            bad.exception();
        }
        "#,
    );
    let pool: Vec<&str> = heard.lines().skip_while(|line| *line != "pool:").collect();
    assert_eq!(pool.len(), 3, "{heard}");
    assert!(
        pool[1].starts_with("worker 0: 1 \"good\" Finished"),
        "{heard}"
    );
    assert!(pool[1].ends_with("; 2 Failed"), "{heard}");
    assert_eq!(pool[2], "never ran: 3 Cancelled");
}

/// A run that is stopped is seen as it was at that moment.
#[test]
fn a_deadlock_is_seen_with_its_waits() {
    check(
        r#"
        let never = event();
        let pool = thread_pool(#{max_workers: 1, thread_name_prefix: "pool"});
        let first = pool.submit(|| never.wait());
        pool.submit(|| 2);
        first.result();
        "#,
        &[
            "DeadlockError",
            "script: Unfinished (waits for tasks)",
            "pool:",
            "worker 0: 1 Unfinished (waits for an event)",
            "never ran: 2 Unfinished",
        ],
    );
}

#[test]
fn a_killed_task_is_told_from_one_that_failed() {
    let heard = record(
        r#"
        let begun = event();
        with thread_pool(#{max_workers: 1, thread_name_prefix: "pool"}) as pool {
            let f = pool.submit(|| { begun.set(); event().wait() });
            begun.wait();
            f.kill();
            wait([f]);
        }
        "#,
    );
    let worker = heard
        .lines()
        .find(|line| line.starts_with("worker 0: 1 Killed"));
    assert!(worker.is_some(), "{heard}");
}

#[test]
fn threads_have_lanes_in_the_order_of_their_start() {
    // Both are blocked for ever, and so is the script.
    check(
        r#"
        let go_on = event();
        let first = thread_of(|| go_on.wait());
        let second = thread_of(|| go_on.wait());
        second.start();
        first.start();
        first.join();
        "#,
        &[
            "DeadlockError",
            "script: Unfinished (waits for the end of a thread)",
            "thread 2: Unfinished (waits for an event)",
            "thread 1: Unfinished (waits for an event)",
        ],
    );
}

#[test]
fn failed_scripts_and_threads_are_told_from_others() {
    check("throw 1", &["Thrown", "script: Failed"]);
    check("exit(3)", &["Exit", "script: Finished"]);
    let heard = record("start_thread(|| throw 1).join();");
    assert!(heard.ends_with("\nthread 1: Failed\n"), "{heard}");
}

/// A task that waits for another one of its pool runs it meanwhile.
#[test]
fn a_task_within_the_wait_of_another() {
    let heard = record(
        r#"
        with thread_pool(#{max_workers: 1, thread_name_prefix: "pool"}) as pool {
            pool.submit(|| {
                let inner = pool.submit(|| { for n in 0..1000 { } });
                inner.result()
            }).result();
        }
        "#,
    );
    assert!(
        heard.ends_with("pool:\nworker 0: 1 Finished (waits for tasks); 2 Finished\n"),
        "{heard}"
    );
}

/// A sleep stands for work, so it is none of the waits.
#[test]
fn a_sleep_is_no_wait() {
    let heard = record(
        r#"
        with thread_pool(#{max_workers: 1, thread_name_prefix: "pool"}) as pool {
            pool.submit(|| sleep(0.001)).result();
        }
        "#,
    );
    assert!(heard.ends_with("pool:\nworker 0: 1 Finished\n"), "{heard}");
}

/// Whether somebody watches must not change what happens, or no failure could be shown.
#[test]
fn a_simulated_run_takes_the_same_course_if_nobody_watches() {
    let script = r#"
        let total = cell(0);
        let lock = lock();
        let queue = queue(1);
        let pool = thread_pool(2);
        let reader = start_thread(|| { for n in 0..3 { queue.get(); } });
        let tasks = (0..4).map(|n| pool.submit(|n| {
            with lock { total.set(total.get() + n); }
            if n == 0 { pool.submit(|| 1).result(); }
            if n < 3 { queue.put(n); }
            sleep(0.1);
            if n == 3 { throw "no" }
        }, n));
        tasks[2].cancel();
        tasks[1].kill();
        wait(tasks);
        for n in pool.map(|n| n, 0..3) { total.set(n); }
        to_thread(|| 1).result();
        queue.put(3);
        random()
    "#;
    for seed in 0..40 {
        let simulation = Simulation::new().scheduler(Scheduler::Random { seed });
        let run = |recorder: Option<&Recorder>| {
            let builder = builder().complaints(|_| {});
            let builder = match recorder {
                Some(recorder) => builder.recorder(recorder),
                None => builder,
            };
            let ran = builder.build().simulate("test.rhai", script, &simulation);
            let value = ran.result.map_err(|error| error.report());
            let value = value.map(|value| value.to_string());
            let trace = ran.outcome.trace();
            (value, trace.fingerprint(), trace.steps())
        };
        let recorder = Recorder::new();
        assert_eq!(run(Some(&recorder)), run(None), "seed {seed}");
        assert!(recorder.timeline().lanes().count() > 3);
    }
}
