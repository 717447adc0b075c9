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
use crate::reference::{Entry, Section};
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

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Sharing,
        &["queue(size?: int) -> Queue"],
        "A queue: values on their way from thread to thread, first in, first out.",
    )
    .details(
        "It holds at most `size` values, or any number if `size` is 0 or left out. With a size, who makes values waits for \
         who uses them, and memory stays small. Values are copied when they are put in.",
    )
    .errors(&[("ValueError", "`size` is negative")])
    .example(
        r#"
let jobs = queue(2);
let worker = start_thread(|| {
    loop {
        let job = jobs.get();
        if job == () { break; }
        print(`${job} is done`);
    }
});
for job in ["wash", "dry", "fold"] { jobs.put(job); }
jobs.put(());
worker.join();"#,
        "wash is done\ndry is done\nfold is done",
    )
    .python("queue.Queue(2)"),
    Entry::of_type(Section::Sharing, &["Queue"], "A queue, as `queue` makes it. Copies are the same queue."),
    Entry::function(
        Section::Sharing,
        &["Queue.put(value: any, timeout?: seconds)", "Queue.get(timeout?: seconds) -> any"],
        "Puts a value in, waiting for room; takes the oldest one out, waiting for one.",
    )
    .details("A time limit of 0 does not wait, as Python's `put_nowait` and `get_nowait`.")
    .errors(&[
        ("Full", "there was no room in time"),
        ("Empty", "nothing came in time"),
    ])
    .example(
        r#"
let q = queue(1);
q.put("first");
try { q.put("second", 0) } catch (e) { print(e.kind) }
print(q.get());
try { q.get(0.01) } catch (e) { print(e.kind) }"#,
        "Full\nfirst\nEmpty",
    )
    .python("q.put(x, timeout=1), q.get(timeout=1)"),
    Entry::function(
        Section::Sharing,
        &["Queue.task_done()", "Queue.join()"],
        "Says that a value which was taken is dealt with; waits until that was said of all.",
    )
    .errors(&[("ValueError", "`task_done` is called more often than values were put")])
    .example(
        r#"
let q = queue();
let sum = atomic();
for n in 1..=4 { q.put(n); }
start_thread(|| loop {
    try { sum.add(q.get(0)); } catch { break; }
    q.task_done();
});
q.join();
print(sum.get());"#,
        "10",
    )
    .python("q.task_done(), q.join()"),
    Entry::function(
        Section::Sharing,
        &["Queue.len() -> int", "Queue.is_empty() -> bool", "Queue.is_full() -> bool"],
        "How many values are in the queue at this moment, and whether that is none, or all that it takes.",
    )
    .details("Others may change it right after, so it is no promise that `get` or `put` will not wait.")
    .example(
        r#"
let q = queue(2);
q.put("a");
print([q.len(), q.is_empty(), q.is_full()]);"#,
        "[1, false, false]",
    )
    .python("q.qsize(), q.empty(), q.full()"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
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
