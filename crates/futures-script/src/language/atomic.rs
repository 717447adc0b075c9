//! `atomic(n)`: a number that all tasks share and change in one step.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use futures_core::host;
use rhai::INT;

use crate::error::{ScriptErrorKind, ScriptResult, fail};
use crate::language::Definitions;
use crate::reference::{Entry, Section};

/// An atomic number as scripts hold it. Copies are the same number.
#[derive(Clone)]
struct Atomic(Arc<AtomicI64>);

impl Atomic {
    /// The number itself, for one step of a simulated run.
    fn number(&self) -> &AtomicI64 {
        host::yield_point("atomic");
        &self.0
    }

    fn get(&self) -> INT {
        self.number().load(Ordering::SeqCst)
    }

    /// Adds `amount` and returns the sum.
    fn add(&self, amount: INT) -> ScriptResult<INT> {
        let sum = |number: INT| number.checked_add(amount);
        let former = self
            .number()
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, sum);
        former
            .map(|former| former + amount)
            .map_err(|number| overflow(number, amount))
    }
}

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Sharing,
        &["atomic(number?: int) -> Atomic"],
        "A whole number that all tasks share and change in one step; 0 if none is given.",
    )
    .details(
        "Each of its methods is one step, between whose beginning and end no other task comes. Two of them in a row \
         are not: `n.set(n.get() + 1)` loses additions, `n.add(1)` does not.",
    )
    .example(
        "
let visits = atomic();
with thread_pool(4) as pool {
    gather((0..100).map(|_| pool.submit(|| visits.add(1))));
}
print(visits.get());",
        "100",
    )
    .python("no such class; a `Lock` around `n += 1`"),
    Entry::of_type(Section::Sharing, &["Atomic"], "A whole number that tasks share: see `atomic`."),
    Entry::function(
        Section::Sharing,
        &["Atomic.get() -> int", "Atomic.set(number: int)", "Atomic.swap(number: int) -> int"],
        "Reads the number, puts another in its place, or does both in one step.",
    )
    .details("`swap` returns the number that was there before.")
    .example(
        "
let level = atomic(3);
level.set(5);
print(level.swap(8));
print(level.get());",
        "
5
8",
    ),
    Entry::function(
        Section::Sharing,
        &["Atomic.add(amount: int) -> int"],
        "Adds to the number in one step, and returns the sum.",
    )
    .details("The sum may serve as a ticket: no two tasks get the same. A negative amount subtracts.")
    .errors(&[("ArithmeticError", "the sum does not fit into an integer; the number stays as it was")])
    .example(
        "
let left = atomic(10);
print(left.add(-4));
print(left.add(1));",
        "
6
7",
    ),
    Entry::function(
        Section::Sharing,
        &["Atomic.compare_and_set(expected: int, number: int) -> bool"],
        "Puts another number in place of the expected one, in one step; false if another was there.",
    )
    .details("Whoever computes the new number from the old one tries again if somebody was faster.")
    .example(
        "
let best = atomic(40);
let found = 42;
let seen = best.get();
while found > seen && !best.compare_and_set(seen, found) {
    seen = best.get();
}
print(best.get());",
        "42",
    ),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.handle::<Atomic>("Atomic");
    language.function("atomic", || Atomic(Arc::default()));
    language.function("atomic", |number: INT| {
        Atomic(Arc::new(AtomicI64::new(number)))
    });
    language.function("get", |atomic: &mut Atomic| atomic.get());
    language.function("set", |atomic: &mut Atomic, number: INT| {
        atomic.number().store(number, Ordering::SeqCst);
    });
    language.function("add", |atomic: &mut Atomic, amount: INT| atomic.add(amount));
    language.function("swap", |atomic: &mut Atomic, number: INT| {
        atomic.number().swap(number, Ordering::SeqCst)
    });
    language.function(
        "compare_and_set",
        |atomic: &mut Atomic, expected: INT, number: INT| {
            let outcome = atomic.number().compare_exchange(
                expected,
                number,
                Ordering::SeqCst,
                Ordering::SeqCst,
            );
            outcome.is_ok()
        },
    );
    language.shown_as(|atomic: &Atomic| format!("<Atomic {}>", atomic.get()));
}

fn overflow(number: INT, amount: INT) -> Box<rhai::EvalAltResult> {
    fail(
        ScriptErrorKind::Arithmetic,
        format!("Addition overflow: {number} + {amount}"),
    )
}
