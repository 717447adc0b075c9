//! What the user sees: a line for each script as soon as it and all before it are done, and a summary.

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};
use std::time::Duration;

use crate::again::quoted;
use crate::colours;
use crate::test::lines::Line;
use crate::test::verdict::{Tested, Verdict};

/// Writes to standard output.
#[derive(Debug)]
pub(crate) struct Report {
    is_coloured: bool,
    /// Scripts that pass are not told of.
    is_quiet: bool,
}

/// What there is to say at the end.
#[derive(Debug)]
pub(crate) struct Summary<'a> {
    pub(crate) tested: &'a [Tested],
    /// Scripts without a line that says what to compare.
    pub(crate) without: &'a [String],
    /// Folders with exercises, which are tested in another way.
    pub(crate) courses: &'a [String],
    /// Snapshots whose script is gone.
    pub(crate) unreferenced: &'a [String],
    pub(crate) time: Duration,
    pub(crate) is_interrupted: bool,
}

/// So many of the slowest scripts are named, if there are more than that.
const N_SLOWEST: usize = 3;

/// So many of the scripts that were left out are named.
const N_WITHOUT: usize = 5;

const GREEN: &str = "1;32";
const RED: &str = "1;31";
const YELLOW: &str = "1;33";

impl Report {
    pub(crate) fn new(is_quiet: bool) -> Self {
        Report {
            is_coloured: colours::wanted_here(io::stdout().is_terminal()),
            is_quiet,
        }
    }

    /// The line of one script, and what is wrong with it.
    pub(crate) fn tested(&self, tested: &Tested) {
        let path = &tested.path;
        let time = format!("[{:>8.3}s]", tested.time.as_secs_f64());
        let mut text = match &tested.verdict {
            Verdict::Passed if self.is_quiet && tested.not_simulated.is_none() => return,
            Verdict::Passed => format!("{} {time} {path}", self.paint(GREEN, "PASS")),
            Verdict::Accepted => format!("{} {time} {path}: accepted", self.paint(YELLOW, " NEW")),
            Verdict::Failed(failure) => {
                format!(
                    "{} {time} {path}: {}",
                    self.paint(RED, "FAIL"),
                    failure.what
                )
            }
            Verdict::NotRun => return,
        };
        if let Some(why) = &tested.not_simulated {
            // Writing to a text does not fail.
            let _ = write!(text, " (not simulated: {why})");
        }
        if let Verdict::Failed(failure) = &tested.verdict {
            for line in &failure.lines {
                let line = if self.is_coloured {
                    line.coloured()
                } else {
                    line.to_string()
                };
                let _ = write!(text, "\n     {line}");
            }
        }
        say(&text);
    }

    pub(crate) fn summary(&self, summary: &Summary<'_>) {
        let count = |is_counted: fn(&Verdict) -> bool| {
            let verdicts = summary.tested.iter().map(|tested| &tested.verdict);
            verdicts.filter(|verdict| is_counted(verdict)).count()
        };
        let n_failed = count(|verdict| matches!(verdict, Verdict::Failed(_)));
        let n_not_run = count(|verdict| matches!(verdict, Verdict::NotRun));
        let simulated = summary.tested.iter();
        let n_not_simulated = simulated
            .filter(|tested| tested.not_simulated.is_some())
            .count();
        let counts = [
            (
                count(|verdict| matches!(verdict, Verdict::Passed)),
                "passed",
            ),
            (n_failed, "failed"),
            (
                count(|verdict| matches!(verdict, Verdict::Accepted)),
                "accepted",
            ),
            (n_not_run, "not run"),
            (n_not_simulated, "not simulated"),
        ];
        let counts = counts.into_iter().enumerate();
        let counts: Vec<String> = counts
            .filter(|(index, (n, _))| *index == 0 || *n > 0)
            .map(|(_, (n, what))| format!("{n} {what}"))
            .collect();
        let colour = match (n_failed, summary.is_interrupted) {
            (0, false) => GREEN,
            (0, true) => YELLOW,
            _ => RED,
        };
        say("----");
        let verdict = self.paint(colour, &counts.join(", "));
        let why = if summary.is_interrupted {
            "interrupted: "
        } else {
            ""
        };
        say(&format!(
            "{why}{}: {verdict} [{:.3}s]",
            counted(summary.tested.len(), "script"),
            summary.time.as_secs_f64()
        ));
        self.lists(summary);
    }

    fn lists(&self, summary: &Summary<'_>) {
        for tested in summary.tested {
            if let Verdict::Failed(failure) = &tested.verdict {
                say(&format!("  failed: {}: {}", tested.path, failure.what));
            }
        }
        let mut by_time: Vec<&Tested> = summary.tested.iter().collect();
        by_time.sort_by_key(|tested| std::cmp::Reverse(tested.time));
        if by_time.len() > N_SLOWEST && !self.is_quiet {
            for tested in &by_time[..N_SLOWEST] {
                let time = tested.time.as_secs_f64();
                say(&format!("  slowest: {time:.3}s {}", tested.path));
            }
        }
        if !summary.without.is_empty() && !self.is_quiet {
            let n_without = summary.without.len();
            let mut names = summary.without.to_vec();
            names.truncate(N_WITHOUT);
            if n_without > N_WITHOUT {
                names.push(format!("… ({} more)", n_without - N_WITHOUT));
            }
            say(&format!(
                "  not tested, since there is no line `//! output: …`: {}",
                names.join(", ")
            ));
        }
        for path in summary.courses.iter().filter(|_| !self.is_quiet) {
            say(&format!(
                "  not tested, since it is a course: {path} (futures learn --course {} test)",
                quoted(path)
            ));
        }
        for path in summary.unreferenced {
            say(&format!("  a snapshot without its script: {path}"));
        }
    }

    fn paint(&self, colour: &str, text: &str) -> String {
        if self.is_coloured {
            format!("\x1b[{colour}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}

/// The words of a failure, without colours.
pub(crate) fn plain(lines: &[Line]) -> String {
    let lines: Vec<String> = lines.iter().map(Line::to_string).collect();
    lines.join("\n")
}

fn counted(n: usize, what: &str) -> String {
    if n == 1 {
        format!("1 {what}")
    } else {
        format!("{n} {what}s")
    }
}

/// A line, or several.
pub(crate) fn say(text: &str) {
    // Whoever reads may have gone.
    let _ = writeln!(io::stdout(), "{text}");
}
