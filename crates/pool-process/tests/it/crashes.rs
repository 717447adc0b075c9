//! What becomes of a call whose worker dies, under each policy, and of everybody else.

use std::time::Duration;

use conformance::{Case, Fixture, Op, Out, cases};
use futures_core::{ErrorKind, Shutdown};
use pool_process::{Call, OnCrash, ProcessPool, SubmitOptions};
use rustix::process::Signal;

use crate::conformance_suite::{Processes, Task, run};
use crate::support::{Held, crash, forever, pid, send, stop, until, wait_gone};

pub(crate) const CASES: &[Case] = cases![
    dev_workers_are_replaced,
    dev_private_channel_per_worker,
    dev_prefetched_is_not_running,
    a_crash_is_retried_as_often_as_was_asked,
    a_retried_call_may_end_well,
    a_spare_worker_takes_the_place_of_a_dead_one,
    a_time_limit_ends_the_call_and_nobody_else,
    a_limit_of_its_own_counts_before_that_of_the_pool,
    a_killed_call_fails_and_nobody_else,
    a_pending_call_is_not_killed,
    init_failing_resources,
    a_worker_that_cannot_begin_says_why,
];

/// A dead worker is replaced, again and again; the calls behind it run.
fn dev_workers_are_replaced() {
    let pool = ProcessPool::new(1).unwrap();
    for round in 1..=5 {
        let before = pool.submit(pid, ()).unwrap();
        let dies = pool.submit(crash, ()).unwrap();
        let after = pool.submit(pid, ()).unwrap();
        let before = before.result().unwrap();
        let error = dies.result().unwrap_err();
        assert_eq!(
            (error.kind(), error.to_string()),
            (
                ErrorKind::WorkerDied,
                format!("worker process {before} was killed by SIGABRT")
            )
        );
        assert_ne!(after.result().unwrap(), before);
        assert_eq!(pool.stats().died_workers, round);
    }
}

/// A worker that is stopped in the middle of things, and then killed, holds up nobody else.
fn dev_private_channel_per_worker() {
    let pool = ProcessPool::new(2).unwrap();
    let victim = pool.submit(pid, ()).unwrap().result().unwrap();
    let held = Held::new();
    // The idle worker is taken first; this result is too large for any pipe or ring.
    let large = held.processes.job(held.gate.pass()).into_argument();
    let large = Call::fallible(|task: Task| run(task).map(|_| vec![1_u8; 8 << 20]), large);
    let large = pool.submit_call(large).unwrap();
    held.gate.wait_arrived(1);
    stop(victim);
    held.gate.open();
    let sum: u64 = pool.map(|n: u64| n, 0..2000).map(Result::unwrap).sum();
    assert_eq!(sum, 1999 * 1000);
    assert!(!large.done());
    send(victim, Signal::KILL);
    assert!(large.result().unwrap_err().is_worker_died());
    let sum: u64 = pool.map(|n: u64| n, 0..2000).map(Result::unwrap).sum();
    assert_eq!(sum, 1999 * 1000);
}

/// A call that was sent ahead to a busy worker is pending, can be cancelled, and then never runs.
fn dev_prefetched_is_not_running() {
    let pool = ProcessPool::new(1).unwrap();
    let processes = Processes::new();
    let ran = processes.counter();
    // Short calls teach the pool to send ahead.
    for _ in 0..5 {
        let held = Held::new();
        assert!(pool.map(|n: u64| n, 0..200).all(|result| result.is_ok()));
        let short = pool.submit(pid, ()).unwrap();
        let holds = held.submit(&pool, Op::Return(1));
        let behind: Vec<_> = (0..20)
            .map(|_| pool.submit_call(processes.job(ran.count())).unwrap())
            .collect();
        short.result().unwrap();
        held.gate.wait_arrived(1);
        assert!(holds.running());
        for future in &behind {
            assert!(!future.running());
            assert!(future.cancel());
        }
        held.gate.open();
        assert!(holds.result().is_ok());
        assert!(behind.into_iter().all(|future| future.cancelled()));
    }
    pool.shutdown(Shutdown::Drain);
    assert_eq!(ran.get(), 0);
    assert_eq!(pool.stats().cancelled, 100);
}

fn retrying(times: u32) -> ProcessPool {
    ProcessPool::builder()
        .max_workers(1)
        .on_crash(OnCrash::Retry(times))
        .build()
        .unwrap()
}

/// Counts that it has begun, and dies unless that was often enough.
fn count_and_die(task: Task) -> Result<Out, String> {
    match run(task) {
        Ok(Out::Number(3)) => Ok(Out::Text("the third time".to_owned())),
        Ok(_) => std::process::abort(),
        Err(error) => Err(error.to_string()),
    }
}

/// A call that always dies is begun once and then as often as it may be retried.
fn a_crash_is_retried_as_often_as_was_asked() {
    let processes = Processes::new();
    let begun = processes.counter();
    let pool = retrying(1);
    let task = processes.task(begun.count());
    let dies = pool.submit_fallible(count_and_die, task).unwrap();
    assert!(dies.result().unwrap_err().is_worker_died());
    assert_eq!(begun.get(), 2);
    assert_eq!(pool.stats().died_workers, 2);
}

/// One that dies twice and then does not ends well.
fn a_retried_call_may_end_well() {
    let processes = Processes::new();
    let begun = processes.counter();
    let pool = retrying(2);
    let task = processes.task(begun.count());
    let survives = pool.submit_fallible(count_and_die, task).unwrap();
    let next = pool.submit(pid, ()).unwrap();
    let text = "the third time".to_owned();
    assert_eq!(survives.result().unwrap(), Out::Text(text));
    assert!(next.result().is_ok());
    assert_eq!((pool.stats().finished, pool.stats().failed), (2, 0));
}

/// With a spare worker there are two processes for one place, and the second takes it when the first dies.
fn a_spare_worker_takes_the_place_of_a_dead_one() {
    let pool = ProcessPool::builder()
        .max_workers(1)
        .spare_workers(1)
        .build()
        .unwrap();
    until("the spare one is there", || pool.stats().workers == 1);
    let first = pool.submit(pid, ()).unwrap().result().unwrap();
    for started in 3..6 {
        until("there is a ready spare one", || {
            let stats = pool.stats();
            (stats.workers, stats.starting) == (2, 0)
        });
        assert!(pool.submit(crash, ()).unwrap().result().is_err());
        assert_ne!(pool.submit(pid, ()).unwrap().result().unwrap(), first);
        until("the next spare one was started", || {
            pool.stats().started_workers == started
        });
    }
}

/// A call that runs for too long fails, and what is behind it runs elsewhere.
fn a_time_limit_ends_the_call_and_nobody_else() {
    let pool = ProcessPool::builder()
        .max_workers(1)
        .task_timeout(Duration::from_millis(50))
        .build()
        .unwrap();
    let worker = pool.submit(pid, ()).unwrap().result().unwrap();
    let runaway = pool.submit(forever, ()).unwrap();
    let id = runaway.id();
    let behind: Vec<_> = (0..10).map(|_| pool.submit(pid, ()).unwrap()).collect();
    let error = runaway.result().unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string()),
        (
            ErrorKind::TaskTimeout,
            format!("call {id} ran for longer than 50ms and was ended")
        )
    );
    for future in behind {
        assert_ne!(future.result().unwrap(), worker);
    }
    wait_gone(worker);
}

/// A limit given with the call counts, shorter or longer than that of the pool.
fn a_limit_of_its_own_counts_before_that_of_the_pool() {
    let pool = ProcessPool::builder()
        .max_workers(2)
        .task_timeout(Duration::from_millis(30))
        .build()
        .unwrap();
    let held = Held::new();
    let patient = SubmitOptions::new().task_timeout(Duration::from_secs(60));
    let call = held.processes.job(held.gate.pass());
    let patient = pool.submit_with(patient, call).unwrap();
    let runaway = pool.submit(forever, ()).unwrap();
    let error = runaway.result().unwrap_err();
    assert!(error.is_task_timeout());
    held.gate.open();
    assert_eq!(patient.result().unwrap(), Out::Nothing);

    let unlimited = ProcessPool::new(1).unwrap();
    let hasty = SubmitOptions::new().task_timeout(Duration::from_millis(10));
    let hasty = unlimited
        .submit_with(hasty, Call::new(forever, ()))
        .unwrap();
    assert!(hasty.result().unwrap_err().is_task_timeout());
}

/// `kill` ends a running call; its neighbours do not notice.
fn a_killed_call_fails_and_nobody_else() {
    let pool = ProcessPool::new(2).unwrap();
    let held = Held::new();
    let beside = held.occupy(&pool, 1);
    let doomed = pool.submit(forever, ()).unwrap().shared();
    let behind: Vec<_> = (0..10).map(|_| pool.submit(pid, ()).unwrap()).collect();
    assert!(doomed.running());
    assert!(doomed.kill());
    let error = doomed.result().unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (ErrorKind::Interrupted, "the call was killed")
    );
    assert!(!doomed.kill());
    assert!(behind.into_iter().all(|future| future.result().is_ok()));
    held.gate.open();
    assert!(beside.into_iter().all(|future| future.result().is_ok()));
}

/// One that has not begun is for `cancel`.
fn a_pending_call_is_not_killed() {
    let pool = ProcessPool::new(1).unwrap();
    let held = Held::new();
    let _running = held.occupy(&pool, 1);
    let pending = pool.submit(pid, ()).unwrap().shared();
    assert!(!pending.kill());
    held.gate.open();
    assert!(pending.result().is_ok());
}

/// A failing initializer leaves no process and no descriptor behind. (What the whole binary leaves is checked at its end.)
fn init_failing_resources() {
    for (workers, spare) in [(1, 0), (3, 0), (2, 2)] {
        let pool = ProcessPool::builder()
            .max_workers(workers)
            .spare_workers(spare)
            .initializer(
                |reason: String| Err::<(), String>(reason),
                "no disk".to_owned(),
            )
            .build()
            .unwrap();
        let why = format!("a worker's initializer of {} failed: no disk", pool.name());
        for _ in 0..workers {
            match pool.submit(pid, ()) {
                Ok(future) => assert_eq!(future.result().unwrap_err().to_string(), why),
                Err(refused) => assert_eq!(refused.error().to_string(), why),
            }
        }
        until("nobody is left", || pool.stats().workers == 0);
        let refused = pool.submit(pid, ()).unwrap_err();
        assert_eq!(refused.error().kind(), ErrorKind::BrokenPool);
    }
}

/// Within so little memory there is no stack for the calls, and the reason is in the error of the broken pool.
fn a_worker_that_cannot_begin_says_why() {
    let pool = ProcessPool::builder()
        .max_workers(1)
        .memory_limit(4 << 20)
        .build()
        .unwrap();
    let error = pool.submit(pid, ()).unwrap().result().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BrokenPool);
    let text = error.to_string();
    let (_, why) = text.split_once("; it had written: ").expect(&text);
    assert_eq!(
        why,
        "the worker cannot go on: no thread for its calls: Resource temporarily unavailable (os error 11)"
    );
}
