//! Calls in child processes: Python's `ProcessPoolExecutor`, whose calls can be timed out, killed and crash alone.

mod codec;
#[expect(dead_code, reason = "the pool that uses it is not joined yet")]
mod sys;
#[expect(dead_code, reason = "the pool that uses it is not joined yet")]
mod wire;
mod worker;
