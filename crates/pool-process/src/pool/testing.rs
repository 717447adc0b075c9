//! What unit tests of the parent have in common.

use std::time::Duration;

use crate::pool::config::{Config, OnCrash, Output, Program};

/// A pool of one worker that is asked for nothing special.
pub(super) fn config() -> Config {
    Config {
        number: 1,
        name: "ProcessPool-0".to_owned(),
        max_workers: 1,
        spare_workers: 0,
        program: Program::Same,
        initializer: None,
        max_tasks_per_child: None,
        task_timeout: None,
        kill_grace: Duration::ZERO,
        start_timeout: Duration::from_secs(60),
        memory_limit: None,
        cpu_limit: None,
        stack_size: 1 << 20,
        callback_stack_size: None,
        on_crash: OnCrash::FailTask,
        stdout: Output::Null,
        stderr: Output::Null,
        observer: None,
        on_unretrieved: None,
    }
}
