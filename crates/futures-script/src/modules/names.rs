//! The names that functions and constants of modules have behind the scenes: of which module they are, and which they are
//! there.

use std::fmt::Write;

use crate::current;

/// What such a name begins with. They are names to the engine's parser, but hardly any that somebody would think of.
const BEGINNING: &str = "__module";

/// What stands between the number of the module and the name.
const BEFORE_NAME: &str = "__";

/// The name that `name` of module number `unit` has behind the scenes.
pub(crate) fn hidden_name(unit: usize, name: &str) -> String {
    format!("{BEGINNING}{unit}{BEFORE_NAME}{name}")
}

/// Is this such a name?
pub(crate) fn is_hidden_name(name: &str) -> bool {
    name.starts_with(BEGINNING)
}

/// `words` with the names as scripts know them, as in `words::count`.
pub(crate) fn shown_names(words: &str) -> String {
    let mut shown = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((before, behind)) = rest.split_once(BEGINNING) {
        shown.push_str(before);
        let digits = behind.len()
            - behind
                .trim_start_matches(|c: char| c.is_ascii_digit())
                .len();
        let (number, name) = behind.split_at(digits);
        rest = match (number.parse(), name.strip_prefix(BEFORE_NAME)) {
            (Ok(unit), Some(name)) => {
                if let Some(module) = name_of_module(unit) {
                    let _ = write!(shown, "{module}::");
                }
                name
            }
            _ => {
                shown.push_str(BEGINNING);
                behind
            }
        };
    }
    shown.push_str(rest);
    shown
}

/// The name of a module of the current run; none if it is the script itself.
fn name_of_module(unit: usize) -> Option<String> {
    let run = current::run_if_any()?;
    let module = run.linked()?.unit(unit)?.module.clone();
    Some(module).filter(|module| !module.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{hidden_name, shown_names};

    #[test]
    fn names_are_shown_as_scripts_have_them() {
        let words = format!("no function `{}` (i64)", hidden_name(3, "count"));
        // Without a run nobody knows the module.
        assert_eq!(shown_names(&words), "no function `count` (i64)");
        for other in [
            "",
            "count",
            "__module",
            "__module__x",
            "__modules",
            "x__module1_y",
        ] {
            assert_eq!(shown_names(other), other);
        }
    }
}
