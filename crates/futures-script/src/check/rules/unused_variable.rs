//! Variables whose values nobody reads.

use crate::check::program::{Binding, BindingId, BindingKind};
use crate::check::{Checked, Code, Finding};

/// Finds variables that are never read.
///
/// Parameters belong to whoever calls, and what a `for` walks through is often there only to be counted.
pub(super) fn find(checked: &Checked<'_>) -> Vec<Finding> {
    if checked.program.has_inline_calls() {
        return Vec::new();
    }
    let bindings = checked.program.bindings();
    let unused = bindings.filter(|&(id, binding)| {
        let name = binding.name.text.as_str();
        is_unused(binding) && !checked.is_asked_for(name) && !is_called(checked, id, name)
    });
    unused
        .map(|(id, binding)| {
            let mut others = checked.program.bindings();
            let hides = others.find(|(_, other)| other.shadows == Some(id) && other.is_read());
            match hides {
                Some((_, other)) => finding(binding).with_note(
                    other.name.span,
                    "this one of the same name is another variable",
                ),
                None => finding(binding),
            }
        })
        .collect()
}

/// Does it hold a function, and is called like one? Then that is what is wrong with it.
fn is_called(checked: &Checked<'_>, id: BindingId, name: &str) -> bool {
    checked.types.of_binding(id).is_a("function")
        && checked.program.calls().any(|call| call.is_function(name))
}

fn is_unused(binding: &Binding) -> bool {
    let is_optional = binding.is_exported || binding.name.text.starts_with('_');
    let is_own = !matches!(
        binding.kind,
        BindingKind::Parameter(_) | BindingKind::Error | BindingKind::Item
    );
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
        BindingKind::Index => "leave it out: `for item in items`".to_owned(),
        BindingKind::Resource => "leave `as …` out if nobody needs the name".to_owned(),
        _ => format!("leave it out, or call it `_{name}` if that is meant"),
    };
    finding.with_help(help)
}
