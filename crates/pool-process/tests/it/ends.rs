//! How a pool ends: by a shutdown of each kind, by its drop, by force; and what is left of it, which is nothing.

use std::sync::Arc;
use std::time::Duration;

use conformance::{Case, Fixture, Op, Out, cases};
use futures_core::host::{self, Spawn};
use futures_core::{ErrorKind, Shutdown, State, promise};
use pool_process::{PoolHandle, ProcessPool};

use crate::conformance_suite::Processes;
use crate::support::{Held, crash, forever, pid, stop, until, wait_gone, whoami};

pub(crate) const CASES: &[Case] = cases![
    shutdown_processes_terminate,
    shutdown_processes_context_manager,
    shutdown_processes_del,
    shutdown_processes_no_wait,
    shutdown_gh_132969_case_1,
    shutdown_gh_132969_case_2,
    shutdown_with_a_deadline,
    shutdown_in_every_mode,
    submit_during_a_shutdown,
    a_pool_dropped_in_its_own_callback,
    a_pool_dropped_by_a_panic_cancels_what_is_pending,
    force_shutdown_workers_terminate,
    force_shutdown_workers_kill,
    force_shutdown_workers_dead_workers_terminate,
    force_shutdown_workers_dead_workers_kill,
    force_shutdown_workers_not_started_yet_terminate,
    force_shutdown_workers_not_started_yet_kill,
    force_shutdown_workers_stops_pool_terminate,
    force_shutdown_workers_stops_pool_kill,
    force_shutdown_during_max_tasks_worker_exit,
];

/// The processes of a pool's workers, all of which are idle before and after.
fn pids(pool: &PoolHandle, workers: u64) -> Vec<u32> {
    let processes = Processes::new();
    let meeting = processes.counter();
    let futures: Vec<_> = (0..workers)
        .map(|_| {
            let meet = Op::Meet(meeting.id(), workers);
            pool.submit_call(processes.pid_after(meet)).unwrap()
        })
        .collect();
    let pids = futures.into_iter().map(|future| future.result().unwrap());
    let pids = pids.collect();
    until("all are idle", || pool.stats().idle as u64 == workers);
    pids
}

/// Three calls at once are three processes; all are gone after the shutdown.
fn shutdown_processes_terminate() {
    let pool = ProcessPool::new(5).unwrap();
    let pids = pids(&pool, 3);
    assert_eq!(pool.stats().workers, 3);
    pool.shutdown(Shutdown::Drain);
    assert_eq!(pool.stats().workers, 0);
    assert_eq!(pool.stats().died_workers, 0);
    pids.into_iter().for_each(wait_gone);
}

/// After a block that owns the pool the work is done and the processes are gone.
fn shutdown_processes_context_manager() {
    let pid = {
        let pool = ProcessPool::new(2).unwrap();
        let absolute: Result<Vec<i64>, _> = pool.map(i64::abs, -5..5).collect();
        assert_eq!(absolute.unwrap(), [5, 4, 3, 2, 1, 0, 1, 2, 3, 4]);
        pool.submit(pid, ()).unwrap()
    };
    assert!(pid.done());
    wait_gone(pid.result().unwrap());
}

/// Dropping a pool computes the results and ends its processes.
fn shutdown_processes_del() {
    let pool = ProcessPool::new(5).unwrap();
    let futures: Vec<_> = (0..10).map(|_| pool.submit(pid, ()).unwrap()).collect();
    drop(pool);
    for future in futures {
        assert!(future.done());
        wait_gone(future.result().unwrap());
    }
}

/// A shutdown that does not wait computes them as well, and the processes end by themselves.
fn shutdown_processes_no_wait() {
    let pool = ProcessPool::new(2).unwrap();
    let held = Held::new();
    let pids = pids(&pool, 2);
    let futures: Vec<_> = (0..10).map(|_| held.submit(&pool, Op::Return(5))).collect();
    pool.shutdown(Shutdown::DrainNoWait);
    assert!(futures.iter().all(|future| !future.done()));
    held.gate.open();
    for future in futures {
        assert_eq!(future.result().unwrap(), Out::Number(5));
    }
    pids.into_iter().for_each(wait_gone);
    until("the pool is empty", || pool.stats().workers == 0);
}

fn one_call_each_and_one_fails() -> (ProcessPool, Vec<futures_core::Future<u64>>) {
    let pool = ProcessPool::builder()
        .max_workers(2)
        .max_tasks_per_child(1)
        .build()
        .unwrap();
    let call = |n: u64| -> u64 {
        assert!(n != 1, "the second fails");
        n
    };
    let futures = (0..5).map(|n| pool.submit(call, n).unwrap()).collect();
    pool.shutdown(Shutdown::DrainNoWait);
    (pool, futures)
}

/// One call per worker, one that fails, and a shutdown that does not wait: every call ends as it should.
fn shutdown_gh_132969_case_1() {
    let (pool, futures) = one_call_each_and_one_fails();
    for (future, n) in futures.into_iter().zip(0..) {
        match future.result() {
            Ok(number) => assert_eq!(number, n),
            Err(error) => assert_eq!((n, error.panic_message()), (1, Some("the second fails"))),
        }
    }
    drop(pool);
}

/// The same with the pool dropped.
fn shutdown_gh_132969_case_2() {
    let (pool, futures) = one_call_each_and_one_fails();
    drop(pool);
    let ended_well = futures
        .into_iter()
        .filter(|future| future.state() == State::Finished);
    assert_eq!(ended_well.filter(|future| future.done()).count(), 5);
}

/// A shutdown with a deadline says what is left, and the pool goes on with it.
fn shutdown_with_a_deadline() {
    let pool = ProcessPool::new(1).unwrap();
    let held = Held::new();
    let running = held.occupy(&pool, 1);
    let pending = held.submit(&pool, Op::Return(1));
    let left = pool.shutdown_timeout(Shutdown::Drain, Duration::from_millis(5));
    let left = left.unwrap_err();
    assert_eq!((left.running, left.pending), (1, 1));
    assert_eq!(
        left.to_string(),
        "the shutdown is not complete: 1 running, 1 pending"
    );
    held.gate.open();
    assert_eq!(
        pool.shutdown_timeout(Shutdown::Drain, crate::support::LIMIT),
        Ok(())
    );
    assert!(running.into_iter().all(|future| future.result().is_ok()));
    assert_eq!(pending.result().unwrap(), Out::Number(1));
}

/// Each mode cancels or keeps what is pending, and waits or does not.
fn shutdown_in_every_mode() {
    for mode in [
        Shutdown::Drain,
        Shutdown::DrainNoWait,
        Shutdown::CancelPending,
        Shutdown::CancelPendingNoWait,
    ] {
        let pool = ProcessPool::new(1).unwrap();
        let held = Held::new();
        let running = held.occupy(&pool, 1).remove(0);
        let pending = held.submit(&pool, Op::Return(1)).shared();
        let (returned, has_returned) = promise();
        let handle = pool.handle();
        let spec = Spawn {
            name: "shutdown".to_owned(),
            stack_size: None,
        };
        let thread = host::spawn(spec, move || {
            handle.shutdown(mode);
            assert!(returned.set_result(()).is_ok());
        });
        if mode.waits() {
            until("no more calls are taken", || {
                let refused = pool.submit(pid, ());
                refused.is_err_and(|refused| refused.error().kind() == ErrorKind::ShutDown)
            });
            assert!(!has_returned.done(), "{mode:?}");
        } else {
            has_returned.wait().unwrap();
            assert!(running.running());
        }
        held.gate.open();
        assert!(running.result().is_ok());
        assert_eq!(pending.result().is_err(), mode.cancels(), "{mode:?}");
        has_returned.result().unwrap();
        assert!(thread.unwrap().join().is_ok());
    }
}

/// A submit beside a shutdown is taken and done, or refused; nothing is lost in between.
fn submit_during_a_shutdown() {
    for _ in 0..30 {
        let pool = ProcessPool::new(2).unwrap();
        pool.submit(pid, ()).unwrap().result().unwrap();
        let handle = pool.handle();
        let (promise, taken) = promise();
        let spec = Spawn {
            name: "submitter".to_owned(),
            stack_size: None,
        };
        let thread = host::spawn(spec, move || {
            let mut futures = Vec::new();
            let refused = loop {
                match handle.submit(|n: u64| n + 1, futures.len() as u64) {
                    Ok(future) => futures.push(future),
                    Err(refused) => break refused.error().kind(),
                }
            };
            assert!(promise.set_result((futures, refused)).is_ok());
        });
        pool.shutdown(Shutdown::Drain);
        let (futures, refused) = taken.result().unwrap();
        assert_eq!(refused, ErrorKind::ShutDown);
        for (future, n) in futures.into_iter().zip(1..) {
            assert_eq!(future.result().unwrap(), n);
        }
        assert!(thread.unwrap().join().is_ok());
    }
}

/// The last owner of a pool may be a callback of its own: the drop returns, and the pool ends after it.
fn a_pool_dropped_in_its_own_callback() {
    let pool = ProcessPool::new(1).unwrap();
    let held = Held::new();
    let worker = pool.submit(pid, ()).unwrap().result().unwrap();
    let handle = pool.handle();
    let future = held.submit(&pool, Op::Return(1)).shared();
    let pending = held.submit(&pool, Op::Return(2));
    let (promise, dropped) = promise();
    future.add_done_callback(move |_| {
        drop(pool);
        assert!(promise.set_result(()).is_ok());
    });
    held.gate.open();
    dropped.result().unwrap();
    assert_eq!(pending.result().unwrap(), Out::Number(2));
    let refused = handle.submit_call(whoami()).unwrap_err();
    assert_eq!(refused.error().kind(), ErrorKind::ShutDown);
    handle.shutdown(Shutdown::Drain);
    wait_gone(worker);
}

/// A pool that goes with a panicking thread does not begin what it has not begun.
fn a_pool_dropped_by_a_panic_cancels_what_is_pending() {
    let pool = ProcessPool::new(1).unwrap();
    let held = Held::new();
    let running = held.occupy(&pool, 1);
    let pending = held.submit(&pool, Op::Return(1)).shared();
    let gate = Arc::new(held.gate);
    pending.add_done_callback({
        let gate = gate.clone();
        move |_| gate.open()
    });
    let panicked = futures_core::panics::catch(move || {
        let _pool = pool;
        panic!("on purpose");
    });
    assert_eq!(panicked.unwrap_err().message(), "on purpose");
    assert!(pending.cancelled());
    assert!(running.into_iter().all(|future| future.result().is_ok()));
}

/// How Python 3.14 ends workers.
type Force = fn(&PoolHandle);

fn a_running_call_never_finishes(force: Force) {
    let pool = ProcessPool::new(1).unwrap();
    let worker = pool.submit(pid, ()).unwrap().result().unwrap();
    let running = pool.submit(forever, ()).unwrap();
    let pending = pool.submit(pid, ()).unwrap();
    assert!(running.running());
    force(&pool);
    wait_gone(worker);
    let error = running.result().unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string()),
        (
            ErrorKind::BrokenPool,
            format!("the workers of {} were ended by force", pool.name())
        )
    );
    assert!(pending.result().unwrap_err().is_cancelled());
}

/// A running call fails, its worker is ended by SIGTERM.
fn force_shutdown_workers_terminate() {
    a_running_call_never_finishes(PoolHandle::terminate_workers);
}

/// The same by SIGKILL.
fn force_shutdown_workers_kill() {
    a_running_call_never_finishes(PoolHandle::kill_workers);
}

fn dead_workers_are_no_trouble(force: Force) {
    let pool = ProcessPool::builder()
        .max_workers(1)
        .on_crash(pool_process::OnCrash::BreakPool)
        .build()
        .unwrap();
    let died = pool.submit(crash, ()).unwrap().result().unwrap_err();
    assert!(died.is_worker_died());
    force(&pool);
    let refused = pool.submit(pid, ()).unwrap_err();
    assert_eq!(refused.error().kind(), ErrorKind::BrokenPool);
}

/// A broken pool can be ended by force.
fn force_shutdown_workers_dead_workers_terminate() {
    dead_workers_are_no_trouble(PoolHandle::terminate_workers);
}

/// The same.
fn force_shutdown_workers_dead_workers_kill() {
    dead_workers_are_no_trouble(PoolHandle::kill_workers);
}

fn nothing_to_end(force: Force) {
    let pool = ProcessPool::new(2).unwrap();
    force(&pool);
    let stats = pool.stats();
    assert_eq!((stats.workers, stats.started_workers), (0, 0));
}

/// Before the first call there is nobody to end.
fn force_shutdown_workers_not_started_yet_terminate() {
    nothing_to_end(PoolHandle::terminate_workers);
}

/// The same.
fn force_shutdown_workers_not_started_yet_kill() {
    nothing_to_end(PoolHandle::kill_workers);
}

fn no_more_calls(force: Force) {
    let pool = ProcessPool::new(2).unwrap();
    let pids = pids(&pool, 2);
    force(&pool);
    let refused = pool.submit(pid, ()).unwrap_err();
    assert_eq!(refused.error().kind(), ErrorKind::ShutDown);
    pids.into_iter().for_each(wait_gone);
    pool.shutdown(Shutdown::Drain);
    assert_eq!(pool.stats().workers, 0);
}

/// The pool takes no more calls and its idle workers are gone.
fn force_shutdown_workers_stops_pool_terminate() {
    no_more_calls(PoolHandle::terminate_workers);
}

/// The same.
fn force_shutdown_workers_stops_pool_kill() {
    no_more_calls(PoolHandle::kill_workers);
}

/// Nobody is started in the place of a worker that has done its last call, once the pool is ended by force.
fn force_shutdown_during_max_tasks_worker_exit() {
    let pool = ProcessPool::builder()
        .max_workers(1)
        .max_tasks_per_child(2)
        .build()
        .unwrap();
    let held = Held::new();
    let worker = pool.submit(pid, ()).unwrap().result().unwrap();
    let running = held.occupy(&pool, 1);
    let pending: Vec<_> = (0..3).map(|_| pool.submit(pid, ()).unwrap()).collect();
    // A stopped worker cannot end in between.
    stop(worker);
    held.gate.open();
    pool.kill_workers();
    wait_gone(worker);
    for future in running {
        assert_eq!(future.result().unwrap_err().kind(), ErrorKind::BrokenPool);
    }
    for future in pending {
        assert!(future.result().unwrap_err().is_cancelled());
    }
    pool.shutdown(Shutdown::Drain);
    assert_eq!(pool.stats().started_workers, 1);
}
