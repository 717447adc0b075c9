//! `queue(n)`: values on their way from thread to thread, Python's `queue.Queue`.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use rhai::{Dynamic, INT, NativeCallContext, Position};

use crate::capture;
use crate::dispose::dispose;
use crate::error::{Raise, ScriptErrorKind, ScriptResult, fail};
use crate::language::Definitions;
use crate::made::Made;
use crate::monitor::Monitor;
use crate::values::{at_least, timeout};
use crate::waiting::{self, Awaited};

/// A queue as scripts hold it. Copies are the same queue.
#[derive(Clone)]
struct Queue(Arc<Inner>);

struct Inner {
    made: Made,
    /// How many values it takes; 0: any number.
    most: usize,
    content: Monitor<Content>,
}

#[derive(Default)]
struct Content {
    values: VecDeque<Dynamic>,
    /// How many were put and not yet reported as dealt with.
    unfinished: usize,
}

impl Drop for Inner {
    fn drop(&mut self) {
        let values = self
            .content
            .change(|content| std::mem::take(&mut content.values));
        dispose(values);
    }
}

impl Queue {
    fn new(context: &NativeCallContext<'_>, most: usize) -> ScriptResult<Self> {
        Ok(Queue(Arc::new(Inner {
            made: Made::by(context, "queue")?,
            most,
            content: Monitor::new(Content::default()),
        })))
    }

    fn has_room(&self, content: &Content) -> bool {
        self.0.most == 0 || content.values.len() < self.0.most
    }

    /// What a wait for `what` of this queue is for, which is there if `is_there`.
    fn awaited(&self, what: &str, is_there: fn(&Queue, &Content) -> bool) -> Awaited {
        let name = format!("{what} {}", self.0.made);
        let queue = self.clone();
        Awaited::new(
            move |_| name.clone(),
            move || queue.0.content.look(|content| is_there(&queue, content)),
        )
        .of(self.0.made)
    }

    fn put(
        &self,
        context: &NativeCallContext<'_>,
        value: &Dynamic,
        timeout: Option<Duration>,
    ) -> ScriptResult<()> {
        let value = capture::copy(value).map_err(|error| error.raise(context))?;
        let mut value = Some(value);
        let room = waiting::wait_on(
            context.call_position(),
            &self.0.content,
            "room in a queue",
            timeout,
            || self.awaited("room in the full", Queue::has_room),
            |content| {
                if !self.has_room(content) {
                    return None;
                }
                content.values.extend(value.take());
                content.unfinished += 1;
                Some(())
            },
        )?;
        room.ok_or_else(|| fail(ScriptErrorKind::Full, "put: the queue is full"))
    }

    fn get(&self, at: Position, timeout: Option<Duration>) -> ScriptResult<Dynamic> {
        let value = waiting::wait_on(
            at,
            &self.0.content,
            "a queue",
            timeout,
            || {
                self.awaited("a value in the empty", |_, content| {
                    !content.values.is_empty()
                })
            },
            |content| content.values.pop_front(),
        )?;
        value.ok_or_else(|| fail(ScriptErrorKind::Empty, "get: the queue is empty"))
    }

    fn task_done(&self) -> ScriptResult<()> {
        let left = self.0.content.change(|content| {
            content.unfinished = content.unfinished.checked_sub(1)?;
            Some(())
        });
        left.ok_or_else(|| {
            fail(
                ScriptErrorKind::Value,
                "task_done: called more often than values were put",
            )
        })
    }

    fn join(&self, at: Position) -> ScriptResult<()> {
        waiting::wait_on(
            at,
            &self.0.content,
            "task_done",
            None,
            || {
                self.awaited("task_done() of all of", |_, content| {
                    content.unfinished == 0
                })
            },
            |content| (content.unfinished == 0).then_some(()),
        )
        .map(|_| ())
    }

    fn len(&self) -> usize {
        self.0.content.look(|content| content.values.len())
    }
}

pub(super) fn define(language: &mut Definitions<'_>) {
    language.handle::<Queue>("Queue");
    language.function("queue", |context: NativeCallContext<'_>| {
        Queue::new(&context, 0)
    });
    language.function("queue", |context: NativeCallContext<'_>, most: Dynamic| {
        Queue::new(&context, at_least(&context, "the size", 0, &most)?)
    });
    language.function(
        "put",
        |context: NativeCallContext<'_>, queue: &mut Queue, value: Dynamic| {
            queue.put(&context, &value, None)
        },
    );
    language.function(
        "put",
        |context: NativeCallContext<'_>, queue: &mut Queue, value: Dynamic, limit: Dynamic| {
            queue.put(&context, &value, timeout(&context, &limit)?)
        },
    );
    language.function(
        "get",
        |context: NativeCallContext<'_>, queue: &mut Queue| {
            queue.get(context.call_position(), None)
        },
    );
    language.function(
        "get",
        |context: NativeCallContext<'_>, queue: &mut Queue, limit: Dynamic| {
            queue.get(context.call_position(), timeout(&context, &limit)?)
        },
    );
    language.function("task_done", |queue: &mut Queue| queue.task_done());
    language.function(
        "join",
        |context: NativeCallContext<'_>, queue: &mut Queue| queue.join(context.call_position()),
    );
    language.function("len", |queue: &mut Queue| queue.len() as INT);
    language.function("is_empty", |queue: &mut Queue| queue.len() == 0);
    language.function("is_full", |queue: &mut Queue| {
        !queue.0.content.look(|content| queue.has_room(content))
    });
    language.shown_as(|queue: &Queue| format!("<Queue of {}>", queue.len()));
}
