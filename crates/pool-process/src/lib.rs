//! Calls in child processes: Python's `ProcessPoolExecutor`, whose calls can be timed out, killed and crash alone.

mod answer;
mod call;
mod codec;
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "the worker that uses it is not joined yet")
)]
mod function;
mod image;
mod map;
mod perform;
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "the worker that uses it is not joined yet")
)]
mod registry;
mod remote_error;
mod shared_bytes;
#[expect(dead_code, reason = "the pool that uses it is not joined yet")]
mod sys;
#[cfg_attr(
    not(test),
    expect(unused_imports, reason = "the pool that uses it is not joined yet")
)]
#[expect(dead_code, reason = "the pool that uses it is not joined yet")]
mod wire;
mod worker;

pub use call::{Call, ChunkCall, RemoteJob};
pub use map::Calls;
pub use registry::Registry;
pub use remote_error::RemoteError;
pub use shared_bytes::SharedBytes;
