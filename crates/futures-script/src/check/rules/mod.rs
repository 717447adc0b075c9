//! The findings: each is a function from a script to what is wrong with it, in a file of its own.

mod unused_variable;

use crate::check::{Checked, Finding};

/// All findings, in no order.
pub(super) fn find(checked: &Checked<'_>) -> Vec<Finding> {
    let rules = [unused_variable::find];
    rules.iter().flat_map(|rule| rule(checked)).collect()
}
