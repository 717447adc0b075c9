//! The reference as definitions for the language servers of the engine's language: a `.d.rhai` file.

use crate::reference::{Entry, Kind, Param, Reference, Shape, Signature, meant_by};

/// How many arguments are written out where there may be any number.
const MOST_REPEATED: usize = 3;

impl Reference {
    /// All functions, properties, operators and constants as a file of definitions, with what there is to say of each as
    /// its comment. What a language server knows without it is in there too.
    pub fn definitions(&self) -> String {
        let mut text = String::from(
            "// Made by `futures api --markdown docs/reference`; change the entries in the sources.\nmodule static;\n",
        );
        for entry in self
            .entries()
            .filter(|entry| entry.kind() == Kind::Function)
        {
            for signature in entry.signatures() {
                for line in lines(&signature) {
                    text += &comment(entry);
                    text += &line;
                    text.push('\n');
                }
            }
        }
        text
    }
}

/// What stands above a definition: a short one, since each of a family has it.
fn comment(entry: &Entry) -> String {
    let mut text = format!("\n/// {}\n", entry.summary());
    let python = entry.in_python();
    if !python.is_empty() {
        text += &format!("///\n/// In Python: `{}`\n", python.replace('`', "'"));
    }
    text
}

/// A definition for each number of arguments, and for operators one for each pair of types.
fn lines(signature: &Signature) -> Vec<String> {
    let result = types(signature.result.split('|'));
    let name = signature.name.as_str();
    match signature.shape {
        Shape::Function | Shape::Method => signature
            .arities(MOST_REPEATED)
            .map(|arity| {
                let given = (0..arity).filter_map(|index| Some((index, signature.param(index)?)));
                let given: Vec<String> = given.map(|(index, param)| named(index, param)).collect();
                format!("fn {name}({}) -> {result};", given.join(", "))
            })
            .collect(),
        Shape::Property => vec![format!("fn get {name}({}) -> {result};", of(signature, 0))],
        Shape::PropertyAssignment => {
            let (object, value) = (of(signature, 0), of(signature, 1));
            vec![format!("fn set {name}({object}, {value});")]
        }
        Shape::Operator => pairs(signature)
            .map(|(left, right)| format!("op {name}({left}, {right}) -> {result};"))
            .collect(),
        Shape::Prefix => {
            let operand = &signature.params[0];
            let types = operand.types.iter().flat_map(|word| meant_by(word));
            types
                .map(|operand| format!("op {name}({}) -> {result};", type_name(operand)))
                .collect()
        }
        Shape::Constant => vec![format!("const {name}: {result};")],
        // The syntax of definitions has no word for them.
        Shape::Index | Shape::IndexAssignment => Vec::new(),
    }
}

fn pairs(signature: &Signature) -> impl Iterator<Item = (String, String)> {
    let side = |index: usize| {
        let types = signature.params[index].types.iter();
        let types = types.flat_map(|word| meant_by(word)).map(type_name);
        types.collect::<Vec<_>>()
    };
    let (left, right) = (side(0), side(1));
    let pairs = left.into_iter().flat_map(move |left| {
        let right = right.clone();
        right.into_iter().map(move |right| (left.clone(), right))
    });
    pairs.collect::<Vec<_>>().into_iter()
}

fn of(signature: &Signature, index: usize) -> String {
    named(index, &signature.params[index])
}

fn named(index: usize, param: &Param) -> String {
    let name = match (param.name.as_str(), index) {
        ("", 0) => "this_value".to_owned(),
        ("", _) => "value".to_owned(),
        (name, index) if param.is_repeated => format!("{name}_{index}"),
        (name, _) => name.to_owned(),
    };
    format!("{name}: {}", types(param.types.iter().map(String::as_str)))
}

fn types<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut names: Vec<String> = words.flat_map(meant_by).map(type_name).collect();
    names.dedup();
    if names.iter().any(|name| name == "?") {
        return "?".to_owned();
    }
    names.join(" | ")
}

/// What a type is called in files of definitions.
fn type_name(word: &str) -> String {
    match word {
        "any" => "?",
        "string" => "String",
        "array" => "Array",
        "map" => "Map",
        "blob" => "Blob",
        "function" => "FnPtr",
        "range" => "Range<int>",
        "timestamp" => "Instant",
        other => other,
    }
    .to_owned()
}
