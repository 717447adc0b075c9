//! What was probably meant by a name that does not exist.

use crate::check::Checked;
use crate::check::program::{Call, Kind, NodeId};
use crate::error::function_hint;
use crate::values::closest;

/// Help with the name of a function or method; `known` are those that there are.
pub(super) fn function<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    if let Some(hint) = function_hint(name) {
        return Some(hint.to_owned());
    }
    if name.ends_with("Error") || name.ends_with("Exception") {
        return Some(format!("errors are made with `error(\"{name}\", message)`"));
    }
    nearest(name, known)
}

/// Help with any name.
pub(super) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let meant = closest(name, known.filter(|known| *known != name))?;
    Some(did_you_mean(meant))
}

pub(super) fn did_you_mean(name: &str) -> String {
    format!("did you mean `{name}`?")
}

impl Checked<'_> {
    /// Does the script define a function of this name?
    pub(super) fn has_function(&self, name: &str) -> bool {
        self.program.functions_named(name).next().is_some()
    }

    /// The names of the script's own functions.
    pub(super) fn own_functions(&self) -> impl Iterator<Item = &str> {
        let functions = self.program.functions();
        functions.filter_map(|(_, function)| Some(function.name.as_ref()?.text.as_str()))
    }

    /// Is it the name of nothing? Then that is what is wrong, whatever is done with it.
    pub(super) fn is_nothing(&self, id: NodeId) -> bool {
        match self.program.kind(id) {
            Kind::Name { name, .. } => {
                self.program.meant(id).is_none() && !self.has_function(&name.text)
            }
            _ => false,
        }
    }

    /// Does the script ask whether there is something of this name, `is_def_var("name")`?
    pub(super) fn is_asked_for(&self, name: &str) -> bool {
        let asks = |call: Call<'_>| call.is_function("is_def_var") || call.is_function("is_def_fn");
        self.program.has_text(name) && self.program.calls().any(asks)
    }
}
