//! The command line of `futures explore`.

use std::ffi::OsString;

use futures_script::Simulation;
use futures_script::futures_sim::Found;
use lexopt::{Arg, Error, Parser, ValueExt};

use crate::arguments::Command;
use crate::arguments::common::{rest, set_shared, unknown_option};
use crate::help::Topic;
use crate::options::Options;
use crate::simulation::{self, Search, Simulated};

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

pub(crate) fn parse(mut parser: Parser) -> Result<Command, Error> {
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
            Some(Arg::Long("expect")) => search.expect = Some(parser.value()?.into()),
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
