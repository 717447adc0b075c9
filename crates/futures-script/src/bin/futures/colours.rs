//! Whether to write in colours.

use std::env;
use std::ffi::OsString;
use std::sync::OnceLock;

/// What the command line says about colours, for the whole process.
static SAID: OnceLock<When> = OnceLock::new();

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum When {
    /// On terminals, unless the environment says otherwise.
    #[default]
    Auto,
    Always,
    Never,
}

impl When {
    /// What `--color` calls it.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        match name {
            "auto" => Some(When::Auto),
            "always" => Some(When::Always),
            "never" => Some(When::Never),
            _ => None,
        }
    }

    /// Makes it count from here on; the first one counts.
    pub(crate) fn set(self) {
        let _ = SAID.set(self);
    }
}

/// May what goes to a stream be coloured? `variable` looks up the environment.
///
/// Follows no-color.org and bixense.com/clicolors: a `NO_COLOR` that is not empty forbids it, `CLICOLOR_FORCE` other
/// than `0` demands it, and otherwise a terminal that is not `dumb` gets them.
pub(crate) fn wanted(is_terminal: bool, variable: impl Fn(&str) -> Option<OsString>) -> bool {
    let given = |name| variable(name).filter(|value| !value.is_empty());
    if given("NO_COLOR").is_some() {
        return false;
    }
    if given("CLICOLOR_FORCE").is_some_and(|value| value != "0") {
        return true;
    }
    is_terminal && given("TERM").is_none_or(|terminal| terminal != "dumb")
}

/// As [`wanted`], in the environment of this process, unless its command line says otherwise.
pub(crate) fn wanted_here(is_terminal: bool) -> bool {
    match SAID.get() {
        Some(When::Always) => true,
        Some(When::Never) => false,
        Some(When::Auto) | None => wanted(is_terminal, |name| env::var_os(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::wanted;

    #[track_caller]
    fn check(is_terminal: bool, environment: &[(&str, &str)], expect: bool) {
        let variable = |name: &str| {
            let found = environment.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| value.into())
        };
        assert_eq!(wanted(is_terminal, variable), expect, "{environment:?}");
    }

    #[test]
    fn only_terminals_unless_somebody_says_otherwise() {
        check(true, &[], true);
        check(false, &[], false);
        check(true, &[("TERM", "xterm")], true);
        check(true, &[("TERM", "dumb")], false);
        check(true, &[("NO_COLOR", "1")], false);
        check(true, &[("NO_COLOR", "")], true);
        check(false, &[("CLICOLOR_FORCE", "1")], true);
        check(false, &[("CLICOLOR_FORCE", "0")], false);
        check(true, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false);
    }
}
