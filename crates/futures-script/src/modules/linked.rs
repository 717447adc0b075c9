//! A script and its modules as one program.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Weak};

use futures_core::host::Lock;
use rhai::{AST, ImmutableString, Module, Position, Shared};

use crate::modules::outline::Use;

/// A script and its modules as one program; or the inputs of a session and their modules, which grow in number.
#[derive(Default)]
pub(crate) struct Linked {
    /// By their numbers: the script itself, then its modules, each behind those that it imports. The lines of the one
    /// with the higher number come later.
    units: Lock<BTreeMap<usize, Arc<Unit>>>,
    /// The libraries that there were in the course of a session, and for each the number of the next text then.
    libraries: Lock<Vec<(Weak<Module>, usize)>>,
}

/// What a text is in its program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The script itself, which errors call what its run is called.
    Script,
    /// A file that is imported.
    Module,
    /// One input of a session.
    Input,
}

/// A script, a module of it, or an input of a session.
#[derive(Debug)]
pub(crate) struct Unit {
    pub(crate) part: Part,
    /// What it is called in errors.
    pub(crate) source: ImmutableString,
    /// What the functions of a module are called by: its path without the extension, from the folder of the script.
    pub(crate) module: String,
    pub(crate) text: ImmutableString,
    /// How many lines of the program come before it.
    pub(crate) lines_before: usize,
    /// Its own imports: what stands behind the word, and which unit that is.
    pub(crate) imports: Vec<(String, usize)>,
    /// What runs where it is imported; none of the script itself, nor in workers, which import nothing.
    pub(super) top: Option<Top>,
    progress: AtomicU8,
    /// Does it define functions or closures?
    pub(crate) has_functions: bool,
    /// Of an input or module of a session: what it uses of others, by the names that it has for them.
    pub(crate) aliases: BTreeMap<String, usize>,
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
    /// A text that comes behind `before` lines of the program.
    pub(crate) fn new(
        part: Part,
        source: &str,
        module: String,
        text: ImmutableString,
        before: usize,
    ) -> Self {
        Unit {
            part,
            source: source.into(),
            module,
            text,
            lines_before: before,
            imports: Vec::new(),
            top: None,
            progress: AtomicU8::new(0),
            has_functions: false,
            aliases: BTreeMap::new(),
        }
    }

    /// Is it a text that errors have to bring along, since it is not that of the script?
    pub(crate) fn has_own_text(&self) -> bool {
        self.part != Part::Script
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

    /// Notes that its top has failed where it was imported.
    pub(super) fn note_failure(&self) {
        self.progress.store(2, Ordering::Relaxed);
    }

    /// Has its top failed?
    pub(super) fn has_failed(&self) -> bool {
        self.progress.load(Ordering::Relaxed) == 2
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
    pub(super) fn new(units: impl Iterator<Item = Arc<Unit>>) -> Self {
        let units = units.enumerate();
        Linked {
            units: Lock::new(units.collect()),
            libraries: Lock::default(),
        }
    }

    /// The script, then its modules.
    pub(crate) fn units(&self) -> Vec<(usize, Arc<Unit>)> {
        let units = self.units.lock();
        let numbered = units.iter().map(|(number, unit)| (*number, unit.clone()));
        numbered.collect()
    }

    pub(crate) fn unit(&self, number: usize) -> Option<Arc<Unit>> {
        self.units.lock().get(&number).cloned()
    }

    /// Adds one, whose lines come behind those of all with lower numbers.
    pub(crate) fn add(&self, number: usize, unit: Arc<Unit>) {
        self.units.lock().insert(number, unit);
    }

    /// Takes away all from this number on.
    pub(crate) fn truncate(&self, from: usize) {
        let gone = self.units.lock().split_off(&from);
        // Their destructors must not run under the lock.
        drop(gone);
    }

    /// Notes that `library` is that of all units with lower numbers.
    pub(super) fn note_library(&self, library: &Shared<Module>, next: usize) {
        let mut libraries = self.libraries.lock();
        libraries.retain(|(other, _)| other.strong_count() > 0);
        libraries.push((Shared::downgrade(library), next));
    }

    /// The number of the first unit that is not in `library`; of one that is none of the session, the very first.
    pub(crate) fn next_after(&self, library: &Shared<Module>) -> usize {
        let libraries = self.libraries.lock();
        let mut newest = libraries.iter().rev();
        let known = newest.find(|(known, _)| std::ptr::eq(known.as_ptr(), Shared::as_ptr(library)));
        known.map_or(0, |(_, next)| *next)
    }

    /// The number of the unit that will come next.
    pub(crate) fn next(&self) -> usize {
        let units = self.units.lock();
        units.last_key_value().map_or(0, |(number, _)| number + 1)
    }

    /// The units with functions whose numbers are in this range.
    pub(crate) fn units_with_functions(&self, from: usize, to: usize) -> Vec<(usize, Arc<Unit>)> {
        let units = self.units.lock();
        let units = units.range(from..to.max(from));
        let units = units.filter(|(_, unit)| unit.has_functions);
        units
            .map(|(number, unit)| (*number, unit.clone()))
            .collect()
    }

    /// The unit in which the line `line` of the program is.
    pub(crate) fn unit_of(&self, line: usize) -> Option<(usize, Arc<Unit>)> {
        let units = self.units.lock();
        // Most often it is one of the last: the input that runs.
        let mut later = units.iter().rev();
        let reached = later.find(|(_, unit)| unit.lines_before < line);
        reached.map(|(number, unit)| (*number, unit.clone()))
    }

    /// The text that a position is in, unless that is the script itself.
    pub(crate) fn own_text(&self, position: Position) -> Option<Arc<Unit>> {
        let (_, unit) = self.unit_of(position.line()?)?;
        unit.has_own_text().then_some(unit)
    }
}
