//! Workers that are processes.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures_core::{
    Error as TaskError, Executor, Future, MapOptions, Rejected, Shutdown, map_jobs,
    map_jobs_unordered,
};
use pool_process::{
    BuildError, Call, Calls, Output, PoolHandle, ProcessPool, RemoteJob, Stats, SubmitOptions,
    Unfinished,
};

use crate::backend::{CallOptions, Order};
use crate::complaint::Complaint;
use crate::processes::options::ProcessOptions;
use crate::processes::workers::{RemoteResults, Requests, Workers};
use crate::remote::{self, Program};
use crate::run::Run;
use crate::{lanes, limits};

/// What a worker needs of address space for itself, beside its stack: the program, its libraries, the memory that it
/// shares with its parent, and what the allocator sets aside for its threads. None of that is used until it is touched.
const OWN_ADDRESS_SPACE: u64 = 192 << 20;

/// Processes that know the script of a run.
pub(super) struct Real {
    pool: ProcessPool,
}

impl Real {
    /// # Errors
    /// If an option is out of range, or the system has nothing left for a pool.
    pub(super) fn new(run: &Arc<Run>, options: &ProcessOptions) -> Result<Self, BuildError> {
        let (prints, complains) = (Arc::downgrade(run), Arc::downgrade(run));
        let number: Arc<OnceLock<u32>> = Arc::default();
        let its_number = number.clone();
        let mut builder = ProcessPool::builder()
            .initializer(remote::set_up, Program::of(run).to_bytes())
            .stack_size(limits::STACK_SIZE)
            .callback_stack_size(limits::STACK_SIZE)
            .stdout(Output::Lines(Arc::new(move |_, line| {
                if let Some(run) = prints.upgrade() {
                    // Nobody prints before the pool is there.
                    remote::say_again(&run, its_number.get().copied().unwrap_or_default(), line);
                }
            })))
            .stderr(Output::Lines(Arc::new(move |_, line| {
                if let Some(run) = complains.upgrade() {
                    run.complain(&Complaint::Worker {
                        line: line.to_owned(),
                    });
                }
            })))
            .spare_workers(options.spare_workers)
            .on_crash(options.on_crash);
        if let Some(max_workers) = options.max_workers {
            builder = builder.max_workers(max_workers);
        }
        if let Some(calls) = options.max_tasks_per_child {
            builder = builder.max_tasks_per_child(calls);
        }
        if let Some(time) = options.task_timeout {
            builder = builder.task_timeout(time);
        }
        if let Some(time) = options.kill_grace {
            builder = builder.kill_grace(time);
        }
        if let Some(bytes) = options.memory_limit {
            let own = limits::STACK_SIZE as u64 + OWN_ADDRESS_SPACE;
            builder = builder.memory_limit(bytes.saturating_add(own));
        }
        let lanes = lanes::of_pool(run, lanes::PoolKind::Process);
        if let Some(lanes) = &lanes {
            builder = builder.observer(lanes.clone());
        }
        let pool = builder.build()?;
        let _ = number.set(pool.number());
        if let Some(lanes) = lanes {
            lanes.set_name(pool.name());
        }
        Ok(Real { pool })
    }
}

fn submit_options(options: &CallOptions) -> SubmitOptions {
    let mut remote = SubmitOptions::new();
    if let Some(label) = &options.label {
        remote = remote.label(label.as_str());
    }
    if let Some(time) = options.task_timeout {
        remote = remote.task_timeout(time);
    }
    remote
}

impl Workers for Real {
    fn name(&self) -> &str {
        self.pool.name()
    }

    fn number(&self) -> u32 {
        self.pool.number()
    }

    fn max_workers(&self) -> usize {
        self.pool.max_workers()
    }

    fn submit(
        &self,
        options: &CallOptions,
        request: Vec<u8>,
    ) -> Result<Future<Vec<u8>>, TaskError> {
        let call = Call::fallible(remote::call, request);
        Ok(self.pool.submit_with(submit_options(options), call)?)
    }

    fn map(
        &self,
        order: Order,
        options: MapOptions,
        calls: &CallOptions,
        requests: Requests,
    ) -> Box<dyn RemoteResults> {
        let executor = WithOptions {
            pool: self.pool.handle(),
            options: submit_options(calls),
        };
        let calls = Calls::fallible(remote::call);
        match order {
            Order::Input => Box::new(map_jobs(options, executor, calls, requests)),
            Order::Completion => Box::new(map_jobs_unordered(options, executor, calls, requests)),
        }
    }

    fn stats(&self) -> Stats {
        self.pool.stats()
    }

    fn close(&self, mode: Shutdown) {
        PoolHandle::shutdown(&self.pool, mode);
    }

    fn shut_down(&self, mode: Shutdown, timeout: Duration) -> Result<(), Unfinished> {
        self.pool.shutdown_timeout(mode, timeout)
    }

    fn terminate_workers(&self) {
        self.pool.terminate_workers();
    }

    fn kill_workers(&self) {
        self.pool.kill_workers();
    }
}

/// A pool for the calls of one map.
struct WithOptions {
    pool: PoolHandle,
    options: SubmitOptions,
}

impl<J: RemoteJob> Executor<J> for WithOptions {
    fn submit(&self, job: J) -> Result<Future<J::Output>, Rejected<J>> {
        self.pool.submit_with(self.options.clone(), job)
    }

    fn shutdown(&self, mode: Shutdown) {
        self.pool.shutdown(mode);
    }
}
