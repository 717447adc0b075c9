//! All findings of a script.

use std::collections::BTreeSet;

use crate::check::rules::{
    arguments, awaited_copy, captured_assignment, lock_not_released, options, pool_not_shut_down,
    result_not_taken, suggest, unknown_function, unknown_method, unknown_variable, unreachable,
    unused_function, unused_variable, waits_on_own_pool,
};
use crate::check::{Checked, Code, Finding, Note, Span};

/// What looks for findings of one kind.
type Rule = fn(&Checked<'_>) -> Vec<Finding>;

const RULES: [Rule; 14] = [
    unknown_function::find,
    unknown_method::find,
    unknown_variable::find,
    options::find,
    arguments::find,
    unused_variable::find,
    unused_function::find,
    unreachable::find,
    awaited_copy::find,
    captured_assignment::find,
    lock_not_released::find,
    pool_not_shut_down::find,
    result_not_taken::find,
    waits_on_own_pool::find,
];

/// All findings, in no order, each mistake once.
pub(in crate::check) fn find(checked: &Checked<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = RULES.iter().flat_map(|rule| rule(checked)).collect();
    // That nobody takes the result of a task, or that a task changes its own copy of a variable, says more than that
    // nobody uses the variable.
    let told: Vec<Span> = found.iter().flat_map(variables_told_of).collect();
    found.retain(|found| found.code() != Code::UnusedVariable || !told.contains(&found.span()));
    // What is unused because its name is misspelt elsewhere is no second finding.
    let help = found.iter().filter_map(Finding::help);
    let help: BTreeSet<String> = help.map(str::to_owned).collect();
    found.retain(|found| {
        let name = found.message().split('`').nth(1).unwrap_or_default();
        let is_unused = matches!(found.code(), Code::UnusedVariable | Code::UnusedFunction);
        !(is_unused && help.contains(&suggest::did_you_mean(name)))
    });
    found
}

/// The places of the variables of which a finding tells already.
fn variables_told_of(found: &Finding) -> Vec<Span> {
    match found.code() {
        Code::ResultNotTaken => vec![found.span()],
        Code::CapturedAssignment => found.notes().iter().map(Note::span).collect(),
        _ => Vec::new(),
    }
}
