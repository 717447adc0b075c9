//! What every pool can do, and `thread_pool(…)`.

use std::any::TypeId;
use std::sync::Arc;

use futures_core::Shutdown;
use rhai::{Dynamic, INT, Map, NativeCallContext, Position, Variant};

use crate::backend::{Backend, CallOptions};
use crate::call::{Call, Role};
use crate::error::{Raise, ScriptResult};
use crate::language::Definitions;
use crate::language::process_pool::ProcessPool;
use crate::language::with::{Left, Resource};
use crate::limits::MAX_ARGUMENTS;
use crate::reference::{Entry, Section};
use crate::started::Ended;
use crate::started::{self, Started};
use crate::threads::Threads;
use crate::values::{Options, ScriptFuture, positive, wrong_type, wrong_value};
use crate::waiting::Awaited;
use crate::{current, waiting};

/// A pool as scripts hold it. Copies are the same pool, perhaps with other options for the calls made through them.
#[derive(Clone)]
pub(super) struct Pool {
    held: Arc<Held>,
    options: CallOptions,
}

/// A type of pools as scripts hold them.
pub(super) trait AnyPool: Variant + Clone {
    /// Its name in scripts.
    const NAME: &'static str;

    /// What can be said of a call, beside what it is called.
    const CALL_OPTIONS: &'static [&'static str];

    /// What it has in common with the others.
    fn pool(&self) -> &Pool;

    /// The same pool, held in another way.
    fn with(&self, pool: Pool) -> Self;
}

impl AnyPool for Pool {
    const NAME: &'static str = "ThreadPool";
    const CALL_OPTIONS: &'static [&'static str] = &["label"];

    fn pool(&self) -> &Pool {
        self
    }

    fn with(&self, pool: Pool) -> Self {
        pool
    }
}

/// What all copies of a pool in the script hold on to.
struct Held {
    backend: Arc<dyn Backend>,
}

impl Drop for Held {
    /// As in Python, a pool that the script has let go of does what it was given and takes no more. The end of the
    /// script still waits for it.
    fn drop(&mut self) {
        // Does not wait, so it cannot be interrupted.
        let _ = self.backend.end(Shutdown::DrainNoWait);
    }
}

impl Pool {
    /// A pool that ends with the present run at the latest.
    pub(super) fn open(backend: Arc<dyn Backend>, options: CallOptions) -> ScriptResult<Self> {
        current::run()?.keep(backend.clone());
        Ok(Pool {
            held: Arc::new(Held { backend }),
            options,
        })
    }

    /// The pool that a value is, of whichever type.
    pub(super) fn in_value(value: &Dynamic) -> Option<Self> {
        let of_threads = value.read_lock::<Pool>().map(|pool| pool.clone());
        of_threads.or_else(|| Some(value.read_lock::<ProcessPool>()?.pool().clone()))
    }

    pub(super) fn call_options(&self) -> &CallOptions {
        &self.options
    }

    pub(super) fn backend(&self) -> &Arc<dyn Backend> {
        &self.held.backend
    }

    fn end_awaited(&self) -> Awaited {
        started::end_awaited(&(self.backend().clone() as Arc<dyn Started>))
    }

    fn shut_down(&self, at: Position, mode: Shutdown) -> ScriptResult<()> {
        if mode.waits() {
            waiting::wait_at(at, Some(self.end_awaited()), || self.backend().end(mode))
        } else {
            self.backend().end(mode).map_err(|error| error.raise_at(at))
        }
    }
}

impl Resource for Pool {
    fn leave(&self, ended: Ended, _: Option<Dynamic>, at: Position) -> ScriptResult<Left> {
        let left = self.shut_down(at, ended.shutdown());
        if left.is_err() {
            // The input of a session that was stopped: what runs goes on, but nobody can want what has not begun.
            self.shut_down(at, Shutdown::CancelPendingNoWait)?;
        }
        left.map(|()| Left::Throwing)
    }

    fn started(&self) -> Option<Arc<dyn Started>> {
        Some(self.backend().clone() as Arc<dyn Started>)
    }
}

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Pools,
        &[
            "thread_pool() -> ThreadPool",
            "thread_pool(max_workers: int) -> ThreadPool",
            "thread_pool(options: map) -> ThreadPool",
        ],
        "A pool of threads: tasks that are submitted to it run at the same time as the script.",
    )
    .details(
        "Threads start when there is work for them, at most `max_workers`. Usually a pool belongs to a block of `with`, \
         whose end waits for all of its tasks; without one the end of the script does.\n\n\
         A worker that waits for a task of its own pool lends its place meanwhile, so tasks may submit tasks and wait \
         for them, also in a pool of one.",
    )
    .options(&[
        ("max_workers", "int", "processors + 4, at most 32", "how many tasks run at the same time"),
        ("thread_name_prefix", "string", "\"ThreadPool-N\"", "what the threads are called in logs and reports"),
    ])
    .errors(&[
        ("ValueError", "`max_workers` is less than 1"),
        ("TypeError", "an option is unknown or of the wrong type"),
    ])
    .example(
        r#"
with thread_pool(#{max_workers: 2, thread_name_prefix: "net"}) as pool {
    let pages = ["index", "about"].map(|name| pool.submit(|name| `<${name}>`, name));
    print(gather(pages));
}"#,
        r#"["<index>", "<about>"]"#,
    )
    .python("ThreadPoolExecutor(max_workers=2, thread_name_prefix=\"net\")")
    .see(&["with", "process_pool", "to_thread"]),
    Entry::of_type(
        Section::Pools,
        &["ThreadPool"],
        "A pool of threads, as `thread_pool` makes it. Copies are the same pool.",
    ),
    Entry::function(
        Section::Pools,
        &["Pool.submit(f: function, args…: any) -> Future"],
        "Gives a function and its arguments to the pool, and returns a future of its result.",
    )
    .details(
        "The function runs on the first worker that is free, with at most 8 arguments. What it is given and what it \
         captures is copied now, so each task of a loop has its own value of the loop's variable; captures are read-only \
         in it. Pools, locks, queues and other things that are there to be shared stay one object.\n\n\
         `submit` does not wait. What the function throws, `result()` throws again.",
    )
    .errors(&[
        ("TypeError", "`f` is no function, or takes another number of arguments"),
        ("ShutDown", "the pool was shut down"),
        ("BrokenExecutor", "the pool has lost its workers for good"),
    ])
    .example(
        r#"
fn power(a, b) { a ** b }

with thread_pool(2) as pool {
    let f = pool.submit(power, 2, 10);
    let fs = (1..=3).map(|n| pool.submit(|| n * 100));
    print([f.result(), gather(fs)]);
}"#,
        "[1024, [100, 200, 300]]",
    )
    .python("pool.submit(f, *args)")
    .see(&["Future.result", "gather", "Pool.map"]),
    Entry::function(
        Section::Pools,
        &["Pool.with_options(options: map) -> Pool"],
        "The same pool, with options for the tasks that are submitted through what is returned.",
    )
    .options(&[
        ("label", "string", "none", "what its tasks are called in reports, and `f.label`"),
        ("task_timeout", "seconds", "none", "of a process pool: a task that runs for longer is ended, with its process"),
    ])
    .errors(&[("TypeError", "an option is unknown, or is `task_timeout` of a thread pool, whose threads cannot be ended")])
    .example(
        r#"
with thread_pool(2) as pool {
    let named = |name| pool.with_options(#{label: name}).submit(|| name.len());
    let fs = [named.call("logo"), named.call("style")];
    for f in fs { print(`${f.label}: ${f.result()}`); }
}"#,
        "logo: 4\nstyle: 5",
    )
    .see(&["Future.label"]),
    Entry::function(
        Section::Pools,
        &["Pool.shutdown(options?: map)"],
        "Takes no more tasks, and waits for those that it has.",
    )
    .details("The end of a `with` does the same. A second call does no harm.")
    .options(&[
        ("wait", "bool", "true", "whether to wait for the end of the tasks"),
        ("cancel_futures", "bool", "false", "whether to cancel the tasks that have not begun"),
    ])
    .example(
        r#"
let pool = thread_pool(1);
let gate = event();
let running = pool.submit(|| gate.wait());
let pending = pool.submit(|| 2);
pool.shutdown(#{wait: false, cancel_futures: true});
gate.set();
print([running.result(), pending.cancelled()]);
try { pool.submit(|| 3) } catch (e) { print(e.kind) }"#,
        "[true, true]\nShutDown",
    )
    .python("pool.shutdown(wait=False, cancel_futures=True)"),
    Entry::function(
        Section::Pools,
        &["Pool.stats() -> map"],
        "What the pool has done and is doing, as a map of numbers.",
    )
    .example(
        r#"
with thread_pool(2) as pool {
    gather((0..3).map(|n| pool.submit(|| n)));
    let stats = pool.stats();
    print(stats.submitted);
    print(stats.finished);
}"#,
        "3\n3",
    ),
    Entry::function(
        Section::Pools,
        &["Pool.name -> string", "Pool.max_workers -> int"],
        "What the pool is called in reports, and how many tasks it runs at the same time.",
    )
    .example(
        r#"
with thread_pool(#{max_workers: 3, thread_name_prefix: "io"}) as pool {
    print(`${pool.name}: ${pool.max_workers}`);
}"#,
        "io: 3",
    ),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.function("thread_pool", |context: NativeCallContext<'_>| {
        thread_pool(&context, &Options::none(&context))
    });
    language.function(
        "thread_pool",
        |context: NativeCallContext<'_>, given: Dynamic| {
            if given.is_map() {
                let options =
                    Options::new(&context, &given, &["max_workers", "thread_name_prefix"])?;
                return thread_pool(&context, &options);
            }
            open_threads(
                &context,
                Some(positive(&context, "max_workers", &given)?),
                None,
            )
        },
    );
    define_for::<Pool>(language);
}

/// What pools of a type can do.
pub(super) fn define_for<P: AnyPool>(language: &mut Definitions<'_>) {
    language.handle::<P>(P::NAME);
    language.function(
        "submit",
        |context: NativeCallContext<'_>, _: &mut P| -> ScriptResult<ScriptFuture> {
            Err(wrong_type(&context, "a function is needed"))
        },
    );
    language.variadic(
        "submit",
        &[TypeId::of::<P>()],
        1..=1 + MAX_ARGUMENTS,
        submit,
    );
    language.function(
        "with_options",
        |context: NativeCallContext<'_>, pool: &mut P, options: Dynamic| {
            if !P::CALL_OPTIONS.contains(&"task_timeout") && has_option(&options, "task_timeout") {
                return Err(wrong_type(
                    &context,
                    "a thread cannot be ended at any moment, so there is no `task_timeout` for a thread_pool: \
                     use a process_pool, or `f.result(seconds)` and `f.kill()`",
                ));
            }
            let options = Options::new(&context, &options, P::CALL_OPTIONS)?;
            let old = pool.pool();
            let task_timeout = if P::CALL_OPTIONS.contains(&"task_timeout") {
                options.seconds("task_timeout")?
            } else {
                None
            };
            let options = CallOptions {
                label: options.text("label")?.or_else(|| old.options.label.clone()),
                task_timeout: task_timeout.or(old.options.task_timeout),
            };
            ScriptResult::Ok(pool.with(Pool {
                held: old.held.clone(),
                options,
            }))
        },
    );
    language.function(
        "shutdown",
        |context: NativeCallContext<'_>, pool: &mut P| {
            shutdown(&context, pool.pool(), &Options::none(&context))
        },
    );
    language.function(
        "shutdown",
        |context: NativeCallContext<'_>, pool: &mut P, options: Dynamic| {
            shutdown(
                &context,
                pool.pool(),
                &Options::new(&context, &options, &["wait", "cancel_futures"])?,
            )
        },
    );
    language.function("stats", |pool: &mut P| -> Map {
        pool.pool().backend().stats()
    });
    language.property("name", |pool: &mut P| {
        pool.pool().backend().name().to_owned()
    });
    language.property("max_workers", |pool: &mut P| {
        pool.pool().backend().max_workers() as INT
    });
    language.function("==", |one: &mut P, other: P| {
        Arc::ptr_eq(&one.pool().held, &other.pool().held)
    });
    language.function("!=", |one: &mut P, other: P| {
        !Arc::ptr_eq(&one.pool().held, &other.pool().held)
    });
    language.shown_as(|pool: &P| {
        let backend = pool.pool().backend();
        format!(
            "<{} {}, {} workers>",
            P::NAME,
            backend.name(),
            backend.max_workers()
        )
    });
}

fn has_option(options: &Dynamic, name: &str) -> bool {
    let options = options.read_lock::<Map>();
    options.is_some_and(|options| options.contains_key(name))
}

fn thread_pool(context: &NativeCallContext<'_>, options: &Options<'_>) -> ScriptResult<Pool> {
    let max_workers = options.positive("max_workers")?;
    let prefix = options.text("thread_name_prefix")?;
    open_threads(context, max_workers, prefix.as_deref())
}

fn open_threads(
    context: &NativeCallContext<'_>,
    max_workers: Option<usize>,
    name: Option<&str>,
) -> ScriptResult<Pool> {
    let threads = Threads::new(&current::run()?, max_workers, name)
        .map_err(|error| wrong_value(context, &error.to_string()))?;
    Pool::open(Arc::new(threads), CallOptions::default())
}

fn submit(
    context: &NativeCallContext<'_>,
    arguments: &mut [&mut Dynamic],
) -> ScriptResult<ScriptFuture> {
    let [pool, given @ ..] = arguments else {
        unreachable!("registered with two or more")
    };
    let pool = Pool::in_value(pool).expect("registered for pools");
    let call = Call::given(context, Role::Task, given)?.with_label(pool.options.label.clone());
    pool.backend()
        .submit(call, &pool.options)
        .map_err(|error| error.raise_at(context.call_position()))
}

fn shutdown(
    context: &NativeCallContext<'_>,
    pool: &Pool,
    options: &Options<'_>,
) -> ScriptResult<()> {
    let waits = options.flag("wait")?.unwrap_or(true);
    let cancels = options.flag("cancel_futures")?.unwrap_or(false);
    let mode = match (waits, cancels) {
        (true, false) => Shutdown::Drain,
        (true, true) => Shutdown::CancelPending,
        (false, false) => Shutdown::DrainNoWait,
        (false, true) => Shutdown::CancelPendingNoWait,
    };
    pool.shut_down(context.call_position(), mode)
}
