//! Variables whose values nobody reads.

use crate::check::program::{Binding, BindingKind};
use crate::check::{Checked, Code, Finding};

/// Finds variables that are never read. Parameters belong to whoever calls, and are no findings.
pub(super) fn find(checked: &Checked<'_>) -> Vec<Finding> {
    if checked.program.has_inline_calls() {
        return Vec::new();
    }
    let bindings = checked.program.bindings();
    let unused = bindings.filter(|(_, binding)| is_unused(binding));
    unused.map(|(_, binding)| finding(binding)).collect()
}

fn is_unused(binding: &Binding) -> bool {
    let is_optional = binding.is_exported || binding.name.text.starts_with('_');
    let is_own = !matches!(binding.kind, BindingKind::Parameter(_) | BindingKind::Error);
    is_own && !is_optional && !binding.is_read()
}

fn finding(binding: &Binding) -> Finding {
    let name = &binding.name.text;
    let what = match binding.kind {
        BindingKind::Constant => "constant",
        _ => "variable",
    };
    let finding = match binding.uses.first() {
        Some(_) => Finding::new(
            Code::UnusedVariable,
            binding.name.span,
            format!("the {what} `{name}` is only ever assigned"),
        )
        .with_label("its value is never read"),
        None => Finding::new(
            Code::UnusedVariable,
            binding.name.span,
            format!("the {what} `{name}` is never used"),
        ),
    };
    let help = match binding.kind {
        BindingKind::Item | BindingKind::Index => {
            format!("if nobody needs it, call it `_` or `_{name}`")
        }
        BindingKind::Resource => "leave `as …` out if nobody needs the name".to_owned(),
        _ => format!("leave it out, or call it `_{name}` if that is meant"),
    };
    finding.with_help(help)
}
