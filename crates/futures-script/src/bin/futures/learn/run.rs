//! `futures learn run`: tries the learner's script, and says what became of it.

use std::cell::Cell;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use crate::learn::check::Check;
use crate::learn::command::{Desk, Done, NOT_YET, say, tell_if_lost};
use crate::learn::course::{Exercise, Text};
use crate::learn::names;
use crate::learn::overview::farewell;
use crate::learn::paint::Paint;
use crate::learn::told::{Teller, Todo};
use crate::learn::trial::{Outcome, Trial};
use crate::learn::trouble::Trouble;
use crate::script::Script;
use crate::{report, timeline};

pub(crate) fn run(desk: &mut Desk, name: Option<&str>) -> Done {
    let Some(exercise) = wanted(desk, name)? else {
        say(&farewell(desk));
        return Ok(ExitCode::SUCCESS);
    };
    let exercise = exercise.clone();
    let script = desk.place.script(&exercise)?;
    let tried = Tried::new(desk, &exercise, &script)?;
    match &tried.outcome {
        Outcome::Stopped => Ok(desk.interrupted()),
        Outcome::Broken(_) => Err(tried.broken_check()),
        outcome => {
            let is_right = matches!(outcome, Outcome::Right(_));
            tell_if_lost(desk.progress.note(&exercise, is_right));
            say(&tried.told(desk));
            Ok(ExitCode::from(if is_right { 0 } else { NOT_YET }))
        }
    }
}

/// The exercise that is meant, or the next one; `None` if all are solved.
pub(crate) fn wanted<'a>(
    desk: &'a Desk,
    name: Option<&str>,
) -> Result<Option<&'a Exercise>, Trouble> {
    match name {
        Some(name) => names::meant(&desk.place.course, name).map(Some),
        None => {
            // Without a folder to work in there is nothing to run, whatever is solved.
            desk.place.folder()?;
            Ok(desk.progress.next(&desk.place.course))
        }
    }
}

/// A script that was tried.
pub(crate) struct Tried<'a> {
    exercise: &'a Exercise,
    script: &'a Script,
    check: Check,
    /// What was left to do, if nothing was changed.
    todo: Option<Todo>,
    pub(crate) outcome: Outcome,
}

impl<'a> Tried<'a> {
    /// Tries a script.
    ///
    /// # Errors
    /// If the course lacks something.
    pub(crate) fn new(
        desk: &Desk,
        exercise: &'a Exercise,
        script: &'a Script,
    ) -> Result<Self, Trouble> {
        let course = &desk.place.course;
        let check = course.text(&exercise.name, Text::Check)?;
        let original = course.text(&exercise.name, Text::Exercise)?;
        let check = Check::new(check, &desk.stops);
        let is_unchanged = original.text.lines().eq(script.text.lines());
        let trial = Trial {
            script,
            check: &check,
            schedules: exercise.schedules,
            stops: &desk.stops,
        };
        let bar = Bar::new(exercise.schedules);
        let outcome = trial.run(&|n_held| bar.show(n_held));
        bar.clear();
        Ok(Tried {
            exercise,
            script,
            check,
            todo: Todo::find(&script.text).filter(|_| is_unchanged),
            outcome,
        })
    }

    /// The report of a check that has failed itself.
    pub(crate) fn broken_check(&self) -> Trouble {
        let Outcome::Broken(error) = &self.outcome else {
            return Trouble::new("the check has not failed");
        };
        let hint = "this is a mistake in the course, not in your script: `futures learn test` finds such mistakes";
        Trouble::Shown(report::of_script_error(
            error,
            self.check.script(),
            Some(hint),
            Paint::for_output().is_coloured(),
        ))
    }

    /// All that the learner is told.
    pub(crate) fn told(&self, desk: &Desk) -> String {
        let paint = Paint::for_output();
        let teller = Teller {
            script: self.script,
            paint,
            picture: timeline::for_output(),
        };
        let name = &self.exercise.name;
        let not_yet = paint.bad(&format!("✗ {name} is not solved yet"));
        match &self.outcome {
            Outcome::NoScript(error) => {
                let first = paint.bad(&format!("✗ {name} cannot be run yet"));
                format!("{first}\n\n{}{}", teller.error(error), self.next_try(desk))
            }
            Outcome::Wrong(wrong) => {
                let told = teller.wrong(wrong, self.todo.as_ref());
                format!("{not_yet}\n\n{told}{}", self.next_try(desk))
            }
            Outcome::Right(first) => {
                let solved = paint.good(&format!("✓ {name} is solved"));
                let told = teller.attempt(first);
                format!("{solved}\n\n{told}{}", self.what_now(desk, paint))
            }
            Outcome::Broken(_) | Outcome::Stopped => String::new(),
        }
    }

    fn next_try(&self, desk: &Desk) -> String {
        let again = desk.place.command(&format!("run {}", self.exercise.name));
        let hint = desk.place.command(&format!("hint {}", self.exercise.name));
        format!("Change {}, then: {again}\nStuck? {hint}", self.script.name)
    }

    fn what_now(&self, desk: &Desk, paint: Paint) -> String {
        let schedules = self.exercise.schedules;
        let orders = match schedules {
            1 => "1 other order".to_owned(),
            several => format!("{several} other orders"),
        };
        let mut told = format!(
            "{}\n",
            paint.strong(&format!(
                "It holds in {orders} of what happens, so it is right and not just lucky."
            ))
        );
        let solution = desk
            .place
            .command(&format!("solution {}", self.exercise.name));
        told += &format!("One way to solve it: {solution}\n");
        match desk.progress.next(&desk.place.course) {
            Some(next) => {
                let title = &next.title;
                let command = desk.place.command("");
                told += &format!("Next comes {}, {title}: {command}", next.name);
            }
            None => told += "That was the last one: all exercises are solved.",
        }
        told
    }
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
        // A line for each tenth is enough, and costs nothing.
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
