//! The child's side: does one measurement, prints its values and ends the process at once.

use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use crate::floors::{self, Waiting};
use crate::growth;
use crate::launch;
use crate::options::Order;
use crate::peers;
use crate::pool::Pool;
use crate::processes;
use crate::rows;
use crate::scripts;
use crate::simulations;

/// A peer that loses a task would wait for ever. Several times what the slowest measurement takes.
pub(crate) const TIME_LIMIT: Duration = Duration::from_secs(120);

pub(crate) fn run(order: &Order) -> ExitCode {
    thread::spawn(|| {
        thread::sleep(TIME_LIMIT);
        eprintln!("no result after {} s", TIME_LIMIT.as_secs());
        std::process::exit(3);
    });
    let values = measure(order);
    for (metric, value) in order.row.metrics.iter().zip(&values) {
        if value.is_nan() {
            // The peer has no such thing.
            continue;
        }
        println!("{}\t{value}", metric.key);
    }
    // The pools are never shut down: how that is done differs from peer to peer and is not measured.
    std::process::exit(0);
}

fn measure(order: &Order) -> Vec<f64> {
    match order.peer.name {
        "ours" => on_pool::<peers::Ours>(order),
        "channel" => on_pool::<peers::Channel>(order),
        "threadpool" => on_pool::<peers::Threadpool>(order),
        "rayon" => on_pool::<peers::Rayon>(order),
        "tokio" => on_pool::<peers::Tokio>(order),
        "rusty_pool" => on_pool::<peers::Rusty>(order),
        "affinitypool" => on_pool::<peers::Affinity>(order),
        "rayon par_iter" => {
            let pool = peers::RayonIterator::start(order.n_workers);
            rows::map_by(order.size, |items| pool.map(items))
        }
        "floor: our core" => on_pool::<peers::InlineCore>(order),
        "floor: memory" => on_pool::<peers::Memory>(order),
        "floor: parking" => floors::round_trip(Waiting::Parked, order.size),
        "floor: spinning" => floors::round_trip(Waiting::Spinning, order.size),
        "floor: sequential" => floors::map(order.size),
        "script" if order.row.id == "S4" => launch::measure(order),
        "cpython" if order.row.id == "S4" => launch::measure(order),
        "script" | "script with a native function" => scripts::measure(order),
        "process pool" | "procspawn" | "floor: socketpair" | "floor: memcpy" => {
            processes::measure(order)
        }
        "simulation" => simulations::measure(order),
        "our pools" => growth::measure(order),
        "floor: feeding" => floors::idle(order.size),
        name => panic!("the peer {name} does not run in this program"),
    }
}

fn on_pool<P: Pool>(order: &Order) -> Vec<f64> {
    let pool: &'static P = Box::leak(Box::new(P::start(order.n_workers)));
    match order.row.id {
        "T1" => rows::throughput(pool, order.size),
        "T2" => rows::round_trip(pool, order.size),
        "T5" => rows::producers(pool, order.size),
        "T6" => rows::as_completed(pool, order.size),
        "T7" => rows::pending(pool, gate_count(order), order.size),
        "map" => rows::map(pool, order.size),
        "alloc" => rows::allocations(pool, order.size),
        "idle" => rows::idle(pool, order.size),
        id => panic!("the row {id} does not exist"),
    }
}

/// These floors run a task where it is submitted: a gate there would stay shut for ever.
fn gate_count(order: &Order) -> usize {
    if order.peer.has_workers() {
        order.n_workers
    } else {
        0
    }
}
