//! Nothing can go on: who waits for what.

use futures_core::promise;
use futures_sim::Simulation;
use pool_thread::ThreadPool;

use crate::support::{Gate, spawn};

/// What the report says, without the places in this file.
fn report(main: impl FnOnce() + Send + 'static) -> String {
    let outcome = Simulation::new().run(main);
    let failure = outcome.failure().expect("a deadlock");
    assert!(failure.is_deadlock(), "{failure}");
    assert!(outcome.result().is_some(), "the program came to its end");
    failure.to_string().replace(file!(), "FILE")
}

#[test]
fn a_gate_that_nobody_opens() {
    insta::assert_snapshot!(report(|| assert!(!Gate::default().pass())), @r"
    deadlock after 0 s: nothing can go on, and nobody waits for time to pass
      main waits for the gate
    ");
}

#[test]
fn a_promise_that_nobody_keeps() {
    let report = report(|| {
        let (kept, future) = promise::<()>();
        let pool = ThreadPool::new(2).unwrap();
        let waits = pool.submit(move || future.result().unwrap_err().is_abandoned());
        let waits = waits.unwrap();
        assert!(waits.result().unwrap_err().is_interrupted());
        drop(kept);
    });
    insta::assert_snapshot!(report, @r"
    deadlock after 0 s: nothing can go on, and nobody waits for time to pass
      main waits for the result of task 1, submitted at FILE:31:26
      task 1 on ThreadPool-0_0 waits for the result of task 1 (it was itself submitted at FILE:31:26)
    ");
}

#[test]
fn two_threads_wait_for_each_other() {
    let report = report(|| {
        let gates = [Gate::default(), Gate::default()];
        let other = gates.clone();
        let thread = spawn("other", move || {
            if other[0].pass() {
                other[1].open();
            }
        });
        if gates[1].pass() {
            gates[0].open();
        }
        thread.join().unwrap();
    });
    insta::assert_snapshot!(report, @r"
    deadlock after 0 s: nothing can go on, and nobody waits for time to pass
      main waits for the gate
      other waits for the gate
    ");
}

#[test]
fn a_join_of_one_that_waits_for_the_joiner() {
    let report = report(|| {
        let gate = Gate::default();
        let inner = gate.clone();
        let thread = spawn("other", move || {
            inner.pass();
        });
        if let Err(thread) = thread.join() {
            gate.open();
            thread.join().unwrap();
        }
    });
    insta::assert_snapshot!(report, @r"
    deadlock after 0 s: nothing can go on, and nobody waits for time to pass
      main waits for the end of thread other
      other waits for the gate
    ");
}
