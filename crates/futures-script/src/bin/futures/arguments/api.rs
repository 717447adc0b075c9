//! The command line of `futures api`.

use std::path::PathBuf;

use lexopt::{Arg, Error, Parser, ValueExt};

use crate::arguments::Command;
use crate::arguments::common::unknown_option;
use crate::help::Topic;

/// What of the reference is wanted, and how.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Api {
    pub(crate) wanted: Wanted,
    /// As JSON.
    pub(crate) json: bool,
}

/// What of the reference is wanted.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// A line on each entry.
    List,
    /// What there is about these names.
    Names(Vec<String>),
    /// Where this word appears.
    Search(String),
    /// All of it, as files in this folder.
    Files(PathBuf),
}

/// The names of the options.
const NAMES: [&str; 4] = ["help", "json", "markdown", "search"];

pub(crate) fn parse(mut parser: Parser) -> Result<Command, Error> {
    let mut names = Vec::new();
    let mut json = false;
    let mut other = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Value(name) => names.push(name.string()?),
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help(Topic::Api)),
            Arg::Long("json") => json = true,
            Arg::Long("search") => other = Some(Wanted::Search(parser.value()?.string()?)),
            Arg::Long("markdown") => other = Some(Wanted::Files(parser.value()?.into())),
            option => return Err(unknown_option(&option, &NAMES)),
        }
    }
    let wanted = match other {
        Some(Wanted::Files(_)) if json => {
            return Err("--json and --markdown do not go together".into());
        }
        Some(_) if !names.is_empty() => {
            return Err("a NAME goes neither with --search nor with --markdown".into());
        }
        Some(other) => other,
        None if names.is_empty() => Wanted::List,
        None => Wanted::Names(names),
    };
    Ok(Command::Api(Api { wanted, json }))
}
