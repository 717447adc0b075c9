//! The rows P1 to P6.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use pool_process::{ProcessPool, SharedBytes};
use procspawn::Pool as Procspawn;
use rustix::process::{Pid, Signal, kill_process};

use super::floor::{self, CALL, Echo};
use super::ours;
use super::pool::{Call, Processes, hang, increment, process_number};
use crate::options::Order;
use crate::{rows, stats};

/// How long a call of P6 may run.
const LIMIT: Duration = Duration::from_millis(50);

/// So often are things repeated of which one is a few milliseconds.
const N_TIMES: usize = 20;

const MEBIBYTE: usize = 1 << 20;

/// The values of the row's metrics.
pub(crate) fn measure(order: &Order) -> Vec<f64> {
    match order.peer.name {
        "process pool" => on_ours(order),
        "procspawn" => on::<Procspawn>(order),
        "floor: memcpy" => copies(payload_size(order)),
        _ => on_floor(order),
    }
}

fn payload_size(order: &Order) -> usize {
    match order.row.id {
        "P3" => 64 * MEBIBYTE,
        _ => MEBIBYTE,
    }
}

fn on_ours(order: &Order) -> Vec<f64> {
    let size = payload_size(order);
    match order.row.id {
        "P3" | "P3s" => {
            let pool = ProcessPool::start(order.n_workers);
            let content = vec![7; size];
            let bytes = SharedBytes::from(&content[..]);
            vec![
                gigabytes(size, || ours::pass_through(&pool, &bytes)),
                gigabytes(size, || ours::make_anew(&pool, &content)),
                vector(&pool, size),
            ]
        }
        "P6" => {
            let pool = ProcessPool::start(order.n_workers);
            vec![milliseconds(N_TIMES / 2, || ours::lateness(&pool, LIMIT))]
        }
        _ => on::<ProcessPool>(order),
    }
}

fn on<P: Processes>(order: &Order) -> Vec<f64> {
    let n_workers = order.n_workers;
    let pool = P::start(n_workers);
    let first = pool.call(increment, 1).wait();
    assert_eq!(first, Some(2), "the pool works");
    match order.row.id {
        "P1" => calls(
            &pool,
            order.size.tasks(if P::WINDOW == usize::MAX {
                200_000
            } else {
                20_000
            }),
        ),
        "P1c" => {
            let n_items = order.size.tasks(1_000_000) as u64;
            vec![rows::time_per_unit(n_items, || {
                let sum = pool.sum_in_chunks(increment, n_items);
                assert_eq!(sum, rows::sum_below(n_items + 1), "a result was lost");
            })]
        }
        "P2" => rows::round_trip_by(order.size, || {
            assert_eq!(pool.call(increment, 1).wait(), Some(2));
        }),
        "P3" | "P3s" => vec![f64::NAN, f64::NAN, vector(&pool, payload_size(order))],
        "P4" => {
            drop(pool);
            vec![start::<P>(n_workers)]
        }
        "P5" => vec![deaths(&pool)[0]],
        "P5n" => vec![deaths(&pool)[1]],
        id => panic!("the row {id} does not exist"),
    }
}

fn on_floor(order: &Order) -> Vec<f64> {
    let mut other = Echo::start(CALL);
    other.trip(&mut [0; CALL]);
    match order.row.id {
        "P1" => {
            let n_calls = order.size.tasks(200_000);
            vec![rows::time_per_unit(n_calls as u64, || {
                other.pipeline(n_calls)
            })]
        }
        "P2" => rows::round_trip_by(order.size, || other.trip(&mut [0; CALL])),
        "P3" | "P3s" => {
            let mut message = vec![7; payload_size(order)];
            let mut other = Echo::start(message.len());
            let rate = gigabytes(message.len(), || {
                let begin = Instant::now();
                other.trip(&mut message);
                begin.elapsed()
            });
            vec![f64::NAN, f64::NAN, rate]
        }
        "P4" => vec![milliseconds(N_TIMES, || {
            let begin = Instant::now();
            let mut both: Vec<Echo> = (0..order.n_workers).map(|_| Echo::start(CALL)).collect();
            both[0].trip(&mut [0; CALL]);
            begin.elapsed()
        })],
        "P5" => vec![milliseconds(N_TIMES, || {
            let mut other = Echo::start(CALL);
            other.trip(&mut [0; CALL]);
            other.death()
        })],
        "P5n" => vec![milliseconds(N_TIMES, || {
            let mut other = Echo::start(CALL);
            other.trip(&mut [0; CALL]);
            let death = other.death();
            let begin = Instant::now();
            Echo::start(CALL).trip(&mut [0; CALL]);
            death + begin.elapsed()
        })],
        id => panic!("the row {id} has no floor"),
    }
}

/// P1: total and the submitting part.
fn calls<P: Processes>(pool: &P, n_calls: usize) -> Vec<f64> {
    let n_calls = n_calls as u64;
    let times = rows::median_per_unit(n_calls, || {
        let begin = Instant::now();
        let mut under_way = VecDeque::new();
        let mut sum = 0;
        for number in 0..n_calls {
            if under_way.len() == P::WINDOW
                && let Some(call) = under_way.pop_front()
            {
                sum += Call::wait(call).expect("no call fails");
            }
            under_way.push_back(pool.call(increment, number));
        }
        let submitted = begin.elapsed();
        for call in under_way {
            sum += Call::wait(call).expect("no call fails");
        }
        let total = begin.elapsed();
        assert_eq!(sum, rows::sum_below(n_calls + 1), "a result was lost");
        [total, submitted]
    });
    times.to_vec()
}

/// P3: the rate of bytes that belong to whoever has them, so that nobody needs a copy.
fn vector<P: Processes>(pool: &P, size: usize) -> f64 {
    let mut bytes = Some(P::Bytes::from(vec![7; size]));
    gigabytes(size, || {
        let begin = Instant::now();
        let sent = bytes.take().expect("they have come back");
        let back = pool.call(|bytes: P::Bytes| bytes, sent).wait();
        let elapsed = begin.elapsed();
        let back = back.expect("the call returns");
        assert_eq!(back.as_ref().len(), size);
        bytes = Some(back);
        elapsed
    })
}

/// P4, in milliseconds. Ending the pools is no part of it.
fn start<P: Processes>(n_workers: usize) -> f64 {
    milliseconds(N_TIMES, || {
        let begin = Instant::now();
        let pool = P::start(n_workers);
        let result = pool.call(increment, 1).wait();
        let elapsed = begin.elapsed();
        assert_eq!(result, Some(2));
        elapsed
    })
}

/// P5: from a SIGKILL to the error of the call that the worker ran, and to the next result.
fn deaths<P: Processes>(pool: &P) -> [f64; 2] {
    let mut nexts = Vec::new();
    let error = milliseconds(N_TIMES, || {
        let worker = pool.call(process_number, ()).wait();
        let worker = worker.expect("the call returns").cast_signed();
        let call = pool.call(hang, ());
        // Until the call runs.
        std::thread::sleep(Duration::from_millis(20));
        let begin = Instant::now();
        kill_process(
            Pid::from_raw(worker).expect("no process has the number 0"),
            Signal::KILL,
        )
        .expect("a process of ours can be killed");
        assert_eq!(call.wait(), None, "its call fails");
        let error = begin.elapsed();
        let result = pool.call(increment, 1).wait();
        assert_eq!(result, Some(2), "the pool works");
        nexts.push(begin.elapsed());
        error
    });
    [error, milliseconds_of(nexts)]
}

fn copies(size: usize) -> Vec<f64> {
    let from = vec![7; size];
    let (mut to, mut back) = (vec![1; size], vec![2; size]);
    let rate = gigabytes(size, || floor::copies(&from, &mut to, &mut back));
    vec![f64::NAN, f64::NAN, rate]
}

/// The median of several trips of so many bytes, after one to warm up.
fn gigabytes(size: usize, mut trip: impl FnMut() -> Duration) -> f64 {
    let n_trips = if size > MEBIBYTE { 4 } else { 50 };
    trip();
    let times = (0..n_trips).map(|_| size as f64 / trip().as_nanos() as f64);
    stats::spread(times).expect("there are trips").median
}

fn milliseconds(n_times: usize, time: impl FnMut() -> Duration) -> f64 {
    milliseconds_of(std::iter::repeat_with(time).take(n_times).collect())
}

fn milliseconds_of(times: Vec<Duration>) -> f64 {
    let times = times.into_iter().map(|time| time.as_secs_f64() * 1e3);
    stats::spread(times).expect("there are times").median
}
