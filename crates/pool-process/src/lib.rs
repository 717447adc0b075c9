//! Calls in child processes: Python's `ProcessPoolExecutor`, whose calls can be timed out, killed and crash alone.

mod codec;
#[expect(dead_code, reason = "the pool that uses it is not joined yet")]
mod sys;
#[cfg_attr(
    not(test),
    expect(unused_imports, reason = "the pool that uses it is not joined yet")
)]
#[expect(dead_code, reason = "the pool that uses it is not joined yet")]
mod wire;
mod worker;
