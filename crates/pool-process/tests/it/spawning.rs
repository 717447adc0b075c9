//! An operating system that refuses threads or processes.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use conformance::{Case, cases};
use futures_core::ErrorKind;
use futures_core::host::{self, Host, Join, Locals, Spawn, Thread, WaitReason, Wake};
use pool_process::ProcessPool;

use crate::support::{crash, pid};

pub(crate) const CASES: &[Case] = cases![
    process_pool_python_finalization_error,
    a_replacement_that_cannot_be_started_is_tried_again,
];

/// The real world, but for threads: there are so many, and no more.
struct FewThreads {
    locals: Locals,
    left: AtomicU64,
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
        let take = |left: u64| left.checked_sub(1);
        let order = Ordering::SeqCst;
        match self.left.fetch_update(order, order, take) {
            Ok(_) => host::real().spawn(spec, body),
            Err(_) => Err(io::Error::other("no more threads")),
        }
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

    fn may_block(&self) -> bool {
        true
    }

    fn locals(&self) -> &Locals {
        &self.locals
    }
}

fn with_threads(threads: u64, f: impl FnOnce()) {
    let host = FewThreads {
        locals: Locals::new(),
        left: AtomicU64::new(threads),
    };
    host::enter(Arc::new(host), f);
}

/// Without its threads there is no pool, and what was begun of it is gone.
fn process_pool_python_finalization_error() {
    for threads in [0, 1] {
        with_threads(threads, || {
            let error = ProcessPool::new(1).unwrap_err();
            assert_eq!(
                error.to_string(),
                "the system has nothing left for a pool: no more threads"
            );
        });
    }
}

/// Where a worker is left, a start that fails costs nothing but time.
fn a_replacement_that_cannot_be_started_is_tried_again() {
    let pool = ProcessPool::builder()
        .max_workers(2)
        .spawn_fault(|before| (before == 1).then(|| io::Error::other("not now")))
        .build()
        .unwrap();
    assert!(pool.submit(pid, ()).unwrap().result().is_ok());
    let running: Vec<_> = (0..10).map(|_| pool.submit(pid, ()).unwrap()).collect();
    for future in running {
        assert!(future.result().is_ok());
    }
    let dies = pool.submit(crash, ()).unwrap();
    assert_eq!(dies.result().unwrap_err().kind(), ErrorKind::WorkerDied);
    assert!(pool.submit(pid, ()).unwrap().result().is_ok());
    assert_eq!(pool.stats().died_workers, 1);
}
