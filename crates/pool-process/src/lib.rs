//! Calls in child processes: Python's `ProcessPoolExecutor`, whose calls can be timed out, killed and crash alone.

mod answer;
mod call;
mod codec;
mod function;
mod image;
mod init;
mod map;
mod outcome;
mod perform;
mod pool;
mod registry;
mod remote_error;
mod shared_bytes;
mod sys;
mod wire;
mod worker;

pub use call::{Call, ChunkCall, RemoteJob};
pub use init::{init, init_with};
pub use map::Calls;
pub use pool::{
    BuildError, Builder, MAX_WORKERS, OnCrash, Output, PoolHandle, ProcessPool, Stats,
    SubmitOptions, Unfinished,
};
pub use registry::Registry;
pub use remote_error::RemoteError;
pub use shared_bytes::SharedBytes;
