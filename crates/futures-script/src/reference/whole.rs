//! All entries of an interpreter.

use crate::reference::{Entry, Section};
use crate::{Builder, Interpreter};

/// All that is said of what the scripts of an [`Interpreter`](crate::Interpreter) can use.
#[derive(Clone, Debug, Default)]
pub struct Reference {
    entries: Vec<&'static Entry>,
}

impl Reference {
    pub(crate) fn new(parts: &[&'static [Entry]]) -> Self {
        let mut entries: Vec<&'static Entry> = parts.iter().copied().flatten().collect();
        // Inside a section the order is that of the files and of what stands in them.
        entries.sort_by_key(|entry| entry.section());
        Reference { entries }
    }

    /// A reference of some entries only.
    pub fn of(entries: impl IntoIterator<Item = &'static Entry>) -> Self {
        Reference {
            entries: entries.into_iter().collect(),
        }
    }

    /// All entries, one section after the other.
    pub fn entries(&self) -> impl Iterator<Item = &'static Entry> {
        self.entries.iter().copied()
    }

    /// The sections that have any entries, in order.
    pub fn sections(&self) -> impl Iterator<Item = Section> {
        let sections = Section::ALL.into_iter();
        sections.filter(|section| self.section(*section).next().is_some())
    }

    /// The entries of a section.
    pub fn section(&self, section: Section) -> impl Iterator<Item = &'static Entry> {
        self.entries()
            .filter(move |entry| entry.section() == section)
    }
}

impl Interpreter {
    /// The reference of the language, and of what [`Builder::documented`] has added to it.
    pub fn reference(&self) -> Reference {
        Reference::new(&self.settings.vocabulary.entries)
    }
}

impl Builder {
    /// Adds entries to the [reference](Interpreter::reference): what there is to say of functions that
    /// [`register`](Self::register) has added.
    pub fn documented(mut self, entries: &'static [Entry]) -> Self {
        self.entries.push(entries);
        self
    }
}
