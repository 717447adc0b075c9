//! How many allocations a task costs, counted by an allocator that counts those of one thread at a time.

#![expect(
    unsafe_code,
    reason = "the trait of global allocators is unsafe to implement"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use conformance::{Counter, Gate};
use pool_thread::{Future, MapOptions, ThreadPool};

thread_local! {
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: everything is passed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = ALLOCATIONS.try_with(|count| count.set(count.get() + 1));
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static GLOBAL: Counting = Counting;

/// The allocations that this thread makes in `f`.
fn allocations(f: impl FnOnce()) -> u64 {
    let before = ALLOCATIONS.get();
    f();
    ALLOCATIONS.get() - before
}

const TASKS: u64 = 100_000;

/// The worker is held so that all tasks are pending at once, the first time to let the queue grow.
#[test]
fn a_submit_costs_one_allocation() {
    let pool = ThreadPool::new(1).unwrap();
    let mut futures: Vec<Future<u64>> = Vec::with_capacity(TASKS as usize);
    for round in 0..2 {
        let gate = Gate::new();
        let held = gate.clone();
        let first = pool.submit(move || held.pass()).unwrap();
        gate.wait_arrived(1);
        let counted = allocations(|| {
            for n in 0..TASKS {
                futures.push(pool.submit(move || n).unwrap());
            }
        });
        gate.open();
        first.result().unwrap();
        let taken = allocations(|| {
            for (n, future) in (0..).zip(futures.drain(..)) {
                assert_eq!(future.result().unwrap(), n);
            }
        });
        assert_eq!(
            taken, 0,
            "waiting for and taking a result allocates nothing"
        );
        match round {
            // The queue doubles from 4 to 131,072 places.
            0 => assert!(counted <= TASKS + 17, "{counted}"),
            _ => assert_eq!(counted, TASKS),
        }
    }
}

/// What the workers allocate for a task: nothing.
#[test]
fn running_a_task_costs_no_allocation() {
    let pool = ThreadPool::new(1).unwrap();
    let count = || pool.submit(|| ALLOCATIONS.get()).unwrap().result().unwrap();
    for _ in 0..10 {
        count();
    }
    let before = count();
    let done = Counter::new();
    for _ in 0..1000 {
        pool.submit(|| ()).unwrap().result().unwrap();
    }
    done.add();
    assert_eq!(count() - before, 0);
}

/// Per chunk a task, its items, its results and a few more; per item nothing.
#[test]
fn a_chunked_map_costs_no_allocation_per_item() {
    let pool = ThreadPool::new(2).unwrap();
    let per_chunk = |chunk: usize| {
        let options = MapOptions::new().chunk_size(chunk);
        let counted = allocations(|| {
            let sum: usize = pool
                .map_with(options, |n: usize| n, 0..TASKS as usize)
                .map(Result::unwrap)
                .sum();
            assert_eq!(sum as u64, TASKS * (TASKS - 1) / 2);
        });
        counted as f64 / (TASKS as usize / chunk) as f64
    };
    assert!(per_chunk(100) < 4.0);
    assert!(per_chunk(1000) < 4.0);
}
