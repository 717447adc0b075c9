//! Puts errors of the engine into words that fit a function called as a task.

use rhai::{EvalAltResult, FnPtr, ImmutableString, Module, Shared};

use crate::error::{ScriptError, ScriptErrorKind, number_of};
use crate::values::definition;

/// A function that was called as a task, and where its definition is to be found.
pub(crate) struct Called<'a> {
    pub(crate) function: &'a FnPtr,
    pub(crate) libraries: &'a [Shared<Module>],
    pub(crate) n_arguments: usize,
}

impl Called<'_> {
    /// `error`, which is what `thrown` amounts to, with better words if there are any.
    pub(crate) fn explain(&self, thrown: &EvalAltResult, error: ScriptError) -> ScriptError {
        let what = match thrown.unwrap_inner() {
            EvalAltResult::ErrorAssignmentToConstant(name, _) if name.is_empty() => {
                "`this` is captured, so it cannot be assigned".to_owned()
            }
            EvalAltResult::ErrorAssignmentToConstant(name, _) if self.has_captured(name) => {
                match self.changed_by_method(name) {
                    Some(hint) => {
                        let text =
                            format!("`{name}` is captured, so it cannot be assigned; {hint}");
                        return error.with_message(text);
                    }
                    None => format!("`{name}` is captured, so it cannot be assigned"),
                }
            }
            EvalAltResult::ErrorNonPureMethodCallOnConstant(method, _)
                if self.function.is_curried() =>
            {
                format!("`{method}` would change a captured value")
            }
            EvalAltResult::ErrorFunctionNotFound(signature, _)
                if error.stack().is_empty() && signature.starts_with(self.function.fn_name()) =>
            {
                return match self.wrong_arity() {
                    Some(text) => ScriptError::new(ScriptErrorKind::Type, text).at_place_of(&error),
                    None => error,
                };
            }
            _ => return error,
        };
        error.with_message(change_is_lost(&what))
    }

    /// The captured value at this index is not what it was.
    pub(crate) fn changed_capture(&self, index: usize) -> ScriptError {
        let names = self.capture_names();
        let name = names
            .get(index)
            .map_or_else(String::new, |name| format!("`{name}` "));
        let text = change_is_lost(&format!("the captured {name}was changed"));
        ScriptError::new(ScriptErrorKind::ReadOnly, text)
    }

    /// How the captured variable `name` is changed if it holds what is there to be shared.
    fn changed_by_method(&self, name: &str) -> Option<&'static str> {
        let names = self.capture_names();
        let place = names.iter().position(|known| known == name)?;
        let path = self.function.curry().get(place)?.type_name();
        match path.rsplit("::").next()? {
            "Atomic" => Some("an Atomic is changed with `add(n)` or `set(n)`"),
            "Cell" => Some("a Cell is changed with `set(value)`"),
            _ => None,
        }
    }

    fn has_captured(&self, name: &str) -> bool {
        self.capture_names().iter().any(|known| known == name)
    }

    /// A closure's first parameters are the variables that it has captured.
    pub(crate) fn capture_names(&self) -> Vec<ImmutableString> {
        if !self.function.is_anonymous() {
            return Vec::new();
        }
        let definition = definition(self.libraries, self.function.fn_name());
        let n_captures = self.function.curry().len();
        definition.map_or_else(Vec::new, |definition| {
            definition.params.iter().take(n_captures).cloned().collect()
        })
    }

    /// `None` if the function exists with no other number of parameters.
    fn wrong_arity(&self) -> Option<String> {
        let name = self.function.fn_name();
        let n_captures = self.function.curry().len();
        let definition = definition(self.libraries, name)?;
        let n_parameters = definition.params.len().saturating_sub(n_captures);
        let what = if self.function.is_anonymous() {
            "the closure".to_owned()
        } else {
            format!("{name}()")
        };
        Some(number_of(&what, &[n_parameters], self.n_arguments))
    }
}

fn change_is_lost(what: &str) -> String {
    format!(
        "{what}: a task has its own copy, and the change would be lost; \
         return a value, or share a cell() or list()"
    )
}
