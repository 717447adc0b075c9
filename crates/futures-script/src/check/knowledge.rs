//! What the language has, as an interpreter knows it: functions with their types, constants, and what the reference says.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use futures_core::host::Lock;
use rhai::{Engine, FuncInfo};

use crate::known::Vocabulary;
use crate::reference::{Entry, Reference, Signature};
use crate::statements::DEBUG_METHOD;
use crate::values::plain_type;

/// What the engine keeps for itself, so that it is registered nowhere.
const KEYWORDS: [&str; 10] = [
    "print",
    "debug",
    "type_of",
    "Fn",
    "call",
    "curry",
    "eval",
    "is_def_fn",
    "is_def_var",
    "is_shared",
];

/// What stands for a type that scripts do not know.
const FOREIGN: &str = "?";

/// One form of a native function: what it is given, with what stands before the point as the first.
///
/// A type is named as messages name it; it is empty for values of any type, and [`FOREIGN`] if scripts do not know it.
pub(crate) type Form = Vec<String>;

/// Where an interpreter keeps what is known of its language, once somebody has asked.
pub(crate) type KeptKnowledge = Arc<Lock<Option<Arc<Knowledge>>>>;

/// What the language has.
#[derive(Debug, Default)]
pub(crate) struct Knowledge {
    natives: BTreeMap<String, Vec<Form>>,
    /// What the reference says of each function and method, by its name.
    said: BTreeMap<String, Vec<(Signature, &'static Entry)>>,
    /// In the order of their definition.
    handles: Vec<String>,
    constants: BTreeSet<String>,
    /// What a program that embeds the language has put into modules.
    modules: BTreeSet<String>,
}

impl Knowledge {
    /// What `engine` knows.
    pub(crate) fn of(engine: &Engine, vocabulary: &Vocabulary) -> Self {
        let mut knowledge = Knowledge::default();
        let form = |info: FuncInfo<'_>| {
            let types = info.metadata.param_types.iter();
            let types = types.map(|id| vocabulary.type_in_words(engine, *id));
            let form: Form = types
                .map(|name| name.unwrap_or(FOREIGN.to_owned()))
                .collect();
            let name = info.metadata.name.to_string();
            Some((info.namespace.to_string(), name, form))
        };
        for (module, name, form) in engine.collect_fn_metadata(None, form, true) {
            if !module.is_empty() {
                knowledge.modules.insert(module);
                continue;
            }
            let name = match name.as_str() {
                DEBUG_METHOD => "debug".to_owned(),
                _ => name,
            };
            knowledge.natives.entry(name).or_default().push(form);
        }
        for entry in Reference::new(&vocabulary.entries).entries() {
            for signature in entry.signatures() {
                let said = knowledge.said.entry(signature.name.clone()).or_default();
                said.push((signature, entry));
            }
        }
        let handles = vocabulary.handles.paths();
        knowledge.handles = handles
            .map(|path| plain_type(engine.map_type_name(path)))
            .collect();
        let constants = vocabulary.constants.iter();
        knowledge.constants = constants.map(ToString::to_string).collect();
        knowledge
    }

    /// The forms of the native function or method `name`.
    pub(crate) fn forms(&self, name: &str) -> &[Form] {
        self.natives
            .get(name)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// Is there a native function or method of this name, or does the engine know it by itself?
    pub(crate) fn has_function(&self, name: &str) -> bool {
        KEYWORDS.contains(&name) || self.natives.contains_key(name)
    }

    /// Does the engine know it by itself, so that nothing is known of its arguments?
    pub(crate) fn is_keyword(&self, name: &str) -> bool {
        KEYWORDS.contains(&name)
    }

    /// The names of all native functions and methods that scripts can write.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let names = self.natives.keys().map(String::as_str);
        names.chain(KEYWORDS).filter(|name| {
            let mut chars = name.chars();
            chars.all(|char| char.is_alphanumeric() || char == '_')
        })
    }

    /// What can be called on a value of this type, in words of messages: methods that need just this type.
    pub(crate) fn methods_of(&self, receiver: &str) -> impl Iterator<Item = &str> {
        let natives = self.natives.iter();
        let own = natives.filter(move |(_, forms)| {
            let mut forms = forms.iter();
            forms.any(|form| form.first().is_some_and(|first| first == receiver))
        });
        own.map(|(name, _)| name.as_str())
    }

    /// Can `name` be called on a value of this type, with whatever arguments?
    pub(crate) fn has_method(&self, receiver: &str, name: &str) -> bool {
        let takes = |form: &Form| {
            let first = form.first();
            first.is_some_and(|first| first.is_empty() || first == receiver || first == FOREIGN)
        };
        self.is_keyword(name) || self.forms(name).iter().any(takes)
    }

    /// Have handles of some type a method of this name with as many arguments, so that it may be meant where it is called
    /// on an array of them?
    pub(crate) fn each_has(&self, name: &str, n_args: usize) -> bool {
        let mut forms = self.forms(name).iter();
        forms.any(|form| {
            let first = form.first();
            form.len() == n_args + 1 && first.is_some_and(|first| self.is_handle(first))
        })
    }

    /// What the reference says of functions, methods and properties of this name.
    pub(crate) fn said(&self, name: &str) -> &[(Signature, &'static Entry)] {
        self.said.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// Is it the name of a type of handles?
    pub(crate) fn is_handle(&self, name: &str) -> bool {
        self.handles.iter().any(|known| known == name)
    }

    /// The names of the types of handles, in the order of their definition.
    pub(crate) fn handles(&self) -> impl Iterator<Item = &str> {
        self.handles.iter().map(String::as_str)
    }

    /// Has a program that embeds the language put something into a module of this name?
    pub(crate) fn has_module(&self, name: &str) -> bool {
        let mut modules = self.modules.iter();
        modules.any(|known| known.split("::").next() == Some(name))
    }

    /// Is it a constant that is visible everywhere?
    pub(crate) fn is_constant(&self, name: &str) -> bool {
        self.constants.contains(name)
    }

    /// The constants that are visible everywhere.
    pub(crate) fn constants(&self) -> impl Iterator<Item = &str> {
        self.constants.iter().map(String::as_str)
    }
}

/// What messages call a type that the reference names.
pub(crate) fn in_messages(name: &str) -> &str {
    match name {
        "int" => "integer",
        "char" => "character",
        other => other,
    }
}
