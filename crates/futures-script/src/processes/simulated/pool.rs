//! A pool of simulated workers as its owner holds it.

use std::sync::Arc;
use std::time::Duration;

use futures_core::host;
use futures_core::{
    Error as TaskError, Event, Executor, Future, MapOptions, PromiseBuilder, Rejected, Shutdown,
    map_jobs, map_jobs_unordered,
};
use pool_process::{MAX_WORKERS, OnCrash, Stats, Unfinished};

use crate::backend::{CallOptions, Order};
use crate::lanes;
use crate::processes::options::ProcessOptions;
use crate::processes::simulated::books::{Call, Place};
use crate::processes::simulated::call::{Promised, Work};
use crate::processes::simulated::config::Config;
use crate::processes::simulated::control::CallControl;
use crate::processes::simulated::job::{Repeatable, Request, Requests as RequestJobs};
use crate::processes::simulated::office::Office;
use crate::processes::workers::{RemoteResults, Requests, Workers};
use crate::remote::Program;
use crate::run::Run;

/// Simulated processes that know the script of a run.
pub(in crate::processes) struct Simulated {
    office: Arc<Office>,
}

impl Simulated {
    /// # Errors
    /// If there are to be too many workers.
    pub(in crate::processes) fn new(
        run: &Arc<Run>,
        options: &ProcessOptions,
    ) -> Result<Self, String> {
        let max_workers = options.max_workers.unwrap_or_else(host::cpus);
        if !(1..=MAX_WORKERS).contains(&max_workers) {
            return Err(format!(
                "max_workers must be between 1 and {MAX_WORKERS}, got {max_workers}"
            ));
        }
        let number = host::with_locals(|locals| locals.next_pool());
        let config = Config {
            number,
            name: format!("ProcessPool-{}", number - 1),
            max_workers,
            max_tasks_per_child: options.max_tasks_per_child,
            task_timeout: options.task_timeout,
            on_crash: options.on_crash,
            observer: lanes::of_pool(run, lanes::PoolKind::Process),
        };
        if let Some(observer) = &config.observer {
            observer.set_name(&config.name);
        }
        let program = Program::of(run).to_bytes();
        Ok(Simulated {
            office: Office::new(config, program, Arc::downgrade(run)),
        })
    }
}

fn submit<J: Repeatable>(
    office: &Arc<Office>,
    options: &CallOptions,
    job: J,
) -> Result<Future<J::Output>, Rejected<J>> {
    let id = office.next_id();
    // Told first, so that nobody hears of the start of a call before its submission.
    office.config.tell(|| Event::Submitted {
        task: id,
        label: options.label.as_ref().map(ToString::to_string),
    });
    let mut builder = PromiseBuilder::new().id(id).control(CallControl {
        office: office.weak(),
        number: id.number(),
    });
    if let Some(label) = &options.label {
        builder = builder.label(label.as_str());
    }
    let (promise, future) = builder.build();
    let job = Arc::new(job);
    let work = Arc::new(Promised::new(job.clone(), promise));
    let call = Call {
        place: Place::Queued,
        is_assigned: false,
        timeout: options.task_timeout.or(office.config.task_timeout),
        retries: match office.config.on_crash {
            OnCrash::Retry(times) => times,
            OnCrash::FailTask | OnCrash::BreakPool => 0,
        },
        work: work.clone(),
    };
    let accepted = office.desk.lock().accept(id.number(), call);
    match accepted {
        Ok(after) => {
            office.act(after);
            Ok(future)
        }
        Err(error) => {
            office.config.tell(|| Event::Rejected { task: id });
            work.forget();
            // The error that a promise leaves behind counts as seen, since nobody was ever given the future.
            drop(future.result());
            drop(work);
            match Arc::into_inner(job) {
                Some(job) => Err(Rejected::new(error, job)),
                None => unreachable!("the desk keeps nothing of what it refuses"),
            }
        }
    }
}

impl Workers for Simulated {
    fn name(&self) -> &str {
        &self.office.config.name
    }

    fn number(&self) -> u32 {
        self.office.config.number
    }

    fn max_workers(&self) -> usize {
        self.office.config.max_workers
    }

    fn submit(
        &self,
        options: &CallOptions,
        request: Vec<u8>,
    ) -> Result<Future<Vec<u8>>, TaskError> {
        Ok(submit(&self.office, options, Request(request))?)
    }

    fn map(
        &self,
        order: Order,
        options: MapOptions,
        calls: &CallOptions,
        requests: Requests,
    ) -> Box<dyn RemoteResults> {
        let executor = WithOptions {
            office: self.office.clone(),
            options: calls.clone(),
        };
        match order {
            Order::Input => Box::new(map_jobs(options, executor, RequestJobs, requests)),
            Order::Completion => {
                Box::new(map_jobs_unordered(options, executor, RequestJobs, requests))
            }
        }
    }

    fn stats(&self) -> Stats {
        self.office.desk.lock().stats()
    }

    fn runs(&self) -> Vec<Arc<Run>> {
        let desk = self.office.desk.lock();
        let workers = desk.staff.values();
        workers.filter_map(|worker| worker.process.run()).collect()
    }

    fn close(&self, mode: Shutdown) {
        self.office.close(mode);
    }

    fn shut_down(&self, mode: Shutdown, timeout: Duration) -> Result<(), Unfinished> {
        self.office.close(mode);
        self.office.join(host::deadline_in(timeout))
    }

    fn terminate_workers(&self) {
        self.office.force();
    }

    fn kill_workers(&self) {
        self.office.force();
    }
}

impl Drop for Simulated {
    fn drop(&mut self) {
        let mode = if std::thread::panicking() {
            Shutdown::CancelPending
        } else {
            Shutdown::Drain
        };
        self.office.close(mode);
        while self.office.join(None).is_err() {
            // Interrupted: a pool never leaves a thread behind.
            host::current().clear_interrupt();
        }
    }
}

/// A pool for the calls of one map.
struct WithOptions {
    office: Arc<Office>,
    options: CallOptions,
}

impl<J: Repeatable> Executor<J> for WithOptions {
    fn submit(&self, job: J) -> Result<Future<J::Output>, Rejected<J>> {
        submit(&self.office, &self.options, job)
    }

    fn shutdown(&self, mode: Shutdown) {
        self.office.close(mode);
    }
}
