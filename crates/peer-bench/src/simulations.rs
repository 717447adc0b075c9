//! Runs short programs in simulated worlds, and times them from outside.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use futures_core::host::{self, Lock, Spawn, Thread, WaitReason};
use futures_sim::{Exploration, Simulation};
use pool_thread::ThreadPool;

use crate::options::{Order, Size};

/// The values of the row's metrics.
pub(crate) fn measure(order: &Order) -> Vec<f64> {
    let divisor = match order.size {
        Size::Full => 1,
        Size::Quick => Size::QUICK_DIVISOR,
    };
    match order.row.id {
        "V1" => vec![switch(100_000 / divisor)],
        "V2" => vec![place(2, 1_000_000 / divisor), place(1, 1_000_000 / divisor)],
        "V3" => vec![schedule(5_000 / divisor)],
        id => panic!("the row {id} is not about simulations"),
    }
}

const REASON: WaitReason = WaitReason::Other("the other thread");

/// Two threads wake each other, `times` times each: nanoseconds for each switch.
fn switch(times: usize) -> f64 {
    let began = Instant::now();
    let outcome = Simulation::new().run(move || {
        let first = host::current();
        let second: Arc<Lock<Option<Thread>>> = Arc::default();
        let known = second.clone();
        let other = host::spawn(Spawn::default(), move || {
            *known.lock() = Some(host::current());
            for _ in 0..times {
                first.unpark();
                let _ = host::park(None, &REASON);
            }
            first.unpark();
        });
        let _ = host::park(None, &REASON);
        let second = second.lock().clone().expect("it has told who it is");
        for _ in 0..times {
            second.unpark();
            let _ = host::park(None, &REASON);
        }
        other.expect("a thread").join().expect("nobody interrupts");
    });
    assert!(outcome.failure().is_none(), "{:?}", outcome.failure());
    began.elapsed().as_nanos() as f64 / outcome.trace().switches() as f64
}

/// Threads pass `times` places each without giving way more than now and then: nanoseconds for each place.
fn place(threads: usize, times: usize) -> f64 {
    let pass = move || {
        for _ in 0..times {
            host::yield_point("place");
        }
    };
    let began = Instant::now();
    let outcome = Simulation::new().run(move || {
        let others = (1..threads).map(|_| host::spawn(Spawn::default(), pass));
        let others: Vec<_> = others.collect();
        pass();
        for other in others {
            other.expect("a thread").join().expect("nobody interrupts");
        }
    });
    assert!(outcome.failure().is_none(), "{:?}", outcome.failure());
    began.elapsed().as_nanos() as f64 / outcome.trace().steps() as f64
}

/// A pool in `times` schedules: nanoseconds for each of them.
fn schedule(times: usize) -> f64 {
    let began = Instant::now();
    let explored = Exploration::new(times as u64).run(|| {
        let pool = ThreadPool::new(2).expect("a pool");
        let futures = [1, 2, 3, 4].map(|number| pool.submit(move || number));
        for future in futures {
            black_box(future.expect("an open pool").result().expect("a number"));
        }
    });
    assert!(explored.found.is_none(), "{:?}", explored.found);
    began.elapsed().as_nanos() as f64 / times as f64
}
