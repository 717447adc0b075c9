//! `atomic(n)`: a number that all tasks share and change in one step.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use futures_core::host;
use rhai::INT;

use crate::error::{ScriptErrorKind, ScriptResult, fail};
use crate::language::Definitions;

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

pub(super) fn define(language: &mut Definitions<'_>) {
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
