//! `thread_of(fn, args…)` and `start_thread(fn, args…)`: threads by hand, Python's `threading.Thread`.

use std::sync::Arc;
use std::time::Duration;

use futures_core::host::{self, JoinHandle, Lock, Spawn};
use futures_core::{Error as TaskError, ErrorKind, Shutdown, panics};
use rhai::{Dynamic, NativeCallContext, Position};

use crate::call::{Call, Role};
use crate::complaint::Unheard;
use crate::error::{ScriptError, ScriptErrorKind, ScriptResult, fail};
use crate::language::Definitions;
use crate::limits::MAX_ARGUMENTS;
use crate::monitor::Monitor;
use crate::reference::{Entry, Section};
use crate::started::{Load, Standing, Started};
use crate::values::timeout;
use crate::waiting::{self, Awaited, Culprit};
use crate::{current, lanes, limits};

/// A thread as scripts hold it. Copies are the same thread.
#[derive(Clone)]
struct Thread(Arc<Inner>);

struct Inner {
    name: String,
    /// What it is to do; gone once it has been started.
    call: Lock<Option<Call>>,
    stage: Monitor<Stage>,
    handle: Lock<Option<JoinHandle>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    New,
    Alive,
    Over,
}

impl Thread {
    fn new(context: &NativeCallContext<'_>, arguments: &mut [&mut Dynamic]) -> ScriptResult<Self> {
        let number = current::run()?.next_thread();
        let call = Call::given(context, Role::Thread(number), arguments)?;
        Ok(Thread(Arc::new(Inner {
            name: format!("thread {number}"),
            call: Lock::new(Some(call)),
            stage: Monitor::new(Stage::New),
            handle: Lock::default(),
        })))
    }

    fn start(&self) -> ScriptResult<()> {
        let call = self.0.call.lock().take();
        let Some(call) = call else {
            let text = "start: a thread can be started only once";
            return Err(fail(ScriptErrorKind::Value, text));
        };
        let run = current::run()?;
        self.0.stage.change(|stage| *stage = Stage::Alive);
        run.keep(self.0.clone());
        let spec = Spawn {
            name: self.0.name.clone(),
            stack_size: Some(limits::STACK_SIZE),
        };
        let lane = lanes::of_thread(&run, &self.0.name);
        let inner = self.0.clone();
        let spawned = host::spawn(spec, move || {
            let mut lane = lane.map(lanes::enter);
            let outcome = panics::catch(|| call.call());
            if let (Some(lane), Ok(Err(error))) = (&mut lane, &outcome) {
                lane.note(Some(error));
            }
            drop(lane);
            match outcome {
                Ok(Ok(_)) => {}
                // In Python too, an exit ends only the thread that asks for it.
                Ok(Err(error)) if error.kind() == ScriptErrorKind::Exit => {}
                Ok(Err(error)) => run.complain_of(Unheard::Thread, error),
                Err(panic) => {
                    let text = format!("{} panicked: {panic}", inner.name);
                    let error = ScriptError::new(ScriptErrorKind::System, text);
                    run.complain_of(Unheard::Thread, error);
                }
            }
            inner.stage.change(|stage| *stage = Stage::Over);
        });
        match spawned {
            Ok(handle) => {
                *self.0.handle.lock() = Some(handle);
                Ok(())
            }
            Err(error) => {
                self.0.stage.change(|stage| *stage = Stage::Over);
                let text = format!("start: no thread to be had: {error}");
                Err(fail(ScriptErrorKind::System, text))
            }
        }
    }

    fn join(&self, at: Position, timeout: Option<Duration>) -> ScriptResult<()> {
        if self.0.stage() == Stage::New {
            let text = "join: the thread was not started";
            return Err(fail(ScriptErrorKind::Value, text));
        }
        waiting::wait_on(
            at,
            &self.0.stage,
            "the end of a thread",
            timeout,
            || {
                let (name, looked_at) = (format!("the end of {}", self.0.name), self.0.clone());
                let thread = self.0.name.clone();
                Awaited::new(move |_| name.clone(), move || !looked_at.is_alive())
                    .due_to(move || Some(Culprit::Thread(thread.clone())))
            },
            |stage| (*stage == Stage::Over).then_some(()),
        )
        .map(|_| ())
    }
}

impl Inner {
    fn stage(&self) -> Stage {
        self.stage.look(|stage| *stage)
    }
}

impl Started for Inner {
    /// Waits for it in every mode that waits; nothing of it is pending.
    fn end(&self, mode: Shutdown) -> Result<(), TaskError> {
        if !mode.waits() {
            return Ok(());
        }
        let handle = self.handle.lock().take();
        let Some(handle) = handle else {
            return Ok(());
        };
        handle.join_until(None).map_err(|(_, handle)| {
            *self.handle.lock() = Some(handle);
            TaskError::new(
                ErrorKind::Interrupted,
                "the wait for a thread was interrupted",
            )
        })
    }

    fn is_alive(&self) -> bool {
        self.stage() == Stage::Alive
    }

    fn title(&self) -> String {
        self.name.clone()
    }

    fn standing(&self) -> Standing {
        Standing::Thread
    }

    fn load(&self) -> Load {
        let alive = usize::from(self.is_alive());
        Load {
            busy: alive,
            busy_threads: alive,
            given: 1,
            ..Load::default()
        }
    }
}

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Threads,
        &[
            "thread_of(f: function, args…: any) -> Thread",
            "start_thread(f: function, args…: any) -> Thread",
        ],
        "Makes a thread that will call a function with these arguments; `start_thread` also starts it.",
    )
    .details(
        "A thread returns nothing: give it a `queue` or a `cell` for its result, or submit to a pool. What it throws is \
         reported. The end of the script waits for all threads. Captures are copies, as those of tasks are.",
    )
    .errors(&[("TypeError", "`f` is no function, or takes another number of arguments")])
    .example(
        r#"
let results = queue();
let threads = (1..=3).map(|n| start_thread(|n| results.put(n * n), n));
for t in threads { t.join(); }
print(results.get() + results.get() + results.get());"#,
        "14",
    )
    .python("t = Thread(target=f, args=(a,)); t.start()")
    .see(&["thread_pool", "to_thread"]),
    Entry::of_type(Section::Threads, &["Thread"], "A thread, as `thread_of` makes it. Copies are the same thread."),
    Entry::function(
        Section::Threads,
        &["Thread.start()", "Thread.join(timeout?: seconds)"],
        "Starts the thread; waits for its end, or until the time is up.",
    )
    .details("Whether a `join` with a time limit has seen the end says `is_alive()`, as in Python.")
    .errors(&[("ValueError", "`start` was called before, or `join` before `start`")])
    .example(
        r#"
let gate = event();
let t = thread_of(|| gate.wait());
t.start();
t.join(0.01);
print(t.is_alive());
gate.set();
t.join();
print(t.is_alive());"#,
        "true\nfalse",
    )
    .python("t.start(), t.join(timeout=1)"),
    Entry::function(
        Section::Threads,
        &["Thread.is_alive() -> bool", "Thread.name -> string"],
        "Does the thread run? And what it is called in logs and reports.",
    )
    .example(
        r#"
let t = thread_of(|| 1);
print(`${t.name}: ${t.is_alive()}`);"#,
        "thread 1: false",
    )
    .python("t.is_alive(), t.name"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.handle::<Thread>("Thread");
    language.variadic("thread_of", &[], 1..=1 + MAX_ARGUMENTS, Thread::new);
    language.variadic(
        "start_thread",
        &[],
        1..=1 + MAX_ARGUMENTS,
        |context, arguments| {
            let thread = Thread::new(context, arguments)?;
            thread.start()?;
            Ok(thread)
        },
    );
    language.function("start", |thread: &mut Thread| thread.start());
    language.function(
        "join",
        |context: NativeCallContext<'_>, thread: &mut Thread| {
            thread.join(context.call_position(), None)
        },
    );
    language.function(
        "join",
        |context: NativeCallContext<'_>, thread: &mut Thread, limit: Dynamic| {
            thread.join(context.call_position(), timeout(&context, &limit)?)
        },
    );
    language.function("is_alive", |thread: &mut Thread| thread.0.is_alive());
    language.property("name", |thread: &mut Thread| thread.0.name.clone());
    language.shown_as(|thread: &Thread| {
        let stage = match thread.0.stage() {
            Stage::New => "not started",
            Stage::Alive => "alive",
            Stage::Over => "over",
        };
        format!("<Thread {}, {stage}>", thread.0.name)
    });
}
