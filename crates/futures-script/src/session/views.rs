//! What a session shows of itself. Looking never waits for an input, and changes nothing.

use rhai::{Dynamic, ImmutableString, NativeCallContext, Position};

use super::complete::is_complete;
use super::owner::Session;
use crate::run::Run;
use crate::values::plain_type;

/// A variable of a [`Session`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Variable {
    /// What it is called.
    pub name: String,
    /// What it holds, as a copy; handles stay one object.
    pub value: Dynamic,
    /// The type of the value, as scripts call it.
    pub type_name: String,
    /// Was it defined by `const`?
    pub is_constant: bool,
}

/// A function that an input of a [`Session`] has defined.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Function {
    /// What it is called.
    pub name: String,
    /// The names of its parameters.
    pub params: Vec<String>,
}

impl Session {
    /// The variables and constants of the inputs so far, in the order in which they were defined.
    pub fn variables(&self) -> Vec<Variable> {
        let found: Vec<(String, bool, Dynamic)> = {
            let state = self.desk.state.lock();
            let Some(state) = &*state else {
                return Vec::new();
            };
            let variables = state.variables.iter_raw();
            let variable = |(name, is_constant, value): (&str, bool, &Dynamic)| {
                (name.to_owned(), is_constant, value.flatten_clone())
            };
            variables.map(variable).collect()
        };
        let variable = |(name, is_constant, value): (String, bool, Dynamic)| Variable {
            type_name: self.type_name(&value),
            name,
            value,
            is_constant,
        };
        found.into_iter().rev().map(variable).collect()
    }

    /// The functions that inputs have defined, by their names.
    pub fn functions(&self) -> Vec<Function> {
        let state = self.desk.state.lock();
        let Some(state) = &*state else {
            return Vec::new();
        };
        let functions = state.inputs.functions().iter_functions();
        let mut functions: Vec<Function> = functions
            .filter(|function| !function.name.starts_with("anon$"))
            .map(|function| Function {
                name: function.name.to_owned(),
                params: function
                    .params
                    .iter()
                    .map(|&name| name.to_owned())
                    .collect(),
            })
            .collect();
        functions.sort();
        functions
    }

    /// The type of a value, as scripts call it.
    pub fn type_name(&self, value: &Dynamic) -> String {
        let engine = self.desk.run.engine();
        plain_type(engine.map_type_name(value.type_name()))
    }

    /// A value as a shell shows it: as `debug` does, so that a string is in quotes.
    pub fn show(&self, value: &Dynamic) -> String {
        let value = value.clone();
        let shown = self.ask(|run| show(run, value).into());
        shown.into_string().unwrap_or_default()
    }

    /// Is this a complete input, or should a prompt ask for another line?
    ///
    /// An input is incomplete if something is open in it that further lines can close: a bracket, a comment, a string in
    /// backticks, a block that has to come, an operator that lacks its right side. It is complete if it can be run; also
    /// if nothing that follows could mend it, so that the error is shown. `if x { … }` is complete: an `else` stands
    /// in the line of the brace.
    pub fn is_complete(&self, text: &str) -> bool {
        let text = text.to_owned();
        let is_complete = self.ask(move |run| is_complete(run.engine(), &text).into());
        is_complete.as_bool().unwrap_or(true)
    }
}

fn show(run: &Run, value: Dynamic) -> String {
    let engine = run.engine();
    let global = engine.new_global_runtime_state();
    let name = "to_debug";
    let context =
        NativeCallContext::new_with_all_fields(engine, name, None, &global, Position::NONE);
    let words = value.type_name();
    let shown = context.call_native_fn::<ImmutableString>(name, (value,));
    shown.map_or_else(|_| format!("<{words}>"), |text| text.to_string())
}
