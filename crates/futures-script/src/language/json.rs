//! `parse_json(text)`, `to_json(value)`, `read_json(path)`, `write_json(path, value)`.

use rhai::{Dynamic, ImmutableString, Map, NativeCallContext};

use crate::current;
use crate::data;
use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::language::files::{
    self, A_DIRECTORY, BOTH, CANNOT_WRITE, MAX_BYTES, NO_FILE, NO_FOLDER, NO_READ, NO_WRITE,
    TOO_LARGE,
};
use crate::outside::files::Former;
use crate::reference::{Entry, Opt, Section};
use crate::values::{Options, wrong_value};

const INDENT: &[Opt] = &[(
    "indent",
    "int",
    "()",
    "as many spaces for each level, and a line for each value",
)];

/// The most spaces for a level: with more, a small value would be a text that does not fit into memory.
const MAX_INDENT: usize = 100;

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Data,
        &["parse_json(text: string) -> any"],
        "The value that a JSON text stands for.",
    )
    .details(
        "Objects become maps, `null` becomes `()`. Whole numbers that do not fit into 64 bits become floats, where Python \
         keeps every digit. If an object has a name twice, the last one counts.",
    )
    .errors(&[("ValueError", "the text is no JSON; the message has the line and the column")])
    .example(
        r#"
let order = parse_json(`{"id": 7, "items": ["tea", null]}`);
print(order.id);
print(order.items);"#,
        r#"
7
["tea", ()]"#,
    )
    .python("json.loads(text)")
    .see(&["to_json", "read_json"]),
    Entry::function(
        Section::Data,
        &["to_json(value: any, options?: map) -> string"],
        "The JSON text of a value.",
    )
    .details("Maps have their entries in the order of their names. Futures, functions and other things that are no data have no JSON.")
    .options(INDENT)
    .errors(&[("ValueError", "something in the value has no JSON; the message says where it is")])
    .example(
        r#"
print(to_json(#{id: 7, items: ["tea", ()]}));
print(to_json([1], #{indent: 2}));"#,
        r#"
{"id":7,"items":["tea",null]}
[
  1
]"#,
    )
    .python("json.dumps(value, indent=2)"),
    Entry::function(
        Section::Data,
        &["read_json(path: string, options?: map) -> any"],
        "The value in a file of JSON.",
    )
    .options(&[MAX_BYTES])
    .errors(&[
        NO_READ,
        NO_FILE,
        A_DIRECTORY,
        TOO_LARGE,
        ("ValueError", "what is in it is no JSON; the message has the line and the column"),
    ])
    .example(
        r#"
write_text("order.json", `{"id": 7}`);
print(read_json("order.json").id);"#,
        "7",
    )
    .run_with(BOTH)
    .python("json.load(open(path))"),
    Entry::function(
        Section::Data,
        &["write_json(path: string, value: any, options?: map)"],
        "Writes a value into a file, as JSON.",
    )
    .options(INDENT)
    .errors(&[
        NO_WRITE,
        NO_FOLDER,
        A_DIRECTORY,
        CANNOT_WRITE,
        ("ValueError", "something in the value has no JSON; then the file stays as it was"),
    ])
    .example(
        r#"
write_json("order.json", #{id: 7});
print(read_text("order.json"));"#,
        r#"{"id":7}"#,
    )
    .run_with(BOTH)
    .python("json.dump(value, open(path, \"w\"))"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.function(
        "parse_json",
        |context: NativeCallContext<'_>, text: ImmutableString| parse(&context, &text, ""),
    );
    // The engine has functions for maps of its own, which go before those for any value.
    language.function("to_json", |context: NativeCallContext<'_>, map: Map| {
        to_json(&context, &map.into(), &Options::none(&context))
    });
    language.function(
        "to_json",
        |context: NativeCallContext<'_>, value: Dynamic| {
            to_json(&context, &value, &Options::none(&context))
        },
    );
    language.function(
        "to_json",
        |context: NativeCallContext<'_>, value: Dynamic, options: Dynamic| {
            let options = Options::new(&context, &options, &["indent"])?;
            to_json(&context, &value, &options)
        },
    );
    language.function(
        "read_json",
        |context: NativeCallContext<'_>, path: ImmutableString| {
            read_json(&context, &path, &Options::none(&context))
        },
    );
    language.function(
        "read_json",
        |context: NativeCallContext<'_>, path: ImmutableString, options: Dynamic| {
            let options = Options::new(&context, &options, &["max_bytes"])?;
            read_json(&context, &path, &options)
        },
    );
    language.function(
        "write_json",
        |context: NativeCallContext<'_>, path: ImmutableString, value: Dynamic| {
            write_json(&context, &path, &value, &Options::none(&context))
        },
    );
    language.function(
        "write_json",
        |context: NativeCallContext<'_>,
         path: ImmutableString,
         value: Dynamic,
         options: Dynamic| {
            let options = Options::new(&context, &options, &["indent"])?;
            write_json(&context, &path, &value, &options)
        },
    );
}

/// The value that a JSON text stands for; `what` says of what it is, for errors.
///
/// # Errors
/// If it is none.
pub(super) fn parse(
    context: &NativeCallContext<'_>,
    text: &str,
    what: &str,
) -> ScriptResult<Dynamic> {
    data::value_of(text, what).or_else(|trouble| {
        // Perhaps it was only stopped.
        current::look(context.call_position())?;
        Err(trouble.raise(context))
    })
}

/// The JSON text of a value.
///
/// # Errors
/// If something in it has none.
pub(super) fn to_json(
    context: &NativeCallContext<'_>,
    value: &Dynamic,
    options: &Options<'_>,
) -> ScriptResult<String> {
    let indent = options.positive("indent")?;
    if let Some(indent) = indent.filter(|indent| *indent > MAX_INDENT) {
        let text = format!("indent must be at most {MAX_INDENT}, got {indent}");
        return Err(wrong_value(context, &text));
    }
    data::json_of(value, indent).or_else(|trouble| {
        current::look(context.call_position())?;
        Err(trouble.raise(context))
    })
}

fn read_json(
    context: &NativeCallContext<'_>,
    path: &str,
    options: &Options<'_>,
) -> ScriptResult<Dynamic> {
    let text = files::read_text(context, path, options)?;
    parse(context, &text, &format!("{path}, "))
}

fn write_json(
    context: &NativeCallContext<'_>,
    path: &str,
    value: &Dynamic,
    options: &Options<'_>,
) -> ScriptResult<()> {
    let text = to_json(context, value, options)?;
    files::write(context, path, Former::Replaced, text.as_bytes())
}
