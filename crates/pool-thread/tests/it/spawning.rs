//! An operating system that refuses threads: no task is lost and nothing hangs.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use conformance::Gate;
use futures_core::host::{self, Host, Join, Locals, Spawn, Thread, WaitReason, Wake};
use pool_thread::{ErrorKind, Shutdown, ThreadPool};

/// The real world, but for threads, of which so many can be had.
struct FewThreads {
    locals: Locals,
    left: AtomicI64,
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
        if self.left.fetch_sub(1, Ordering::SeqCst) <= 0 {
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

fn with_threads(threads: i64, f: impl FnOnce()) {
    host::enter(
        Arc::new(FewThreads {
            locals: Locals::new(),
            left: AtomicI64::new(threads),
        }),
        f,
    );
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
