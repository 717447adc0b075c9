//! All findings of a script.

use crate::check::rules::{
    captured_assignment, lock_not_released, pool_not_shut_down, result_not_taken, unused_variable,
    waits_on_own_pool,
};
use crate::check::{Checked, Code, Finding};

/// All findings, in no order.
pub(in crate::check) fn find(checked: &Checked<'_>) -> Vec<Finding> {
    let rules = [
        captured_assignment::find,
        lock_not_released::find,
        pool_not_shut_down::find,
        result_not_taken::find,
        unused_variable::find,
        waits_on_own_pool::find,
    ];
    let mut found: Vec<Finding> = rules.iter().flat_map(|rule| rule(checked)).collect();
    // That nobody takes the result of a task says more than that nobody uses its future.
    let of_code = |code: Code| move |found: &&Finding| found.code() == code;
    let futures: Vec<_> = found
        .iter()
        .filter(of_code(Code::ResultNotTaken))
        .map(Finding::span)
        .collect();
    found.retain(|found| found.code() != Code::UnusedVariable || !futures.contains(&found.span()));
    found
}
