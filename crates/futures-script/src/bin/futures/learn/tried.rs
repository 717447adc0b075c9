//! A learner's script that was tried, and all that is said of it.

use futures_script::{Finding, Severity};

use crate::learn::attempt::{self, Attempt};
use crate::learn::cause::Cause;
use crate::learn::check::Check;
use crate::learn::course::{Exercise, Text};
use crate::learn::flow::flowed;
use crate::learn::paint::Paint;
use crate::learn::place::{Place, Work};
use crate::learn::progress::{Progress, State};
use crate::learn::stops::Stops;
use crate::learn::todo::Todo;
use crate::learn::told::{Teller, Ways};
use crate::learn::trial::{Outcome, Trial, Wrong};
use crate::learn::trouble::Trouble;
use crate::script::Script;
use crate::{report, timeline};

/// A learner's script that was tried.
pub(crate) struct Tried<'a> {
    place: &'a Place,
    exercise: &'a Exercise,
    script: &'a Script,
    check: Check,
    /// What was left to do, if nothing was changed.
    todo: Option<Todo>,
    outcome: Outcome,
}

impl<'a> Tried<'a> {
    /// Tries a script; `progress` is told in how many orders it has held.
    ///
    /// # Errors
    /// If the course lacks something.
    pub(crate) fn new(
        place: &'a Place,
        exercise: &'a Exercise,
        script: &'a Script,
        stops: &Stops,
        progress: &dyn Fn(u64),
    ) -> Result<Self, Trouble> {
        let check = place.course.text(&exercise.name, Text::Check)?;
        let check = Check::new(check, stops);
        // Of an original nobody can say whether it was changed.
        let is_untouched =
            matches!(place.work, Work::Copy(_)) && place.is_untouched(exercise, script)?;
        let trial = Trial {
            script,
            check: &check,
            schedules: exercise.schedules,
            stops,
        };
        let outcome = trial.run(progress);
        Ok(Tried {
            place,
            exercise,
            script,
            check,
            todo: Todo::find(&script.text).filter(|_| is_untouched),
            outcome,
        })
    }

    /// Did somebody end it?
    pub(crate) fn is_stopped(&self) -> bool {
        matches!(self.outcome, Outcome::Stopped)
    }

    /// Is the exercise solved?
    ///
    /// # Errors
    /// If its check has failed.
    pub(crate) fn is_right(&self) -> Result<bool, Trouble> {
        match &self.outcome {
            Outcome::Broken(error) => Err(Trouble::Shown(report::of_script_error(
                error,
                self.check.script(),
                Some(
                    "this is a mistake in the course, not in your script: `futures learn test` finds such mistakes",
                ),
                Paint::for_output().is_coloured(),
            ))),
            outcome => Ok(matches!(outcome, Outcome::Right(_))),
        }
    }

    /// What is wrong, in a few words; nothing if it is solved.
    ///
    /// # Errors
    /// If its check has failed.
    pub(crate) fn in_short(&self) -> Result<Option<String>, Trouble> {
        if self.is_right()? {
            return Ok(None);
        }
        let words = match &self.outcome {
            Outcome::NoScript(error) => error.message(),
            Outcome::Wrong(wrong) => match (&wrong.words, &wrong.attempt.error) {
                (Some(words), _) => &words.message,
                (None, Some(error)) => error.message(),
                (None, None) => "",
            },
            _ => "",
        };
        Ok(Some(words.lines().next().unwrap_or_default().to_owned()))
    }

    /// The first line of what the learner is told: solved or not.
    fn first_line(&self, paint: Paint) -> String {
        let name = &self.exercise.name;
        match &self.outcome {
            Outcome::Right(_) => paint.good(&format!("✓ {name} is solved")),
            Outcome::NoScript(_) => paint.bad(&format!("✗ {name} cannot be run yet")),
            _ => paint.bad(&format!("✗ {name} is not solved yet")),
        }
    }

    /// All that the learner is told.
    pub(crate) fn told(&self, progress: &Progress, ways: Ways) -> String {
        let paint = Paint::for_output();
        let teller = Teller {
            script: self.script,
            paint,
            picture: timeline::for_output(),
        };
        let again = || self.next_try(ways);
        let (told, what_now) = match &self.outcome {
            Outcome::NoScript(error) => (teller.error(error), again()),
            Outcome::Wrong(wrong) => {
                let findings = self.findings(wrong);
                let told = teller.wrong(wrong, &findings, self.todo.as_ref());
                let empty = self.place.if_empty(self.exercise, self.script);
                let empty = empty.map_or_else(String::new, |words| flowed(&words) + "\n\n");
                let replay = wrong.found.as_ref().map(|found| teller.again(found));
                let replay = replay.map_or_else(String::new, |words| format!("\n{words}"));
                (told + empty.as_str(), again() + replay.as_str())
            }
            Outcome::Right(first) => (self.right(&teller, first), self.what_now(progress, ways)),
            Outcome::Broken(_) | Outcome::Stopped => (String::new(), String::new()),
        };
        format!("{}\n\n{told}{what_now}", self.first_line(paint))
    }

    /// What is wrong with the text of a script that has run. Of one that is as it was at first nothing is the learner's,
    /// and a slip of the pen has been told already.
    fn findings(&self, wrong: &Wrong) -> Vec<Finding> {
        if self.todo.is_some() || Cause::of(&wrong.attempt).is_slip() {
            return Vec::new();
        }
        let cause = Cause::of(&wrong.attempt);
        let mut found =
            attempt::interpreter(self.script).check(&self.script.name, &self.script.text);
        // What the error of the run says of the same line need not be said again, unless it is said better.
        found.retain(|finding| {
            finding.severity() == Severity::Warning
                || !cause.is_at(finding)
                || cause.is_told_by(finding)
        });
        found
    }

    /// What is said of a script that is right.
    fn right(&self, teller: &Teller<'_>, first: &Attempt) -> String {
        let orders = match self.exercise.schedules {
            1 => "1 other order".to_owned(),
            several => format!("{several} other orders"),
        };
        let proved =
            format!("It holds in {orders} of what happens, so it is right and not just lucky.");
        format!(
            "{}{}\n",
            teller.attempt(first),
            teller.paint.strong(&proved)
        )
    }

    fn next_try(&self, ways: Ways) -> String {
        let (name, place) = (&self.exercise.name, self.place);
        let file = &self.script.name;
        if ways != Ways::Commands {
            return format!("Change {file} and save it.");
        }
        format!(
            "Change {file}, then: {}\nStuck? {}",
            place.command(&format!("run {name}")),
            place.command(&format!("hint {name}"))
        )
    }

    fn what_now(&self, progress: &Progress, ways: Ways) -> String {
        let (name, place) = (&self.exercise.name, self.place);
        let solution = match ways {
            Ways::Keys => "press s".to_owned(),
            Ways::Commands | Ways::Saves => place.command(&format!("solution {name}")),
        };
        let next = match progress.next(&place.course) {
            Some(next) => {
                let again = match progress.state(next) {
                    Some(State::Broken) => ", which no longer holds",
                    _ => "",
                };
                let how = match ways {
                    Ways::Keys => "press n".to_owned(),
                    Ways::Commands | Ways::Saves => place.command(""),
                };
                format!("Next comes {}, {}{again}: {how}", next.name, next.title)
            }
            None => "That was the last one: all exercises are solved.".to_owned(),
        };
        format!("One way to solve it: {solution}\n{next}")
    }
}
