//! What `futures repl` is to do.

use std::io::{self, IsTerminal};
use std::process::ExitCode;
use std::sync::Arc;

use futures_script::{Interpreter, ScriptError};

use crate::arguments::{KeepHistory, Repl};
use crate::repl::history::History;
use crate::repl::keyboard::Keyboard;
use crate::repl::lines::Lines;
use crate::repl::names::Names;
use crate::repl::paint::Paint;
use crate::repl::reading::Reader;
use crate::repl::screen::{Screen, SharedScreen};
use crate::repl::shell::{Shell, Shown, Then};
use crate::repl::terminal::Terminal;
use crate::repl::watch::Watch;
use crate::repl::world::Plan;
use crate::run::FAILED;
use crate::script::{self, Script};
use crate::{USAGE_ERROR, ask, colours, report};

/// What a shell says first.
const WELCOME: &str = "Type statements to run them, :help for help, Ctrl-D to end.";

/// Runs a shell to its end.
pub(crate) fn repl(mut what: Repl) -> ExitCode {
    what.colours.set();
    let script = match what
        .script
        .as_ref()
        .map(|path| script::read(path))
        .transpose()
    {
        Ok(script) => script,
        Err(why) => {
            report::failure(&why);
            return ExitCode::from(USAGE_ERROR);
        }
    };
    if let Some(script) = &script
        && ask::allow_header(&mut what.options.allowed, script).is_err()
    {
        return ExitCode::from(USAGE_ERROR);
    }
    match open(what, script) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            report::failure(&format!("cannot open the shell: {error}"));
            ExitCode::from(FAILED)
        }
    }
}

fn open(what: Repl, script: Option<Script>) -> io::Result<u8> {
    let (watch, interrupts) = Watch::begin()?;
    let is_typed = io::stdin().is_terminal();
    let is_drawn = is_typed && io::stdout().is_terminal() && can_draw();
    let (screen, bell) = if is_drawn {
        let (screen, bell) = Screen::shared(io::stderr().is_terminal())?;
        (Arc::new(screen), Some(bell))
    } else {
        (Arc::new(Screen::plain()), None)
    };
    let text = script.as_ref().map(|script| script.text.clone());
    let plan = Plan {
        options: what.options,
        arguments: what.arguments,
        script: Arc::new(script.unwrap_or_else(no_script)),
        screen: screen.clone(),
        keyboard: is_typed.then(Keyboard::default),
        is_shared: is_typed,
    };
    let mut shell = Shell::new(plan, watch, is_typed).map_err(into_io)?;
    if let Some(text) = text {
        let then = shell.statements(&text, Shown::Nothing);
        if let Then::End(code) = then {
            return Ok(shell.leave(code));
        }
    }
    let reader = match bell {
        Some(bell) => {
            let names = Names::of(&Interpreter::new().reference());
            let history = history(&what.history, &screen);
            let paint = if colours::wanted_here(true) {
                Paint::Colours
            } else {
                Paint::Plain
            };
            screen.print(WELCOME);
            let terminal = Terminal::new(names, screen, bell, paint, history)?;
            Reader::Terminal(Box::new(terminal))
        }
        None if is_typed => Reader::Lines(Lines::typed(screen, interrupts)),
        None => Reader::Lines(Lines::piped()),
    };
    Ok(shell.run(reader))
}

/// Can the terminal do what a line editor needs?
fn can_draw() -> bool {
    let terminal = std::env::var_os("TERM");
    let cannot = ["", "dumb", "cons25", "emacs"];
    terminal.is_none_or(|terminal| !cannot.iter().any(|name| terminal == *name))
}

fn history(keep: &KeepHistory, screen: &SharedScreen) -> Option<History> {
    match keep {
        KeepHistory::Nowhere => None,
        KeepHistory::In(path) => Some(History::at(path.clone())),
        KeepHistory::WhereUsual => {
            let history = History::of_user();
            if history.is_none() {
                screen.complain(
                    "the history is not kept: neither XDG_STATE_HOME nor HOME says where",
                );
            }
            history
        }
    }
}

/// Stands for the script of a shell that begins with none.
fn no_script() -> Script {
    Script {
        name: String::new(),
        text: String::new(),
        folder: ".".into(),
        is_from_input: false,
    }
}

fn into_io(error: ScriptError) -> io::Error {
    io::Error::other(error.message().to_owned())
}
