//! Compares the entries with what is registered: no function without an entry, no entry without a function.

use std::any::TypeId;
use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};
use std::time::Instant;

use rhai::{Array, Blob, Dynamic, Engine, FLOAT, FnPtr, FuncInfo, INT, ImmutableString, Map};

use crate::engine;
use crate::known::Vocabulary;
use crate::limits::MAX_ARGUMENTS;
use crate::reference::{Entry, Kind, Param, Reference, Shape, Signature};
use crate::statements::DEBUG_METHOD;
use crate::values::{Steps, plain_type};

/// Something that the engine knows, in the words of the reference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Registered {
    name: String,
    role: Role,
    types: Vec<String>,
}

/// How the engine calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Function,
    Property,
    Index,
    IndexAssignment,
}

/// The language as the engine knows it, and what is said of it.
struct Language {
    registered: BTreeSet<Registered>,
    constants: BTreeSet<String>,
    handles: BTreeSet<String>,
    reference: Reference,
}

/// At most so many are registered of a function that takes any number.
const MOST_REPEATED: usize = MAX_ARGUMENTS;

impl Language {
    fn new() -> Self {
        let mut vocabulary = Vocabulary::default();
        let engine = engine::build(&mut vocabulary, Vec::new());
        let of = |info: FuncInfo<'_>| Registered::of(&engine, &vocabulary, &info);
        let registered = engine.collect_fn_metadata(None, of, true);
        let handles = vocabulary.handles.paths();
        let constants = vocabulary.constants.iter();
        Language {
            registered: registered.into_iter().collect(),
            constants: constants.map(ToString::to_string).collect(),
            handles: handles
                .map(|path| plain_type(engine.map_type_name(path)))
                .collect(),
            reference: Reference::new(&vocabulary.entries),
        }
    }

    fn signatures(&self) -> Vec<Signature> {
        let entries = self.reference.entries();
        entries.flat_map(Entry::signatures).collect()
    }
}

impl Registered {
    /// `None` for what no script can call: it would need a value of a type that scripts have not.
    fn of(engine: &Engine, vocabulary: &Vocabulary, info: &FuncInfo<'_>) -> Option<Self> {
        let types = info.metadata.param_types.iter();
        let types = types.map(|id| type_word(engine, vocabulary, *id));
        let types: Vec<String> = types.collect::<Option<_>>()?;
        let name = info.metadata.name.as_str();
        let (role, name) = match name.strip_prefix("get$") {
            Some(property) => (Role::Property, property),
            None if name.starts_with("index$get$") => (Role::Index, "[]"),
            None if name.starts_with("index$set$") => (Role::IndexAssignment, "[]"),
            None if name == DEBUG_METHOD => (Role::Function, "debug"),
            None => (Role::Function, name),
        };
        Some(Registered {
            name: name.to_owned(),
            role,
            types,
        })
    }

    /// Is this one of the functions that the signature stands for?
    fn is_said_by(&self, signature: &Signature) -> bool {
        let role = match signature.shape {
            Shape::Function | Shape::Method | Shape::Operator | Shape::Prefix => Role::Function,
            Shape::Property => Role::Property,
            Shape::Index => Role::Index,
            Shape::IndexAssignment => Role::IndexAssignment,
            Shape::Constant => return false,
        };
        self.role == role
            && self.name == signature.name
            && signature.arities(MOST_REPEATED).contains(&self.types.len())
            && self.types.iter().enumerate().all(|(index, given)| {
                let param = signature.param(index);
                param.is_some_and(|param| takes(param, given))
            })
    }
}

/// May a parameter that is described like this be registered with this type? What takes values of any type looks at them
/// itself.
fn takes(param: &Param, registered: &str) -> bool {
    let is = |described: &String| match described.as_str() {
        "any" => true,
        "number" | "seconds" => matches!(registered, "int" | "float"),
        described => described == registered,
    };
    registered == "any" || param.types.iter().any(is)
}

fn type_word(engine: &Engine, vocabulary: &Vocabulary, id: TypeId) -> Option<String> {
    let known = [
        (TypeId::of::<Dynamic>(), "any"),
        (TypeId::of::<INT>(), "int"),
        (TypeId::of::<FLOAT>(), "float"),
        (TypeId::of::<bool>(), "bool"),
        (TypeId::of::<char>(), "char"),
        (TypeId::of::<ImmutableString>(), "string"),
        (TypeId::of::<Array>(), "array"),
        (TypeId::of::<Map>(), "map"),
        (TypeId::of::<FnPtr>(), "function"),
        (TypeId::of::<Range<INT>>(), "range"),
        (TypeId::of::<RangeInclusive<INT>>(), "range"),
        (TypeId::of::<Steps>(), "range"),
        (TypeId::of::<Blob>(), "blob"),
        (TypeId::of::<Instant>(), "timestamp"),
        (TypeId::of::<()>(), "()"),
    ];
    let plain = known.iter().find(|(known, _)| *known == id);
    plain.map(|(_, name)| (*name).to_owned()).or_else(|| {
        let path = vocabulary.handles.path(id)?;
        Some(plain_type(engine.map_type_name(path)))
    })
}

#[test]
fn what_entries_describe_is_registered() {
    let language = Language::new();
    let mut missing = Vec::new();
    for signature in language.signatures() {
        if signature.shape == Shape::Constant {
            if !language.constants.contains(&signature.name) {
                missing.push(format!("the constant {}", signature.name));
            }
            continue;
        }
        let said: Vec<&Registered> = language
            .registered
            .iter()
            .filter(|known| known.is_said_by(&signature))
            .collect();
        for arity in signature.arities(1) {
            if !said.iter().any(|known| known.types.len() == arity) {
                missing.push(format!("{signature:?} with {arity}"));
            }
        }
        for (index, param) in signature.params.iter().enumerate() {
            for described in &param.types {
                let one = Param {
                    types: vec![described.clone()],
                    ..param.clone()
                };
                let known = |known: &Registered| {
                    known
                        .types
                        .get(index)
                        .is_some_and(|given| takes(&one, given))
                };
                if !said.iter().any(|one| known(one)) {
                    missing.push(format!("{} of {described}", signature.title()));
                }
            }
        }
    }
    assert_eq!(missing, [""; 0], "described, and not there");
}

#[test]
fn types_that_entries_describe_exist() {
    let language = Language::new();
    let own = language.handles.iter().map(String::as_str);
    let known: BTreeSet<&str> = own.chain(PLAIN_TYPES).collect();
    for entry in language.reference.entries() {
        if entry.kind() == Kind::Type {
            let name = entry.forms()[0];
            assert!(known.contains(name), "there is no type {name}");
        }
    }
}

/// The types of values that are no handles.
const PLAIN_TYPES: [&str; 12] = [
    "int",
    "float",
    "bool",
    "char",
    "string",
    "array",
    "map",
    "function",
    "range",
    "blob",
    "timestamp",
    "()",
];
