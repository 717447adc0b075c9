//! What Python's tests say about its process pool alone: how many processes there are, when they are replaced, and what
//! the errors tell.

use std::collections::BTreeSet;
use std::io;

use conformance::{Case, Fixture, Op, cases};
use futures_core::{Error, ErrorKind, MapOptions, Shutdown, panics};
use pool_process::{OnCrash, Output, ProcessPool};
use rustix::process::Signal;

use crate::conformance_suite::Processes;
use crate::programs::{fail_deep_inside, output_of, program};
use crate::support::{Held, pid, send, until, wait_gone};

pub(crate) const CASES: &[Case] = cases![
    process_pool_killed_child,
    process_pool_broken_process_pool_traceback,
    process_pool_map_chunksize,
    process_pool_traceback,
    process_pool_traceback_when_child_process_terminates_abruptly,
    process_pool_ressources_gced_in_workers,
    process_pool_saturation,
    process_pool_idle_process_reuse_one,
    process_pool_idle_process_reuse_multiple,
    process_pool_max_tasks_per_child,
    process_pool_max_tasks_per_child_pending_tasks_gh115634,
    process_pool_shutdown_no_wait_max_tasks_gh119592,
    process_pool_gc_during_max_tasks_worker_exit_gh152967,
    process_pool_failed_worker_replacement_breaks_pool,
    process_pool_max_tasks_early_shutdown,
    long_calls_begin_in_order,
    short_calls_do_not_wait_behind_a_long_one,
];

/// A pool of so many workers that are replaced after so many calls each.
fn recycling(workers: usize, calls: u64) -> ProcessPool {
    ProcessPool::builder()
        .max_workers(workers)
        .max_tasks_per_child(calls)
        .build()
        .unwrap()
}

/// With the policy of Python, one killed worker ends every call, pending ones too, and later submits are refused.
fn process_pool_killed_child() {
    let pool = ProcessPool::builder()
        .max_workers(2)
        .on_crash(OnCrash::BreakPool)
        .build()
        .unwrap();
    let held = Held::new();
    let victim = pool.submit(pid, ()).unwrap().result().unwrap();
    let running = held.occupy(&pool, 2);
    let pending = pool.submit(pid, ()).unwrap();
    send(victim, Signal::KILL);
    let mut errors: Vec<Error> = (running.into_iter())
        .map(|future| future.result().unwrap_err())
        .collect();
    // Only one of them was the victim's.
    errors.sort_by_key(Error::is_worker_died);
    let how = format!("worker process {victim} was killed by SIGKILL");
    assert_eq!(errors[1].to_string(), how);
    assert!(errors[1].is_worker_died());
    let why = format!("a worker of {} died: {how}", pool.name());
    for error in [&errors[0], &pending.result().unwrap_err()] {
        assert_eq!(
            (error.kind(), error.to_string()),
            (ErrorKind::BrokenPool, why.clone())
        );
    }
    let refused = pool.submit(pid, ()).unwrap_err();
    assert_eq!(refused.error().kind(), ErrorKind::BrokenPool);
    assert_eq!(refused.error().to_string(), why);
    pool.shutdown(Shutdown::Drain);
    assert_eq!(pool.stats().workers, 0);
}

/// Each call of a broken pool gets an error of its own.
fn process_pool_broken_process_pool_traceback() {
    let pool = ProcessPool::builder()
        .max_workers(1)
        .on_crash(OnCrash::BreakPool)
        .build()
        .unwrap();
    let held = Held::new();
    let victim = pool.submit(pid, ()).unwrap().result().unwrap();
    let mut futures = held.occupy(&pool, 1);
    futures.extend((0..3).map(|_| held.submit(&pool, Op::Return(1))));
    send(victim, Signal::KILL);
    let errors: Vec<Error> = (futures.into_iter())
        .map(|future| future.result().unwrap_err())
        .collect();
    for (index, error) in errors.iter().enumerate() {
        assert!(errors[..index].iter().all(|other| !other.same(error)));
    }
}

/// Chunks of every size give the results of a plain map; a size of 0 is refused at once.
fn process_pool_map_chunksize() {
    let pool = ProcessPool::new(2).unwrap();
    let expected: Vec<u64> = (0..40).map(|n: u64| n.pow(3)).collect();
    for size in [6, 40, 50] {
        let options = MapOptions::new().chunk_size(size);
        let cubes: Result<Vec<u64>, _> = pool.map_with(options, |n| n.pow(3), 0..40_u64).collect();
        assert_eq!(cubes.unwrap(), expected, "chunks of {size}");
    }
    let refused = panics::catch(|| MapOptions::new().chunk_size(0));
    assert_eq!(refused.unwrap_err().message(), "chunk_size must be >= 1");
}

/// The error of a call that panicked says what, where, and how it came to that.
fn process_pool_traceback() {
    let pool = ProcessPool::new(1).unwrap();
    let error = pool
        .submit(fail_deep_inside, 7)
        .unwrap()
        .result()
        .unwrap_err();
    assert_eq!(error.panic_message(), Some("it was 7"));
    let location = error.panic_location().unwrap();
    assert!(location.contains("programs.rs:"), "{location}");
    // Whether there is a backtrace is for the environment to say, so another process is asked, with another one.
    let backtrace = output_of(program("panics in a call").env("RUST_BACKTRACE", "1"));
    let names_it = |line: &String| line.contains("fail_deep_inside");
    assert!(backtrace.iter().any(names_it), "{backtrace:?}");
    let nothing = output_of(program("panics in a call").env("RUST_BACKTRACE", "0"));
    assert_eq!(nothing, ["no backtrace"]);
}

/// The error of a call whose process ended says which process it was, how it ended, and what it had to say.
fn process_pool_traceback_when_child_process_terminates_abruptly() {
    let pool = ProcessPool::builder()
        .max_workers(1)
        .stderr(Output::Lines(std::sync::Arc::new(|_, _| {})))
        .build()
        .unwrap();
    let worker = pool.submit(pid, ()).unwrap().result().unwrap();
    let last_words = |code: i32| -> () {
        eprintln!("the disk is full");
        std::process::exit(code)
    };
    let ended = pool.submit(last_words, 99).unwrap();
    let error = ended.result().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WorkerDied);
    assert_eq!(
        error.to_string(),
        format!("worker process {worker} exited with code 99; it had written: the disk is full")
    );
}

/// A worker drops the argument of a call before it begins the next one.
fn process_pool_ressources_gced_in_workers() {
    let processes = Processes::new();
    let pool = ProcessPool::new(1).unwrap();
    for round in 1..=20 {
        let probe = processes.probe();
        let carrier = pool.submit_call(processes.job(probe.carry())).unwrap();
        let seen = pool.submit_call(processes.job(probe.read())).unwrap();
        assert_eq!(
            seen.result().unwrap(),
            conformance::Out::Number(1),
            "{round}"
        );
        drop(carrier);
    }
}

/// However many calls, there are never more processes than workers.
fn process_pool_saturation() {
    let pool = ProcessPool::new(4).unwrap();
    let held = Held::new();
    let mut futures = held.occupy(&pool, 4);
    futures.extend((0..71).map(|_| held.submit(&pool, Op::Return(1))));
    assert_eq!(pool.stats().workers, 4);
    held.gate.open();
    assert!(futures.into_iter().all(|future| future.result().is_ok()));
    assert_eq!(pool.stats().started_workers, 4);
}

/// Calls one after the other need one process.
fn process_pool_idle_process_reuse_one() {
    let pool = ProcessPool::new(4).unwrap();
    let pids: BTreeSet<u32> = (0..20)
        .map(|_| pool.submit(pid, ()).unwrap().result().unwrap())
        .collect();
    assert_eq!(pids.len(), 1);
    assert_eq!(pool.stats().started_workers, 1);
}

/// Calls of which up to three are under way at once need no more than three.
fn process_pool_idle_process_reuse_multiple() {
    let pool = ProcessPool::new(5).unwrap();
    for _ in 0..10 {
        let first = pool.submit(pid, ()).unwrap();
        let second = pool.submit(pid, ()).unwrap();
        first.result().unwrap();
        let third = pool.submit(pid, ()).unwrap();
        second.result().unwrap();
        third.result().unwrap();
    }
    assert!(pool.stats().started_workers <= 3);
}

/// After its last call a worker makes room for a new one.
fn process_pool_max_tasks_per_child() {
    let pool = recycling(1, 3);
    let mut pids = Vec::new();
    for _ in 0..7 {
        pids.push(pool.submit(pid, ()).unwrap().result().unwrap());
    }
    assert_eq!(pids[..3], [pids[0]; 3]);
    assert_eq!(pids[3..6], [pids[3]; 3]);
    assert_eq!(BTreeSet::from_iter(&pids).len(), 3);
    wait_gone(pids[0]);
    wait_gone(pids[3]);
    until("only one is left", || pool.stats().workers == 1);
    assert_eq!(pool.stats().died_workers, 0);
}

/// A backlog is worked off while workers come and go.
fn process_pool_max_tasks_per_child_pending_tasks_gh115634() {
    let pool = recycling(2, 1);
    let futures: Vec<_> = (0..50_u64)
        .map(|n| pool.submit(|n| (n, std::process::id()), n).unwrap())
        .collect();
    let mut pids = BTreeSet::new();
    for (future, n) in futures.into_iter().zip(0..) {
        let (number, pid) = future.result().unwrap();
        assert_eq!(number, n);
        assert!(pids.insert(pid), "a worker has done two calls");
    }
}

/// After a shutdown that does not wait, workers are replaced until all is done.
fn process_pool_shutdown_no_wait_max_tasks_gh119592() {
    let pool = recycling(1, 1);
    let futures: Vec<_> = (0..10_u64)
        .map(|n| pool.submit(|n| n + 1, n).unwrap())
        .collect();
    pool.shutdown(Shutdown::DrainNoWait);
    for (future, n) in futures.into_iter().zip(0..) {
        assert_eq!(future.result().unwrap(), n + 1);
    }
}

/// A pool that is dropped without a shutdown does the same, and waits for it.
fn process_pool_gc_during_max_tasks_worker_exit_gh152967() {
    let processes = Processes::new();
    let ran = processes.counter();
    let pool = recycling(2, 1);
    let futures: Vec<_> = (0..10)
        .map(|_| pool.submit_call(processes.job(ran.count())).unwrap())
        .collect();
    drop(pool);
    assert_eq!(ran.get(), 10);
    assert!(futures.into_iter().all(|future| future.result().is_ok()));
}

/// If no worker is left and none can be started the pool is broken, and says why.
fn process_pool_failed_worker_replacement_breaks_pool() {
    let pool = ProcessPool::builder()
        .max_workers(1)
        .max_tasks_per_child(1)
        .spawn_fault(|before| (before > 0).then(|| io::Error::other("no more processes")))
        .build()
        .unwrap();
    let held = Held::new();
    let first = held.occupy(&pool, 1);
    let rest: Vec<_> = (0..3).map(|_| pool.submit(pid, ()).unwrap()).collect();
    held.gate.open();
    assert!(first.into_iter().all(|future| future.result().is_ok()));
    let why = format!(
        "no process could be started for {}: no more processes",
        pool.name()
    );
    for future in rest {
        let error = future.result().unwrap_err();
        assert_eq!(
            (error.kind(), error.to_string()),
            (ErrorKind::BrokenPool, why.clone())
        );
    }
    let refused = pool.submit(pid, ()).unwrap_err();
    assert_eq!(refused.error().to_string(), why);
}

/// A shutdown that comes before the workers have been replaced still gives all results.
fn process_pool_max_tasks_early_shutdown() {
    let pool = recycling(3, 1);
    let futures: Vec<_> = (0..6_u64)
        .map(|n| pool.submit(|n| n * n, n).unwrap())
        .collect();
    pool.shutdown(Shutdown::Drain);
    for (future, n) in futures.into_iter().zip(0..) {
        assert_eq!(future.result().unwrap(), n * n);
    }
    assert_eq!(pool.stats().workers, 0);
}

/// A call that takes a fifth of a millisecond, and tells when it began, in nanoseconds of the system's clock.
fn short_call(_: ()) -> i64 {
    let now = || {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
        time.tv_sec * 1_000_000_000 + time.tv_nsec
    };
    let began = now();
    while now() < began + 200_000 {}
    began
}

/// Short calls that were sent ahead to a worker whose call then takes long begin in their turn all the same, on others.
fn short_calls_do_not_wait_behind_a_long_one() {
    let processes = Processes::new();
    let pool = ProcessPool::new(2).unwrap();
    let gate = processes.gate();
    let mut short = Vec::new();
    let mut long = None;
    for n in 0..600 {
        if n == 20 {
            long = Some(pool.submit_call(processes.job(gate.pass())).unwrap());
        }
        short.push(pool.submit(short_call, ()).unwrap());
    }
    let began: Vec<i64> = short
        .into_iter()
        .map(|future| future.result().unwrap())
        .collect();
    gate.open();
    long.unwrap().result().unwrap();
    let mut in_order = began.clone();
    in_order.sort_unstable();
    let turn = |time: &i64| in_order.binary_search(time).unwrap();
    let latest = began[..60].iter().map(turn).max().unwrap();
    assert!(
        latest < 500,
        "one of the first 60 began as number {latest} of 600"
    );
}

/// Calls that take long are not sent ahead, so exactly as many run as there are workers, and the rest begin in the order of
/// their submission.
fn long_calls_begin_in_order() {
    let processes = Processes::new();
    let pool = ProcessPool::new(3).unwrap();
    let gates: Vec<_> = (0..10).map(|_| processes.gate()).collect();
    let futures: Vec<_> = gates
        .iter()
        .map(|gate| {
            pool.submit_call(processes.job(gate.pass()))
                .unwrap()
                .shared()
        })
        .collect();
    for first in 0..10 {
        let running = first..(first + 3).min(10);
        gates[running.clone()]
            .iter()
            .for_each(|gate| gate.wait_arrived(1));
        for (gate, index) in gates.iter().zip(0..) {
            assert_eq!(gate.arrived(), u64::from(index < running.end));
        }
        assert!(
            futures[running.end..]
                .iter()
                .all(|future| !future.running())
        );
        // What takes so long counts as a long call.
        let held = futures[first].result_timeout(std::time::Duration::from_millis(12));
        assert!(held.unwrap_err().is_timed_out());
        gates[first].open();
        assert!(futures[first].result().is_ok());
    }
    assert_eq!(pool.stats().started_workers, 3);
}
