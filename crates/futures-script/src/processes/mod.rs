//! Pools of processes behind `process_pool(…)`: what a script has of them, and who does the work.
//!
//! ```text
//!  script ── Processes: encodes, holds futures of values ── dyn Workers: calls as bytes, replies as bytes
//!                                                            ├─ Real: processes, by the crate pool-process
//!                                                            └─ Simulated: threads of a simulated world
//! ```

mod options;
mod origin;
mod pool;
mod real;
mod results;
mod simulated;
mod workers;

pub(crate) use options::ProcessOptions;
pub(crate) use pool::Processes;
