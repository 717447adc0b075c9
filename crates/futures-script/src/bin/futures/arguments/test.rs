//! The command line of `futures test`.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use futures_script::closest;
use lexopt::{Arg, Error, Parser, ValueExt};

use crate::arguments::common::{set_shared, unknown_option};
use crate::arguments::{Command, Filter};
use crate::help::Topic;
use crate::options::Options;
use crate::simulation;

/// How long a script may take if nothing is said.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Scripts to test, and how.
#[derive(Debug, PartialEq)]
pub(crate) struct Test {
    /// Files and folders.
    pub(crate) paths: Vec<OsString>,
    /// Those of the scripts, and whether to be quiet.
    pub(crate) options: Options,
    pub(crate) accepts: bool,
    pub(crate) fails_fast: bool,
    pub(crate) filter: Option<Filter>,
    pub(crate) jobs: Option<usize>,
    pub(crate) junit: Option<PathBuf>,
    pub(crate) lists: bool,
    pub(crate) seeds: Option<u64>,
    pub(crate) timeout: Duration,
    pub(crate) unreferenced: Unreferenced,
}

/// What to do about snapshots without a script; the words are those of `cargo insta`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Unreferenced {
    #[default]
    Warn,
    Ignore,
    Reject,
    Delete,
}

impl Test {
    /// What its own options are called, without the hyphens.
    const NAMES: [&str; 9] = [
        "accept",
        "fail-fast",
        "filter",
        "help",
        "jobs",
        "junit",
        "list",
        "seeds",
        "unreferenced",
    ];

    /// The options for the command that runs each script.
    pub(crate) fn words(&self) -> Vec<String> {
        self.options.words()
    }
}

impl Default for Test {
    fn default() -> Self {
        Test {
            paths: Vec::new(),
            options: Options::default(),
            accepts: false,
            fails_fast: false,
            filter: None,
            jobs: None,
            junit: None,
            lists: false,
            seeds: None,
            timeout: TIMEOUT,
            unreferenced: Unreferenced::Warn,
        }
    }
}

impl Unreferenced {
    fn from_name(name: &str) -> Result<Self, String> {
        Ok(match name {
            "warn" => Unreferenced::Warn,
            "ignore" => Unreferenced::Ignore,
            "reject" => Unreferenced::Reject,
            "delete" => Unreferenced::Delete,
            _ => {
                let hint = match closest(name, ["warn", "ignore", "reject", "delete"]) {
                    Some(meant) => format!("; did you mean '{meant}'?"),
                    None => String::new(),
                };
                return Err(format!(
                    "--unreferenced must be warn, ignore, reject or delete, not '{name}'{hint}"
                ));
            }
        })
    }
}

/// Options may stand between the paths.
pub(crate) fn parse(mut parser: Parser) -> Result<Command, Error> {
    let mut test = Test::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Value(path) => test.paths.push(path),
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help(Topic::Test)),
            Arg::Short('q') => test.options.quiet = true,
            Arg::Long("accept") => test.accepts = true,
            Arg::Long("fail-fast") => test.fails_fast = true,
            Arg::Long("list") => test.lists = true,
            Arg::Long("filter") => test.filter = Some(Filter::new(parser.value()?.string()?)),
            Arg::Long("jobs") => {
                let jobs = simulation::count("--jobs", &parser.value()?.string()?)?;
                test.jobs = Some(usize::try_from(jobs).unwrap_or(usize::MAX));
            }
            Arg::Long("junit") => test.junit = Some(parser.value()?.into()),
            Arg::Long("seeds") => {
                let seeds = parser.value()?.string()?;
                test.seeds = Some(simulation::count("--seeds", &seeds)?);
            }
            Arg::Long("unreferenced") => {
                test.unreferenced = Unreferenced::from_name(&parser.value()?.string()?)?;
            }
            Arg::Long("answers") => {
                return Err(
                    "a script names its answers itself, by a line at its top: //! answers: FILE"
                        .into(),
                );
            }
            Arg::Long(name) if Options::SHARED.contains(&name) => {
                let name = name.to_owned();
                set_shared(&mut test.options, &name, &mut parser)?;
            }
            option => {
                let known = [&Test::NAMES[..], &Options::SHARED].concat();
                return Err(unknown_option(&option, &known));
            }
        }
    }
    if test.paths.is_empty() {
        test.paths.push(".".into());
    }
    if let Some(timeout) = test.options.timeout.take() {
        test.timeout = timeout;
    }
    Ok(Command::Test(Box::new(test)))
}
