//! `semaphore(n)`: at most `n` holders at a time, Python's `threading.Semaphore`.

use std::sync::Arc;
use std::time::Duration;

use rhai::{Dynamic, INT, NativeCallContext, Position};

use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::language::with::{Left, Resource};
use crate::made::Made;
use crate::monitor::Monitor;
use crate::reference::{Entry, Section};
use crate::started::Ended;
use crate::values::{at_least, timeout};
use crate::waiting::{self, Awaited};

/// A semaphore as scripts hold it. Copies are the same semaphore.
#[derive(Clone)]
pub(super) struct Semaphore(Arc<Inner>);

struct Inner {
    made: Made,
    /// How many may still come in.
    free: Monitor<usize>,
}

impl Semaphore {
    fn new(context: &NativeCallContext<'_>, free: usize) -> ScriptResult<Self> {
        Ok(Semaphore(Arc::new(Inner {
            made: Made::by(context, "semaphore")?,
            free: Monitor::new(free),
        })))
    }

    /// Waits for a place and takes it; false if the time was up before.
    fn acquire(&self, at: Position, timeout: Option<Duration>) -> ScriptResult<bool> {
        let taken = waiting::wait_on(
            at,
            &self.0.free,
            "a semaphore",
            timeout,
            || {
                let looked_at = self.0.clone();
                let name = self.0.made.to_string();
                Awaited::new(
                    move |_| name.clone(),
                    move || looked_at.free.look(|free| *free > 0),
                )
                .of(self.0.made)
            },
            |free| {
                *free = free.checked_sub(1)?;
                Some(())
            },
        )?;
        Ok(taken.is_some())
    }

    fn release(&self) {
        self.0.free.change(|free| *free += 1);
    }

    fn free(&self) -> usize {
        self.0.free.look(|free| *free)
    }
}

impl Resource for Semaphore {
    fn enter(&self, at: Position) -> ScriptResult<Option<Dynamic>> {
        self.acquire(at, None).map(|_| None)
    }

    fn leave(&self, _: Ended, _: Option<Dynamic>, _: Position) -> ScriptResult<Left> {
        self.release();
        Ok(Left::Throwing)
    }
}

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Sharing,
        &["semaphore(places?: int) -> Semaphore"],
        "A semaphore: at most so many holders at a time, 1 if nothing is said.",
    )
    .details("`with my_semaphore { … }` takes a place for a block. So many tasks use a thing that only bears a few.")
    .errors(&[("ValueError", "`places` is negative")])
    .example(
        r#"
let places = semaphore(2);
let inside = atomic();
let most = atomic();
with thread_pool(8) as pool {
    gather((0..20).map(|_| pool.submit(|| with places {
        let now = inside.add(1);
        if now > most.get() { most.set(now); }
        inside.add(-1);
    })));
}
print(most.get() <= 2);"#,
        "true",
    )
    .python("threading.Semaphore(2)")
    .see(&["lock", "with"]),
    Entry::of_type(Section::Sharing, &["Semaphore"], "A semaphore, as `semaphore` makes it. Copies are the same one."),
    Entry::function(
        Section::Sharing,
        &[
            "Semaphore.acquire(timeout?: seconds) -> bool",
            "Semaphore.release()",
            "Semaphore.free -> int",
        ],
        "Takes a place, waiting for one; gives one back; counts those that are free.",
    )
    .details("As in Python, `release` without an `acquire` adds a place.")
    .example(
        r#"
let seats = semaphore(1);
print([seats.acquire(), seats.acquire(0.01)]);
seats.release();
print(seats.free);"#,
        "[true, false]\n1",
    )
    .python("s.acquire(timeout=1), s.release()"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.handle::<Semaphore>("Semaphore");
    language.function("semaphore", |context: NativeCallContext<'_>| {
        Semaphore::new(&context, 1)
    });
    language.function(
        "semaphore",
        |context: NativeCallContext<'_>, places: Dynamic| {
            Semaphore::new(
                &context,
                at_least(&context, "the number of places", 0, &places)?,
            )
        },
    );
    language.function(
        "acquire",
        |context: NativeCallContext<'_>, semaphore: &mut Semaphore| {
            semaphore.acquire(context.call_position(), None)
        },
    );
    language.function(
        "acquire",
        |context: NativeCallContext<'_>, semaphore: &mut Semaphore, limit: Dynamic| {
            semaphore.acquire(context.call_position(), timeout(&context, &limit)?)
        },
    );
    language.function("release", |semaphore: &mut Semaphore| semaphore.release());
    language.property("free", |semaphore: &mut Semaphore| semaphore.free() as INT);
    language.shown_as(|semaphore: &Semaphore| format!("<Semaphore, {} free>", semaphore.free()));
}
