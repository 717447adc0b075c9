//! Nothing can go on: who waits for what.

use std::time::Duration;

use futures_core::host::JoinHandle;
use futures_core::{Shutdown, promise};
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
      main waits for the result of task 1 on ThreadPool-0_0, submitted at FILE:34:26
      task 1 on ThreadPool-0_0 waits for promise 1, made at FILE:32:30 (it was itself submitted at FILE:34:26)
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

/// A task that another one runs in its place is the one that waits; both are named.
#[test]
fn a_task_on_top_of_another_one() {
    let report = report(|| {
        let (keep, kept) = promise::<()>();
        let kept = kept.shared();
        let pool = ThreadPool::new(1).unwrap();
        let handle = pool.handle();
        let outer = pool.submit(move || {
            let inner = handle.submit(move || kept.wait().is_err());
            inner.unwrap().result().unwrap()
        });
        assert!(outer.unwrap().wait().unwrap_err().is_interrupted());
        drop(keep);
    });
    insta::assert_snapshot!(report, @r"
    deadlock after 1 s: nothing can go on, and nobody waits for time to pass
      main waits for the result of task 1 on ThreadPool-0_0, submitted at FILE:96:26
      task 2 on ThreadPool-0_0, run by task 1 which waits for it, waits for promise 1, made at FILE:92:28 (it was itself submitted at FILE:97:32)
    ");
}

/// A thread waits for a task that waits for the thread.
#[test]
fn a_cycle_of_a_thread_and_a_task() {
    let report = report(|| {
        let pool = ThreadPool::new(1).unwrap();
        let (give, given) = promise();
        let task = pool.submit(move || {
            let thread: JoinHandle = given.result().unwrap();
            thread.join().is_err()
        });
        let task = task.unwrap();
        let thread = spawn("other", move || drop(task.wait()));
        give.set_result(thread).unwrap();
    });
    insta::assert_snapshot!(report, @r"
    deadlock after 0 s: nothing can go on, and nobody waits for time to pass
      main waits for the workers of ThreadPool-0 to end
      task 1 on ThreadPool-0_0 waits for the end of thread other (it was itself submitted at FILE:116:25)
      other waits for the result of task 1 on ThreadPool-0_0, submitted at FILE:116:25
      they wait for each other: task 1 on ThreadPool-0_0 → other → task 1 on ThreadPool-0_0
    ");
}

/// Each of two tasks shuts the pool of the other one down.
#[test]
fn a_cycle_of_two_pools() {
    let report = report(|| {
        let pools = [1, 1].map(|workers| ThreadPool::new(workers).unwrap());
        let begun = Gate::default();
        let tasks = [0, 1].map(|me| {
            let (begun, other) = (begun.clone(), pools[1 - me].handle());
            pools[me].submit(move || {
                begun.pass();
                other.shutdown(Shutdown::Drain);
            })
        });
        begun.open();
        let _ = tasks.map(|task| task.unwrap().wait().is_ok());
    });
    insta::assert_snapshot!(report, @r"
    deadlock after 0 s: nothing can go on, and nobody waits for time to pass
      main waits for the result of task 1 on ThreadPool-0_0, submitted at FILE:141:23
      task 1 on ThreadPool-0_0 waits for the workers of ThreadPool-1 to end (it was itself submitted at FILE:141:23)
      task 1 on ThreadPool-1_0 waits for the workers of ThreadPool-0 to end (it was itself submitted at FILE:141:23)
      they wait for each other: task 1 on ThreadPool-0_0 → task 1 on ThreadPool-1_0 → task 1 on ThreadPool-0_0
    ");
}

/// A worker that looks now and then whether it is still needed does not count as something that goes on.
#[test]
fn beside_a_worker_that_rests() {
    let outcome = Simulation::new().run(|| {
        let pool = ThreadPool::builder()
            .max_workers(2)
            .keep_alive(Duration::from_secs(10))
            .build()
            .unwrap();
        assert!(pool.submit(|| ()).unwrap().result().is_ok());
        assert!(!Gate::default().pass());
    });
    assert!(outcome.failure().expect("a deadlock").is_deadlock());
    // It had its time and is gone.
    assert_eq!(outcome.trace().elapsed(), Duration::from_secs(10));
}
