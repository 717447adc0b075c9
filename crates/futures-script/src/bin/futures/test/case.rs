//! The test of one script.

use std::path::Path;
use std::time::Duration;

use crate::test::child::{Ended, Start, Stdin, Why};
use crate::test::difference;
use crate::test::find::{Case, with_slashes};
use crate::test::header::{Header, Input, Mode};
use crate::test::lines::{Line, LineKind};
use crate::test::running::Running;
use crate::test::seeds;
use crate::test::snapshot::{About, Snapshot};
use crate::test::told::Teller;
use crate::test::verdict::{Failure, Tested, Verdict};

/// How all scripts are tested.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// Options for the command that runs each script.
    pub(crate) options: Vec<String>,
    /// The time that each has, if it does not say otherwise.
    pub(crate) timeout: Duration,
    /// What differs is accepted.
    pub(crate) accepts: bool,
    /// Under how many simulated schedules each must hold.
    pub(crate) seeds: Option<u64>,
}

/// What a process may take longer than the script in it.
const GRACE: Duration = Duration::from_secs(10);

/// So many lines of what a script has said of its own failure are shown.
pub(crate) const MOST_LINES: usize = 60;

impl Plan {
    /// Tests one script.
    pub(crate) fn test(&self, case: &Case, running: &Running) -> Tested {
        let mut tested = Tested::not_run(with_slashes(&case.path));
        if running.is_enough() {
            return tested;
        }
        let outcome = match &case.header {
            Ok(header) => self.run(case, header, running, &mut tested),
            Err(what) => Err(Failure::new(what, Vec::new())),
        };
        tested.verdict = outcome.unwrap_or_else(Verdict::Failed);
        tested
    }

    fn run(
        &self,
        case: &Case,
        header: &Header,
        running: &Running,
        tested: &mut Tested,
    ) -> Result<Verdict, Failure> {
        let start = Start {
            words: self.words(case, header),
            input: input(case, header),
            limit: Some(self.limit(header)),
        };
        let ended = start.run(running);
        let ended = ended.map_err(|error| {
            Failure::new(format!("it could not be started: {error}"), Vec::new())
        })?;
        tested.time = ended.time;
        if ended.why == Why::Interrupted {
            return Ok(Verdict::NotRun);
        }
        tested.stdout.clone_from(&ended.stdout);
        tested.stderr.clone_from(&ended.stderr);
        let teller = Teller::new(&with_slashes(&case.path), header);
        let told = teller.tell(&ended.stdout, &ended.stderr);
        let exit = self.exit(header, &ended, &told)?;
        let verdict = self.compare(case, header, &told, exit)?;
        match self.seeds {
            Some(n_seeds) => seeds::hold(self, case, header, n_seeds, running, tested, verdict),
            None => Ok(verdict),
        }
    }

    /// The words behind `futures` that run the script.
    fn words(&self, case: &Case, header: &Header) -> Vec<String> {
        let mut words = match header.mode {
            Mode::Ordered | Mode::Unordered => vec!["run".to_owned()],
            Mode::Sim => vec!["run".to_owned(), "--sim".to_owned()],
            Mode::Explored => vec!["explore".to_owned()],
        };
        if header.mode != Mode::Explored {
            let timeout = self.timeout(header).as_secs_f64();
            words.push(format!("--timeout={timeout}"));
        }
        if matches!(header.mode, Mode::Sim | Mode::Explored) {
            words.extend(answers(case, header));
        }
        words.extend(self.script(case, header));
        words
    }

    /// The options that are the script's, its path and its arguments.
    pub(crate) fn script(&self, case: &Case, header: &Header) -> Vec<String> {
        let mut words = self.options.clone();
        // It would stand in what a search says, where it means nothing.
        words.retain(|word| header.asks || word != "--allow-header");
        let path = case.path.to_string_lossy().into_owned();
        if path.starts_with('-') {
            words.push("--".to_owned());
        }
        words.push(path);
        words.extend(header.arguments.iter().cloned());
        words
    }

    fn timeout(&self, header: &Header) -> Duration {
        header.timeout.unwrap_or(self.timeout)
    }

    /// When the process is killed. The script's own limit comes before, and says more.
    fn limit(&self, header: &Header) -> Duration {
        let timeout = self.timeout(header);
        match header.mode {
            Mode::Explored => timeout,
            _ => timeout.saturating_add(GRACE),
        }
    }

    /// The exit code, if it is what it should be.
    fn exit(&self, header: &Header, ended: &Ended, told: &str) -> Result<u8, Failure> {
        let timed_out = || {
            let seconds = self.timeout(header).as_secs_f64();
            format!("timed out after {seconds} s")
        };
        let status = ended.status;
        let code = status.and_then(|status| status.code());
        let code = code.and_then(|code| u8::try_from(code).ok());
        let what = match (ended.why, code) {
            (Why::TimedOut, _) => timed_out(),
            (Why::PrintedTooMuch, _) => "printed more than 16 MiB".to_owned(),
            (_, Some(code)) if is_expected(code, header) => return Ok(code),
            (_, Some(124)) => timed_out(),
            (_, Some(0)) if header.mode == Mode::Explored => {
                "no schedule fails, so there is nothing to show; if that is meant, add `//! exit: 0`"
                    .to_owned()
            }
            (_, Some(2)) => "cannot be run".to_owned(),
            (_, Some(code)) => match header.exit {
                Some(expected) => {
                    format!("ended with exit code {code}, and its header says {expected}")
                }
                None => format!(
                    "ended with exit code {code}; if that is meant, add `//! exit: {code}`"
                ),
            },
            (_, None) => match status {
                Some(status) => format!("its process was ended: {status}"),
                None => "its process does not end".to_owned(),
            },
        };
        let n_lines = match ended.why {
            Why::PrintedTooMuch => 3,
            _ => MOST_LINES,
        };
        Err(Failure::new(what, said(told, n_lines)))
    }

    fn compare(
        &self,
        case: &Case,
        header: &Header,
        told: &str,
        exit: u8,
    ) -> Result<Verdict, Failure> {
        let broken = |what: String| Failure::new(what, Vec::new());
        let snapshot = Snapshot::of(&case.path);
        let expected = snapshot.read().map_err(broken)?;
        if expected.as_deref() == Some(told) {
            snapshot.forget_proposal().map_err(broken)?;
            return Ok(Verdict::Passed);
        }
        let about = about(case, header, exit);
        if self.accepts {
            snapshot.accept(&about, told).map_err(broken)?;
            return Ok(Verdict::Accepted);
        }
        snapshot.propose(&about, told).map_err(broken)?;
        let what = match expected {
            Some(_) => format!("does not print what {} says", file_name(snapshot.path())),
            None => format!("has no snapshot, {}, yet", file_name(snapshot.path())),
        };
        let expected = with_end(expected.as_deref().unwrap_or_default());
        let told = with_end(told);
        let mut lines = match header.mode {
            Mode::Unordered => difference::unordered(&expected, &told),
            _ => difference::ordered(&expected, &told),
        };
        let path = with_slashes(&case.path);
        lines.push(Line::remark(format!(
            "if that is right: futures test --accept {path}"
        )));
        Err(Failure::new(what, lines))
    }
}

/// The option for a simulation that says what servers and commands answer.
pub(crate) fn answers(case: &Case, header: &Header) -> Option<String> {
    let file = beside(&case.path, header.answers.as_deref()?);
    Some(format!("--answers={}", file.display()))
}

fn is_expected(code: u8, header: &Header) -> bool {
    match (header.mode, header.exit) {
        (_, Some(expected)) => code == expected,
        // What was found may be anything that ends a script badly, but not a wrong command line, or an end from outside.
        (Mode::Explored, None) => !matches!(code, 0 | 2 | 124 | 130 | 143),
        (_, None) => code == 0,
    }
}

fn about<'a>(case: &'a Case, header: &Header, exit: u8) -> About<'a> {
    let name = case.path.file_name().unwrap_or_default();
    let command = match header.mode {
        Mode::Ordered | Mode::Unordered => "futures run",
        Mode::Sim => "futures run --sim",
        Mode::Explored => "futures explore",
    };
    let script = name.to_str().unwrap_or_default();
    let words = std::iter::once(script).chain(header.arguments.iter().map(String::as_str));
    let words: Vec<String> = words.map(crate::again::quoted).collect();
    About {
        script,
        command: format!("{command} {}", words.join(" ")),
        exit,
    }
}

/// What the script reads.
pub(crate) fn input(case: &Case, header: &Header) -> Stdin {
    match &header.input {
        Input::Text(text) => Stdin::Text(text.clone()),
        Input::File(name) => Stdin::File(beside(&case.path, name)),
    }
}

/// A file that a script names, in the folder of the script.
fn beside(script: &Path, name: &str) -> std::path::PathBuf {
    match script.parent() {
        Some(folder) => folder.join(name),
        None => name.into(),
    }
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn with_end(text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("{text}\n")
    }
}

/// The last lines of what was printed and of the messages.
pub(crate) fn said(told: &str, most_lines: usize) -> Vec<Line> {
    let lines: Vec<&str> = told.lines().collect();
    let n_hidden = lines.len().saturating_sub(most_lines);
    let mut shown = Vec::new();
    if n_hidden > 0 {
        shown.push(Line::remark(format!("  … {n_hidden} lines before")));
    }
    let rest = lines[n_hidden..].iter();
    shown.extend(rest.map(|line| Line::new(LineKind::Plain, *line)));
    shown
}
