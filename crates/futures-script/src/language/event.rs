//! `event()`: a flag that threads wait for, Python's `threading.Event`.

use std::sync::Arc;
use std::time::Duration;

use rhai::{Dynamic, NativeCallContext, Position};

use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::made::Made;
use crate::monitor::Monitor;
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

pub(super) fn define(language: &mut Definitions<'_>) {
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
