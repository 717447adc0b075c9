//! What a learner is told of a run: what it printed, what happened, what is not right, and what to look at.

use std::fmt::Write as _;

use futures_core::ErrorKind;
use futures_script::futures_sim::Found;
use futures_script::timeline::Text;
use futures_script::{Finding, ScriptError, ScriptErrorKind};

use crate::again::quoted;
use crate::check::one_finding;
use crate::learn::attempt::{Attempt, MAX_STEPS, TIME_LIMIT, Way};
use crate::learn::bounds::{folded, shortened, times, with_middle_cut};
use crate::learn::cause::{Cause, is_deadlock};
use crate::learn::check::Words;
use crate::learn::flow::flowed;
use crate::learn::paint::Paint;
use crate::learn::todo::Todo;
use crate::learn::trial::{Wrong, is_slip};
use crate::script::Script;
use crate::{api, report};

/// How many findings are shown. What is wrong in the run is more important.
const MOST_FINDINGS: usize = 3;

/// How many failures are shown that nobody has heard of.
const MOST_REPORTS: usize = 2;

/// How a learner goes on from what is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ways {
    /// By typing another command.
    Commands,
    /// By saving the script, or by a key.
    Keys,
    /// By saving the script.
    Saves,
}

/// Puts into words what became of a script.
pub(crate) struct Teller<'a> {
    pub(crate) script: &'a Script,
    pub(crate) paint: Paint,
    pub(crate) picture: Text,
}

impl Teller<'_> {
    /// What a run printed and what happened in it.
    pub(crate) fn attempt(&self, attempt: &Attempt) -> String {
        let mut told = self.printed(attempt);
        if attempt.error.is_none() {
            told += &self.unheard(attempt);
        }
        let is_slip = attempt.error.as_ref().is_some_and(is_slip);
        if !is_slip {
            told += &self.lanes(attempt);
        }
        told
    }

    /// What is wrong with the text, as far as that can be told without running it.
    pub(crate) fn findings(&self, findings: &[Finding]) -> String {
        if findings.is_empty() {
            return String::new();
        }
        let mut told = self.heading("`futures check` has found this in your script:");
        for finding in findings.iter().take(MOST_FINDINGS) {
            told += &one_finding(self.script, finding, self.paint.is_coloured());
            told += "\n";
        }
        if let Some(more @ 1..) = findings.len().checked_sub(MOST_FINDINGS) {
            told += &format!("and {more} more\n");
        }
        told + "\n"
    }

    /// What is not right in a run, and what to look at; `todo` is what is left to do if nothing was changed.
    pub(crate) fn wrong(&self, wrong: &Wrong, findings: &[Finding], todo: Option<&Todo>) -> String {
        let attempt = &wrong.attempt;
        let mut told = String::new();
        if let Some(found) = &wrong.found {
            told += &self.schedule(found, attempt);
        }
        let cause = Cause::of(attempt);
        // The first cause comes first, and what is only its consequence in a line.
        if cause.is_slip() {
            told += &self.printed(attempt);
        } else {
            told += &self.attempt(attempt);
        }
        let is_deadlock = cause.error.is_some_and(is_deadlock);
        let is_told = findings.iter().any(|finding| cause.is_told_by(finding));
        let findings_first = is_deadlock || is_told;
        if findings_first {
            told += &self.findings(findings);
        }
        if attempt.is_flood {
            told += &self.paragraph(
                "Your script printed so much that it was stopped. Does one of its loops never end?",
            );
        } else if let Some(error) = cause.error.filter(|_| !is_told) {
            told += &self.error(error);
        }
        if let Some(words) = cause.consequence() {
            told += &self.paragraph(&words);
        }
        if attempt.error.is_some() {
            told += &self.unheard(attempt);
        }
        if let Some(words) = wrong
            .words
            .as_ref()
            .filter(|_| !cause.has_led_to_deadlock())
        {
            told += &self.words(words, cause.error, todo.is_some());
        }
        if !findings_first {
            told += &self.findings(findings);
        }
        if let Some(todo) = todo {
            told += &self.paragraph(&format!(
                "You have not changed anything yet: do the TODO in line {}.",
                todo.line
            ));
        }
        told
    }

    /// The error of a text that is no script, or of one that has ended.
    pub(crate) fn error(&self, error: &ScriptError) -> String {
        let mut told = String::new();
        let explained = match error.kind() {
            ScriptErrorKind::TimedOut => Some(format!(
                "Your script came to no end, and was ended after {} seconds. Here it was at that moment:",
                TIME_LIMIT.as_secs()
            )),
            ScriptErrorKind::Limit => Some(
                "Your script came to no end: it went on and on, so it was ended. Here it was at that moment:"
                    .to_owned(),
            ),
            ScriptErrorKind::Task(ErrorKind::Deadlock) => Some(
                "A deadlock: everybody in your script waits for somebody else, so nobody can ever go on."
                    .to_owned(),
            ),
            _ => None,
        };
        if let Some(explained) = explained {
            told += &self.paragraph(&explained);
        }
        let hint = api::hint(error);
        let coloured = self.paint.is_coloured();
        let report = report::of_script_error(error, self.script, hint.as_deref(), coloured);
        format!("{told}{}\n\n", shortened(&report))
    }

    /// What a check says.
    fn words(&self, words: &Words, error: Option<&ScriptError>, is_unchanged: bool) -> String {
        // Many checks begin with what the error says, which has just been shown.
        let is_said = |error: &ScriptError| {
            let message = error.message().trim();
            !message.is_empty() && words.message.contains(message)
        };
        let mut told = String::new();
        if !error.is_some_and(is_said) {
            let _ = writeln!(told, "{}", self.strong(&words.message));
        }
        if !is_unchanged && !words.hint.is_empty() {
            let hint = flowed(&format!("Hint: {}", words.hint));
            let _ = writeln!(
                told,
                "{}",
                hint.replacen("Hint:", &self.paint.hint("Hint:"), 1)
            );
        }
        told + "\n"
    }

    /// What a run printed, clearly apart from all other words.
    fn printed(&self, attempt: &Attempt) -> String {
        let mut told = String::new();
        let lines: Vec<&str> = attempt
            .output
            .iter()
            .flat_map(|it| it.split('\n'))
            .collect();
        if lines.is_empty() {
            told += &self.heading("Your script printed nothing.");
        } else {
            told += &self.heading("Your script printed:");
            let bar = self.paint.faint("│");
            for line in folded(&lines) {
                let _ = writeln!(told, "{bar} {line}");
            }
        }
        told.push('\n');
        let written = attempt.complaints.iter().filter(|it| it.error().is_none());
        let written: Vec<String> = written.map(ToString::to_string).collect();
        let written: Vec<&str> = written.iter().flat_map(|it| it.split('\n')).collect();
        for line in folded(&written) {
            let _ = writeln!(told, "{line}");
        }
        if !written.is_empty() {
            told += "\n";
        }
        told
    }

    /// What failed without being heard, each failure once; of a script that has failed itself in lines only.
    fn unheard(&self, attempt: &Attempt) -> String {
        let failures = Cause::of(attempt).others(attempt);
        let mut told = String::new();
        for (complaint, n_times) in failures.iter().take(MOST_REPORTS) {
            if let Some(error) = complaint.error().filter(|_| attempt.error.is_some()) {
                let place = error.place().map(|place| format!(", at {place}"));
                let line = format!(
                    "Nobody heard of this failure: {}{}{}",
                    error.message().lines().next().unwrap_or_default(),
                    place.unwrap_or_default(),
                    times(*n_times)
                );
                let _ = writeln!(told, "{}", flowed(&line));
                continue;
            }
            let report = report::of_complaint(complaint, self.script, self.paint.is_coloured());
            told += &shortened(&report);
            told += "\n";
            if *n_times > 1 {
                let _ = writeln!(told, "(the same happened {n_times} times)");
            }
        }
        if let Some(more @ 1..) = failures.len().checked_sub(MOST_REPORTS) {
            let _ = writeln!(told, "and {more} other failures");
        }
        if !failures.is_empty() {
            told += "\n";
        }
        told
    }

    /// What happened in a run, as a picture.
    fn lanes(&self, attempt: &Attempt) -> String {
        let heading = match attempt.way {
            Way::Simulated { .. } => "What happened, in the time of a simulation:",
            Way::Real => "What happened:",
        };
        let picture = self.picture.draw(&attempt.timeline);
        let mut told = self.heading(heading) + with_middle_cut(&picture).as_str();
        // What stands in the picture, and is not in the legend below it.
        if picture.lines().any(|line| line.starts_with("  queue")) {
            told += "queue: how many tasks wait for a worker\n";
        }
        if attempt.took.is_zero() && picture.contains(" steps") {
            told += "steps: no time passed, so what happened is counted\n";
        }
        told + "\n"
    }

    /// Which run it is that is shown, if it is not the first one.
    fn schedule(&self, found: &Found, attempt: &Attempt) -> String {
        let number = match attempt.way {
            Way::Simulated { schedule } => schedule,
            Way::Real => found.seeds_tried,
        };
        self.paragraph(&format!(
            "It was right when each went on in turn, but not in every order: in the {} order that was tried, this \
             happened. On a real computer such an order comes sooner or later.",
            ordinal(number)
        ))
    }

    /// What to type to see a run again.
    pub(crate) fn again(&self, found: &Found) -> String {
        let mut command = "futures run --timeline -".to_owned();
        if found.trace.asked_for_seed() {
            let _ = write!(command, " --sim={}", found.seed);
        } else {
            command += " --sim";
        }
        if !found.schedule.is_empty() {
            let _ = write!(command, " --replay {}", quoted(&found.schedule.to_string()));
        }
        if found.failure.is_too_long() {
            let _ = write!(command, " --max-steps {MAX_STEPS}");
        }
        let heading = self.paint.faint("To see that run again:");
        format!("{heading} {command} {}", quoted(&self.script.name))
    }

    fn heading(&self, text: &str) -> String {
        format!("{}\n", self.paint.faint(text))
    }

    fn paragraph(&self, text: &str) -> String {
        format!("{}\n\n", self.strong(text))
    }

    /// Each line for itself, since a terminal's pager may show any of them alone.
    fn strong(&self, text: &str) -> String {
        let lines = flowed(text);
        let lines: Vec<String> = lines.lines().map(|line| self.paint.strong(line)).collect();
        lines.join("\n")
    }
}

fn ordinal(number: u64) -> String {
    let ending = match (number % 10, number % 100) {
        (1, rest) if rest != 11 => "st",
        (2, rest) if rest != 12 => "nd",
        (3, rest) if rest != 13 => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}
