//! `futures explore --expect SNAPSHOT`: the lines that each run must print, in any order.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::script::Script;
use crate::test::difference;
use crate::test::header::Header;
use crate::test::lines::Line;
use crate::test::snapshot::Snapshot;
use crate::test::told::{Teller, printed_part};

/// What the runs of a search must print, and what the run under way has printed so far.
#[derive(Clone, Debug)]
pub(crate) struct Expected {
    snapshot: PathBuf,
    /// Sorted.
    lines: Vec<String>,
    teller: Teller,
    printed: Arc<Mutex<String>>,
}

impl Expected {
    /// Reads the snapshot of `script`.
    ///
    /// # Errors
    /// What is wrong with it, in words for a user.
    pub(crate) fn read(snapshot: &Path, script: &Script) -> Result<Self, String> {
        let text = Snapshot::at(snapshot).read()?;
        let text = text.ok_or_else(|| format!("there is no snapshot {}", snapshot.display()))?;
        let header = Header::parse(&script.text)
            .map_err(|what| format!("{}: {what}", script.name))?
            .unwrap_or_else(Header::nothing_said);
        Ok(Expected {
            snapshot: snapshot.to_owned(),
            lines: sorted_lines(printed_part(&text)),
            teller: Teller::new(&script.name, &header),
            printed: Arc::default(),
        })
    }

    /// Takes a line that a script prints.
    pub(crate) fn print(&self, line: &str) {
        let mut printed = self.printed.lock().unwrap_or_else(PoisonError::into_inner);
        printed.push_str(line);
        printed.push('\n');
    }

    /// How the lines of the run that has just ended differ; the next one begins with none.
    pub(crate) fn difference(&self) -> Option<String> {
        let mut printed = self.printed.lock().unwrap_or_else(PoisonError::into_inner);
        let printed = std::mem::take(&mut *printed);
        let given = sorted_lines(&self.teller.printed(&printed));
        if given == self.lines {
            return None;
        }
        let text = |lines: &[String]| lines.iter().map(|line| format!("{line}\n")).collect();
        let (expected, given): (String, String) = (text(&self.lines), text(&given));
        let differing = difference::unordered(&expected, &given);
        let differing: Vec<String> = differing.iter().map(Line::to_string).collect();
        Some(format!(
            "it does not print the lines of {}:\n{}",
            self.snapshot.display(),
            differing.join("\n")
        ))
    }
}

fn sorted_lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = text.trim_end().lines().map(str::to_owned).collect();
    lines.sort_unstable();
    lines
}
