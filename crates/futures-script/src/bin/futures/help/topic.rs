//! What there is help about, and what is said about all of it.

use crate::help::api::API;
use crate::help::check::CHECK;
use crate::help::explore::EXPLORE;
use crate::help::learn;
use crate::help::repl::REPL;
use crate::help::run::RUN;
use crate::help::test::TEST;

/// What somebody wants to know about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Topic {
    Everything,
    Api,
    Check,
    Run,
    Explore,
    /// Of `futures learn`, or of one of its commands.
    Learn(Option<&'static str>),
    Repl,
    Test,
}

impl Topic {
    pub(crate) fn text(self) -> &'static str {
        match self {
            Topic::Everything => EVERYTHING,
            Topic::Api => API,
            Topic::Check => CHECK,
            Topic::Run => RUN,
            Topic::Explore => EXPLORE,
            Topic::Learn(command) => learn::page(command),
            Topic::Repl => REPL,
            Topic::Test => TEST,
        }
    }
}

const EVERYTHING: &str = "\
Runs and tests scripts with thread pools and futures.

Usage: futures COMMAND

Commands:
  run SCRIPT [ARGS…]    Run a script
  explore SCRIPT [ARGS…]
                        Run it in many schedules, in search of one in which it fails
  check FILE|DIR…       Look at scripts without running them, and say what is wrong
  repl [FILE [ARGS…]]   Type statements and see at once what they do
  test [PATHS…]         Run scripts, and compare what they print with their snapshots
  learn [COMMAND]       Learn futures and pools by exercises
  api [NAME…]           Print the reference of the language, or what it says about a name
  help [COMMAND]        Say more about a command, or print this

Options:
  -h, --help            Print this
  -V, --version         Print the version

Examples:
  futures run scripts/tour.rhai
  futures help run";
