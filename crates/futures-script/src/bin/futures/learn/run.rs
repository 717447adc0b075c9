//! `futures learn run`: tries the learner's script, and says what became of it.

use std::cell::Cell;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use crate::learn::command::{Desk, Done, NOT_YET, say, tell_if_lost};
use crate::learn::course::Exercise;
use crate::learn::names;
use crate::learn::overview::farewell;
use crate::learn::told::Ways;
use crate::learn::tried::Tried;
use crate::learn::trouble::Trouble;

pub(crate) fn run(desk: &mut Desk, name: Option<&str>) -> Done {
    let Some(exercise) = wanted(desk, name)?.cloned() else {
        say(&farewell(desk));
        return Ok(ExitCode::SUCCESS);
    };
    let script = desk.place.script(&exercise)?;
    let bar = Bar::new(exercise.schedules);
    let show = |n_held| bar.show(n_held);
    let tried = Tried::new(&desk.place, &exercise, &script, &desk.stops, &show);
    bar.clear();
    let tried = tried?;
    if tried.is_stopped() {
        return Ok(desk.interrupted());
    }
    let is_right = tried.is_right()?;
    tell_if_lost(desk.progress.note(&exercise, is_right));
    say(&tried.told(&desk.progress, Ways::Commands));
    Ok(ExitCode::from(if is_right { 0 } else { NOT_YET }))
}

/// The exercise that is meant, or the next one; `None` if all are solved.
///
/// # Errors
/// If there is nowhere to work, or no such exercise.
pub(crate) fn wanted<'a>(
    desk: &'a Desk,
    name: Option<&str>,
) -> Result<Option<&'a Exercise>, Trouble> {
    let course = &desk.place.course;
    let named = name.map(|name| names::meant(course, name)).transpose()?;
    desk.place.folder()?;
    Ok(named.or_else(|| desk.progress.next(course)))
}

/// How far a trial has come, on a terminal.
struct Bar {
    of: u64,
    is_shown: bool,
    last: Cell<u64>,
}

impl Bar {
    fn new(of: u64) -> Self {
        Bar {
            of,
            is_shown: io::stderr().is_terminal(),
            last: Cell::new(0),
        }
    }

    fn show(&self, n_held: u64) {
        // Ten steps are enough, and cost nothing.
        let tenth = n_held * 10 / self.of.max(1);
        if self.is_shown && tenth > self.last.replace(tenth) {
            let text = format!("\r\x1b[Kholds in {n_held} of {} orders …", self.of);
            let _ = io::stderr().write_all(text.as_bytes());
        }
    }

    fn clear(&self) {
        if self.is_shown && self.last.get() > 0 {
            let _ = io::stderr().write_all(b"\r\x1b[K");
        }
    }
}
