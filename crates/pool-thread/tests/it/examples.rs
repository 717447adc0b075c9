//! The programs under `examples/`, run for what they print.

use std::time::Duration;

#[expect(
    dead_code,
    reason = "an example is a program of its own, with a `main`"
)]
#[path = "../../examples/from_async.rs"]
mod from_async;

#[test]
fn from_async() {
    let lines = from_async::run(Duration::ZERO).unwrap();
    assert_eq!(
        lines,
        [
            "Result 42",
            "10",
            "333332833333500000",
            "Data for query 1, Data for query 2, Data for query 3"
        ]
    );
}
