//! What the command line asks for.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use futures_script::futures_sim::Found;
use futures_script::{Simulation, closest};
use lexopt::{Arg, Error, Parser, ValueExt};

use crate::help::Topic;
use crate::options::Options;
use crate::simulation::{self, Search, Simulated};

/// What is to be done.
#[derive(Debug, PartialEq)]
pub(crate) enum Command {
    Run(Box<Run>),
    Explore(Box<Explore>),
    Help(Topic),
    Version,
}

/// A script to run, and how.
#[derive(Debug, PartialEq)]
pub(crate) struct Run {
    /// A path, or `-`.
    pub(crate) script: OsString,
    pub(crate) arguments: Vec<String>,
    pub(crate) options: Options,
}

/// A script to run in many schedules, and how.
#[derive(Debug, PartialEq)]
pub(crate) struct Explore {
    /// A path, or `-`.
    pub(crate) script: OsString,
    pub(crate) arguments: Vec<String>,
    pub(crate) options: Options,
    pub(crate) search: Search,
}

impl Explore {
    /// What its runs are run with.
    pub(crate) fn simulation(&self) -> Simulation {
        let bound = Simulated {
            max_steps: self.search.max_steps,
            ..Simulated::default()
        };
        bound.simulation()
    }

    /// The options of a single run, which has all the time that it needs: the limit is that of the search.
    pub(crate) fn options_of_runs(&self) -> Options {
        Options {
            timeout: None,
            timeline: None,
            ..self.options.clone()
        }
    }

    /// The options of the run that shows what was found.
    pub(crate) fn options_of_replay(&self, found: &Found) -> Options {
        let simulated = Simulated {
            seed: Some(found.seed),
            scheduler: None,
            replay: Some(found.schedule.clone()),
            max_steps: self.search.max_steps,
            log: None,
        };
        Options {
            simulated: Some(simulated),
            ..self.options_of_runs()
        }
    }
}

/// What is wrong with a command line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mistake {
    pub(crate) text: String,
    /// What to type to learn more.
    pub(crate) help: &'static str,
}

/// The names of the commands.
const COMMANDS: [&str; 3] = ["explore", "help", "run"];

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
            parse_run(parser)
        }
        Some(Arg::Value(command)) if command == "explore" => {
            *help = "futures explore --help";
            parse_explore(parser)
        }
        Some(Arg::Value(command)) if command == "help" => parse_help(parser),
        Some(Arg::Short('h') | Arg::Long("help")) => Ok(Command::Help(Topic::Everything)),
        Some(Arg::Short('V') | Arg::Long("version")) => Ok(Command::Version),
        Some(Arg::Value(command)) => Err(unknown_command(&command)),
        Some(option) => Err(unknown_option(&option, &["help", "version"])),
        None => Err("a command is missing".into()),
    }
}

/// Everything behind the script's name is the script's.
fn parse_run(mut parser: Parser) -> Result<Command, Error> {
    let mut options = Options::default();
    let mut is_simulated = false;
    let mut simulated = Simulated::default();
    let script = loop {
        match parser.next()? {
            Some(Arg::Value(script)) => break script,
            Some(Arg::Short('h') | Arg::Long("help")) => return Ok(Command::Help(Topic::Run)),
            Some(Arg::Long("timeline")) => options.set_timeline(&parser.value()?.string()?)?,
            Some(Arg::Long("sim")) => {
                is_simulated = true;
                if let Some(seed) = parser.optional_value() {
                    simulated.seed = Some(simulation::seed("--sim", &seed.string()?)?);
                }
            }
            Some(Arg::Long("scheduler")) => {
                simulated.scheduler = Some(simulation::scheduler(&parser.value()?.string()?)?);
            }
            Some(Arg::Long("replay")) => {
                simulated.replay = Some(simulation::schedule(&parser.value()?.string()?)?);
            }
            Some(Arg::Long("max-steps")) => {
                let steps = parser.value()?.string()?;
                simulated.max_steps = Some(simulation::count("--max-steps", &steps)?);
            }
            Some(Arg::Long("sim-log")) => simulated.log = Some(parser.value()?.into()),
            Some(Arg::Short('q')) => options.quiet = true,
            Some(Arg::Long(name)) if Options::SHARED.contains(&name) => {
                let name = name.to_owned();
                set_shared(&mut options, &name, &mut parser)?;
            }
            Some(option) => return Err(unknown_option(&option, &Options::NAMES)),
            None => return Err("run: a script is missing".into()),
        }
    };
    if is_simulated {
        simulated.check()?;
        options.simulated = Some(simulated);
    } else if let Some(option) = simulated.first_option() {
        return Err(format!("{option} is for simulated runs: add --sim, or --sim=SEED").into());
    }
    Ok(Command::Run(Box::new(Run {
        script,
        arguments: rest(&mut parser)?,
        options,
    })))
}

fn parse_explore(mut parser: Parser) -> Result<Command, Error> {
    let mut options = Options::default();
    let mut search = Search::default();
    let script = loop {
        match parser.next()? {
            Some(Arg::Value(script)) => break script,
            Some(Arg::Short('h') | Arg::Long("help")) => return Ok(Command::Help(Topic::Explore)),
            Some(Arg::Long("seeds")) => {
                search.seeds = simulation::count("--seeds", &parser.value()?.string()?)?;
            }
            Some(Arg::Long("first-seed")) => {
                search.first_seed = simulation::seed("--first-seed", &parser.value()?.string()?)?;
            }
            Some(Arg::Long("scheduler")) => {
                search.strategy = simulation::strategy(&parser.value()?.string()?)?;
            }
            Some(Arg::Long("max-steps")) => {
                let steps = parser.value()?.string()?;
                search.max_steps = Some(simulation::count("--max-steps", &steps)?);
            }
            Some(Arg::Short('q')) => options.quiet = true,
            Some(Arg::Long(name)) if Options::SHARED.contains(&name) => {
                let name = name.to_owned();
                set_shared(&mut options, &name, &mut parser)?;
            }
            Some(option) => {
                let known = [&Search::NAMES[..], &Options::SHARED].concat();
                return Err(unknown_option(&option, &known));
            }
            None => return Err("explore: a script is missing".into()),
        }
    };
    Ok(Command::Explore(Box::new(Explore {
        script,
        arguments: rest(&mut parser)?,
        options,
        search,
    })))
}

/// An option of every command that runs scripts, one of [`Options::SHARED`].
fn set_shared(options: &mut Options, name: &str, parser: &mut Parser) -> Result<(), Error> {
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
fn rest(parser: &mut Parser) -> Result<Vec<String>, Error> {
    let arguments = parser.raw_args()?;
    arguments
        .map(|argument: OsString| argument.string())
        .collect()
}

fn parse_help(mut parser: Parser) -> Result<Command, Error> {
    match parser.next()? {
        None => Ok(Command::Help(Topic::Everything)),
        Some(Arg::Value(command)) if command == "run" => Ok(Command::Help(Topic::Run)),
        Some(Arg::Value(command)) if command == "explore" => Ok(Command::Help(Topic::Explore)),
        Some(Arg::Value(command)) if command == "help" => Ok(Command::Help(Topic::Everything)),
        Some(Arg::Value(command)) => Err(unknown_command(&command)),
        Some(option) => Err(unknown_option(&option, &[])),
    }
}

fn unknown_command(name: &OsStr) -> Error {
    let shown = name.to_string_lossy();
    let hint = match closest(&shown, COMMANDS) {
        Some(meant) => format!("; did you mean '{meant}'?"),
        None if Path::new(name).extension().is_some() => {
            format!("; did you mean 'futures run {shown}'?")
        }
        None => String::new(),
    };
    format!("unknown command '{shown}'{hint}").into()
}

fn unknown_option(option: &Arg<'_>, known: &[&str]) -> Error {
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures_script::LogLevel;
    use lexopt::Parser;

    use super::{Command, Run, parse_with};
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
            log_level: LogLevel::Off,
            allow_unretrieved: true,
            quick: true,
            quiet: true,
            timeline: Some(Timeline::Text),
            timeout: Some(Duration::from_millis(1500)),
            max_operations: Some(10_000),
            simulated: None,
        };
        check_run(
            "run --allow-unretrieved --log-level=off --quick -q --timeline - --timeout 1.5 --max-operations=10_000 a.rhai",
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
            "run --quiet=yes a.rhai",
            Err("unexpected argument for option '--quiet': \"yes\""),
        );
    }
}
