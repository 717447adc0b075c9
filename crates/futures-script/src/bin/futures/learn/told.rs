//! What a learner is told of a run: what it printed, what happened, what is not right, and what to look at.

use std::fmt::Write as _;

use futures_core::ErrorKind;
use futures_script::futures_sim::Found;
use futures_script::timeline::Text;
use futures_script::{Finding, ScriptError, ScriptErrorKind};

use crate::again::quoted;
use crate::check::one_finding;
use crate::learn::attempt::{Attempt, MAX_STEPS, TIME_LIMIT, Way};
use crate::learn::check::Words;
use crate::learn::flow::flowed;
use crate::learn::paint::Paint;
use crate::learn::trial::{Wrong, is_slip};
use crate::script::Script;
use crate::{api, report};

/// How many lines of what a run printed are shown. A learner reads the first few.
const MOST_LINES: usize = 40;

/// How many findings are shown. What is wrong in the run is more important.
const MOST_FINDINGS: usize = 3;

/// How much of a long line is shown.
const MOST_COLUMNS: usize = 400;

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
    pub(crate) fn wrong(&self, wrong: &Wrong, todo: Option<&Todo>) -> String {
        let attempt = &wrong.attempt;
        let mut told = String::new();
        if let Some(found) = &wrong.found {
            told += &self.schedule(found, attempt);
        }
        told += &self.attempt(attempt);
        if attempt.is_flood {
            told += &self.paragraph(
                "Your script printed so much that it was stopped. Does one of its loops never end?",
            );
        } else if let Some(error) = &attempt.error {
            told += &self.error(error);
        }
        if let Some(words) = &wrong.words {
            told += &self.words(words, todo.is_some());
        }
        if let Some(found) = &wrong.found {
            let command = self.again(found);
            let _ = writeln!(
                told,
                "{} {command}\n",
                self.paint.faint("To see that run again:")
            );
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
        format!("{told}{report}\n\n")
    }

    /// What a check says.
    fn words(&self, words: &Words, is_unchanged: bool) -> String {
        let mut told = format!("{}\n", self.strong(&words.message));
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
            for line in lines.iter().take(MOST_LINES) {
                let _ = writeln!(told, "{} {}", self.paint.faint("│"), cut(line));
            }
            if let Some(more @ 1..) = lines.len().checked_sub(MOST_LINES) {
                let _ = writeln!(told, "{} … and {more} more lines", self.paint.faint("│"));
            }
        }
        told.push('\n');
        for complaint in attempt.complaints.iter().take(MOST_LINES) {
            let coloured = self.paint.is_coloured();
            told += &report::of_complaint(complaint, self.script, coloured);
            told += "\n";
        }
        if !attempt.complaints.is_empty() {
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
        format!("{}{picture}\n", self.heading(heading))
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
    fn again(&self, found: &Found) -> String {
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
        format!("{command} {}", quoted(&self.script.name))
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

/// The one thing that an exercise leaves to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Todo {
    /// From 1.
    pub(crate) line: usize,
    pub(crate) text: String,
}

impl Todo {
    /// The first one in a text.
    pub(crate) fn find(text: &str) -> Option<Self> {
        Self::all(text).next()
    }

    /// All in a text.
    pub(crate) fn all(text: &str) -> impl Iterator<Item = Todo> {
        (1..).zip(text.lines()).filter_map(|(line, text)| {
            let (_, comment) = text.split_once("//")?;
            let text = comment.trim_start().strip_prefix("TODO")?;
            let text = text.trim_start_matches(':').trim().to_owned();
            Some(Todo { line, text })
        })
    }
}

/// So much of a line as somebody reads.
fn cut(line: &str) -> String {
    let line = line.trim_end_matches('\r');
    match line.char_indices().nth(MOST_COLUMNS) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
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
