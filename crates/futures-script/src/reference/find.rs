//! Finds the entries that somebody means.

use crate::error::{function_hint, keyword_hint, variable_hint};
use crate::reference::{Entry, Kind, Reference, Section, Shape, Signature, meant_by};
use crate::values::closest;

/// What there is about a name.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The section of this name.
    pub section: Option<Section>,
    /// The entries about it.
    pub entries: Vec<&'static Entry>,
    /// Others that have to do with it: what is in the section, the methods of a type, what throws an error of a kind.
    pub related: Vec<&'static Entry>,
}

impl Found {
    /// Is there nothing?
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.related.is_empty()
    }
}

impl Reference {
    /// The entries about `wanted`: a name (`submit`), one of a type (`Future.result`, or `pool.submit` as scripts have it),
    /// a type, a word of the language, a sign, a section, an option or a kind of errors.
    ///
    /// Small and large letters are the same, unless both are somebody's name.
    pub fn find(&self, wanted: &str) -> Found {
        let wanted = match wanted.trim().split_once('(') {
            Some((name, _)) if !name.is_empty() => name,
            _ => wanted.trim(),
        };
        for letters in [Letters::Count, Letters::DoNotCount] {
            let named = self
                .entries()
                .filter(|entry| is_about(entry, wanted, letters));
            let entries: Vec<_> = named.collect();
            if !entries.is_empty() {
                let related = self.related(&entries);
                return Found {
                    section: None,
                    entries,
                    related,
                };
            }
            if let Some(found) = self.section_called(wanted, letters) {
                return found;
            }
        }
        let has_option = |entry: &&Entry| entry.opts().iter().any(|(name, ..)| *name == wanted);
        Found {
            entries: self.entries().filter(|entry| has_option(entry)).collect(),
            ..Found::default()
        }
    }

    /// The entries in which a word or a part of one appears, those with it in their names first.
    pub fn search(&self, word: &str) -> Vec<&'static Entry> {
        let word = word.to_lowercase();
        let has = |text: &str| text.to_lowercase().contains(&word);
        let (mut named, mut others) = (Vec::new(), Vec::new());
        for entry in self.entries() {
            let options = entry.opts().iter();
            let errors = entry.raises().iter();
            if entry.names().iter().any(|name| has(name)) {
                named.push(entry);
            } else if entry.forms().iter().any(|form| has(form))
                || [entry.summary(), entry.long(), entry.in_python()]
                    .iter()
                    .any(|text| has(text))
                || options
                    .into_iter()
                    .any(|(name, _, _, meaning)| has(name) || has(meaning))
                || errors
                    .into_iter()
                    .any(|(kind, when)| has(kind) || has(when))
            {
                others.push(entry);
            }
        }
        named.extend(others);
        named
    }

    /// What is written here instead of something that Python has under this name: a function, a module or a keyword.
    pub fn instead_of(&self, wanted: &str) -> Option<&'static str> {
        let wanted = wanted.trim();
        keyword_hint(wanted)
            .or_else(|| variable_hint(wanted))
            .or_else(|| function_hint(wanted))
    }

    /// The name that `wanted` was probably meant to be.
    pub fn closest(&self, wanted: &str) -> Option<String> {
        let mut names: Vec<String> = Vec::new();
        for entry in self.entries() {
            names.extend(entry.names());
            names.extend(
                entry
                    .signatures()
                    .into_iter()
                    .map(|signature| signature.name),
            );
            names.extend(entry.opts().iter().map(|(name, ..)| (*name).to_owned()));
        }
        names.extend(Section::ALL.iter().map(|section| section.word().to_owned()));
        closest(wanted, names.iter().map(String::as_str)).map(str::to_owned)
    }

    fn section_called(&self, wanted: &str, letters: Letters) -> Option<Found> {
        let mut sections = Section::ALL.into_iter();
        let section = sections.find(|section| {
            letters.same(section.word(), wanted) || letters.same(section.title(), wanted)
        })?;
        Some(Found {
            section: Some(section),
            entries: Vec::new(),
            related: self.section(section).collect(),
        })
    }

    /// What has to do with entries that were found, besides themselves.
    fn related(&self, found: &[&'static Entry]) -> Vec<&'static Entry> {
        let mut related = Vec::new();
        for about in found {
            let name = about.forms()[0];
            let others = self.entries().filter(|entry| match about.kind() {
                Kind::Type => entry.signatures().iter().any(|one| belongs_to(one, name)),
                Kind::ErrorKind => entry.raises().iter().any(|(kind, _)| *kind == name),
                Kind::Function | Kind::Syntax => false,
            });
            for entry in others {
                let is_known = found
                    .iter()
                    .chain(&related)
                    .any(|known| std::ptr::eq(*known, entry));
                if !is_known {
                    related.push(entry);
                }
            }
        }
        related
    }
}

/// Do capital letters make a difference?
#[derive(Clone, Copy)]
enum Letters {
    Count,
    DoNotCount,
}

impl Letters {
    fn same(self, one: &str, other: &str) -> bool {
        match self {
            Letters::Count => one == other,
            Letters::DoNotCount => one.to_lowercase() == other.to_lowercase(),
        }
    }
}

fn is_about(entry: &Entry, wanted: &str, letters: Letters) -> bool {
    if entry.names().iter().any(|name| letters.same(name, wanted)) {
        return true;
    }
    let (receiver, name) = match wanted.rsplit_once('.') {
        Some((receiver, name)) if !receiver.is_empty() && !name.is_empty() => {
            (Some(receiver), name)
        }
        _ => (None, wanted),
    };
    entry.signatures().iter().any(|signature| {
        letters.same(&signature.name, name)
            && receiver.is_none_or(|receiver| is_called_on(signature, receiver, letters))
    })
}

/// Is it called on a value of this type, or on one that is called like the end of its type, as a pool is?
fn is_called_on(signature: &Signature, receiver: &str, letters: Letters) -> bool {
    let types = signature
        .params
        .first()
        .map_or(&[][..], |param| &param.types);
    let mut types = types.iter().flat_map(|word| meant_by(word));
    types.any(|name| {
        let end = name.to_lowercase().ends_with(&receiver.to_lowercase());
        letters.same(name, receiver) || (end && name.starts_with(char::is_uppercase))
    })
}

/// Is it a method, a property or an operator of this type?
fn belongs_to(signature: &Signature, name: &str) -> bool {
    if matches!(signature.shape, Shape::Function | Shape::Constant) {
        return false;
    }
    let types = signature
        .params
        .first()
        .map_or(&[][..], |param| &param.types);
    types
        .iter()
        .flat_map(|word| meant_by(word))
        .any(|known| known == name)
}
