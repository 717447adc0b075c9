//! Values as JSON.

use crate::reference::{Entry, Section};

pub(super) const ENTRIES: &[Entry] = &[Entry::function(
    Section::Data,
    &["map.to_json() -> string", "string.parse_json() -> any"],
    "The map as a text in JSON; the value that such a text stands for.",
)
.errors(&[("SyntaxError", "the text is no JSON")])
.example(
    r#"
let text = #{name: "Ada", born: 1815}.to_json();
print(text);
print(parse_json(text).born);"#,
    r#"
{"born":1815,"name":"Ada"}
1815"#,
)
.python("json.dumps(d), json.loads(text)")];
