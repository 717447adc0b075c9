//! `lock()`: one holder at a time, Python's `threading.Lock`.

use std::sync::Arc;
use std::time::Duration;

use rhai::{Dynamic, NativeCallContext, Position};

use crate::error::{Raise, ScriptError, ScriptErrorKind, ScriptResult};
use crate::language::Definitions;
use crate::language::with::{Left, Resource};
use crate::made::Made;
use crate::monitor::Monitor;
use crate::reference::{Entry, Section};
use crate::started::Ended;
use crate::values::timeout;
use crate::waiting::{self, Awaited, Culprit};
use crate::who::Who;

/// A lock as scripts hold it. Copies are the same lock.
#[derive(Clone)]
pub(super) struct ScriptLock(Arc<Inner>);

struct Inner {
    made: Made,
    holder: Monitor<Option<Who>>,
}

impl ScriptLock {
    /// Waits until nobody holds it and takes it; false if the time was up before.
    fn acquire(&self, at: Position, timeout: Option<Duration>) -> ScriptResult<bool> {
        let me = Who::current();
        let taken = waiting::wait_on(
            at,
            &self.0.holder,
            "a lock",
            timeout,
            || self.awaited(),
            |holder| {
                holder.is_none().then(|| {
                    *holder = Some(me.clone());
                })
            },
        )?;
        Ok(taken.is_some())
    }

    fn awaited(&self) -> Awaited {
        let (named, looked_at, held) = (self.0.clone(), self.0.clone(), self.0.clone());
        Awaited::new(
            move |_| match named.holder.look(Clone::clone) {
                Some(holder) => format!("{}, held by {holder}", named.made),
                None => format!("{}", named.made),
            },
            move || looked_at.holder.look(Option::is_none),
        )
        .of(self.0.made)
        .due_to(move || held.holder.look(Clone::clone).map(Culprit::Who))
    }

    fn release(&self, at: Position) -> ScriptResult<()> {
        match self.0.holder.change(Option::take) {
            Some(_) => Ok(()),
            None => {
                let text = "release: the lock is not held by anybody";
                Err(ScriptError::new(ScriptErrorKind::Value, text).raise_at(at))
            }
        }
    }

    fn is_held(&self) -> bool {
        self.0.holder.look(Option::is_some)
    }
}

impl Resource for ScriptLock {
    fn enter(&self, at: Position) -> ScriptResult<Option<Dynamic>> {
        self.acquire(at, None).map(|_| None)
    }

    fn leave(&self, _: Ended, _: Option<Dynamic>, at: Position) -> ScriptResult<Left> {
        self.release(at).map(|()| Left::Throwing)
    }
}

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Sharing,
        &["lock() -> Lock"],
        "A lock: one holder at a time. `with my_lock { … }` holds it for a block.",
    )
    .details(
        "Several steps on shared things that belong together are safe inside such a block, as long as everybody who \
         changes them takes the same lock. A holder that takes it again waits for itself, which is reported as a deadlock.",
    )
    .example(
        r#"
let account = cell(100);
let my_lock = lock();
with thread_pool(4) as pool {
    let pay = |n| with my_lock { account.set(account.get() - n); };
    gather((0..10).map(|_| pool.submit(pay, 10)));
}
print(account.get());"#,
        "0",
    )
    .python("threading.Lock()")
    .see(&["with", "atomic", "semaphore"]),
    Entry::of_type(Section::Sharing, &["Lock"], "A lock, as `lock` makes it. Copies are the same lock."),
    Entry::function(
        Section::Sharing,
        &["Lock.acquire(timeout?: seconds) -> bool", "Lock.release()", "Lock.locked() -> bool"],
        "Takes the lock, waiting for it; gives it back; tells whether somebody has it.",
    )
    .details(
        "`acquire` with a time limit returns false if the time was up first. Anybody may give back a lock, not only who \
         has taken it. A block of `with` gives it back on every way out, also if something is thrown.",
    )
    .errors(&[("ValueError", "`release` of a lock that nobody has")])
    .example(
        r#"
let door = lock();
print(door.acquire());
print(door.acquire(0.01));
door.release();
print(door.locked());"#,
        "true\nfalse\nfalse",
    )
    .python("lock.acquire(timeout=1), lock.release(), lock.locked()"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.handle::<ScriptLock>("Lock");
    language.function(
        "lock",
        |context: NativeCallContext<'_>| -> ScriptResult<ScriptLock> {
            Ok(ScriptLock(Arc::new(Inner {
                made: Made::by(&context, "lock")?,
                holder: Monitor::new(None),
            })))
        },
    );
    language.function(
        "acquire",
        |context: NativeCallContext<'_>, lock: &mut ScriptLock| {
            lock.acquire(context.call_position(), None)
        },
    );
    language.function(
        "acquire",
        |context: NativeCallContext<'_>, lock: &mut ScriptLock, limit: Dynamic| {
            lock.acquire(context.call_position(), timeout(&context, &limit)?)
        },
    );
    language.function(
        "release",
        |context: NativeCallContext<'_>, lock: &mut ScriptLock| {
            lock.release(context.call_position())
        },
    );
    language.function("locked", |lock: &mut ScriptLock| lock.is_held());
    language.shown_as(|lock: &ScriptLock| {
        let state = if lock.is_held() { "locked" } else { "unlocked" };
        format!("<{state} Lock>")
    });
}
