//! What an input can use: the names of the language, and those that the session has made.

use std::collections::{BTreeMap, BTreeSet};

use futures_script::reference::{Entry, Kind, Reference, Shape, Signature, TYPE_WORDS};

use crate::repl::tokens::is_word;

/// Everything that has a name.
#[derive(Debug, Default)]
pub(crate) struct Names {
    signatures: Vec<(Signature, &'static Entry)>,
    /// How each of them is written.
    forms: Vec<&'static str>,
    words: BTreeSet<String>,
    /// What the names of options and types are, for `:help`.
    topics: BTreeSet<String>,
    pub(crate) own: Own,
}

/// What the session has made.
#[derive(Clone, Debug, Default)]
pub(crate) struct Own {
    pub(crate) variables: BTreeMap<String, Type>,
    /// How each function is called, `double(n)`, by its name.
    pub(crate) functions: Vec<(String, String)>,
}

/// What is known of a value before it is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Type {
    /// The names of the types that it may have; empty if nothing is known.
    pub(crate) names: Vec<String>,
    /// The keys of a map.
    pub(crate) keys: BTreeMap<String, Type>,
}

impl Type {
    /// The type that a word in a signature means.
    pub(crate) fn of_word(word: &str) -> Self {
        let several = word.split('|').flat_map(|word| {
            let found = TYPE_WORDS.iter().find(|(known, ..)| *known == word);
            found.map_or(vec![word], |(_, types, _)| types.to_vec())
        });
        Type {
            names: several.map(str::to_owned).collect(),
            keys: BTreeMap::new(),
        }
    }

    fn has(&self, name: &str) -> bool {
        self.names.iter().any(|own| own == name)
    }
}

impl Names {
    /// The names of the language.
    pub(crate) fn of(reference: &Reference) -> Self {
        let mut names = Names::default();
        for entry in reference.entries() {
            for (signature, form) in entry.signatures().into_iter().zip(entry.forms()) {
                names.signatures.push((signature, entry));
                names.forms.push(form);
            }
            names.topics.extend(entry.names());
            if entry.kind() == Kind::Syntax {
                // Of the names of statements only those are words that are written like words.
                let words = entry.names().into_iter();
                let written = |word: &String| entry.forms().iter().any(|form| form.contains(word));
                names.words.extend(words.filter(written));
            }
        }
        let literals = ["true", "false", "in", "as"];
        names.words.extend(literals.map(str::to_owned));
        names
            .words
            .retain(|word| word.chars().all(char::is_alphanumeric));
        names
    }

    /// Is it a word of the language?
    pub(crate) fn is_word(&self, name: &str) -> bool {
        self.words.contains(name)
    }

    /// Is there a function of this name?
    pub(crate) fn is_function(&self, name: &str) -> bool {
        self.own.functions.iter().any(|(own, _)| own == name)
            || self
                .shaped(&[Shape::Function])
                .any(|(signature, _)| signature.name == name)
    }

    /// Is it a method or property of anything?
    pub(crate) fn is_method(&self, name: &str) -> bool {
        let shapes = [Shape::Method, Shape::Property];
        self.shaped(&shapes)
            .any(|(signature, _)| signature.name == name)
    }

    fn shaped(&self, shapes: &[Shape]) -> impl Iterator<Item = (&Signature, &'static Entry)> {
        let all = self.signatures.iter();
        all.filter(|(signature, _)| shapes.contains(&signature.shape))
            .map(|(signature, entry)| (signature, *entry))
    }

    /// What can begin an expression, each with what is to be typed: functions with their bracket.
    pub(crate) fn beginnings(&self) -> BTreeSet<String> {
        let functions = self.shaped(&[Shape::Function]);
        let mut all: BTreeSet<String> = functions
            .map(|(signature, _)| format!("{}(", signature.name))
            .collect();
        all.extend(
            self.own
                .functions
                .iter()
                .map(|(name, _)| format!("{name}(")),
        );
        let constants = self.shaped(&[Shape::Constant]);
        all.extend(constants.map(|(signature, _)| signature.name.clone()));
        all.extend(self.words.iter().cloned());
        all.extend(self.own.variables.keys().cloned());
        all
    }

    /// What can stand behind the dot of a value.
    pub(crate) fn members(&self, of: &Type) -> BTreeSet<String> {
        let mut all: BTreeSet<String> = of.keys.keys().cloned().collect();
        for (signature, _) in self.shaped(&[Shape::Method, Shape::Property]) {
            if is_given(signature, of) {
                let bracket = if signature.shape == Shape::Method {
                    "("
                } else {
                    ""
                };
                all.insert(format!("{}{bracket}", signature.name));
            }
        }
        // Behind a dot only names can stand: no operators, and no keys like `"odd key"`.
        all.retain(|name| {
            let name = name.strip_suffix('(').unwrap_or(name);
            name.starts_with(|char: char| char.is_alphabetic() || char == '_')
                && name.chars().all(is_word)
        });
        all
    }

    /// The type of what a function gives.
    pub(crate) fn result_of_function(&self, name: &str) -> Type {
        let mut found = self.shaped(&[Shape::Function]);
        let found = found.find(|(signature, _)| signature.name == name);
        found.map_or_else(Type::default, |(signature, _)| known(&signature.result))
    }

    /// The type of a constant.
    pub(crate) fn constant(&self, name: &str) -> Type {
        let mut found = self.shaped(&[Shape::Constant]);
        let found = found.find(|(signature, _)| signature.name == name);
        found.map_or_else(Type::default, |(signature, _)| known(&signature.result))
    }

    /// The type of a method's result, or of a property.
    pub(crate) fn member(&self, of: &Type, name: &str) -> Type {
        if let Some(found) = of.keys.get(name) {
            return found.clone();
        }
        let mut found = self.shaped(&[Shape::Method, Shape::Property]);
        let found = found.find(|(signature, _)| signature.name == name && is_given(signature, of));
        found.map_or_else(Type::default, |(signature, _)| known(&signature.result))
    }

    /// The names of the options that a function or a method takes.
    pub(crate) fn options(&self, name: &str, receiver: Option<&Type>) -> BTreeSet<String> {
        let shape = [receiver.map_or(Shape::Function, |_| Shape::Method)];
        let called = self.shaped(&shape).filter(|(signature, _)| {
            signature.name == name && receiver.is_none_or(|receiver| is_given(signature, receiver))
        });
        let options = called.flat_map(|(_, entry)| entry.opts().iter());
        options.map(|(option, ..)| (*option).to_owned()).collect()
    }

    /// How a function or a method is called.
    pub(crate) fn usage(&self, name: &str, receiver: Option<&Type>) -> Option<String> {
        if receiver.is_none()
            && let Some((_, usage)) = self.own.functions.iter().find(|(own, _)| own == name)
        {
            return Some(usage.clone());
        }
        let shape = receiver.map_or(Shape::Function, |_| Shape::Method);
        let mut known = self.signatures.iter().zip(&self.forms);
        let found = known.find(|((signature, _), _)| {
            signature.shape == shape
                && signature.name == name
                && receiver.is_none_or(|receiver| is_given(signature, receiver))
        });
        found.map(|(_, form)| (*form).to_owned())
    }

    /// What `:help` knows.
    pub(crate) fn topics(&self) -> &BTreeSet<String> {
        &self.topics
    }
}

/// What a signature says of its result; nothing if it may be anything.
fn known(result: &str) -> Type {
    match result {
        "any" | "()" => Type::default(),
        result => Type::of_word(result),
    }
}

/// Can it be called on a value of this type? Of one that nobody knows everything can be called.
fn is_given(signature: &Signature, of: &Type) -> bool {
    let Some(receiver) = signature.params.first() else {
        return false;
    };
    of.names.is_empty()
        || receiver.types.iter().any(|word| {
            let types = Type::of_word(word);
            types.names == ["any"]
                || types.names.is_empty()
                || types.names.iter().any(|name| of.has(name))
        })
}
