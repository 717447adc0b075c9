//! Stopping a script from outside.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_core::host::{self, Spawn};
use futures_core::promise;
use futures_script::{FrameKind, ScriptError, ScriptErrorKind};

use crate::support::{Lines, builder, run};

/// Runs the script and stops it once it has called `ready()`; no script can be the winner of that.
#[track_caller]
fn check_stopped(script: &str) -> (String, ScriptError) {
    let printed = Lines::default();
    let print = printed.clone();
    let (ready, is_ready) = promise();
    let ready = Mutex::new(Some(ready));
    let interpreter = builder()
        .output(move |line| print.push(line))
        .register(move |engine| {
            engine.register_fn("ready", move || {
                let ready = ready.lock().unwrap().take();
                ready.expect("called once").set_result(()).unwrap();
            });
        })
        .build();
    let stop = interpreter.stop_handle();
    let stopper = host::spawn(Spawn::default(), move || {
        is_ready.result().unwrap();
        stop.stop();
    });
    let error = interpreter.run("test.rhai", script).expect_err(script);
    assert_eq!(
        error.kind(),
        ScriptErrorKind::Interrupted,
        "{script}\n{}",
        error.report()
    );
    stopper.unwrap().join().unwrap();
    (printed.text(), error)
}

#[test]
fn what_is_pending_never_begins() {
    for rest in [
        "for f in as_completed(fs) { f.result(); }",
        "sleep(1000)",
        "loop { }",
        "",
    ] {
        let script = format!(
            "with thread_pool(1) as pool {{
                 let fs = (0..2000).map(|i| pool.submit(|| {{
                     if i == 0 {{
                         ready();
                         sleep(1000)
                     }} else {{
                         print(i)
                     }}
                 }}));
                 fs[9].add_done_callback(|f| print(f));
                 {rest}
             }}"
        );
        let (printed, error) = check_stopped(&script);
        assert_eq!(printed, "", "{rest}");
        let meanwhile = error
            .stack()
            .iter()
            .filter(|frame| matches!(frame.kind(), FrameKind::Meanwhile(_)));
        let meanwhile: Vec<String> = meanwhile.map(ToString::to_string).collect();
        assert_eq!(
            meanwhile,
            ["meanwhile task 1 was at test.rhai:5:26"],
            "{rest}"
        );
    }
}

#[test]
fn everybody_was_where_it_waited_or_else_where_it_was_submitted() {
    let (_, error) = check_stopped(
        "fn deep() {
             sleep(1000)
         }
         let one = event(); let other = event();
         let pool = thread_pool(2);
         pool.submit(|| { one.set(); deep() });
         pool.submit(|| { other.set(); loop { } });
         one.wait(); other.wait();
         start_thread(|| {
             ready();
             sleep(1000)
         });
         sleep(1000);",
    );
    assert_eq!(
        error.report(),
        "Interrupted: the script was stopped\n  at test.rhai:13:10\n  \
         meanwhile thread 1 was at test.rhai:11:14\n  \
         meanwhile task 1 was at test.rhai:2:14\n  \
         meanwhile task 2, submitted at test.rhai:7:15, was running"
    );
}

#[test]
fn natives_that_take_long_are_stopped() {
    for native in [
        "(0..90_000_000).to_array()",
        "sorted(0..90_000_000)",
        "enumerate(0..9_000_000)",
        "zip(0..9_000_000, 0..9_000_000)",
        "thread_pool(1).map(|n| n, 0..90_000_000)",
        "thread_pool(1).map(|n| n, range(0, 90_000_000, 1), 0..90_000_000)",
    ] {
        let script = format!("start_thread(|| ready()); {native}; print(\"not stopped\")");
        let (printed, _) = check_stopped(&script);
        assert_eq!(printed, "", "{native}");
    }
}

#[test]
fn a_map_ends_when_the_task_that_starts_it_is_killed() {
    let outcome = run("let begun = event();
         with thread_pool(2) as pool {
             let f = pool.submit(|| {
                 begun.set();
                 pool.map(|n| n, 0..90_000_000);
                 print(\"not killed\");
             });
             begun.wait();
             f.kill();
             try { f.result() } catch (e) { print(e) }
             pool.shutdown(#{cancel_futures: true});
         }");
    assert_eq!(outcome.printed, "the task was killed");
}

#[test]
fn loops_are_stopped() {
    check_stopped("ready(); loop { }");
    check_stopped("ready(); while true { [1].map(|x| x) }");
    check_stopped(
        "with thread_pool(1) as p { let f = p.submit(|| loop { }); ready(); f.result() }",
    );
}

#[test]
fn no_script_can_catch_it() {
    check_stopped("ready(); loop { try { sleep(1000) } catch (e) { } }");
    check_stopped(
        "with thread_pool(1) as p { p.submit(|| loop { try { sleep(1000) } catch { } }); ready(); sleep(1000) }",
    );
}

#[test]
fn every_native_that_waits_is_stopped() {
    for wait in [
        "sleep(1000)",
        "f.result()",
        "f.result(1000)",
        "f.exception()",
        "f.exception(1000)",
        "wait([f])",
        "wait([f], #{timeout: 1000, return_when: FIRST_COMPLETED})",
        "gather([f])",
        "for f in as_completed([f]) { f; }",
        "as_completed([f], #{timeout: 1000}).to_array()",
        "for n in pool.map(|n| sleep(1000), [1, 2]) { n; }",
        "pool.map_unordered(|n| sleep(1000), [1, 2]).to_array()",
        "pool.shutdown()",
        "l.acquire()",
        "l.acquire(1000)",
        "with l { }",
        "semaphore(0).acquire()",
        "event().wait()",
        "event().wait(1000)",
        "barrier(2).wait()",
        "queue().get()",
        "queue().get(1000)",
        "let q = queue(1); q.put(1); q.put(2)",
        "let q = queue(); q.put(1); q.join()",
        "start_thread(|| sleep(1000)).join()",
        "start_thread(|| sleep(1000)); ",
        "start_thread(|| l.acquire()).join(1000)",
        "to_thread(|| sleep(1000)).result()",
        "to_thread(|| sleep(1000));",
        "with pool { }",
        "",
    ] {
        check_stopped(&format!(
            "let l = lock(); l.acquire(); let pool = thread_pool(1); let f = pool.submit(|| sleep(1000)); ready(); {wait}"
        ));
    }
}

#[test]
fn an_interpreter_that_was_stopped_runs_nothing() {
    let interpreter = builder().build();
    interpreter.stop_handle().stop();
    let error = interpreter.run("test.rhai", "sleep(0)").unwrap_err();
    assert_eq!(error.kind(), ScriptErrorKind::Interrupted);
}

#[test]
fn limits_have_kinds_of_their_own() {
    let late = builder().time_limit(Duration::from_millis(1)).build();
    let error = late.run("test.rhai", "sleep(1000)").unwrap_err();
    assert_eq!(error.kind(), ScriptErrorKind::TimedOut);
    assert_eq!(
        error.report(),
        "TimedOut: timed out after 0.001 s\n  at test.rhai:1:1"
    );
    let busy = builder().max_operations(50).build();
    let error = busy.run("test.rhai", "loop { }").unwrap_err();
    assert_eq!(error.kind(), ScriptErrorKind::Limit);
    // Each run has a budget of its own.
    assert_eq!(busy.run("test.rhai", "6 * 7").unwrap().as_int(), Ok(42));
    assert_eq!(busy.run("test.rhai", "6 * 7").unwrap().as_int(), Ok(42));
}

#[test]
fn whoever_stops_a_script_can_say_why() {
    let interpreter = builder().build();
    interpreter.stop_handle().stop_because("the shop closes");
    let error = interpreter.run("test.rhai", "sleep(1000)").unwrap_err();
    assert_eq!(
        error.report(),
        "Interrupted: the shop closes\n  at test.rhai:1:1"
    );
}

#[test]
fn making_an_array_of_many_numbers_takes_operations() {
    let busy = builder().max_operations(200).build();
    for script in [
        "(0..1_000_000).to_array()",
        "enumerate(0..1_000_000)",
        "sorted(0..1_000_000)",
    ] {
        let error = busy.run("test.rhai", script).expect_err(script);
        assert_eq!(error.kind(), ScriptErrorKind::Limit, "{script}");
    }
}

#[test]
fn what_was_stopped_with_the_run_is_told_once() {
    for call in [
        "to_thread(|| 1).add_done_callback(|f| { reached.set(); sleep(1000) });",
        "start_thread(|| { reached.set(); sleep(1000) });",
    ] {
        let complaints = Arc::new(Mutex::new(Vec::new()));
        let told = complaints.clone();
        let busy = builder()
            .complaints(move |complaint| told.lock().unwrap().push(complaint.to_string()))
            .max_operations(1000)
            .build();
        let script = format!("let reached = event(); {call} reached.wait(); loop {{ }}");
        let error = busy.run("test.rhai", &script).expect_err(call);
        let meanwhile = error.stack().iter().map(ToString::to_string);
        assert_eq!(
            meanwhile
                .filter(|frame| frame.starts_with("meanwhile"))
                .count(),
            1,
            "{}",
            error.report()
        );
        assert_eq!(*complaints.lock().unwrap(), [""; 0], "{call}");
    }
}
