//! What Python's tests say about its thread pool alone: the default size and the names of the threads.

use futures_core::host;
use pool_thread::{Shutdown, ThreadPool};

/// The name of a thread that works for the pool.
fn thread_name(pool: &ThreadPool) -> String {
    let name = pool.submit(|| host::current().name().to_owned()).unwrap();
    name.result().unwrap()
}

/// As many workers as processors and four more, but not more than 32.
#[test]
fn thread_pool_default_workers() {
    let pool = ThreadPool::builder().build().unwrap();
    assert_eq!(pool.max_workers(), (host::cpus() + 4).min(32));
}

/// Threads carry the given prefix and the number of the worker.
#[test]
fn shutdown_thread_names_assigned() {
    let pool = ThreadPool::builder()
        .max_workers(3)
        .thread_name_prefix("SpecialPool")
        .build()
        .unwrap();
    let meeting = conformance::Counter::new();
    let names: Vec<_> = (0..3)
        .map(|_| {
            let meeting = meeting.clone();
            let name = move || {
                meeting.add();
                meeting.wait_for(3);
                host::current().name().to_owned()
            };
            pool.submit(name).unwrap()
        })
        .collect();
    let names: Vec<String> = names
        .into_iter()
        .map(|name| name.result().unwrap())
        .collect();
    // A task goes to the worker that was started for it.
    assert_eq!(names, ["SpecialPool_0", "SpecialPool_1", "SpecialPool_2"]);
    assert_eq!(pool.name(), "SpecialPool");
}

/// Without a prefix the threads are called after the pool, and the pools are counted.
#[test]
fn shutdown_thread_names_default() {
    let pools: Vec<ThreadPool> = (0..3).map(|_| ThreadPool::new(1).unwrap()).collect();
    let mut numbers = Vec::new();
    for pool in &pools {
        let name = thread_name(pool);
        assert_eq!(name, format!("{}_0", pool.name()));
        let number = pool.name().strip_prefix("ThreadPool-").unwrap();
        numbers.push(number.parse::<u32>().unwrap());
        pool.shutdown(Shutdown::Drain);
    }
    // Other tests of this process make pools at the same time, so there may be gaps.
    assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
}
