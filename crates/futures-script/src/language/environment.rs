//! `env(name)` and `env_vars()`: the environment of the process.

use std::env;
use std::ffi::OsStr;

use rhai::{Dynamic, ImmutableString, Map, NativeCallContext};

use crate::current;
use crate::error::{ScriptErrorKind, ScriptResult};
use crate::language::Definitions;
use crate::outside::Permission;
use crate::outside::trouble::Trouble;
use crate::reference::{Entry, Raised, Section};

const ERRORS: &[Raised] = &[
    (
        "PermissionError",
        "the script is not allowed to see it; the message names the option that allows it",
    ),
    ("ValueError", "its value is not UTF-8"),
];

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::System,
        &["env(name: string, default?: any) -> any"],
        "The value of a variable of the environment, or `default`, or `()`, if it is not set.",
    )
    .errors(ERRORS)
    .example(r#"print(env("NO_SUCH_VARIABLE", "none"));"#, "none")
    .run_with(&["--allow-env=NO_SUCH_VARIABLE"])
    .python("os.environ.get(name, default)"),
    Entry::function(
        Section::System,
        &["env_vars() -> map"],
        "All variables of the environment that the script is allowed to see.",
    )
    .errors(ERRORS)
    .example(
        r#"print(env_vars().contains("NO_SUCH_VARIABLE"));"#,
        "false",
    )
    .run_with(&["--allow-env"])
    .python("dict(os.environ)"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.function(
        "env",
        |context: NativeCallContext<'_>, name: ImmutableString| {
            variable(&context, &name, Dynamic::UNIT)
        },
    );
    language.function(
        "env",
        |context: NativeCallContext<'_>, name: ImmutableString, default: Dynamic| {
            variable(&context, &name, default)
        },
    );
    language.function("env_vars", |context: NativeCallContext<'_>| {
        variables(&context)
    });
}

fn variable(
    context: &NativeCallContext<'_>,
    name: &str,
    default: Dynamic,
) -> ScriptResult<Dynamic> {
    let run = current::run()?;
    if !run.permissions().may_see(OsStr::new(name)) {
        let text = Permission::Env.denial(name, None);
        return Err(Trouble::new(ScriptErrorKind::Permission, text).raise(context));
    }
    // A name that none can have would make the look panic.
    let is_name = !name.is_empty() && !name.contains(['=', '\0']);
    let value = if is_name { env::var_os(name) } else { None };
    match value {
        None => Ok(default),
        Some(value) => text(context, name, value),
    }
}

fn variables(context: &NativeCallContext<'_>) -> ScriptResult<Map> {
    let run = current::run()?;
    let permissions = run.permissions();
    if !permissions.sees_any() {
        let text = "not allowed to see the environment; --allow-env allows it";
        return Err(Trouble::new(ScriptErrorKind::Permission, text).raise(context));
    }
    let mut all = Map::new();
    for (name, value) in env::vars_os().filter(|(name, _)| permissions.may_see(name)) {
        // Whoever wants one that is not UTF-8 is told so by `env`.
        if let Some(name) = name.to_str() {
            all.insert(name.into(), text(context, name, value)?);
        }
    }
    Ok(all)
}

fn text(
    context: &NativeCallContext<'_>,
    name: &str,
    value: std::ffi::OsString,
) -> ScriptResult<Dynamic> {
    let text = value.into_string().map_err(|_| {
        let text = format!("the value of {name} is not UTF-8");
        Trouble::value(text).raise(context)
    });
    text.map(Dynamic::from)
}
