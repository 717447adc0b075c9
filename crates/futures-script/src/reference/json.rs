//! The reference as JSON, for editors and other programs.

use std::fmt::Write;

use crate::reference::{Entry, Kind, Reference, TYPE_WORDS};

impl Reference {
    /// All of it as JSON: an object with `sections`, `type_words` and `entries`.
    ///
    /// An entry has `names`, `section`, `kind` (`function`, `type`, `syntax` or `error`), `forms`, `summary`, `details`,
    /// `options`, `errors`, `example`, `python` and `see`; texts are Markdown.
    pub fn json(&self) -> String {
        let sections = self.sections().map(|section| {
            let (word, title) = (string(section.word()), string(section.title()));
            let summary = string(section.summary());
            format!("    {{\"word\": {word}, \"title\": {title}, \"summary\": {summary}}}")
        });
        let words = TYPE_WORDS.iter().map(|(word, types, meaning)| {
            let (word, types) = (string(word), strings(types));
            let meaning = string(meaning);
            format!("    {{\"word\": {word}, \"types\": {types}, \"meaning\": {meaning}}}")
        });
        let entries = self.entries().map(entry);
        format!(
            "{{\n  \"sections\": [\n{}\n  ],\n  \"type_words\": [\n{}\n  ],\n  \"entries\": [\n{}\n  ]\n}}\n",
            lines(sections),
            lines(words),
            lines(entries),
        )
    }
}

fn lines(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(",\n")
}

fn entry(entry: &'static Entry) -> String {
    let kind = match entry.kind() {
        Kind::Function => "function",
        Kind::Type => "type",
        Kind::Syntax => "syntax",
        Kind::ErrorKind => "error",
    };
    let options = entry.opts().iter().map(|(name, types, default, meaning)| {
        let (name, types) = (string(name), string(types));
        let (default, meaning) = (string(default), string(meaning));
        format!("{{\"name\": {name}, \"type\": {types}, \"default\": {default}, \"meaning\": {meaning}}}")
    });
    let errors = entry.raises().iter().map(|(kind, when)| {
        let (kind, when) = (string(kind), string(when));
        format!("{{\"kind\": {kind}, \"when\": {when}}}")
    });
    let example = entry.shown_by().map_or("null".to_owned(), |example| {
        let (script, output) = (string(example.script), string(example.output));
        let options = strings(example.options);
        format!("{{\"script\": {script}, \"output\": {output}, \"options\": {options}}}")
    });
    let fields = [
        ("names", strings(&entry.names())),
        ("section", string(entry.section().word())),
        ("kind", string(kind)),
        ("forms", strings(entry.forms())),
        ("summary", string(entry.summary())),
        ("details", string(entry.long())),
        (
            "options",
            format!("[{}]", options.collect::<Vec<_>>().join(", ")),
        ),
        (
            "errors",
            format!("[{}]", errors.collect::<Vec<_>>().join(", ")),
        ),
        ("example", example),
        ("python", string(entry.in_python())),
        ("see", strings(entry.see_also())),
    ];
    let fields = fields.map(|(name, value)| format!("      {}: {value}", string(name)));
    format!("    {{\n{}\n    }}", fields.join(",\n"))
}

fn strings(texts: &[impl AsRef<str>]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| string(text.as_ref())).collect();
    format!("[{}]", texts.join(", "))
}

fn string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for char in text.chars() {
        match char {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            control if control < ' ' => {
                write!(quoted, "\\u{:04x}", u32::from(control)).expect("a text grows");
            }
            char => quoted.push(char),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::string;

    #[test]
    fn what_json_has_no_room_for_is_escaped() {
        assert_eq!(string("a\"b\\c\n\té\u{1}"), r#""a\"b\\c\n\té\u0001""#);
    }
}
