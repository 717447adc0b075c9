//! Calls in child processes: Python's `ProcessPoolExecutor`, whose calls can be timed out, killed and crash alone.

mod codec;
mod sys;
mod wire;
mod worker;
