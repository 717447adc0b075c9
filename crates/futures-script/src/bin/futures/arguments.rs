//! What the command line asks for.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use futures_script::LogLevel;
use lexopt::{Arg, Error, Parser, ValueExt};

pub(crate) const HELP: &str = "\
Runs scripts with thread pools and futures.

Usage: futures run [OPTIONS] SCRIPT [ARGS…]

Commands:
  run SCRIPT [ARGS…]   Run a script; it finds the arguments in ARGS
  help                 Print this

Options of run, before the script:
  --allow-unretrieved  End well though tasks have failed and nobody has asked for their results
  --log-level LEVEL    Write lines of the script's log from this level on: debug, info (if nothing
                       is said), warning, error or off
  --quick              Run small: scaled(full, quick) is its second argument, for tests

Options:
  -h, --help           Print this
  -V, --version        Print the version

Exit codes: 0 if all went well, 1 if the script failed, 2 if the command line or the script's
syntax is wrong, 3 if everybody in the script waited for somebody else (a deadlock); a script that
calls exit(n) ends with n.";

/// What is to be done.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Run(Run),
    Help,
    Version,
}

/// A script to run, and how.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) script: PathBuf,
    pub(crate) arguments: Vec<String>,
    pub(crate) log_level: LogLevel,
    pub(crate) allow_unretrieved: bool,
    pub(crate) quick: bool,
}

/// Reads the process's own command line.
pub(crate) fn parse() -> Result<Command, Error> {
    parse_with(Parser::from_env())
}

fn parse_with(mut parser: Parser) -> Result<Command, Error> {
    match parser.next()? {
        Some(Arg::Value(command)) if command == "run" => parse_run(parser),
        Some(Arg::Value(command)) if command == "help" => parse_help(parser),
        Some(Arg::Short('h') | Arg::Long("help")) => Ok(Command::Help),
        Some(Arg::Short('V') | Arg::Long("version")) => Ok(Command::Version),
        Some(Arg::Value(command)) => Err(unknown_command(&command)),
        Some(option) => Err(option.unexpected()),
        None => Err("a command is missing".into()),
    }
}

/// Everything behind the script's name is the script's.
fn parse_run(mut parser: Parser) -> Result<Command, Error> {
    let mut log_level = LogLevel::default();
    let mut allow_unretrieved = false;
    let mut quick = false;
    let script = loop {
        match parser.next()? {
            Some(Arg::Value(script)) => break script,
            Some(Arg::Short('h') | Arg::Long("help")) => return Ok(Command::Help),
            Some(Arg::Long("allow-unretrieved")) => allow_unretrieved = true,
            Some(Arg::Long("quick")) => quick = true,
            Some(Arg::Long("log-level")) => log_level = parse_level(&parser.value()?.string()?)?,
            Some(option) => return Err(option.unexpected()),
            None => return Err("run: a script is missing".into()),
        }
    };
    let arguments: Result<Vec<String>, Error> = parser
        .raw_args()?
        .map(|argument: OsString| argument.string())
        .collect();
    Ok(Command::Run(Run {
        script: script.into(),
        arguments: arguments?,
        log_level,
        allow_unretrieved,
        quick,
    }))
}

/// There is one help for everything, so a command's name behind `help` changes nothing.
fn parse_help(mut parser: Parser) -> Result<Command, Error> {
    match parser.next()? {
        None => Ok(Command::Help),
        Some(Arg::Value(command)) if command == "run" => Ok(Command::Help),
        Some(Arg::Value(command)) => Err(unknown_command(&command)),
        Some(option) => Err(option.unexpected()),
    }
}

fn parse_level(name: &str) -> Result<LogLevel, Error> {
    LogLevel::from_name(name).ok_or_else(|| {
        format!("unknown log level '{name}': it is debug, info, warning, error or off").into()
    })
}

fn unknown_command(name: &OsStr) -> Error {
    format!("unknown command '{}'", name.to_string_lossy()).into()
}

#[cfg(test)]
mod tests {
    use futures_script::LogLevel;
    use lexopt::Parser;

    use super::{Command, Run, parse_with};

    #[track_caller]
    fn check(line: &str, expect: Result<Command, &str>) {
        let command = parse_with(Parser::from_args(line.split_whitespace()));
        assert_eq!(
            command.map_err(|error| error.to_string()),
            expect.map_err(str::to_owned)
        );
    }

    #[test]
    fn commands() {
        let run = |arguments: &[&str]| Run {
            script: "a.rhai".into(),
            arguments: arguments.iter().copied().map(str::to_owned).collect(),
            log_level: LogLevel::Info,
            allow_unretrieved: false,
            quick: false,
        };
        check("run a.rhai", Ok(Command::Run(run(&[]))));
        check(
            "run a.rhai 1 --help -- x",
            Ok(Command::Run(run(&["1", "--help", "--", "x"]))),
        );
        check("run -- a.rhai x", Ok(Command::Run(run(&["x"]))));
        check(
            "run --log-level debug a.rhai --allow-unretrieved",
            Ok(Command::Run(Run {
                log_level: LogLevel::Debug,
                ..run(&["--allow-unretrieved"])
            })),
        );
        check(
            "run --allow-unretrieved --log-level=off a.rhai",
            Ok(Command::Run(Run {
                log_level: LogLevel::Off,
                allow_unretrieved: true,
                ..run(&[])
            })),
        );
        check(
            "run --quick a.rhai --quick",
            Ok(Command::Run(Run {
                quick: true,
                ..run(&["--quick"])
            })),
        );
        check("--help", Ok(Command::Help));
        check("run --help", Ok(Command::Help));
        check("help", Ok(Command::Help));
        check("help run", Ok(Command::Help));
        check("-V", Ok(Command::Version));
    }

    #[test]
    fn mistakes() {
        check("", Err("a command is missing"));
        check("run", Err("run: a script is missing"));
        check("walk a.rhai", Err("unknown command 'walk'"));
        check("run --fast a.rhai", Err("invalid option '--fast'"));
        check("-x", Err("invalid option '-x'"));
        check("help walk", Err("unknown command 'walk'"));
        check(
            "run --log-level loud a.rhai",
            Err("unknown log level 'loud': it is debug, info, warning, error or off"),
        );
    }
}
