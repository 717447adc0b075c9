//! One entry of the reference: everything that is to be said of a function, or of a few that belong together.

use crate::reference::{Section, Signature};

/// What is said of one thing that scripts can use.
///
/// Entries are constants beside what they describe, so they cost nothing until somebody reads them. Texts are Markdown
/// without headings: `code` in backticks, paragraphs apart by an empty line. Each begins with its section, its forms and
/// a summary in one sentence; the rest is added:
///
/// ```
/// use futures_script::reference::{Entry, Section};
///
/// const DOUBLED: Entry = Entry::function(
///     Section::Numbers,
///     &["doubled(n: int) -> int"],
///     "Twice the number.",
/// )
/// .errors(&[("ArithmeticError", "it does not fit into an integer")])
/// .example("print(doubled(21));", "42")
/// .python("2 * n");
/// assert_eq!(DOUBLED.names(), ["doubled"]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    section: Section,
    kind: Kind,
    /// What a statement is called; empty of everything else.
    words: &'static [&'static str],
    forms: &'static [&'static str],
    summary: &'static str,
    details: &'static str,
    options: &'static [Opt],
    errors: &'static [Raised],
    example: Option<Example>,
    python: &'static str,
    see: &'static [&'static str],
}

/// What an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Functions, methods, properties, operators and constants. Their forms are [signatures](Signature), each of which
    /// is registered.
    Function,
    /// A type of values. Its one form is its name.
    Type,
    /// A statement, or words or signs of the language. Its forms show how they are written.
    Syntax,
    /// A kind of errors. Its one form is its name.
    ErrorKind,
}

/// An option in the map of options that a function takes: its name, its type, what holds without it, and its meaning.
pub type Opt = (&'static str, &'static str, &'static str, &'static str);

/// A kind of error, and when it is thrown: words that go on after "if".
pub type Raised = (&'static str, &'static str);

/// A script, and what it prints. It must end well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// The script.
    pub script: &'static str,
    /// Its lines, without the end of the last one.
    pub output: &'static str,
    /// The options of `futures run` that it needs.
    pub options: &'static [&'static str],
}

impl Entry {
    /// An entry for functions, methods, properties, operators or constants: see [`Signature`] for the forms.
    pub const fn function(
        section: Section,
        forms: &'static [&'static str],
        summary: &'static str,
    ) -> Self {
        Self::new(section, Kind::Function, forms, summary)
    }

    /// An entry for a type.
    pub const fn of_type(
        section: Section,
        name: &'static [&'static str; 1],
        summary: &'static str,
    ) -> Self {
        Self::new(section, Kind::Type, name, summary)
    }

    /// An entry for a statement, or for words or signs of the language.
    pub const fn syntax(
        section: Section,
        words: &'static [&'static str],
        forms: &'static [&'static str],
        summary: &'static str,
    ) -> Self {
        let mut entry = Self::new(section, Kind::Syntax, forms, summary);
        entry.words = words;
        entry
    }

    /// An entry for a kind of errors.
    pub const fn error_kind(name: &'static [&'static str; 1], summary: &'static str) -> Self {
        Self::new(Section::ErrorKinds, Kind::ErrorKind, name, summary)
    }

    const fn new(
        section: Section,
        kind: Kind,
        forms: &'static [&'static str],
        summary: &'static str,
    ) -> Self {
        Entry {
            section,
            kind,
            words: &[],
            forms,
            summary,
            details: "",
            options: &[],
            errors: &[],
            example: None,
            python: "",
            see: &[],
        }
    }

    /// What the summary leaves out: paragraphs apart by an empty line, and what trips a Python reader.
    pub const fn details(mut self, details: &'static str) -> Self {
        self.details = details;
        self
    }

    /// The options that it takes in a map.
    pub const fn options(mut self, options: &'static [Opt]) -> Self {
        self.options = options;
        self
    }

    /// The errors that it throws.
    pub const fn errors(mut self, errors: &'static [Raised]) -> Self {
        self.errors = errors;
        self
    }

    /// A script that shows it, and what that prints. Line breaks around both do not count.
    pub const fn example(mut self, script: &'static str, output: &'static str) -> Self {
        self.example = Some(Example {
            script: trimmed(script),
            output: trimmed(output),
            options: &[],
        });
        self
    }

    /// The options of `futures run` that the example needs, such as `--allow-read`. It is run in an empty folder.
    ///
    /// # Panics
    /// If there is no example yet.
    pub const fn run_with(mut self, options: &'static [&'static str]) -> Self {
        let Some(mut example) = self.example else {
            panic!("the options of an example come after it");
        };
        example.options = options;
        self.example = Some(example);
        self
    }

    /// What one writes in Python.
    pub const fn python(mut self, python: &'static str) -> Self {
        self.python = python;
        self
    }

    /// The names of other entries to read.
    pub const fn see(mut self, names: &'static [&'static str]) -> Self {
        self.see = names;
        self
    }

    /// The section that it stands in.
    pub fn section(&self) -> Section {
        self.section
    }

    /// What it is about.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// How it is written.
    pub fn forms(&self) -> &'static [&'static str] {
        self.forms
    }

    /// The forms of a function.
    ///
    /// # Panics
    /// If one is no signature, which is a mistake in the entry.
    pub fn signatures(&self) -> Vec<Signature> {
        let forms = match self.kind {
            Kind::Function => self.forms,
            Kind::Type | Kind::Syntax | Kind::ErrorKind => &[],
        };
        let parsed = forms
            .iter()
            .map(|form| Signature::parse(form).unwrap_or_else(|| panic!("no signature: {form}")));
        parsed.collect()
    }

    /// What it is called, in the order of its forms and each name once; the first one is its title.
    pub fn names(&self) -> Vec<String> {
        let all: Vec<String> = match self.kind {
            Kind::Function => self.signatures().iter().map(Signature::title).collect(),
            Kind::Type | Kind::ErrorKind => self.forms.iter().map(ToString::to_string).collect(),
            Kind::Syntax => self.words.iter().map(ToString::to_string).collect(),
        };
        let mut names = Vec::new();
        for name in all {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// One sentence on what it is or does.
    pub fn summary(&self) -> &'static str {
        self.summary
    }

    /// What else there is to say; empty if nothing.
    pub fn long(&self) -> &'static str {
        self.details
    }

    /// The options that it takes in a map.
    pub fn opts(&self) -> &'static [Opt] {
        self.options
    }

    /// The errors that it throws.
    pub fn raises(&self) -> &'static [Raised] {
        self.errors
    }

    /// A script that shows it.
    pub fn shown_by(&self) -> Option<Example> {
        self.example
    }

    /// What one writes in Python; empty if there is nothing like it.
    pub fn in_python(&self) -> &'static str {
        self.python
    }

    /// The names of other entries to read.
    pub fn see_also(&self) -> &'static [&'static str] {
        self.see
    }
}

/// Without the line breaks around it.
const fn trimmed(text: &'static str) -> &'static str {
    let bytes = text.as_bytes();
    let (mut start, mut end) = (0, bytes.len());
    while start < end && bytes[start] == b'\n' {
        start += 1;
    }
    while start < end && bytes[end - 1] == b'\n' {
        end -= 1;
    }
    text.split_at(end).0.split_at(start).1
}
