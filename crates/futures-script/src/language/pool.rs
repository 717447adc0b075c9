//! Pools: `thread_pool(…)`, and what every pool can do.

use std::any::TypeId;
use std::sync::Arc;

use futures_core::Shutdown;
use rhai::{Dynamic, INT, ImmutableString, Map, NativeCallContext, Position};

use crate::backend::Backend;
use crate::call::{Call, Role};
use crate::error::{Raise, ScriptResult};
use crate::language::Definitions;
use crate::language::with::{Left, Resource};
use crate::limits::MAX_ARGUMENTS;
use crate::run::{self, Ended, Started};
use crate::threads::Threads;
use crate::values::{Options, ScriptFuture, positive, wrong_type, wrong_value};
use crate::waiting::Awaited;
use crate::{current, waiting};

/// A pool as scripts hold it. Copies are the same pool, perhaps with other options for the calls made through them.
#[derive(Clone)]
pub(super) struct Pool {
    held: Arc<Held>,
    label: Option<ImmutableString>,
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
    fn open(backend: Arc<dyn Backend>) -> ScriptResult<Self> {
        current::run()?.keep(backend.clone());
        Ok(Pool {
            held: Arc::new(Held { backend }),
            label: None,
        })
    }

    pub(super) fn backend(&self) -> &Arc<dyn Backend> {
        &self.held.backend
    }

    fn end_awaited(&self) -> Awaited {
        run::end_awaited(&(self.backend().clone() as Arc<dyn Started>))
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
    language.handle::<Pool>("ThreadPool");
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
    language.function(
        "submit",
        |context: NativeCallContext<'_>, _: &mut Pool| -> ScriptResult<ScriptFuture> {
            Err(wrong_type(&context, "a function is needed"))
        },
    );
    language.variadic(
        "submit",
        &[TypeId::of::<Pool>()],
        1..=1 + MAX_ARGUMENTS,
        submit,
    );
    language.function(
        "with_options",
        |context: NativeCallContext<'_>, pool: &mut Pool, options: Dynamic| {
            let label = Options::new(&context, &options, &["label"])?.text("label")?;
            let label = label.or_else(|| pool.label.clone());
            ScriptResult::Ok(Pool {
                held: pool.held.clone(),
                label,
            })
        },
    );
    language.function(
        "shutdown",
        |context: NativeCallContext<'_>, pool: &mut Pool| {
            shutdown(&context, pool, &Options::none(&context))
        },
    );
    language.function(
        "shutdown",
        |context: NativeCallContext<'_>, pool: &mut Pool, options: Dynamic| {
            shutdown(
                &context,
                pool,
                &Options::new(&context, &options, &["wait", "cancel_futures"])?,
            )
        },
    );
    language.function("stats", |pool: &mut Pool| -> Map { pool.backend().stats() });
    language.property("name", |pool: &mut Pool| pool.backend().name().to_owned());
    language.property("max_workers", |pool: &mut Pool| {
        pool.backend().max_workers() as INT
    });
    language.function("==", |one: &mut Pool, other: Pool| {
        Arc::ptr_eq(&one.held, &other.held)
    });
    language.function("!=", |one: &mut Pool, other: Pool| {
        !Arc::ptr_eq(&one.held, &other.held)
    });
    language.shown_as(|pool: &Pool| {
        let backend = pool.backend();
        format!(
            "<{} {}, {} workers>",
            backend.type_name(),
            backend.name(),
            backend.max_workers()
        )
    });
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
    Pool::open(Arc::new(threads))
}

fn submit(
    context: &NativeCallContext<'_>,
    arguments: &mut [&mut Dynamic],
) -> ScriptResult<ScriptFuture> {
    let [pool, given @ ..] = arguments else {
        unreachable!("registered with two or more")
    };
    let pool = pool
        .read_lock::<Pool>()
        .map(|pool| pool.clone())
        .expect("registered for pools");
    let call = Call::given(context, Role::Task, given)?;
    pool.backend()
        .submit(call, pool.label.as_deref())
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
