//! What editors are given: JSON, and the grammar for the words that the language adds.

use std::fs;
use std::path::Path;

use futures_script::Interpreter;
use serde_json::Value;

/// A file of the extension for VS Code.
fn file(name: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/editors/vscode");
    let text = fs::read_to_string(folder.join(name)).expect("the file is there");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn the_whole_reference_is_json() {
    let reference = Interpreter::new().reference();
    let json: Value = serde_json::from_str(&reference.json()).expect("JSON");
    let entries = json["entries"].as_array().expect("entries");
    assert_eq!(entries.len(), reference.entries().count());
    for (value, entry) in entries.iter().zip(reference.entries()) {
        assert_eq!(value["summary"], entry.summary());
        assert_eq!(
            value["forms"].as_array().map(Vec::len),
            Some(entry.forms().len())
        );
        let script = entry.shown_by().map(|example| example.script);
        assert_eq!(value["example"]["script"].as_str(), script);
    }
}

#[test]
fn the_extension_finds_its_grammar() {
    let package = file("package.json");
    let grammar = &package["contributes"]["grammars"][0];
    let path = grammar["path"].as_str().expect("a path");
    let found = file(path.trim_start_matches("./"));
    assert_eq!(found["scopeName"], grammar["scopeName"]);
    let patterns = found["patterns"].as_array().expect("patterns");
    let words = ["(with)", "(as)", "(exit)"];
    let has = |word: &str| {
        let mut matches = patterns
            .iter()
            .filter_map(|pattern| pattern["match"].as_str());
        matches.any(|expression| expression.contains(word))
    };
    assert!(words.iter().all(|word| has(word)));
}
