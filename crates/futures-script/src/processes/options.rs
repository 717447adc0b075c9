//! How a pool of processes is to be.

use std::time::Duration;

use pool_process::OnCrash;

/// How a pool is to be; Python's defaults for what is `None`.
#[derive(Default)]
pub(crate) struct ProcessOptions {
    pub(crate) max_workers: Option<usize>,
    pub(crate) spare_workers: usize,
    pub(crate) max_tasks_per_child: Option<u64>,
    pub(crate) task_timeout: Option<Duration>,
    pub(crate) kill_grace: Option<Duration>,
    /// Bytes for what the script does.
    pub(crate) memory_limit: Option<u64>,
    pub(crate) on_crash: OnCrash,
}
