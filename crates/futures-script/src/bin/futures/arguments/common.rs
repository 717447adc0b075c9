//! What the commands share: options that all of them have, and words about those that none has.

use std::ffi::OsString;

use futures_script::closest;
use lexopt::{Arg, Error, Parser, ValueExt};

use crate::allowed::Allowed;
use crate::options::Options;

/// An option of every command that runs scripts, one of [`Options::SHARED`].
pub(crate) fn set_shared(
    options: &mut Options,
    name: &str,
    parser: &mut Parser,
) -> Result<(), Error> {
    if Allowed::NAMES.contains(&name) {
        let value = parser.optional_value();
        return Ok(options.allowed.set(name, value)?);
    }
    if name == "answers" {
        let path = parser.value()?;
        return Ok(options.set_answers(path.into())?);
    }
    if name == "ca-cert" {
        let path = parser.value()?;
        return Ok(options.set_ca_cert(path.into())?);
    }
    let mut value = || parser.value()?.string();
    match name {
        "quiet" => options.quiet = true,
        "quick" => options.quick = true,
        "allow-unretrieved" => options.allow_unretrieved = true,
        "log-level" => options.set_log_level(&value()?)?,
        "max-operations" => options.set_max_operations(&value()?)?,
        _ => options.set_timeout(&value()?)?,
    }
    Ok(())
}

/// What stands behind the script's name.
pub(crate) fn rest(parser: &mut Parser) -> Result<Vec<String>, Error> {
    let arguments = parser.raw_args()?;
    arguments
        .map(|argument: OsString| argument.string())
        .collect()
}

pub(crate) fn unknown_option(option: &Arg<'_>, known: &[&str]) -> Error {
    let (shown, hint) = match option {
        Arg::Long(name) => {
            let meant = closest(name, known.iter().copied());
            let hint = meant.map(|meant| format!("; did you mean '--{meant}'?"));
            (format!("--{name}"), hint)
        }
        Arg::Short(letter) => (format!("-{letter}"), None),
        Arg::Value(value) => (value.to_string_lossy().into_owned(), None),
    };
    format!("unknown option '{shown}'{}", hint.unwrap_or_default()).into()
}
