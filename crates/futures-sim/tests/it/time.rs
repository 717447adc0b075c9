//! Sleeps, clocks, timers.

use std::time::Duration;

use futures_core::host::{self, Wake};
use futures_sim::Simulation;

use crate::support::spec;

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
