//! Compares the entries with what is registered: no function without an entry, no entry without a function.

use std::any::TypeId;
use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};
use std::time::Instant;

use rhai::{Array, Blob, Dynamic, Engine, FLOAT, FnPtr, FuncInfo, INT, ImmutableString, Map};

use crate::engine;
use crate::known::Vocabulary;
use crate::limits::MAX_ARGUMENTS;
use crate::reference::{Entry, Kind, Param, Reference, Shape, Signature, meant_by};
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
    PropertyAssignment,
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
        let (role, name) = match name.split_once('$') {
            Some(("get", property)) => (Role::Property, property),
            Some(("set", property)) => (Role::PropertyAssignment, property),
            _ if name.starts_with("index$get$") => (Role::Index, "[]"),
            _ if name.starts_with("index$set$") => (Role::IndexAssignment, "[]"),
            _ if name == DEBUG_METHOD => (Role::Function, "debug"),
            _ => (Role::Function, name),
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
            Shape::PropertyAssignment => Role::PropertyAssignment,
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
    let is = |described: &String| {
        described == "any" || meant_by(described).any(|meant| meant == registered)
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

/// What the engine's parser knows, so that it is registered nowhere.
const KEYWORDS: [&str; 7] = [
    "Fn",
    "call",
    "curry",
    "is_def_fn",
    "is_def_var",
    "is_shared",
    "type_of",
];

/// What is registered and no entry describes, and why.
const NOT_DESCRIBED: [(&str, usize, &str); 4] = [
    ("submit", 1, "it is there to say that a function is missing"),
    (
        "get_fn_metadata_list",
        0,
        "it tells what only the engine knows",
    ),
    (
        "get_fn_metadata_list",
        1,
        "it tells what only the engine knows",
    ),
    (
        "get_fn_metadata_list",
        2,
        "it tells what only the engine knows",
    ),
];

#[test]
fn what_is_registered_is_described() {
    let language = Language::new();
    let signatures = language.signatures();
    let missing: Vec<String> = language
        .registered
        .iter()
        .filter(|known| {
            !signatures
                .iter()
                .any(|signature| known.is_said_by(signature))
        })
        .filter(|known| {
            let mut others = NOT_DESCRIBED.iter();
            !others.any(|(name, n, _)| known.name == *name && known.types.len() == *n)
        })
        .map(|known| {
            format!(
                "{:?} {} of {}",
                known.role,
                known.name,
                known.types.join(", ")
            )
        })
        .collect();
    assert_eq!(missing, [""; 0], "there, and not described");
}

#[test]
fn what_is_registered_and_not_described_is_found() {
    let sum = Registered {
        name: "sum".to_owned(),
        role: Role::Function,
        types: vec!["any".to_owned()],
    };
    let check = |form, expect| {
        let signature = Signature::parse(form).expect(form);
        assert_eq!(sum.is_said_by(&signature), expect, "{form}");
    };
    check("sum(items: items) -> number", true);
    check("total(items: items) -> number", false);
    check("sum(items: items, start: number) -> number", false);
    check("items.sum -> number", false);
    check("items.sum() -> number", true);
}

#[test]
fn what_entries_describe_is_registered() {
    let language = Language::new();
    let mut missing = Vec::new();
    for signature in language.signatures() {
        match signature.shape {
            Shape::Constant if !language.constants.contains(&signature.name) => {
                missing.push(format!("the constant {}", signature.name));
            }
            Shape::Function | Shape::Method | Shape::Property | Shape::PropertyAssignment
                if !KEYWORDS.contains(&signature.name.as_str()) =>
            {
                missing.extend(unregistered(&language, &signature));
            }
            // Most operators and indices are the engine's own business; the examples use them.
            _ => {}
        }
    }
    assert_eq!(missing, [""; 0], "described, and not there");
}

/// What of a signature is not registered.
fn unregistered(language: &Language, signature: &Signature) -> Vec<String> {
    let mut missing = Vec::new();
    let all = language.registered.iter();
    let said: Vec<&Registered> = all.filter(|known| known.is_said_by(signature)).collect();
    for arity in signature.arities(1) {
        if !said.iter().any(|known| known.types.len() == arity) {
            missing.push(format!("{} of {arity}", signature.title()));
        }
    }
    for (index, param) in signature.params.iter().enumerate() {
        for described in &param.types {
            let one = Param {
                types: vec![described.clone()],
                ..param.clone()
            };
            let is_known = |known: &Registered| {
                let given = known.types.get(index);
                given.is_some_and(|given| takes(&one, given))
            };
            if !said.iter().any(|known| is_known(known)) {
                missing.push(format!("{} of {described}", signature.title()));
            }
        }
    }
    missing
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

#[test]
fn every_kind_of_errors_is_described_and_no_other_is_spoken_of() {
    // Where the names stand that scripts see; a kind may be added there at any time.
    let sources = [
        include_str!("../error/kind.rs"),
        include_str!("../../../futures-core/src/error.rs"),
    ];
    let names = sources.iter().flat_map(|source| {
        let body = source
            .split_once("fn name(self)")
            .map_or("", |(_, rest)| rest);
        let body = body.split_once("\n    }\n").map_or("", |(body, _)| body);
        let arms = body.split("=> \"").skip(1);
        arms.filter_map(|arm| arm.split('"').next())
    });
    let kinds: BTreeSet<&str> = names.collect();
    assert!(
        kinds.contains("TypeError") && kinds.contains("WorkerDied"),
        "{kinds:?}"
    );
    let language = Language::new();
    let entries = || language.reference.entries();
    let described: BTreeSet<&str> = entries()
        .filter(|entry| entry.kind() == Kind::ErrorKind)
        .map(|entry| entry.forms()[0])
        .collect();
    assert_eq!(described, kinds);
    for entry in entries() {
        for (kind, _) in entry.raises() {
            assert!(kinds.contains(kind), "{}: {kind}", entry.names()[0]);
        }
    }
}
