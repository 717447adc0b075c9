//! The command line of `futures check`.

use std::ffi::OsString;

use futures_script::{Code, closest};
use lexopt::{Arg, Error, Parser, ValueExt};

use crate::arguments::Command;
use crate::arguments::common::unknown_option;
use crate::help::Topic;

/// What `futures check` is to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Check {
    /// Look at scripts.
    Scripts(Scripts),
    /// Say what a code means.
    Explain(Code),
    /// List all codes.
    Codes,
}

/// Scripts to look at, and how to tell of what is found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Scripts {
    /// Files and folders.
    pub(crate) paths: Vec<OsString>,
    pub(crate) format: Format,
    /// What is not to be told.
    pub(crate) allowed: Vec<Code>,
}

/// The form in which findings are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Format {
    #[default]
    Human,
    Json,
    Sarif,
}

/// The names of the options.
const NAMES: [&str; 5] = ["allow", "codes", "explain", "format", "help"];

/// Options may stand between the paths.
pub(crate) fn parse(mut parser: Parser) -> Result<Command, Error> {
    let mut scripts = Scripts::default();
    let mut other = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Value(path) => scripts.paths.push(path),
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help(Topic::Check)),
            Arg::Long("allow") => {
                for name in parser.value()?.string()?.split(',') {
                    scripts.allowed.push(code("--allow", name)?);
                }
            }
            Arg::Long("codes") => other = Some(Check::Codes),
            Arg::Long("explain") => {
                let name = parser.optional_value().or_else(|| value(&mut parser));
                other = Some(match name {
                    Some(name) => Check::Explain(code("--explain", &name.string()?)?),
                    None => Check::Codes,
                });
            }
            Arg::Long("format") => scripts.format = format(&parser.value()?.string()?)?,
            option => return Err(unknown_option(&option, &NAMES)),
        }
    }
    let check = match other {
        Some(_) if !scripts.paths.is_empty() => {
            return Err("--explain and --codes look at no script".into());
        }
        Some(other) => other,
        None if scripts.paths.is_empty() => {
            return Err("check: a script or a folder is missing".into());
        }
        None => Check::Scripts(scripts),
    };
    Ok(Command::Check(check))
}

/// The word behind an option that need not have one.
fn value(parser: &mut Parser) -> Option<OsString> {
    let mut words = parser.try_raw_args()?;
    words.next_if(|word| !word.to_string_lossy().starts_with('-'))
}

fn code(option: &str, name: &str) -> Result<Code, String> {
    Code::named(name).ok_or_else(|| {
        let names = Code::all().iter().map(|code| code.name());
        let hint = match closest(name, names) {
            Some(meant) => format!("; did you mean '{meant}'?"),
            None => "; 'futures check --codes' lists them".to_owned(),
        };
        format!("{option}: no finding has the code '{name}'{hint}")
    })
}

fn format(name: &str) -> Result<Format, String> {
    Ok(match name {
        "human" => Format::Human,
        "json" => Format::Json,
        "sarif" => Format::Sarif,
        _ => {
            let hint = match closest(name, ["human", "json", "sarif"]) {
                Some(meant) => format!("; did you mean '{meant}'?"),
                None => String::new(),
            };
            return Err(format!(
                "--format must be human, json or sarif, not '{name}'{hint}"
            ));
        }
    })
}

#[cfg(test)]
mod tests {
    use futures_script::Code;
    use lexopt::Parser;

    use super::{Check, Format, Scripts, parse};
    use crate::arguments::Command;
    use crate::help::Topic;

    #[track_caller]
    fn check(line: &str, expect: Result<Check, &str>) {
        let command = parse(Parser::from_args(line.split_whitespace()));
        assert_eq!(
            command.map_err(|error| error.to_string()),
            expect.map(Command::Check).map_err(str::to_owned)
        );
    }

    fn scripts(paths: &[&str]) -> Scripts {
        Scripts {
            paths: paths.iter().map(Into::into).collect(),
            ..Scripts::default()
        }
    }

    #[test]
    fn scripts_and_options_in_any_order() {
        check("a.rhai b", Ok(Check::Scripts(scripts(&["a.rhai", "b"]))));
        check("-", Ok(Check::Scripts(scripts(&["-"]))));
        let sarif = Scripts {
            format: Format::Sarif,
            allowed: vec![Code::UnusedVariable, Code::ResultNotTaken],
            ..scripts(&["a.rhai"])
        };
        check(
            "a.rhai --format=sarif --allow unused-variable,result-not-taken",
            Ok(Check::Scripts(sarif)),
        );
        let help = parse(Parser::from_args(["--help"])).map_err(|error| error.to_string());
        assert_eq!(help, Ok(Command::Help(Topic::Check)));
    }

    #[test]
    fn codes_are_explained() {
        let explained = || Ok(Check::Explain(Code::UnusedVariable));
        check("--explain unused-variable", explained());
        check("--explain=unused-variable", explained());
        check("--explain", Ok(Check::Codes));
        check("--codes", Ok(Check::Codes));
    }

    #[test]
    fn mistakes() {
        check("", Err("check: a script or a folder is missing"));
        check(
            "--explain unused-varable",
            Err(
                "--explain: no finding has the code 'unused-varable'; did you mean 'unused-variable'?",
            ),
        );
        check(
            "--allow E501 a.rhai",
            Err("--allow: no finding has the code 'E501'; 'futures check --codes' lists them"),
        );
        check(
            "--format=xml a",
            Err("--format must be human, json or sarif, not 'xml'"),
        );
        check(
            "--format=jsn a",
            Err("--format must be human, json or sarif, not 'jsn'; did you mean 'json'?"),
        );
        check(
            "--codes a.rhai",
            Err("--explain and --codes look at no script"),
        );
        check("--fix a", Err("unknown option '--fix'"));
    }
}
