//! What the command line asks for.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::{Arg, Error, Parser, ValueExt};

pub(crate) const HELP: &str = "\
Runs scripts with thread pools and futures.

Usage: futures run SCRIPT [ARGS…]

Commands:
  run SCRIPT [ARGS…]  Run a script; it finds the arguments in ARGS

Options:
  -h, --help          Print this
  -V, --version       Print the version

Exit codes: 0 if all went well, 1 if the script failed, 2 if the command line or the script's
syntax is wrong; a script that calls exit(n) ends with n.";

/// What is to be done.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Run {
        script: PathBuf,
        arguments: Vec<String>,
    },
    Help,
    Version,
}

/// Reads the process's own command line.
pub(crate) fn parse() -> Result<Command, Error> {
    parse_with(Parser::from_env())
}

fn parse_with(mut parser: Parser) -> Result<Command, Error> {
    match parser.next()? {
        Some(Arg::Value(command)) if command == "run" => parse_run(parser),
        Some(Arg::Short('h') | Arg::Long("help")) => Ok(Command::Help),
        Some(Arg::Short('V') | Arg::Long("version")) => Ok(Command::Version),
        Some(Arg::Value(command)) => {
            Err(format!("unknown command '{}'", command.to_string_lossy()).into())
        }
        Some(option) => Err(option.unexpected()),
        None => Err("a command is missing".into()),
    }
}

/// Everything behind the script's name is the script's.
fn parse_run(mut parser: Parser) -> Result<Command, Error> {
    match parser.next()? {
        Some(Arg::Value(script)) => {
            let arguments: Result<Vec<String>, Error> = parser
                .raw_args()?
                .map(|argument: OsString| argument.string())
                .collect();
            Ok(Command::Run {
                script: script.into(),
                arguments: arguments?,
            })
        }
        Some(Arg::Short('h') | Arg::Long("help")) => Ok(Command::Help),
        Some(option) => Err(option.unexpected()),
        None => Err("run: a script is missing".into()),
    }
}

#[cfg(test)]
mod tests {
    use lexopt::Parser;

    use super::{Command, parse_with};

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
        let run = |arguments: &[&str]| {
            let arguments = arguments
                .iter()
                .map(|argument| (*argument).to_owned())
                .collect();
            Ok(Command::Run {
                script: "a.rhai".into(),
                arguments,
            })
        };
        check("run a.rhai", run(&[]));
        check("run a.rhai 1 --help -- x", run(&["1", "--help", "--", "x"]));
        check("run -- a.rhai x", run(&["x"]));
        check("--help", Ok(Command::Help));
        check("run --help", Ok(Command::Help));
        check("-V", Ok(Command::Version));
    }

    #[test]
    fn mistakes() {
        check("", Err("a command is missing"));
        check("run", Err("run: a script is missing"));
        check("walk a.rhai", Err("unknown command 'walk'"));
        check("run --fast a.rhai", Err("invalid option '--fast'"));
        check("-x", Err("invalid option '-x'"));
    }
}
