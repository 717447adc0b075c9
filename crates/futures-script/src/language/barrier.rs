//! `barrier(n)`: a place where `n` threads meet before they go on, Python's `threading.Barrier`.

use std::sync::Arc;
use std::time::Duration;

use rhai::{Dynamic, INT, NativeCallContext, Position};

use crate::error::{ScriptErrorKind, ScriptResult, fail};
use crate::language::Definitions;
use crate::made::Made;
use crate::monitor::Monitor;
use crate::reference::{Entry, Section};
use crate::values::{positive, timeout};
use crate::waiting::{self, Awaited};

/// A barrier as scripts hold it. Copies are the same barrier.
#[derive(Clone)]
struct Barrier(Arc<Inner>);

struct Inner {
    made: Made,
    parties: usize,
    meeting: Monitor<Meeting>,
}

#[derive(Default)]
struct Meeting {
    arrived: usize,
    /// How many meetings there were before.
    round: u64,
    /// Somebody has given up, so this meeting will not be.
    broken: bool,
}

impl Barrier {
    /// Waits for the others; returns how many had come before.
    fn wait(&self, at: Position, timeout: Option<Duration>) -> ScriptResult<usize> {
        let arrival = self.0.meeting.change(|meeting| {
            if meeting.broken {
                return None;
            }
            let arrival = (meeting.arrived, meeting.round);
            meeting.arrived += 1;
            if meeting.arrived == self.0.parties {
                meeting.arrived = 0;
                meeting.round += 1;
            }
            Some(arrival)
        });
        let (index, round) = arrival.ok_or_else(broken)?;
        let met = waiting::wait_on(
            at,
            &self.0.meeting,
            "a barrier",
            timeout,
            || {
                let (named, looked_at) = (self.0.clone(), self.0.clone());
                Awaited::new(
                    move |_| {
                        let arrived = named.meeting.look(|meeting| meeting.arrived);
                        let (made, parties) = (named.made, named.parties);
                        format!("{made}, where {arrived} of {parties} are")
                    },
                    move || looked_at.meeting.look(|meeting| meeting.is_over(round)),
                )
                .of(self.0.made)
            },
            |meeting| meeting.is_over(round).then_some(meeting.round > round),
        );
        match met {
            Ok(Some(true)) => Ok(index),
            Ok(Some(false)) => Err(broken()),
            Ok(None) => {
                self.give_up();
                Err(broken())
            }
            Err(error) => {
                self.give_up();
                Err(error)
            }
        }
    }

    fn give_up(&self) {
        self.0.meeting.change(|meeting| meeting.broken = true);
    }
}

impl Meeting {
    fn is_over(&self, round: u64) -> bool {
        self.broken || self.round > round
    }
}

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Sharing,
        &["barrier(parties: int) -> Barrier"],
        "A barrier: a place where so many threads meet before they go on.",
    )
    .errors(&[("ValueError", "`parties` is less than 1")])
    .example(
        r#"
let meeting = barrier(3);
let arrived = atomic();
with thread_pool(3) as pool {
    let fs = (0..3).map(|_| pool.submit(|| {
        arrived.add(1);
        meeting.wait();
        arrived.get()
    }));
    print(gather(fs));
}"#,
        "[3, 3, 3]",
    )
    .python("threading.Barrier(3)"),
    Entry::of_type(Section::Sharing, &["Barrier"], "A barrier, as `barrier` makes it. Copies are the same barrier."),
    Entry::function(
        Section::Sharing,
        &["Barrier.wait(timeout?: seconds) -> int", "Barrier.abort()"],
        "Waits until all are here, and tells how many came before; breaks the barrier for good.",
    )
    .details("A barrier can be used again and again. If one gives up, nobody will ever pass, and all are told so.")
    .errors(&[("BrokenBarrierError", "the time is up, or somebody has given up or called `abort`")])
    .example(
        r#"
let meeting = barrier(2);
try { meeting.wait(0.01) } catch (e) { print(e.kind) }
print(meeting.broken);"#,
        "BrokenBarrierError\ntrue",
    )
    .python("b.wait(timeout=1), b.abort()"),
    Entry::function(
        Section::Sharing,
        &["Barrier.parties -> int", "Barrier.n_waiting -> int", "Barrier.broken -> bool"],
        "How many meet at the barrier, how many wait there now, and whether it is broken.",
    )
    .example(
        r#"
let meeting = barrier(2);
meeting.abort();
print([meeting.parties, meeting.n_waiting, meeting.broken]);"#,
        "[2, 0, true]",
    )
    .python("the same"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.handle::<Barrier>("Barrier");
    language.function(
        "barrier",
        |context: NativeCallContext<'_>, parties: Dynamic| -> ScriptResult<Barrier> {
            Ok(Barrier(Arc::new(Inner {
                made: Made::by(&context, "barrier")?,
                parties: positive(&context, "the number of parties", &parties)?,
                meeting: Monitor::new(Meeting::default()),
            })))
        },
    );
    language.function(
        "wait",
        |context: NativeCallContext<'_>, barrier: &mut Barrier| {
            barrier
                .wait(context.call_position(), None)
                .map(|n| n as INT)
        },
    );
    language.function(
        "wait",
        |context: NativeCallContext<'_>, barrier: &mut Barrier, limit: Dynamic| {
            let timeout = timeout(&context, &limit)?;
            barrier
                .wait(context.call_position(), timeout)
                .map(|n| n as INT)
        },
    );
    language.function("abort", |barrier: &mut Barrier| barrier.give_up());
    language.property("parties", |barrier: &mut Barrier| barrier.0.parties as INT);
    language.property("n_waiting", |barrier: &mut Barrier| {
        barrier.0.meeting.look(|meeting| meeting.arrived as INT)
    });
    language.property("broken", |barrier: &mut Barrier| {
        barrier.0.meeting.look(|meeting| meeting.broken)
    });
    language.shown_as(|barrier: &Barrier| format!("<Barrier of {}>", barrier.0.parties));
}

fn broken() -> Box<rhai::EvalAltResult> {
    fail(
        ScriptErrorKind::BrokenBarrier,
        "wait: the barrier is broken, since not all will reach it",
    )
}
