//! A script and its modules as one program.

use std::sync::atomic::{AtomicU8, Ordering};

use rhai::{AST, ImmutableString, Position};

use crate::modules::outline::Use;

/// A script and its modules as one program.
#[derive(Debug)]
pub(crate) struct Linked {
    /// The script itself, then its modules, each behind those that it imports.
    units: Vec<Unit>,
}

/// A script or a module of it.
#[derive(Debug)]
pub(crate) struct Unit {
    /// What it is called in errors.
    pub(crate) source: ImmutableString,
    /// What its functions are called by: its path without the extension, from the folder of the script. Empty for the
    /// script itself.
    pub(crate) module: String,
    pub(crate) text: ImmutableString,
    /// How many lines of the program come before it.
    pub(super) lines_before: usize,
    /// Its own imports: what stands behind the word, and which unit that is.
    pub(crate) imports: Vec<(String, usize)>,
    /// What runs where it is imported; none of the script itself, nor in workers, which import nothing.
    pub(super) top: Option<Top>,
    progress: AtomicU8,
}

/// The statements of a module outside of its functions.
#[derive(Debug)]
pub(super) struct Top {
    pub(super) statements: AST,
    /// The variables that others can see, and under which names.
    pub(super) exports: Vec<(String, String)>,
}

/// How far a module has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    /// Nobody has imported it.
    Fresh,
    /// It was imported.
    Imported,
}

impl Unit {
    pub(super) fn new(source: &str, module: String, text: ImmutableString, before: usize) -> Self {
        Unit {
            source: source.into(),
            module,
            text,
            lines_before: before,
            imports: Vec::new(),
            top: None,
            progress: AtomicU8::new(0),
        }
    }

    /// Is it another file than the script itself?
    pub(crate) fn is_module(&self) -> bool {
        !self.module.is_empty()
    }

    /// The line of a position of the program, in this text.
    pub(crate) fn line_of(&self, position: Position) -> Option<usize> {
        position.line()?.checked_sub(self.lines_before)
    }

    /// Its text at its place in the program: behind as many empty lines as come before it.
    pub(super) fn padded(&self) -> String {
        "\n".repeat(self.lines_before) + self.text.as_str()
    }

    /// As [`padded`](Self::padded), without the names of modules before the names in them, at the uses that `is_of_module`.
    pub(super) fn padded_without(
        &self,
        uses: &[Use],
        is_of_module: impl Fn(&Use) -> bool,
    ) -> String {
        let mut text = self.padded();
        let line_starts: Vec<usize> = [0]
            .into_iter()
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        let byte_at = |text: &str, at: Position| {
            let start = *line_starts.get(at.line()?.checked_sub(1)?)?;
            let mut chars = text[start..].char_indices();
            chars
                .nth(at.position()?.checked_sub(1)?)
                .map(|(offset, _)| start + offset)
        };
        // The last first, since a space may be shorter than what it stands for.
        for found in uses.iter().rev().filter(|found| is_of_module(found)) {
            let ends = (byte_at(&text, found.alias_at), byte_at(&text, found.at));
            if let (Some(start), Some(end)) = ends {
                let blank = |char: char| if char == '\n' { '\n' } else { ' ' };
                let blanks: String = text[start..end].chars().map(blank).collect();
                text.replace_range(start..end, &blanks);
            }
        }
        text
    }

    /// Notes that it is imported now; how far it had come before.
    pub(super) fn begin_import(&self) -> Progress {
        match self.progress.swap(1, Ordering::Relaxed) {
            0 => Progress::Fresh,
            _ => Progress::Imported,
        }
    }
}

impl Linked {
    pub(super) fn new(units: Vec<Unit>) -> Self {
        Linked { units }
    }

    /// The script, then its modules.
    pub(crate) fn units(&self) -> &[Unit] {
        &self.units
    }

    pub(crate) fn unit(&self, number: usize) -> Option<&Unit> {
        self.units.get(number)
    }

    /// The unit in which the line `line` of the program is.
    pub(crate) fn unit_of(&self, line: usize) -> Option<(usize, &Unit)> {
        let later = self.units.iter().enumerate().rev();
        let mut reached = later.filter(|(_, unit)| unit.lines_before < line);
        reached.next()
    }

    /// The module in which a position is; `None` if it is in the script itself.
    pub(crate) fn in_module(&self, position: Position) -> Option<&Unit> {
        let (number, unit) = self.unit_of(position.line()?)?;
        (number > 0).then_some(unit)
    }
}
