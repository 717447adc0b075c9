//! `process_pool(…)`: a pool whose tasks run in processes, where they can be ended and crash alone.

use std::sync::Arc;

use pool_process::OnCrash;
use rhai::{Dynamic, NativeCallContext};

use crate::backend::CallOptions;
use crate::error::{ScriptErrorKind, ScriptResult, fail};
use crate::language::Definitions;
use crate::language::pool::{self, AnyPool, Pool};
use crate::processes::{ProcessOptions, Processes};
use crate::values::{Options, at_least, positive, wrong_value};
use crate::{current, init};

/// A pool of processes as scripts hold it.
#[derive(Clone)]
pub(super) struct ProcessPool {
    pool: Pool,
    /// The same as the pool's backend, with what only processes can do.
    processes: Arc<Processes>,
}

impl AnyPool for ProcessPool {
    const NAME: &'static str = "ProcessPool";
    const CALL_OPTIONS: &'static [&'static str] = &["label", "task_timeout"];

    fn pool(&self) -> &Pool {
        &self.pool
    }

    fn with(&self, pool: Pool) -> Self {
        ProcessPool {
            pool,
            processes: self.processes.clone(),
        }
    }
}

const OPTIONS: [&str; 8] = [
    "max_workers",
    "task_timeout",
    "max_tasks_per_child",
    "kill_grace",
    "memory_limit",
    "spare_workers",
    "on_crash",
    "label",
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.function("process_pool", |context: NativeCallContext<'_>| {
        open(&context, &ProcessOptions::default(), CallOptions::default())
    });
    language.function(
        "process_pool",
        |context: NativeCallContext<'_>, given: Dynamic| {
            if given.is_map() {
                return with_options(&context, &Options::new(&context, &given, &OPTIONS)?);
            }
            let options = ProcessOptions {
                max_workers: Some(positive(&context, "max_workers", &given)?),
                ..ProcessOptions::default()
            };
            open(&context, &options, CallOptions::default())
        },
    );
    pool::define_for::<ProcessPool>(language);
    language.function("terminate_workers", |pool: &mut ProcessPool| {
        pool.processes.terminate_workers();
    });
    language.function("kill_workers", |pool: &mut ProcessPool| {
        pool.processes.kill_workers();
    });
}

fn with_options(context: &NativeCallContext<'_>, given: &Options<'_>) -> ScriptResult<ProcessPool> {
    let on_crash = match given.get("on_crash") {
        Some(times) if times.is_int() => {
            let times = at_least(context, "on_crash", 0, times)?;
            OnCrash::Retry(u32::try_from(times).unwrap_or(u32::MAX))
        }
        Some(_) => given
            .choice(
                "on_crash",
                &[
                    ("fail", OnCrash::FailTask),
                    ("break", OnCrash::BreakPool),
                    ("retry", OnCrash::Retry(1)),
                ],
            )?
            .unwrap_or_default(),
        None => OnCrash::default(),
    };
    let spare_workers = given
        .get("spare_workers")
        .map(|workers| at_least(context, "spare_workers", 0, workers))
        .transpose()?;
    let options = ProcessOptions {
        max_workers: given.positive("max_workers")?,
        spare_workers: spare_workers.unwrap_or_default(),
        max_tasks_per_child: given
            .positive("max_tasks_per_child")?
            .map(|calls| calls as u64),
        task_timeout: given.seconds("task_timeout")?,
        kill_grace: given.seconds("kill_grace")?,
        memory_limit: given.positive("memory_limit")?.map(|bytes| bytes as u64),
        on_crash,
    };
    let calls = CallOptions {
        label: given.text("label")?,
        task_timeout: None,
    };
    open(context, &options, calls)
}

fn open(
    context: &NativeCallContext<'_>,
    options: &ProcessOptions,
    calls: CallOptions,
) -> ScriptResult<ProcessPool> {
    // Simulated workers are threads of this process.
    if !init::is_initialised() && !futures_sim::is_simulated() {
        return Err(fail(
            ScriptErrorKind::System,
            "process_pool: a pool starts its program again as its workers, so the program's main must begin with \
             futures_script::init(), and this one's does not",
        ));
    }
    let processes =
        Processes::new(&current::run()?, options).map_err(|error| wrong_value(context, &error))?;
    let processes = Arc::new(processes);
    Ok(ProcessPool {
        pool: Pool::open(processes.clone(), calls)?,
        processes,
    })
}
