//! Options maps, `#{timeout: 2}`: each option is taken by name, and what nobody knows is refused by name.

use std::time::Duration;

use rhai::{Dynamic, FnPtr, ImmutableString, Map, NativeCallContext};

use crate::error::ScriptResult;
use crate::values::{closest, function, positive, seconds, type_name, wrong_type, wrong_value};

/// What `return_when` may be, which is easily given without its name.
const RETURN_WHEN: [&str; 3] = ["FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED"];

/// The options given to one call.
///
/// A missing option and one that is `()` mean the same.
pub(crate) struct Options<'a> {
    context: &'a NativeCallContext<'a>,
    given: Map,
}

/// The options as somebody may have meant them who has given this instead of a map.
fn example(given: &Dynamic, known: &[&str]) -> String {
    let waited_for = given.read_lock::<ImmutableString>();
    let waited_for = waited_for.filter(|given| RETURN_WHEN.contains(&given.as_str()));
    match waited_for {
        Some(given) if known.contains(&"return_when") => format!("return_when: {}", *given),
        _ => format!("{}: …", known.first().unwrap_or(&"")),
    }
}

impl<'a> Options<'a> {
    /// No options.
    pub(crate) fn none(context: &'a NativeCallContext<'a>) -> Self {
        Options {
            context,
            given: Map::new(),
        }
    }

    /// The options in `given`, which may have the names in `known` and no others.
    ///
    /// # Errors
    /// If it is no map, or has others.
    pub(crate) fn new(
        context: &'a NativeCallContext<'a>,
        given: &Dynamic,
        known: &[&str],
    ) -> ScriptResult<Self> {
        let Some(given) = given.read_lock::<Map>().map(|map| map.clone()) else {
            let example = example(given, known);
            let given = type_name(context, given);
            let text = format!("options must be a map such as #{{{example}}}, not {given}");
            return Err(wrong_type(context, &text));
        };
        if let Some(unknown) = given.keys().find(|key| !known.contains(&key.as_str())) {
            let hint = match closest(unknown, known.iter().copied()) {
                Some(name) => format!("did you mean `{name}`?"),
                None => format!("it takes {}", known.join(", ")),
            };
            return Err(wrong_type(
                context,
                &format!("unknown option `{unknown}`; {hint}"),
            ));
        }
        Ok(Options { context, given })
    }

    /// A time in seconds.
    pub(crate) fn seconds(&self, name: &str) -> ScriptResult<Option<Duration>> {
        self.get(name)
            .map(|value| seconds(self.context, name, value))
            .transpose()
    }

    /// A whole number of at least one.
    pub(crate) fn positive(&self, name: &str) -> ScriptResult<Option<usize>> {
        self.get(name)
            .map(|value| positive(self.context, name, value))
            .transpose()
    }

    /// Yes or no.
    pub(crate) fn flag(&self, name: &str) -> ScriptResult<Option<bool>> {
        let flag = |value: &Dynamic| {
            value
                .as_bool()
                .map_err(|_| self.wrong_type(name, "true or false", value))
        };
        self.get(name).map(flag).transpose()
    }

    /// A function.
    pub(crate) fn function(&self, name: &str) -> ScriptResult<Option<FnPtr>> {
        self.get(name)
            .map(|value| function(self.context, value))
            .transpose()
    }

    /// A text.
    pub(crate) fn text(&self, name: &str) -> ScriptResult<Option<ImmutableString>> {
        let text = |value: &Dynamic| {
            let text = value.clone().into_immutable_string();
            text.map_err(|_| self.wrong_type(name, "a string", value))
        };
        self.get(name).map(text).transpose()
    }

    /// One of several values, each with its name in the script.
    pub(crate) fn choice<T: Copy>(
        &self,
        name: &str,
        choices: &[(&str, T)],
    ) -> ScriptResult<Option<T>> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        let given = value.read_lock::<ImmutableString>();
        let chosen = given.and_then(|given| choices.iter().find(|(known, _)| **given == **known));
        chosen.map(|(_, choice)| Some(*choice)).ok_or_else(|| {
            let names: Vec<&str> = choices.iter().map(|(known, _)| *known).collect();
            let text = format!("{name} must be one of {}, got {value}", names.join(", "));
            wrong_value(self.context, &text)
        })
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Dynamic> {
        self.given.get(name).filter(|value| !value.is_unit())
    }

    fn wrong_type(&self, name: &str, wanted: &str, given: &Dynamic) -> Box<rhai::EvalAltResult> {
        let given = type_name(self.context, given);
        wrong_type(
            self.context,
            &format!("{name} must be {wanted}, not {given}"),
        )
    }
}
