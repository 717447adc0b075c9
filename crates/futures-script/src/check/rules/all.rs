//! All findings of a script.

use std::collections::BTreeSet;

use crate::check::rules::{
    arguments, awaited_copy, captured_assignment, lock_not_released, missing_backticks, options,
    pool_not_shut_down, result_not_taken, suggest, unknown_function, unknown_method,
    unknown_property, unknown_variable, unreachable, unused_function, unused_variable,
    waits_on_own_pool, wrong_argument,
};
use crate::check::{Checked, Code, Finding, Note, Span};

/// What looks for findings of one kind.
type Rule = fn(&Checked<'_>) -> Vec<Finding>;

const RULES: [Rule; 17] = [
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
    unknown_property::find,
    wrong_argument::find,
    missing_backticks::find,
];

/// All findings, in no order, each mistake once.
pub(in crate::check) fn find(checked: &Checked<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = RULES.iter().flat_map(|rule| rule(checked)).collect();
    // That nobody takes the result of a task, or that a task changes its own copy of a variable, says more than that
    // nobody uses the variable; so does that it was to be filled into a text.
    let told: Vec<Span> = found.iter().flat_map(variables_told_of).collect();
    found.retain(|found| found.code() != Code::UnusedVariable || !told.contains(&found.span()));
    // What was called on the spot is counted wrongly because of that.
    let wrong: Vec<Span> = spans_of(&found, Code::WrongArgument);
    let begin = |span: Span| (span.first_line(), span.first_column());
    let is_in = |inner: Span, outer: Span| begin(outer) <= begin(inner) && outer.to(inner) == outer;
    let is_around = |outer: Span| wrong.iter().any(|inner| is_in(*inner, outer));
    found.retain(|found| found.code() != Code::WrongArgumentCount || !is_around(found.span()));
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

fn spans_of(found: &[Finding], code: Code) -> Vec<Span> {
    let of_code = found.iter().filter(|found| found.code() == code);
    of_code.map(Finding::span).collect()
}

/// The places of the variables of which a finding tells already.
fn variables_told_of(found: &Finding) -> Vec<Span> {
    match found.code() {
        Code::ResultNotTaken => vec![found.span()],
        Code::CapturedAssignment | Code::MissingBackticks => {
            found.notes().iter().map(Note::span).collect()
        }
        _ => Vec::new(),
    }
}
