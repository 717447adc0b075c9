//! The programs under `examples/`, each run for what it prints.

#[expect(
    dead_code,
    reason = "an example is a program of its own, with a `main`"
)]
#[path = "../../examples/await_block_on.rs"]
mod await_block_on;
#[expect(
    dead_code,
    reason = "an example is a program of its own, with a `main`"
)]
#[path = "../../examples/await_tokio.rs"]
mod await_tokio;
#[expect(
    dead_code,
    reason = "an example is a program of its own, with a `main`"
)]
#[path = "../../examples/own_executor.rs"]
mod own_executor;

#[test]
fn await_block_on() {
    assert_eq!(await_block_on::run(), "fetched 3 pages, 41 letters");
}

#[test]
fn await_tokio() {
    assert_eq!(await_tokio::run(), "fetched 3 pages, 41 letters");
}

#[test]
fn own_executor() {
    assert_eq!(
        own_executor::run(),
        "third second first; squares 1 4 9; refused: the stack is closed"
    );
}
