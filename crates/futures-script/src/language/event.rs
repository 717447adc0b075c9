//! `event()`: a flag that threads wait for, Python's `threading.Event`.

use std::sync::Arc;
use std::time::Duration;

use rhai::{Dynamic, NativeCallContext, Position};

use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::made::Made;
use crate::monitor::Monitor;
use crate::reference::{Entry, Section};
use crate::values::timeout;
use crate::waiting::{self, Awaited};

/// An event as scripts hold it. Copies are the same event.
#[derive(Clone)]
struct Event(Arc<Inner>);

struct Inner {
    made: Made,
    is_set: Monitor<bool>,
}

impl Event {
    fn wait(&self, at: Position, timeout: Option<Duration>) -> ScriptResult<bool> {
        let came = waiting::wait_on(
            at,
            &self.0.is_set,
            "an event",
            timeout,
            || {
                let looked_at = self.0.clone();
                let name = format!("{}, which nobody sets", self.0.made);
                Awaited::new(
                    move |_| name.clone(),
                    move || looked_at.is_set.look(|set| *set),
                )
                .of(self.0.made)
            },
            |set| set.then_some(()),
        )?;
        Ok(came.is_some())
    }

    fn is_set(&self) -> bool {
        self.0.is_set.look(|set| *set)
    }
}

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Sharing,
        &["event() -> Event"],
        "An event: a flag that is not set, and that threads can wait for.",
    )
    .example(
        r#"
let ready = event();
let t = start_thread(|| { ready.wait(); print("off we go") });
print("ready");
ready.set();
t.join();"#,
        "ready\noff we go",
    )
    .python("threading.Event()"),
    Entry::of_type(Section::Sharing, &["Event"], "An event, as `event` makes it. Copies are the same event."),
    Entry::function(
        Section::Sharing,
        &[
            "Event.set()",
            "Event.clear()",
            "Event.is_set() -> bool",
            "Event.wait(timeout?: seconds) -> bool",
        ],
        "Sets the flag, which lets all go on that wait; takes it back; looks at it; waits until it is set.",
    )
    .details("`wait` returns false if the time was up before, else true.")
    .example(
        r#"
let stop = event();
print(stop.wait(0.01));
stop.set();
print([stop.wait(), stop.is_set()]);
stop.clear();
print(stop.is_set());"#,
        "false\n[true, true]\nfalse",
    )
    .python("e.set(), e.clear(), e.is_set(), e.wait(timeout=1)"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.handle::<Event>("Event");
    language.function(
        "event",
        |context: NativeCallContext<'_>| -> ScriptResult<Event> {
            Ok(Event(Arc::new(Inner {
                made: Made::by(&context, "event")?,
                is_set: Monitor::new(false),
            })))
        },
    );
    language.function("set", |event: &mut Event| {
        event.0.is_set.change(|set| *set = true);
    });
    language.function("clear", |event: &mut Event| {
        event.0.is_set.change(|set| *set = false);
    });
    language.function("is_set", |event: &mut Event| event.is_set());
    language.function(
        "wait",
        |context: NativeCallContext<'_>, event: &mut Event| {
            event.wait(context.call_position(), None)
        },
    );
    language.function(
        "wait",
        |context: NativeCallContext<'_>, event: &mut Event, limit: Dynamic| {
            event.wait(context.call_position(), timeout(&context, &limit)?)
        },
    );
    language.shown_as(|event: &Event| {
        let state = if event.is_set() { "set" } else { "unset" };
        format!("<{state} Event>")
    });
}
