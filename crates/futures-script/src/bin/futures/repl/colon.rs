//! The commands of the shell, which begin with a colon.

use futures_script::closest;

/// A command of the shell.
#[derive(Debug)]
pub(crate) struct Command {
    /// Its name without the colon.
    pub(crate) name: &'static str,
    pub(crate) what: What,
    /// What stands behind it.
    pub(crate) argument: Argument,
    /// How that is written.
    pub(crate) shown: &'static str,
    /// What it does.
    pub(crate) summary: &'static str,
}

/// Which command it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Check,
    Clear,
    Futures,
    Help,
    Load,
    Pools,
    Quit,
    Save,
    Threads,
    Time,
    Timeline,
    Vars,
}

/// What stands behind a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Argument {
    Nothing,
    File,
    /// An input.
    Input,
    /// Something that the reference knows.
    Topic,
}

/// All of them, in the order of their names.
pub(crate) const COMMANDS: [Command; 13] = [
    command(
        "check",
        What::Check,
        Argument::Nothing,
        "",
        "What `futures check` says about all that was entered and worked",
    ),
    command(
        "clear",
        What::Clear,
        Argument::Nothing,
        "",
        "A fresh session: what runs is stopped, all names are gone",
    ),
    command(
        "futures",
        What::Futures,
        Argument::Nothing,
        "",
        "The futures, each with its state and where it was submitted",
    ),
    command(
        "help",
        What::Help,
        Argument::Topic,
        "[NAME]",
        "What the reference says about a name; without one, this",
    ),
    command(
        "load",
        What::Load,
        Argument::File,
        "FILE",
        "Runs a script here",
    ),
    command(
        "pools",
        What::Pools,
        Argument::Nothing,
        "",
        "The pools, and how much they have to do",
    ),
    command(
        "quit",
        What::Quit,
        Argument::Nothing,
        "",
        "Ends the shell, when all that runs has ended",
    ),
    command(
        "reset",
        What::Clear,
        Argument::Nothing,
        "",
        "The same as `:clear`",
    ),
    command(
        "save",
        What::Save,
        Argument::File,
        "FILE",
        "Writes what was entered and worked as a script; `:save!` also over a file",
    ),
    command(
        "threads",
        What::Threads,
        Argument::Nothing,
        "",
        "The threads that were made by hand",
    ),
    command(
        "time",
        What::Time,
        Argument::Input,
        "EXPR",
        "Runs it, and says how long that took",
    ),
    command(
        "timeline",
        What::Timeline,
        Argument::Nothing,
        "",
        "Draws what has happened: a lane for each worker",
    ),
    command(
        "vars",
        What::Vars,
        Argument::Nothing,
        "",
        "The variables and the functions",
    ),
];

const fn command(
    name: &'static str,
    what: What,
    argument: Argument,
    shown: &'static str,
    summary: &'static str,
) -> Command {
    Command {
        name,
        what,
        argument,
        shown,
        summary,
    }
}

/// The command of this name, or the only one that begins so.
///
/// # Errors
/// What is wrong with the name.
pub(crate) fn find(name: &str) -> Result<&'static Command, String> {
    if let Some(exact) = COMMANDS.iter().find(|command| command.name == name) {
        return Ok(exact);
    }
    let begun: Vec<&Command> = COMMANDS
        .iter()
        .filter(|command| !name.is_empty() && command.name.starts_with(name))
        .collect();
    match begun[..] {
        [only] => Ok(only),
        [] => {
            let names = COMMANDS.iter().map(|command| command.name);
            Err(match closest(name, names) {
                Some(meant) => format!("there is no command ':{name}'; did you mean ':{meant}'?"),
                None => {
                    format!("there is no command ':{name}'; ':help' lists those that there are")
                }
            })
        }
        _ => {
            let names: Vec<String> = begun
                .iter()
                .map(|command| format!(":{}", command.name))
                .collect();
            Err(format!("':{name}' may be {}", names.join(" or ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{COMMANDS, find};

    #[track_caller]
    fn check(name: &str, expect: Result<&str, &str>) {
        let found = find(name).map(|command| command.name);
        assert_eq!(found, expect.map_err(str::to_owned));
    }

    #[test]
    fn commands_are_found() {
        check("pools", Ok("pools"));
        check("q", Ok("quit"));
        check("time", Ok("time"));
        check("timel", Ok("timeline"));
        check("t", Err("':t' may be :threads or :time or :timeline"));
        check(
            "polls",
            Err("there is no command ':polls'; did you mean ':pools'?"),
        );
        check(
            "zebra",
            Err("there is no command ':zebra'; ':help' lists those that there are"),
        );
        check(
            "",
            Err("there is no command ':'; ':help' lists those that there are"),
        );
        assert!(COMMANDS.is_sorted_by_key(|command| command.name));
    }
}
