//! Tasks that borrow: a scope outlives them all, whatever happens to them.

use std::panic::panic_any;

use conformance::Gate;
use futures_core::panics;
use pool_thread::{Shutdown, ThreadPool};

#[test]
fn tasks_borrow_and_write_what_lives_outside() {
    let pool = ThreadPool::new(2).unwrap();
    let mut numbers = vec![1, 2, 3, 4];
    pool.scope(|scope| {
        for number in &mut numbers {
            let _unneeded = scope.submit(move || *number *= 10).unwrap();
        }
    });
    assert_eq!(numbers, [10, 20, 30, 40]);
}

/// Its payload panics when it is dropped.
struct Payload<'a>(&'a Gate);

impl Drop for Payload<'_> {
    fn drop(&mut self) {
        self.0.open();
        if !std::thread::panicking() {
            panic!("the payload panics as well");
        }
    }
}

#[test]
fn a_payload_that_panics_when_dropped_does_not_let_the_scope_return_early() {
    let pool = ThreadPool::new(1).unwrap();
    for _ in 0..100 {
        let gate = Gate::new();
        let borrowed = String::from("alive");
        pool.scope(|scope| {
            let failing = scope.submit(|| panic_any(PanicPayload)).unwrap();
            let dropping = scope.submit(|| Payload(&gate)).unwrap();
            let reading = scope.submit(|| borrowed.len()).unwrap();
            // Whoever comes last drops the result: this thread, or the worker.
            let _ = panics::catch(|| drop(dropping));
            assert!(failing.result().unwrap_err().is_panicked());
            assert_eq!(reading.result().unwrap(), 5);
        });
        gate.pass();
    }
}

struct PanicPayload;

impl Drop for PanicPayload {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            panic!("so does this one");
        }
    }
}

#[test]
fn a_panic_in_the_scope_waits_for_the_tasks_first() {
    let pool = ThreadPool::new(1).unwrap();
    let mut done = false;
    let panic = panics::catch(|| {
        pool.scope(|scope| {
            let _unneeded = scope.submit(|| done = true).unwrap();
            panic!("on purpose");
        });
    });
    assert_eq!(panic.unwrap_err().message(), "on purpose");
    assert!(done);
}

#[test]
fn a_cancelled_task_drops_what_it_borrowed_before_the_scope_ends() {
    let pool = ThreadPool::new(1).unwrap();
    for _ in 0..100 {
        let gate = Gate::new();
        let text = String::from("borrowed");
        let cancelled = pool.scope(|scope| {
            let holding = scope.submit(|| gate.pass()).unwrap();
            gate.wait_arrived(1);
            let reading = scope.submit(|| text.len()).unwrap();
            let cancelled = reading.cancel();
            gate.open();
            drop(holding);
            cancelled && reading.result().unwrap_err().is_cancelled()
        });
        assert!(cancelled);
        drop(text);
    }
}

#[test]
fn a_scope_inside_the_only_worker_completes() {
    let pool = ThreadPool::new(1).unwrap();
    let handle = pool.handle();
    let outer = pool.submit(move || {
        let numbers = [1, 2, 3];
        handle.scope(|scope| {
            let futures: Vec<_> = numbers
                .iter()
                .map(|n| scope.submit(move || n * n).unwrap())
                .collect();
            futures
                .into_iter()
                .map(|future| future.result().unwrap())
                .sum::<i32>()
        })
    });
    assert_eq!(outer.unwrap().result().unwrap(), 14);
}

#[test]
fn a_scope_on_a_pool_that_is_shut_down_says_so() {
    let pool = ThreadPool::new(1).unwrap();
    pool.shutdown(Shutdown::Drain);
    let refused = pool.scope(|scope| scope.submit(|| ()).map(drop).unwrap_err().is_shut_down());
    assert!(refused);
}
