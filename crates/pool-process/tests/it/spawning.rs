//! An operating system that refuses threads or processes.

use std::error::Error;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use conformance::{Case, Op, Out, cases};
use futures_core::host::{self, Host, Join, Locals, Spawn, Thread, WaitReason, Wake};
use futures_core::{ErrorKind, Shutdown, promise};
use pool_process::{Output, ProcessPool};

use crate::support::{Held, crash, forever, pid, until};

pub(crate) const CASES: &[Case] = cases![
    process_pool_python_finalization_error,
    a_world_whose_threads_do_not_run_by_themselves_is_refused,
    a_pool_works_in_the_world_of_another_host,
    a_callback_that_waits_is_read_for_as_soon_as_there_is_a_thread,
    a_callback_that_waits_at_the_end_of_its_pool_is_read_for,
    a_callback_may_wait_for_a_while_without_a_thread,
    a_replacement_that_cannot_be_started_is_tried_again,
];

/// The real world, but for threads: there are so many, and no more.
struct FewThreads {
    locals: Locals,
    left: AtomicU64,
    /// How often one was refused.
    refused: AtomicU64,
    may_block: bool,
}

impl FewThreads {
    fn new(threads: u64) -> Arc<Self> {
        Arc::new(FewThreads {
            locals: Locals::new(),
            left: AtomicU64::new(threads),
            refused: AtomicU64::new(0),
            may_block: true,
        })
    }

    fn wait_refused(&self) {
        until("a thread is refused", || {
            self.refused.load(Ordering::SeqCst) > 0
        });
    }

    fn relent(&self) {
        self.left.store(10, Ordering::SeqCst);
    }
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
            Err(_) => {
                self.refused.fetch_add(1, order);
                Err(io::Error::other("no more threads"))
            }
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
        self.may_block
    }

    fn locals(&self) -> &Locals {
        &self.locals
    }
}

/// Without its threads there is no pool, and what was begun of it is gone.
fn process_pool_python_finalization_error() {
    for threads in [0, 1] {
        host::enter(FewThreads::new(threads), || {
            let error = ProcessPool::new(1).unwrap_err();
            assert_eq!(
                error.to_string(),
                "the system has nothing left for a pool: no more threads"
            );
            assert!(error.is_system());
            assert_eq!(error.source().unwrap().to_string(), "no more threads");
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

/// Its keeper and its reader would stand still in the operating system, and all others with them.
fn a_world_whose_threads_do_not_run_by_themselves_is_refused() {
    let mut host = FewThreads::new(10);
    Arc::get_mut(&mut host).unwrap().may_block = false;
    host::enter(host, || {
        let error = ProcessPool::new(1).unwrap_err();
        assert!(error.is_unreal());
        assert_eq!(
            error.to_string(),
            "a process pool needs the real host: its workers are processes, which no simulated world can hold up"
        );
    });
}

/// In a debug build each lock that is a yield point there would find the others that are held.
fn a_pool_works_in_the_world_of_another_host() {
    host::enter(FewThreads::new(10), || {
        let pool = ProcessPool::builder()
            .max_workers(2)
            .spare_workers(1)
            .stdout(Output::Lines(Arc::new(|_, _| ())))
            .build()
            .unwrap();
        let large: Vec<_> = (1..20)
            .map(|n| pool.submit(echo, vec![n; 100_000]).unwrap())
            .collect();
        for (future, n) in large.into_iter().zip(1..) {
            assert_eq!(future.result().unwrap(), [n; 100_000]);
        }
        let dies = pool.submit(crash, ()).unwrap();
        assert!(dies.result().unwrap_err().is_worker_died());
        let endless = pool.submit(forever, ()).unwrap();
        assert!(endless.kill());
        assert!(endless.result().unwrap_err().is_interrupted());
        let pending: Vec<_> = (0..100).map(|_| pool.submit(pid, ()).unwrap()).collect();
        pending.iter().for_each(|future| _ = future.cancel());
        pool.shutdown(Shutdown::CancelPending);
        assert!(pending.iter().all(|future| future.done()));
    });
}

fn echo(bytes: Vec<u8>) -> Vec<u8> {
    println!("{} bytes", bytes.len());
    bytes
}

/// The reader itself waits, and the system has no thread that could read instead of it; but then it has one.
fn a_callback_that_waits_is_read_for_as_soon_as_there_is_a_thread() {
    let system = FewThreads::new(2);
    host::enter(system.clone(), || {
        let pool = ProcessPool::new(1).unwrap();
        let held = Held::new();
        let first = held.submit(&pool, Op::Return(1));
        let second = held.submit(&pool, Op::Return(2));
        let (promise, heard) = promise();
        first.on_done(move |_, _| {
            let settled = promise.set_result(second.result());
            assert!(settled.is_ok());
        });
        held.gate.open();
        system.wait_refused();
        system.relent();
        assert_eq!(heard.result().unwrap().unwrap(), Out::Number(2));
        let third = pool.submit(pid, ()).unwrap();
        assert!(third.result().is_ok(), "one reader is left");
    });
}

/// Also when all processes are gone, and with them what the keeper of the pool was there for.
fn a_callback_that_waits_at_the_end_of_its_pool_is_read_for() {
    let system = FewThreads::new(2);
    host::enter(system.clone(), || {
        let pool = ProcessPool::new(1).unwrap();
        let held = Held::new();
        let first = held.submit(&pool, Op::Return(1));
        let never = Held::new();
        let second = never.submit(&pool, Op::Return(2));
        let (came, has_come) = promise();
        let (lets_go, may_go) = promise();
        let (promise, heard) = promise();
        first.on_done(move |_, _| {
            assert!(came.set_result(()).is_ok());
            // A look every now and then lends nobody's place.
            until("the test lets it go on", || may_go.done());
            assert!(promise.set_result(second.result()).is_ok());
        });
        held.gate.open();
        has_come.result().unwrap();
        never.gate.wait_arrived(1);
        pool.kill_workers();
        until("the worker is gone", || pool.stats().workers == 0);
        assert!(lets_go.set_result(()).is_ok());
        system.wait_refused();
        assert!(!heard.done());
        system.relent();
        assert!(heard.result().unwrap().unwrap_err().is_broken_pool());
        pool.shutdown(Shutdown::Drain);
    });
}

/// A limit of the wait itself holds, whatever the system refuses; and the reader then reads on.
fn a_callback_may_wait_for_a_while_without_a_thread() {
    let system = FewThreads::new(2);
    host::enter(system.clone(), || {
        let pool = ProcessPool::new(1).unwrap();
        let held = Held::new();
        let first = held.submit(&pool, Op::Return(1));
        let second = held.submit(&pool, Op::Return(2)).shared();
        let (promise, heard) = promise();
        first.on_done({
            let second = second.clone();
            move |_, _| {
                let waited = second.wait_timeout(Duration::from_millis(30));
                assert!(promise.set_result(waited).is_ok());
            }
        });
        held.gate.open();
        assert!(heard.result().unwrap().unwrap_err().is_timed_out());
        system.wait_refused();
        assert_eq!(second.result().unwrap(), &Out::Number(2));
    });
}
