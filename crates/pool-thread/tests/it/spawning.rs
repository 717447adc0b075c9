//! An operating system that refuses threads: no task is lost and nothing hangs.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use conformance::{Counter, Gate};
use futures_core::host::{
    self, Host, Join, JoinHandle, Locals, Lock, Spawn, Thread, WaitReason, Wake,
};
use pool_thread::{ErrorKind, Future, PoolHandle, ReturnWhen, Shutdown, ThreadPool, wait};

/// The real world, but for threads: whether the nth of them, from 0, can be had is for the test to say.
struct FewThreads {
    locals: Locals,
    asked: AtomicU64,
    grant: Box<dyn Fn(u64) -> bool + Send + Sync>,
}

impl Host for FewThreads {
    fn now(&self) -> Duration {
        host::real().now()
    }

    fn park(&self, thread: &Thread, deadline: Option<Duration>, reason: &WaitReason) -> Wake {
        host::real().park(thread, deadline, reason)
    }

    fn unpark(&self, thread: &Thread) {
        host::real().unpark(thread);
    }

    fn spawn(&self, spec: Spawn, body: Box<dyn FnOnce() + Send>) -> io::Result<Box<dyn Join>> {
        if !(self.grant)(self.asked.fetch_add(1, Ordering::SeqCst)) {
            return Err(io::Error::new(io::ErrorKind::WouldBlock, "no more threads"));
        }
        host::real().spawn(spec, body)
    }

    fn yield_point(&self, _: &'static str) {}

    fn choose(&self, _: usize) -> usize {
        0
    }

    fn cpus(&self) -> usize {
        2
    }

    fn may_spin(&self) -> bool {
        false
    }

    fn locals(&self) -> &Locals {
        &self.locals
    }
}

fn with_threads(threads: u64, f: impl FnOnce()) {
    granting(move |nth| nth < threads, f);
}

fn granting(grant: impl Fn(u64) -> bool + Send + Sync + 'static, f: impl FnOnce()) {
    let host = FewThreads {
        locals: Locals::new(),
        asked: AtomicU64::new(0),
        grant: Box::new(grant),
    };
    host::enter(Arc::new(host), f);
}

#[test]
fn without_a_single_thread_the_job_is_handed_back() {
    with_threads(0, || {
        let pool = ThreadPool::new(4).unwrap();
        let text = String::from("mine");
        let rejected = pool.submit(move || text).unwrap_err();
        assert_eq!(rejected.error().kind(), ErrorKind::BrokenPool);
        assert_eq!(
            rejected.to_string(),
            "no thread could be started for ThreadPool-0: no more threads"
        );
        assert_eq!(rejected.into_job()(), "mine");
        assert_eq!(pool.stats().submitted, 0);
    });
}

#[test]
fn with_one_thread_of_four_the_tasks_queue_for_it() {
    with_threads(1, || {
        let pool = ThreadPool::new(4).unwrap();
        let gate = Gate::new();
        let futures: Vec<_> = (0..8)
            .map(|n| {
                let gate = gate.clone();
                pool.submit(move || {
                    gate.pass();
                    n
                })
                .unwrap()
            })
            .collect();
        gate.open();
        let results: Vec<i32> = futures
            .into_iter()
            .map(|future| future.result().unwrap())
            .collect();
        assert_eq!(results, (0..8).collect::<Vec<_>>());
        assert_eq!(pool.stats().largest_workers, 1);
        pool.shutdown(Shutdown::Drain);
    });
}

/// The compensating thread cannot be had, so a nested wait in the only worker must do without: it claims.
#[test]
fn nested_waits_do_without_a_second_thread() {
    with_threads(1, || {
        let pool = ThreadPool::new(2).unwrap();
        let handle = pool.handle();
        let outer = pool
            .submit(move || handle.submit(|| 7).unwrap().result().unwrap())
            .unwrap();
        assert_eq!(outer.result().unwrap(), 7);
    });
}

/// It is queued behind a thread that is being started, which then cannot be had.
#[test]
fn a_task_that_is_queued_behind_a_refused_thread_is_told() {
    let pool: Arc<Lock<Option<PoolHandle>>> = Arc::default();
    let queued: Arc<Lock<Option<Future<i32>>>> = Arc::default();
    let (shared, kept) = (pool.clone(), queued.clone());
    let submit_meanwhile = move |_| {
        let handle = shared.lock().clone().unwrap();
        let future = handle.submit(|| 7).unwrap();
        *kept.lock() = Some(future);
        false
    };
    granting(submit_meanwhile, || {
        let owner = ThreadPool::new(1).unwrap();
        *pool.lock() = Some(owner.handle());
        assert_eq!(
            owner.submit(|| 1).unwrap_err().error().kind(),
            ErrorKind::BrokenPool
        );
        let future = queued.lock().take().unwrap();
        assert!(future.result().unwrap_err().is_broken_pool());
        assert_eq!(owner.stats().failed, 1);
    });
}

#[test]
fn a_shutdown_that_waits_for_a_refused_thread_returns() {
    let pool: Arc<Lock<Option<PoolHandle>>> = Arc::default();
    let shared = pool.clone();
    let waiting: Arc<Lock<Option<JoinHandle>>> = Arc::default();
    let kept = waiting.clone();
    let shut_down_meanwhile = move |nth| {
        if nth == 0 {
            let handle = shared.lock().clone().unwrap();
            let begun = Counter::new();
            let begins = begun.clone();
            let body = move || {
                begins.add();
                handle.shutdown(Shutdown::Drain);
            };
            *kept.lock() = Some(host::spawn(Spawn::default(), body).unwrap());
            begun.wait_for(1);
        }
        nth > 0
    };
    granting(shut_down_meanwhile, || {
        let owner = ThreadPool::new(1).unwrap();
        *pool.lock() = Some(owner.handle());
        assert!(owner.submit(|| 1).is_err());
        let handle = waiting.lock().take().unwrap();
        handle.join().unwrap();
    });
}

/// The place is lent and nobody can be had to fill it: the waiter runs what it waits for itself.
#[test]
fn a_wait_for_the_first_does_without_a_second_thread() {
    with_threads(1, || {
        let pool = ThreadPool::new(1).unwrap();
        let handle = pool.handle();
        let outer = pool.submit(move || {
            let inner = handle.submit(|| 7).unwrap();
            let sorted = wait([&inner], None, ReturnWhen::FirstCompleted).unwrap();
            sorted.done.len()
        });
        assert_eq!(outer.unwrap().result().unwrap(), 1);
    });
}
