//! The command line of `futures run`.

use std::ffi::OsString;

use lexopt::{Arg, Error, Parser, ValueExt};

use crate::arguments::Command;
use crate::arguments::common::{rest, set_shared, unknown_option};
use crate::help::Topic;
use crate::options::Options;
use crate::simulation::{self, Simulated};

/// A script to run, and how.
#[derive(Debug, PartialEq)]
pub(crate) struct Run {
    /// A path, or `-`.
    pub(crate) script: OsString,
    pub(crate) arguments: Vec<String>,
    pub(crate) options: Options,
}

/// Everything behind the script's name is the script's.
pub(crate) fn parse(mut parser: Parser) -> Result<Command, Error> {
    let mut options = Options::default();
    let mut is_simulated = false;
    let mut simulated = Simulated::default();
    // An option that may have a value, but had none, right before what is read now.
    let mut bare = None;
    let script = loop {
        let before = bare.take();
        match parser.next()? {
            Some(Arg::Value(script)) => {
                bare = before;
                break script;
            }
            Some(Arg::Short('h') | Arg::Long("help")) => return Ok(Command::Help(Topic::Run)),
            Some(Arg::Long("timeline")) => options.set_timeline(&parser.value()?.string()?)?,
            Some(Arg::Long("output")) => options.set_output(&parser.value()?.string()?)?,
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
            Some(Arg::Long("record-answers")) => {
                options.record_answers = Some(parser.value()?.into());
            }
            Some(Arg::Long("sim-log")) => simulated.log = Some(parser.value()?.into()),
            Some(Arg::Short('q')) => options.quiet = true,
            Some(Arg::Long(name)) if Options::SHARED.contains(&name) => {
                let name = name.to_owned();
                let n_given = options.allowed.given().count();
                set_shared(&mut options, &name, &mut parser)?;
                let given = options.allowed.given().nth(n_given);
                bare = given.filter(|given| !given.contains('='));
            }
            Some(option) => return Err(unknown_option(&option, &Options::NAMES)),
            None => return Err("run: a script is missing".into()),
        }
    };
    if is_simulated {
        simulated.check()?;
        if options.record_answers.is_some() {
            return Err("--record-answers is for real runs: leave out --sim".into());
        }
        options.simulated = Some(simulated);
    } else if let Some(option) = simulated.first_option() {
        return Err(format!("{option} is for simulated runs: add --sim, or --sim=SEED").into());
    } else if options.answers.is_some() {
        return Err("--answers is for simulated runs: add --sim, or --sim=SEED".into());
    }
    let arguments = rest(&mut parser)?;
    if let Some(option) = bare
        && option != "--allow-all"
        && !is_script(&script.to_string_lossy())
        && arguments.iter().any(|argument| is_script(argument))
    {
        let value = script.display();
        return Err(format!(
            "{option} {value}: a value stands behind an equals sign, {option}={value}"
        )
        .into());
    }
    Ok(Command::Run(Box::new(Run {
        script,
        arguments,
        options,
    })))
}

fn is_script(name: &str) -> bool {
    name.ends_with(".rhai")
}
