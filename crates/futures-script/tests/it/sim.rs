//! Scripts in a simulated world, through the library: virtual time, exact orders, deadlocks, switch points.

use std::sync::Mutex;
use std::time::Duration;

use futures_script::futures_sim::{Exploration, Scheduler, Strategy};
use futures_script::{Interpreter, Simulated, Simulation};
use insta::assert_snapshot;

use crate::support::Lines;

/// What the script prints in a run of this kind, and what came of it.
fn simulate(script: &str, simulation: &Simulation) -> (String, Simulated) {
    let (printed, complaints) = (Lines::default(), Lines::default());
    let (print, complain) = (printed.clone(), complaints.clone());
    let interpreter = Interpreter::builder()
        .output(move |line| print.push(line))
        .complaints(move |complaint| complain.push(&complaint.to_string()))
        .build();
    let simulated = interpreter.simulate("test.rhai", script, simulation);
    (
        format!("{}{}", printed.text(), complaints.text()),
        simulated,
    )
}

/// What the script comes to in the canonical order.
#[track_caller]
fn value(script: &str) -> String {
    match simulate(script, &Simulation::new()).1.result {
        Ok(value) => value.to_string(),
        Err(error) => panic!("{script}\n{}", error.report()),
    }
}

fn report(script: &str) -> String {
    let (_, simulated) = simulate(script, &Simulation::new());
    assert!(
        simulated
            .outcome
            .failure()
            .is_some_and(|failure| failure.is_deadlock())
    );
    simulated.result.expect_err(script).report()
}

#[test]
fn limits_kills_and_cancels_happen_in_virtual_time() {
    assert_eq!(
        value("try { to_thread(|| sleep(100)).result(7) } catch (e) { return [e.kind, now()]; }"),
        r#"["TimeoutError", 7.0]"#
    );
    assert_eq!(
        value(
            "let f = to_thread(|| { loop { sleep(3600) } });
             sleep(86400); f.kill();
             try { f.result() } catch (e) { return [e.kind, now()]; }"
        ),
        r#"["Interrupted", 86400.0]"#
    );
    assert_eq!(
        value(
            "with thread_pool(1) as pool {
                 let first = pool.submit(|| sleep(50));
                 let second = pool.submit(|| sleep(50));
                 sleep(10);
                 return [first.cancel(), second.cancel(), first.result(), now()];
             }"
        ),
        "[false, true, (), 50.0]"
    );
    assert_eq!(
        value(
            "let l = lock(); l.acquire(); let e = event(); let q = queue();
               let t = start_thread(|| { sleep(5); l.release(); });
               [l.acquire(3), e.wait(4), l.acquire(), now()]"
        ),
        "[false, false, true, 7.0]"
    );
}

#[test]
fn what_is_unordered_in_reality_has_its_order_here() {
    let script = "
with thread_pool(3) as pool {
    for n in 0..4 { pool.submit(|| { print(`begins ${n}`); print(`ends ${n}`); }); }
    for f in as_completed([3, 1, 2].map(|n| pool.submit(|| { sleep(n); n }))) { print(f.result()); }
}
print(now())";
    let (printed, simulated) = simulate(script, &Simulation::new());
    assert!(simulated.outcome.failure().is_none());
    assert_snapshot!(printed, @"
    begins 0
    ends 0
    begins 3
    ends 3
    begins 1
    ends 1
    begins 2
    ends 2
    1
    2
    3
    3.0
    ");
}

#[test]
fn deadlocks_say_who_waits_for_what_and_for_whom() {
    assert_snapshot!(report("let ready = event();
with thread_pool(#{max_workers: 1, thread_name_prefix: \"w\"}) as pool {
    pool.submit(|| ready.wait()).result();
}"), @r"
    DeadlockError: nothing can go on: script waits for the result of task 1 (at test.rhai:3:34); task 1 on w_0 waits for event 1, which nobody sets (at test.rhai:3:26)
      event 1 was made at test.rhai:1:13
      task 1 was submitted at test.rhai:3:10
    ");
    assert_snapshot!(report("let full = queue(1);
let t = start_thread(|| { for n in 0..3 { full.put(n); } });
t.join();"), @r"
    DeadlockError: nothing can go on: script waits for the end of thread 1 (at test.rhai:3:3); thread 1 waits for room in the full queue 1 (at test.rhai:2:48)
      queue 1 was made at test.rhai:1:12
    ");
    assert_snapshot!(report("let me = cell(());
let t = start_thread(|| { sleep(1); me.get().join(); });
me.set(t);"), @"
    DeadlockError: nothing can go on: script waits for the end of thread 1; thread 1 waits for the end of thread 1 (at test.rhai:2:46)
      thread 1 waits for itself
    ");
    assert_snapshot!(report("let l = lock();
with l { with l { } }"), @r"
    DeadlockError: nothing can go on: script waits for lock 1, held by script (at test.rhai:2:15)
      script waits for itself
      lock 1 was made at test.rhai:1:9
    ");
    assert_snapshot!(report("barrier(2).wait();"), @r"
    DeadlockError: nothing can go on: script waits for barrier 1, where 1 of 2 are (at test.rhai:1:12)
      barrier 1 was made at test.rhai:1:1
    ");
}

/// Equal in all that can be told, which is more than a user sees.
#[test]
fn equal_seeds_go_equal_ways() {
    let script = "
let seen = list();
with thread_pool(3) as pool {
    for n in 0..6 { pool.submit(|| { sleep(random()); seen.push([n, now(), random(0, 9)]); print(n); }); }
}
seen.to_array()";
    let run = |seed| {
        let simulation = Simulation::new().scheduler(Scheduler::Random { seed });
        let (printed, simulated) = simulate(script, &simulation);
        let trace = simulated.outcome.trace().fingerprint();
        (printed, simulated.result.unwrap().to_string(), trace)
    };
    let all: Vec<_> = (0..20).map(run).collect();
    assert_eq!(all, (0..20).map(run).collect::<Vec<_>>());
    let mut different = all;
    different.sort_unstable();
    different.dedup();
    assert_eq!(different.len(), 20);
}

/// Each of these is found only if another thread may come between two of its steps.
#[test]
fn between_any_two_steps_another_thread_may_come() {
    for (steps, expected) in [
        ("c.set(c.get() + 1)", "2 0 0 0"),
        ("a.set(a.get() + 1)", "0 2 0 0"),
        (
            "let seen = l.len(); l.push(1); if l.len() != seen + 1 { a.set(-9) }",
            "0 0 2 0",
        ),
        ("if q.len() == 0 { q.put(1) }", "0 0 0 1"),
        (
            "if !e.is_set() { e.set(); a.add(1) } else { a.add(2) }",
            "0 3 0 0",
        ),
        ("if !f.done() { f.cancel(); a.add(1) }", "0 1 0 0"),
    ] {
        let script = format!(
            "let c = cell(0); let a = atomic(0); let l = list(); let q = queue(); let e = event();
             let pool = thread_pool(1); let block = event();
             pool.submit(|| block.wait()); let f = pool.submit(|| 1);
             let both = [0, 1].map(|n| start_thread(|| {{ {steps} }}));
             for t in both {{ t.join(); }}
             block.set();
             check(`${{c.get()}} ${{a.get()}} ${{l.len()}} ${{q.len()}}` == ARGS[0])"
        );
        let once = |argument: &str, simulation: &Simulation| {
            let interpreter = Interpreter::builder()
                .arguments([argument])
                .output(|_| {})
                .complaints(|_| {})
                .build();
            interpreter.simulate("test.rhai", &script, simulation)
        };
        let canonical = once(expected, &Simulation::new()).result;
        assert!(canonical.is_ok(), "{steps}: {canonical:?}");
        let explored = Exploration::new(500)
            .strategy(Strategy::Mixed)
            .run_each(|simulation| once(expected, simulation).outcome);
        assert!(explored.found.is_some(), "{steps}");
    }
}

#[test]
fn a_failure_that_is_found_is_replayed_by_its_schedule() {
    let script = "
let total = cell(0);
let add = |n| total.set(total.get() + n);
gather([to_thread(add, 1), to_thread(add, 2)]);
check(total.get() == 3, `the total is ${total.get()}`);";
    let explored =
        Exploration::new(500).run_each(|simulation| simulate(script, simulation).1.outcome);
    let found = explored.found.expect("an update is lost in some schedule");
    assert!(found.failure.is_program(), "{found}");
    let text = found.schedule.to_string();
    let again = Simulation::new().scheduler(Scheduler::Replay(text.parse().unwrap()));
    let (_, simulated) = simulate(script, &again);
    assert_eq!(
        simulated.outcome.trace().fingerprint(),
        found.trace.fingerprint()
    );
    assert_eq!(
        simulated.result.unwrap_err().report(),
        found.failure.to_string()
    );
}

/// Nothing of one run is left for the next one of the same interpreter.
#[test]
fn runs_of_one_interpreter_do_not_see_each_other() {
    let interpreter = Interpreter::builder().output(|_| {}).build();
    let script = "with thread_pool(2) as pool { gather([1, 2].map(|n| pool.submit(|n| n, n))); } print(lock());";
    let mut traces = (0..3).map(|_| {
        let simulated = interpreter.simulate("test.rhai", script, &Simulation::new());
        assert!(simulated.result.is_ok());
        simulated.outcome.trace().fingerprint()
    });
    let first = traces.next();
    assert!(traces.all(|trace| Some(trace) == first));
}

#[test]
fn a_call_that_waits_for_something_outside_is_named() {
    let (sender, receiver) = std::sync::mpsc::channel::<()>();
    let receiver = Mutex::new(receiver);
    let interpreter = Interpreter::builder()
        .register(move |engine| {
            engine.register_fn("hang", move || {
                // Until the test is over.
                #[expect(clippy::disallowed_methods, reason = "that is the point")]
                let _ = receiver.lock().unwrap().recv();
            });
        })
        .build();
    let simulation = Simulation::new().patience(Duration::from_millis(200));
    let simulated =
        interpreter.simulate("test.rhai", "start_thread(|| hang()).join()", &simulation);
    drop(sender);
    assert_eq!(
        simulated.result.unwrap_err().message(),
        "the simulation was given up: nothing was seen of thread 1 for 0.2 s of real time. A single call computes for so \
         long, or waits for something outside"
    );
}
