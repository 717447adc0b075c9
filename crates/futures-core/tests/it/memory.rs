//! How many allocations and how many bytes a task costs.

use std::mem::size_of;

use futures_core::{
    Error, Executor, Future, Inline, MapOptions, ReturnWhen, SharedFuture, Task, TaskId, map_with,
    promise, wait,
};

use crate::allocations::{Allocations, counted};

#[test]
fn handles_are_two_words_and_errors_one() {
    assert_eq!(size_of::<Future<[u64; 9]>>(), 16);
    assert_eq!(size_of::<Option<Future<()>>>(), 16);
    assert_eq!(size_of::<SharedFuture<()>>(), 16);
    assert_eq!(size_of::<Task>(), 16);
    assert_eq!(size_of::<Error>(), 8);
    assert_eq!(size_of::<Result<u64, Error>>(), 16);
}

/// A closure that captures a number, and a result of the same size: everything that is not the user's own is overhead.
#[test]
fn a_pending_task_is_one_small_allocation() {
    let number = 7_u64;
    let (allocations, (task, future)) = counted(|| {
        Task::builder(move || number + 1)
            .id(TaskId::new(1, 1))
            .build()
            .split()
    });
    assert_eq!(
        allocations,
        Allocations {
            count: 1,
            bytes: 72
        }
    );
    let (allocations, result) = counted(|| {
        task.run();
        future.result().unwrap()
    });
    assert_eq!((allocations.count, result), (0, 8));
}

#[test]
fn a_promise_is_one_allocation() {
    let (allocations, (promise, future)) = counted(promise::<u64>);
    assert_eq!(allocations.count, 1);
    let (allocations, ()) = counted(|| promise.set_result(1).unwrap());
    assert_eq!(allocations.count, 0);
    let (allocations, _) = counted(|| future.shared().result().copied().unwrap());
    assert_eq!(allocations.count, 0);
}

/// One future has room for one who waits; the set and the lists of the answer are made once.
#[test]
fn a_wait_allocates_for_itself_and_not_for_each_future() {
    let wait_for = |count: usize| {
        let (promises, futures): (Vec<_>, Vec<_>) = (0..count).map(|_| promise::<()>()).unzip();
        let (allocations, sorted) = counted(|| {
            let now = Some(std::time::Duration::ZERO);
            wait(futures, now, ReturnWhen::AllCompleted).unwrap()
        });
        assert_eq!(sorted.not_done.len(), count);
        drop(promises);
        allocations.count
    };
    wait_for(10);
    // The answer's vector doubles ten times on the way from 10 to 10,240.
    assert!(wait_for(10_240) <= wait_for(10) + 10);
}

/// A chunk's items and results are two vectors, however many items there are.
#[test]
fn a_chunked_map_allocates_per_chunk() {
    let map_over = |chunk: usize| {
        let (allocations, sum) = counted(|| {
            let options = MapOptions::new().chunk_size(chunk).buffer_size(chunk);
            map_with(options, Inline, |n: usize| n, 0..20 * chunk)
                .map(Result::unwrap)
                .sum::<usize>()
        });
        assert_eq!(sum, (20 * chunk) * (20 * chunk - 1) / 2);
        allocations.count
    };
    map_over(10);
    assert_eq!(map_over(1000), map_over(10));
}

/// A boxed closure beside the task would be a second allocation.
#[test]
fn a_submit_to_the_smallest_executor_is_one_allocation() {
    drop(Inline.submit(|| ()).unwrap());
    let (allocations, future) = counted(|| Inline.submit(|| [7_u8; 100]).unwrap());
    assert_eq!(allocations.count, 1);
    assert_eq!(future.result().unwrap(), [7; 100]);
}
