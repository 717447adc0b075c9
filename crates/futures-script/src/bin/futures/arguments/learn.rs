//! The command line of `futures learn`.

use std::path::PathBuf;

use futures_script::closest;
use lexopt::{Arg, Error, Parser, ValueExt};

use crate::arguments::Command;
use crate::arguments::common::unknown_option;
use crate::help::Topic;
use crate::simulation;

/// What is to be done with a course.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Learn {
    /// The folder of the course, if it is not the one around here.
    pub(crate) course: Option<PathBuf>,
    pub(crate) command: LearnCommand,
}

/// What is to be done.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum LearnCommand {
    /// Say how far one has come, and what comes next.
    Overview,
    List,
    Hint(Option<String>),
    Init(PathBuf),
    Run(Option<String>),
    Reset(String),
    Solution(String),
    Verify,
    Watch(Option<String>),
    Test(ProveCourse),
}

/// How a course is proved.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct ProveCourse {
    /// Which exercises, all if none is named.
    pub(crate) names: Vec<String>,
    pub(crate) jobs: Option<usize>,
    /// Print what a learner is told by each check.
    pub(crate) words: bool,
    /// Say nothing of exercises that are as they should be.
    pub(crate) quiet: bool,
}

/// The commands of `futures learn`.
const COMMANDS: [&str; 9] = [
    "hint", "init", "list", "reset", "run", "solution", "test", "verify", "watch",
];

/// The names of the options.
const NAMES: [&str; 5] = ["course", "help", "jobs", "quiet", "words"];

pub(crate) fn parse(mut parser: Parser) -> Result<Command, Error> {
    let mut course = None;
    let mut words: Vec<String> = Vec::new();
    let mut prove = ProveCourse::default();
    let mut of_test = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Value(word) => words.push(word.string()?),
            Arg::Short('h') | Arg::Long("help") => {
                let command = words.first().map(String::as_str);
                return Ok(Command::Help(Topic::Learn(known(command))));
            }
            Arg::Long("course") => course = Some(PathBuf::from(parser.value()?)),
            Arg::Long("jobs") => {
                let jobs = simulation::count("--jobs", &parser.value()?.string()?)?;
                prove.jobs = Some(usize::try_from(jobs).unwrap_or(usize::MAX));
                of_test = Some("--jobs");
            }
            Arg::Long("words") => {
                prove.words = true;
                of_test = Some("--words");
            }
            Arg::Short('q') | Arg::Long("quiet") => {
                prove.quiet = true;
                of_test = Some("--quiet");
            }
            option => return Err(unknown_option(&option, &NAMES)),
        }
    }
    let mut words = words.into_iter();
    let command = words.next().unwrap_or_default();
    if let Some(option) = of_test
        && command != "test"
    {
        return Err(format!("{option} belongs to `futures learn test`").into());
    }
    let command = match command.as_str() {
        "" => LearnCommand::Overview,
        "list" => LearnCommand::List,
        "hint" => LearnCommand::Hint(words.next()),
        "init" => match words.next() {
            Some(folder) => LearnCommand::Init(folder.into()),
            None => return Err("learn init: where to? As in `futures learn init course`".into()),
        },
        "reset" => LearnCommand::Reset(named(&command, words.next())?),
        "solution" => LearnCommand::Solution(named(&command, words.next())?),
        "verify" => LearnCommand::Verify,
        "watch" => LearnCommand::Watch(words.next()),
        "run" => LearnCommand::Run(words.next()),
        "test" => {
            prove.names = words.by_ref().collect();
            LearnCommand::Test(prove)
        }
        "help" => {
            let of = words.next();
            let found = known(of.as_deref());
            return match of {
                Some(of) if found.is_none() => Err(unknown(&of)),
                _ => Ok(Command::Help(Topic::Learn(found))),
            };
        }
        other => return Err(unknown(other)),
    };
    if let Some(word) = words.next() {
        return Err(too_many(&command, &word));
    }
    Ok(Command::Learn(Learn { course, command }))
}

/// `futures help learn`, perhaps with one of its commands.
pub(crate) fn parse_help(mut parser: Parser) -> Result<Command, Error> {
    let command = match parser.next()? {
        Some(Arg::Value(command)) => Some(command.string()?),
        Some(option) => return Err(unknown_option(&option, &[])),
        None => None,
    };
    let found = known(command.as_deref());
    if let (Some(command), None) = (&command, found) {
        return Err(unknown(command));
    }
    Ok(Command::Help(Topic::Learn(found)))
}

/// One of the commands, by its name.
fn known(command: Option<&str>) -> Option<&'static str> {
    COMMANDS.into_iter().find(|known| Some(*known) == command)
}

fn too_many(command: &LearnCommand, word: &str) -> Error {
    match command {
        LearnCommand::Init(_) => format!(
            "learn init: one folder, and '{word}' is one word too many; a name with blanks stands in quotes"
        ),
        LearnCommand::Overview | LearnCommand::List | LearnCommand::Verify => {
            format!("learn: this is about all exercises, and '{word}' is one word too many")
        }
        _ => format!("learn: one exercise at a time, and '{word}' is one too many"),
    }
    .into()
}

fn unknown(command: &str) -> Error {
    let is_exercise = command.starts_with(|first: char| first.is_ascii_digit());
    let hint = match closest(command, COMMANDS) {
        _ if is_exercise || command.ends_with(".rhai") => {
            format!("; did you mean 'futures learn run {command}'?")
        }
        _ if ["next", "start", "begin", "continue", "learn"].contains(&command) => {
            "; did you mean 'futures learn', which says what comes next?".to_owned()
        }
        Some(meant) => format!("; did you mean '{meant}'?"),
        None if closest(command, ["learn"]).is_some() => {
            "; did you mean 'futures learn'?".to_owned()
        }
        None => format!(
            "; there are {}, and `futures learn run NAME` tries an exercise",
            COMMANDS.join(", ")
        ),
    };
    format!("learn: unknown command '{command}'{hint}").into()
}

/// The name of an exercise for a command that does not take the next one by itself.
fn named(command: &str, name: Option<String>) -> Result<String, Error> {
    name.ok_or_else(|| {
        format!("learn {command}: which exercise? As in `futures learn {command} 3`").into()
    })
}
