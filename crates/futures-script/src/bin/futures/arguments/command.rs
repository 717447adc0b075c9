//! Which command it is, and help about each.

use std::ffi::OsStr;
use std::path::Path;

use futures_script::closest;
use lexopt::{Arg, Error, Parser};

use crate::arguments::common::unknown_option;
use crate::arguments::{
    Api, Check, Explore, Learn, Repl, Run, Test, api, check, explore, learn, repl, run, test,
};
use crate::help::Topic;

/// What is to be done.
#[derive(Debug, PartialEq)]
pub(crate) enum Command {
    Api(Api),
    Check(Check),
    Run(Box<Run>),
    Explore(Box<Explore>),
    Learn(Learn),
    Repl(Box<Repl>),
    Test(Box<Test>),
    Help(Topic),
    Version,
}

/// What is wrong with a command line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mistake {
    pub(crate) text: String,
    /// What to type to learn more.
    pub(crate) help: &'static str,
}

/// The names of the commands.
const COMMANDS: [&str; 8] = [
    "api", "check", "explore", "help", "learn", "repl", "run", "test",
];

/// Reads the process's own command line.
pub(crate) fn parse() -> Result<Command, Mistake> {
    parse_with(Parser::from_env())
}

fn parse_with(parser: Parser) -> Result<Command, Mistake> {
    let mut help = "futures --help";
    parse_command(parser, &mut help).map_err(|error| Mistake {
        text: error.to_string(),
        help,
    })
}

/// Sets `help` to what helps with the command that was found.
fn parse_command(mut parser: Parser, help: &mut &'static str) -> Result<Command, Error> {
    match parser.next()? {
        Some(Arg::Value(command)) if command == "run" => {
            *help = "futures run --help";
            run::parse(parser)
        }
        Some(Arg::Value(command)) if command == "api" => {
            *help = "futures api --help";
            api::parse(parser)
        }
        Some(Arg::Value(command)) if command == "check" => {
            *help = "futures check --help";
            check::parse(parser)
        }
        Some(Arg::Value(command)) if command == "explore" => {
            *help = "futures explore --help";
            explore::parse(parser)
        }
        Some(Arg::Value(command)) if command == "learn" => {
            *help = "futures learn --help";
            learn::parse(parser)
        }
        Some(Arg::Value(command)) if command == "repl" => {
            *help = "futures repl --help";
            repl::parse(parser)
        }
        Some(Arg::Value(command)) if command == "test" => {
            *help = "futures test --help";
            test::parse(parser)
        }
        Some(Arg::Value(command)) if command == "help" => parse_help(parser),
        Some(Arg::Short('h') | Arg::Long("help")) => Ok(Command::Help(Topic::Everything)),
        Some(Arg::Short('V') | Arg::Long("version")) => Ok(Command::Version),
        Some(Arg::Value(command)) => Err(unknown_command(&command)),
        Some(option) => Err(unknown_option(&option, &["help", "version"])),
        None => Err("a command is missing".into()),
    }
}

fn parse_help(mut parser: Parser) -> Result<Command, Error> {
    match parser.next()? {
        None => Ok(Command::Help(Topic::Everything)),
        Some(Arg::Value(command)) if command == "api" => Ok(Command::Help(Topic::Api)),
        Some(Arg::Value(command)) if command == "check" => Ok(Command::Help(Topic::Check)),
        Some(Arg::Value(command)) if command == "run" => Ok(Command::Help(Topic::Run)),
        Some(Arg::Value(command)) if command == "explore" => Ok(Command::Help(Topic::Explore)),
        Some(Arg::Value(command)) if command == "learn" => learn::parse_help(parser),
        Some(Arg::Value(command)) if command == "repl" => Ok(Command::Help(Topic::Repl)),
        Some(Arg::Value(command)) if command == "test" => Ok(Command::Help(Topic::Test)),
        Some(Arg::Value(command)) if command == "help" => Ok(Command::Help(Topic::Everything)),
        Some(Arg::Value(command)) => Err(unknown_command(&command)),
        Some(option) => Err(unknown_option(&option, &[])),
    }
}

fn unknown_command(name: &OsStr) -> Error {
    let shown = name.to_string_lossy();
    let hint = match closest(&shown, COMMANDS) {
        Some(meant) => format!("; did you mean '{meant}'?"),
        None if !shown.is_empty() && shown.chars().all(|char| char.is_ascii_digit()) => {
            format!("; did you mean 'futures learn run {shown}', which tries an exercise?")
        }
        None if Path::new(name).extension().is_some() => {
            format!("; did you mean 'futures run {shown}'?")
        }
        None => String::new(),
    };
    format!("unknown command '{shown}'{hint}").into()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures_script::LogLevel;
    use lexopt::Parser;

    use super::{Command, Run, parse_with};
    use crate::allowed::Allowed;
    use crate::help::Topic;
    use crate::options::{Options, Timeline};

    #[track_caller]
    fn check(line: &str, expect: Result<Command, &str>) {
        let command = parse_with(Parser::from_args(line.split_whitespace()));
        assert_eq!(
            command.map_err(|mistake| mistake.text),
            expect.map_err(str::to_owned)
        );
    }

    #[track_caller]
    fn check_run(line: &str, arguments: &[&str], options: Options) {
        let run = Run {
            script: "a.rhai".into(),
            arguments: arguments.iter().copied().map(str::to_owned).collect(),
            options,
        };
        check(line, Ok(Command::Run(Box::new(run))));
    }

    #[test]
    fn commands() {
        let none = Options::default;
        check_run("run a.rhai", &[], none());
        check_run(
            "run a.rhai 1 --help -- x",
            &["1", "--help", "--", "x"],
            none(),
        );
        check_run("run -- a.rhai x", &["x"], none());
        check("--help", Ok(Command::Help(Topic::Everything)));
        check("help", Ok(Command::Help(Topic::Everything)));
        check("run --help", Ok(Command::Help(Topic::Run)));
        check("run -q -h", Ok(Command::Help(Topic::Run)));
        check("help run", Ok(Command::Help(Topic::Run)));
        check("api -h", Ok(Command::Help(Topic::Api)));
        check("repl -h", Ok(Command::Help(Topic::Repl)));
        check("help repl", Ok(Command::Help(Topic::Repl)));
        check("-V", Ok(Command::Version));
    }

    #[test]
    fn options_stand_before_the_script() {
        let debug = Options {
            log_level: LogLevel::Debug,
            ..Options::default()
        };
        check_run("run --log-level debug a.rhai --quiet", &["--quiet"], debug);
        let all = Options {
            answers: None,
            ca_certs: Vec::new(),
            record_answers: None,
            log_level: LogLevel::Off,
            allow_unretrieved: true,
            allowed: Allowed::default(),
            quick: true,
            quiet: true,
            timeline: Some(Timeline::Text),
            timeout: Some(Duration::from_millis(1500)),
            max_operations: Some(10_000),
            is_grouped: true,
            simulated: None,
        };
        check_run(
            "run --allow-unretrieved --log-level=off --quick -q --timeline - --timeout 1.5 --max-operations=10_000 --output=grouped a.rhai",
            &[],
            all,
        );
    }

    #[test]
    fn standard_input_is_a_script_too() {
        let command = parse_with(Parser::from_args(["run", "-", "x"]));
        let Ok(Command::Run(run)) = command else {
            panic!("{command:?}");
        };
        assert_eq!(
            (run.script, run.arguments),
            ("-".into(), vec!["x".to_owned()])
        );
    }

    #[test]
    fn mistakes() {
        check("", Err("a command is missing"));
        check("run", Err("run: a script is missing"));
        check("walk a.rhai", Err("unknown command 'walk'"));
        check(
            "rum a.rhai",
            Err("unknown command 'rum'; did you mean 'run'?"),
        );
        check(
            "tour.rhai",
            Err("unknown command 'tour.rhai'; did you mean 'futures run tour.rhai'?"),
        );
        check("help walk", Err("unknown command 'walk'"));
        check("-x", Err("unknown option '-x'"));
        check(
            "--verison",
            Err("unknown option '--verison'; did you mean '--version'?"),
        );
        check("run --fast a.rhai", Err("unknown option '--fast'"));
        check(
            "run --tiemout 1 a.rhai",
            Err("unknown option '--tiemout'; did you mean '--timeout'?"),
        );
        check(
            "run --timeout",
            Err("missing argument for option '--timeout'"),
        );
        check(
            "run --allow-read data --allow-net a.rhai",
            Err("--allow-read data: a value stands behind an equals sign, --allow-read=data"),
        );
        check(
            "run --quiet=yes a.rhai",
            Err("unexpected argument for option '--quiet': \"yes\""),
        );
    }
}
