//! `process_pool(…)`: a pool whose tasks run in processes, where they can be ended and crash alone.

use std::sync::Arc;

use pool_process::OnCrash;
use rhai::{Dynamic, NativeCallContext};

use crate::backend::CallOptions;
use crate::error::{ScriptErrorKind, ScriptResult, fail};
use crate::language::Definitions;
use crate::language::pool::{self, AnyPool, Pool};
use crate::processes::{ProcessOptions, Processes};
use crate::reference::{Entry, Section};
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

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Pools,
        &[
            "process_pool() -> ProcessPool",
            "process_pool(max_workers: int) -> ProcessPool",
            "process_pool(options: map) -> ProcessPool",
        ],
        "A pool of processes: its tasks can be ended at any moment, crash alone, and share nothing.",
    )
    .details(
        "Everything that a thread pool does, this one does. What a task is given and returns is copied from process to \
         process, so it may be a number, a text, an array, a map, a function and so on, but no lock, queue or future: \
         `PicklingError` says which part cannot travel.\n\n\
         A thread pool computes on all processors too, so processes are for tasks that may crash, run away or take too \
         much memory.",
    )
    .options(&[
        ("max_workers", "int", "processors", "how many processes there are at most"),
        ("task_timeout", "seconds", "none", "a task that runs for longer is ended, with its process"),
        ("max_tasks_per_child", "int", "any number", "a process is replaced after so many tasks"),
        ("kill_grace", "seconds", "0", "how long a process may clean up between SIGTERM and SIGKILL"),
        ("memory_limit", "int", "none", "in bytes: a process that wants more than that crashes"),
        ("spare_workers", "int", "0", "so many processes are kept ready to replace others"),
        ("on_crash", "string|int", "\"fail\"", "what becomes of a task whose process dies: \"fail\" it, \"retry\" it once, or so often, \"break\" the pool"),
        ("label", "string", "none", "what its tasks are called in reports"),
    ])
    .errors(&[
        ("ValueError", "a number is out of its range"),
        ("TypeError", "an option is unknown or of the wrong type"),
    ])
    .example(
        r#"
with process_pool(#{max_workers: 2, task_timeout: 30}) as pool {
    let fs = [1, 2, 3].map(|n| pool.submit(|n| if n == 2 { crash() } else { n * n }, n));
    for f in fs {
        let e = f.exception();
        print(if e == () { f.result() } else { e.kind });
    }
}"#,
        "1\nWorkerDied\n9",
    )
    .python("ProcessPoolExecutor(max_workers=2, max_tasks_per_child=100)")
    .see(&["crash", "Future.kill", "thread_pool"]),
    Entry::of_type(
        Section::Pools,
        &["ProcessPool"],
        "A pool of processes, as `process_pool` makes it. Copies are the same pool.",
    ),
    Entry::function(
        Section::Pools,
        &["ProcessPool.terminate_workers()", "ProcessPool.kill_workers()"],
        "Ends all processes of the pool at once, by SIGTERM or SIGKILL, and the pool with them.",
    )
    .details("The futures of what they were doing, and of what was pending, end with `BrokenExecutor`.")
    .example(
        r#"
let pool = process_pool(1);
let f = pool.submit(|| loop { sleep(1) });
pool.kill_workers();
print(f.exception().kind);"#,
        "BrokenExecutor",
    )
    .python("executor.terminate_workers(), executor.kill_workers()"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
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
