//! Futures of processes beside futures of threads, and waits inside of callbacks and tasks.

use std::sync::Arc;
use std::time::Duration;

use conformance::{Case, Fixture, Op, Out, cases};
use futures_core::{
    DoneAndNotDone, ErrorKind, MapOptions, ReturnWhen, SharedFuture, as_completed, promise, wait,
};
use pool_process::ProcessPool;
use pool_thread::ThreadPool;

use crate::support::{Held, crash, pid};

pub(crate) const CASES: &[Case] = cases![
    one_wait_for_threads_and_processes,
    as_completed_over_threads_and_processes,
    a_task_on_a_thread_waits_for_a_process,
    tasks_on_threads_use_one_process_pool,
    a_callback_waits_for_another_call,
    callbacks_wait_within_callbacks,
    callbacks_that_waited_leave_no_stacks,
    a_callback_maps_on_its_own_pool,
    a_callback_resubmits_after_a_crash,
    a_map_with_every_option,
    a_map_of_a_function_that_may_fail,
    a_crash_costs_its_own_chunk,
];

/// A wait counts both as they end.
fn one_wait_for_threads_and_processes() {
    let threads = ThreadPool::new(2).unwrap();
    let processes = ProcessPool::new(2).unwrap();
    let held = Held::new();
    let other = Arc::new(held.processes.gate());
    let call = held.submit(&processes, Op::Return(1)).shared();
    let task: SharedFuture<Out> = {
        let other = other.clone();
        let task = move || {
            other.stand();
            Out::Nothing
        };
        threads.submit(task).unwrap().shared()
    };
    let both = [&call, &task];
    let DoneAndNotDone { done, .. } =
        wait(both, Some(Duration::ZERO), ReturnWhen::AllCompleted).unwrap();
    assert!(done.is_empty());
    held.gate.open();
    let first = wait(both, None, ReturnWhen::FirstCompleted).unwrap();
    assert_eq!((first.done, first.not_done), (vec![&call], vec![&task]));
    other.open();
    let all = wait(both, None, ReturnWhen::AllCompleted).unwrap();
    assert_eq!(all.done, both);
}

/// Whatever ends first comes first, wherever it ran.
fn as_completed_over_threads_and_processes() {
    let threads = ThreadPool::new(2).unwrap();
    let processes = ProcessPool::new(2).unwrap();
    let held = Held::new();
    let last = held.submit(&processes, Op::Return(3)).shared();
    let early = processes.submit_call(held.processes.job(Op::Return(1)));
    let early = early.unwrap().shared();
    early.wait().unwrap();
    let task: SharedFuture<Out> = threads.submit(|| Out::Number(2)).unwrap().shared();
    task.wait().unwrap();
    let mut ended = as_completed([&last, &task, &early], None);
    let mut next = || ended.next().map(Result::unwrap);
    assert_eq!([next(), next()], [Some(&task), Some(&early)]);
    held.gate.open();
    assert_eq!([next(), next()], [Some(&last), None]);
}

/// A task that waits for a process lends its place, so that another task can do what the process waits for.
fn a_task_on_a_thread_waits_for_a_process() {
    let threads = ThreadPool::new(1).unwrap();
    let processes = ProcessPool::new(1).unwrap();
    let held = Held::new();
    let call = held.submit(&processes, Op::Return(7));
    let waits = threads.submit(move || call.result().unwrap()).unwrap();
    let gate = Arc::new(held.gate);
    let opens = {
        let gate = gate.clone();
        threads.submit(move || gate.open()).unwrap()
    };
    assert_eq!(waits.result().unwrap(), Out::Number(7));
    opens.result().unwrap();
}

/// Many threads submit to one pool and wait there.
fn tasks_on_threads_use_one_process_pool() {
    let processes = ProcessPool::new(2).unwrap();
    let threads = ThreadPool::new(4).unwrap();
    let sums: Vec<_> = (0..20_u64)
        .map(|n| {
            let processes = processes.handle();
            let task = move || {
                let squares = processes.map(|n: u64| n * n, 0..n);
                squares.map(Result::unwrap).sum::<u64>()
            };
            threads.submit(task).unwrap()
        })
        .collect();
    for (sum, n) in sums.into_iter().zip(0..) {
        assert_eq!(sum.result().unwrap(), (0..n).map(|n: u64| n * n).sum());
    }
}

/// A callback may wait for a call that its own pool has yet to run, though replies are read on its thread.
fn a_callback_waits_for_another_call() {
    for timeout in [None, Some(Duration::from_secs(60))] {
        let pool = ProcessPool::new(1).unwrap();
        let held = Held::new();
        let first = held.submit(&pool, Op::Return(1)).shared();
        let second = held.submit(&pool, Op::Return(2));
        let (promise, seen) = promise();
        first.add_done_callback(move |_| {
            let second = second.shared();
            let result = match timeout {
                None => second.result().map(|out| format!("{out:?}")),
                Some(limit) => second.result_timeout(limit).map(|out| format!("{out:?}")),
            };
            assert!(promise.set_result(result.unwrap()).is_ok());
        });
        held.gate.open();
        assert_eq!(seen.result().unwrap(), "Number(2)");
    }
}

/// So may the callbacks of that one, and so on.
fn callbacks_wait_within_callbacks() {
    let pool = ProcessPool::new(2).unwrap();
    let handle = pool.handle();
    fn nest(handle: &pool_process::PoolHandle, depth: u64) -> u64 {
        let call = handle.submit(|n: u64| n, depth).unwrap().shared();
        if depth == 0 {
            return *call.result().unwrap();
        }
        let (promise, inner) = promise();
        let again = handle.clone();
        call.add_done_callback(move |call| {
            let sum = *call.result().unwrap() + nest(&again, depth - 1);
            assert!(promise.set_result(sum).is_ok());
        });
        inner.result().unwrap()
    }
    assert_eq!(nest(&handle, 10), 55);
}

/// Each callback that waits costs a thread. Were these not joined before the end of the pool, their stacks would add up,
/// until the process has as many mappings as it may have.
fn callbacks_that_waited_leave_no_stacks() {
    const ROUNDS: usize = 500;
    let count_mappings = || {
        let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
        maps.lines().count()
    };
    let pool = ProcessPool::new(1).unwrap();
    let before = count_mappings();
    for _ in 0..ROUNDS {
        let handle = pool.handle();
        let (promise, waited) = promise();
        let call = pool.submit(pid, ()).unwrap().shared();
        call.add_done_callback(move |_| {
            let other = handle.submit(pid, ()).unwrap();
            assert!(promise.set_result(other.result().unwrap()).is_ok());
        });
        waited.result().unwrap();
    }
    let n_more = count_mappings().saturating_sub(before);
    // A stack and its guard are two; other tests have threads too.
    assert!(n_more < ROUNDS, "{n_more} more mappings");
}

/// A callback may do a whole map.
fn a_callback_maps_on_its_own_pool() {
    let pool = ProcessPool::new(2).unwrap();
    let handle = pool.handle();
    let (promise, sum) = promise();
    let call = pool.submit(|n: u64| n, 100).unwrap().shared();
    call.add_done_callback(move |call| {
        let n = *call.result().unwrap();
        let squares = handle.map(|n: u64| n * n, 0..n);
        let sum: u64 = squares.map(Result::unwrap).sum();
        assert!(promise.set_result(sum).is_ok());
    });
    assert_eq!(sum.result().unwrap(), (0..100).map(|n: u64| n * n).sum());
}

/// The classic of callbacks: submitting again what has crashed.
fn a_callback_resubmits_after_a_crash() {
    let pool = ProcessPool::new(1).unwrap();
    let handle = pool.handle();
    let (promise, again) = promise();
    let dies = pool.submit(crash, ()).unwrap().shared();
    dies.add_done_callback(move |dies| {
        assert!(dies.result().is_err());
        let again = handle.submit(pid, ()).unwrap().result();
        assert!(promise.set_result(again.unwrap()).is_ok());
    });
    assert_ne!(again.result().unwrap(), std::process::id());
}

/// An `Err` is the failure of its item, also among others in a chunk.
fn a_map_of_a_function_that_may_fail() {
    let pool = ProcessPool::new(2).unwrap();
    let half = |n: u64| match n % 2 {
        0 => Ok(n / 2),
        _ => Err(format!("{n} is odd")),
    };
    let options = MapOptions::new().chunk_size(2);
    let results: Vec<Result<u64, String>> = pool
        .map_fallible(options, half, [2, 3, 4])
        .map(|result| result.map_err(|error| error.to_string()))
        .collect();
    assert_eq!(results, [Ok(1), Err("3 is odd".to_owned()), Ok(2)]);
}

/// Chunks, a buffer and a time limit together.
fn a_map_with_every_option() {
    let pool = ProcessPool::new(2).unwrap();
    let options = MapOptions::new()
        .chunk_size(3)
        .buffer_size(7)
        .timeout(Duration::from_secs(60));
    let halves: Vec<_> = pool
        .map_with(
            options,
            |n: u64| {
                if n.is_multiple_of(2) {
                    n / 2
                } else {
                    panic!("{n} is odd")
                }
            },
            0..30,
        )
        .collect();
    for (half, n) in halves.iter().zip(0_u64..) {
        match half {
            Ok(half) => assert_eq!(*half * 2, n),
            Err(error) => assert_eq!(error.panic_message(), Some(&*format!("{n} is odd"))),
        }
    }
    assert_eq!(halves.len(), 30);

    let slow = MapOptions::new()
        .timeout(Duration::from_millis(5))
        .chunk_size(2);
    let held = Held::new();
    let world = [held.call().into_argument(), held.call().into_argument()];
    let mut results = pool.map_with(
        slow,
        |task| crate::conformance_suite::run(task).is_ok(),
        world,
    );
    let error = results.next().unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    assert!(results.next().is_none());
    held.gate.open();
    drop(results);

    let mut unordered: Vec<u64> = pool
        .map_unordered_with(options, |n: u64| n + 1, 0..30)
        .map(Result::unwrap)
        .collect();
    unordered.sort_unstable();
    assert_eq!(unordered, (1..=30).collect::<Vec<_>>());
}

/// A chunk that crashes its worker takes its own items along, and no others.
fn a_crash_costs_its_own_chunk() {
    let pool = ProcessPool::new(2).unwrap();
    let options = MapOptions::new().chunk_size(4);
    let call = |n: u64| {
        if n == 9 {
            std::process::abort();
        }
        n
    };
    let results: Vec<_> = pool.map_with(options, call, 0..20).collect();
    for (result, n) in results.iter().zip(0..) {
        match result {
            Ok(number) => assert_eq!(*number, n),
            Err(error) => assert!(
                error.is_worker_died() && (8..12).contains(&n),
                "{n}: {error}"
            ),
        }
    }
    assert_eq!(results.iter().filter(|result| result.is_err()).count(), 4);
}
