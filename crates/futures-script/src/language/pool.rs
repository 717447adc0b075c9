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
use crate::run::Ended;
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
        self.shut_down(at, ended.shutdown())
            .map(|()| Left::Throwing)
    }

    fn started(&self) -> Option<Arc<dyn Started>> {
        Some(self.backend().clone() as Arc<dyn Started>)
    }
}

pub(super) fn define(language: &mut Definitions<'_>) {
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
