//! Which of its commands `futures learn` is given, and what all of them share.

use std::io::{self, Write};
use std::process::ExitCode;

use crate::arguments::{Learn, LearnCommand};
use crate::learn::place::Place;
use crate::learn::progress::Progress;
use crate::learn::stops::Stops;
use crate::learn::trouble::Trouble;
use crate::learn::{copy, overview, prove, run, verify, watch};
use crate::signals::{self, Caught};
use crate::{USAGE_ERROR, report};

/// What a command about a course ends with, if nothing keeps it from its work.
pub(crate) type Done = Result<ExitCode, Trouble>;

/// What is not right yet.
pub(crate) const NOT_YET: u8 = 1;

/// A course, what is solved of it, and what ends a command early.
pub(crate) struct Desk {
    pub(crate) place: Place,
    pub(crate) progress: Progress,
    pub(crate) stops: Stops,
    caught: Caught,
}

impl Desk {
    /// The exit code of a command that somebody has ended.
    pub(crate) fn interrupted(&self) -> ExitCode {
        ExitCode::from(self.caught.exit_code().unwrap_or(NOT_YET))
    }
}

pub(crate) fn learn(what: Learn) -> ExitCode {
    match go(what) {
        Ok(code) => code,
        Err(trouble) => {
            trouble.report();
            ExitCode::from(USAGE_ERROR)
        }
    }
}

fn go(what: Learn) -> Done {
    let place = Place::find(what.course.as_deref())?;
    let progress = Progress::read(place.progress_file())?;
    let stops = Stops::default();
    let stopped = stops.clone();
    let caught = signals::watch(move |why| stopped.stop(why))
        .map_err(|error| Trouble::new(format!("cannot watch over scripts: {error}")))?;
    let mut desk = Desk {
        place,
        progress,
        stops,
        caught,
    };
    match what.command {
        LearnCommand::Overview => overview::overview(&mut desk),
        LearnCommand::List => overview::list(&desk),
        LearnCommand::Hint(name) => overview::hint(&desk, name.as_deref()),
        LearnCommand::Init(folder) => copy::init(&desk, &folder),
        LearnCommand::Reset(name) => copy::reset(&mut desk, &name),
        LearnCommand::Solution(name) => copy::solution(&desk, &name),
        LearnCommand::Verify => verify::verify(&mut desk),
        LearnCommand::Watch(name) => watch::watch(&mut desk, name.as_deref()),
        LearnCommand::Run(name) => run::run(&mut desk, name.as_deref()),
        LearnCommand::Test(what) => prove::test(&desk, &what),
    }
}

/// Prints a text, in one piece.
pub(crate) fn say(text: &str) {
    // Whoever reads may have gone.
    let _ = io::stdout().write_all(format!("{text}\n").as_bytes());
}

/// Says that the progress could not be kept, which is no reason to end.
pub(crate) fn tell_if_lost(kept: Result<(), Trouble>) {
    if let Err(trouble) = kept {
        match trouble {
            Trouble::Words { message, help } => {
                let help = help
                    .as_deref()
                    .unwrap_or("it counts, but is not remembered");
                report::warning(&message, help);
            }
            Trouble::Shown(text) => report::rendered(&text),
        }
    }
}
