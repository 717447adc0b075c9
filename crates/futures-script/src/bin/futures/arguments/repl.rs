//! The command line of `futures repl`.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::{Arg, Error, Parser, ValueExt};

use crate::allowed::Allowed;
use crate::arguments::Command;
use crate::arguments::common::{rest, set_shared, unknown_option};
use crate::colours::When;
use crate::help::Topic;
use crate::options::Options;

/// A shell, and how it is to be.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Repl {
    /// A script to begin with.
    pub(crate) script: Option<OsString>,
    pub(crate) arguments: Vec<String>,
    pub(crate) options: Options,
    pub(crate) history: KeepHistory,
    pub(crate) colours: When,
}

/// Where what is typed is kept for the next shell.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) enum KeepHistory {
    #[default]
    WhereUsual,
    In(PathBuf),
    Nowhere,
}

/// Those of the shared options that mean something in a shell, and not for a single run.
const SHARED: [&str; 4] = ["ca-cert", "log-level", "quick", "quiet"];

/// Its own options.
const OWN: [&str; 4] = ["color", "help", "history", "no-history"];

pub(crate) fn parse(mut parser: Parser) -> Result<Command, Error> {
    let mut repl = Repl::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Value(script) => {
                repl.script = Some(script);
                repl.arguments = rest(&mut parser)?;
                break;
            }
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help(Topic::Repl)),
            Arg::Long("history") => repl.history = KeepHistory::In(parser.value()?.into()),
            Arg::Long("no-history") => repl.history = KeepHistory::Nowhere,
            Arg::Long("color") => {
                let when = parser.value()?.string()?;
                repl.colours = When::from_name(&when).ok_or_else(|| {
                    format!("--color must be auto, always or never, not '{when}'")
                })?;
            }
            Arg::Short('q') => repl.options.quiet = true,
            Arg::Long(name) if SHARED.contains(&name) || Allowed::NAMES.contains(&name) => {
                let name = name.to_owned();
                set_shared(&mut repl.options, &name, &mut parser)?;
            }
            option => {
                let known = [&OWN[..], &SHARED, &Allowed::NAMES].concat();
                return Err(unknown_option(&option, &known));
            }
        }
    }
    Ok(Command::Repl(Box::new(repl)))
}

#[cfg(test)]
mod tests {
    use lexopt::Parser;

    use super::{KeepHistory, Repl, parse};
    use crate::arguments::Command;
    use crate::colours::When;

    #[track_caller]
    fn check(line: &str, expect: Result<Repl, &str>) {
        let parsed = parse(Parser::from_args(line.split_whitespace()));
        let expect = expect.map(|repl| Command::Repl(Box::new(repl)));
        let told = parsed.map_err(|error| error.to_string());
        assert_eq!(told, expect.map_err(str::to_owned));
    }

    #[test]
    fn shells() {
        check("", Ok(Repl::default()));
        let script = Repl {
            script: Some("a.rhai".into()),
            arguments: vec!["-x".to_owned()],
            history: KeepHistory::In("h".into()),
            colours: When::Never,
            ..Repl::default()
        };
        check("--history h --color=never a.rhai -x", Ok(script));
        let quick = Repl {
            history: KeepHistory::Nowhere,
            options: crate::options::Options {
                quick: true,
                ..crate::options::Options::default()
            },
            ..Repl::default()
        };
        check("--no-history --quick", Ok(quick));
        check(
            "--color red",
            Err("--color must be auto, always or never, not 'red'"),
        );
        check(
            "--no-histroy",
            Err("unknown option '--no-histroy'; did you mean '--no-history'?"),
        );
        check("--sim", Err("unknown option '--sim'"));
    }
}
