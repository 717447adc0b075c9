//! Sleeps, clocks, timers.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use futures_core::host::{self, Lock, Wake};
use futures_sim::{Scheduler, Simulation};

use crate::support::{spawn, spec};

#[test]
fn time_passes_only_when_nothing_can_run() {
    let outcome = Simulation::new().keep_log().run(|| {
        assert_eq!(host::now(), Duration::ZERO);
        let sleeper = host::spawn(spec("sleeper"), || {
            assert_eq!(host::sleep(Duration::from_secs(3600)), Wake::Deadline);
        });
        assert_eq!(host::now(), Duration::ZERO);
        sleeper.unwrap().join().unwrap();
        host::now()
    });
    assert!(outcome.failure().is_none(), "{:?}", outcome.failure());
    assert_eq!(outcome.result(), Some(&Duration::from_secs(3600)));
    let log: Vec<String> = outcome
        .trace()
        .log()
        .iter()
        .map(ToString::to_string)
        .collect();
    insta::assert_snapshot!(log.join("\n"), @r"
    0.000000 main (0) starts sleeper (thread 1)
    0.000000 main (0) waits for the end of thread sleeper
    0.000000 sleeper (1) waits for time to pass
    3600.000000 sleeper (1) goes on: its time has come
    3600.000000 sleeper (1) wakes thread 0
    3600.000000 sleeper (1) ends
    3600.000000 main (0) goes on: notified
    3600.000000 main (0) ends
    ");
}

/// In which order three threads go on whose time comes at the same moment.
fn order_of_equals(scheduler: Scheduler) -> Vec<usize> {
    let outcome = Simulation::new().scheduler(scheduler).run(|| {
        let order = Arc::new(Lock::new(Vec::new()));
        let sleepers = (1..=3).map(|number| {
            let order = order.clone();
            spawn("sleeper", move || {
                let _ = host::sleep(Duration::from_secs(1));
                order.lock().push(number);
            })
        });
        for sleeper in sleepers.collect::<Vec<_>>() {
            sleeper.join().unwrap();
        }
        order.lock().clone()
    });
    outcome.into_result().unwrap()
}

#[test]
fn the_scheduler_chooses_among_equal_timers() {
    assert_eq!(order_of_equals(Scheduler::Fifo), [1, 2, 3]);
    let seeds = || (0..100).map(|seed| order_of_equals(Scheduler::Random { seed }));
    assert!(seeds().eq(seeds()));
    assert_eq!(seeds().collect::<BTreeSet<_>>().len(), 6);
}
