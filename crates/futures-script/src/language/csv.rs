//! `parse_csv(text)`, `to_csv(rows)`, `read_csv(path)`, `write_csv(path, rows)`.

use rhai::{Array, Dynamic, ImmutableString, NativeCallContext};

use crate::current;
use crate::data::{self, CsvOptions};
use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::language::files::{
    self, A_DIRECTORY, BOTH, CANNOT_WRITE, MAX_BYTES, NO_FILE, NO_FOLDER, NO_READ, NO_WRITE,
    TOO_LARGE,
};
use crate::outside::files::Former;
use crate::reference::{Entry, Opt, Section};
use crate::values::{Options, type_name, wrong_type, wrong_value};

const HEADER: Opt = (
    "header",
    "bool",
    "true",
    "the first row has the names of the columns; if false, rows are arrays",
);

const DELIMITER: Opt = (
    "delimiter",
    "string",
    "\",\"",
    "what stands between fields, one ASCII character",
);

const READ: &[Opt] = &[HEADER, DELIMITER];

const READ_FILE: &[Opt] = &[HEADER, DELIMITER, MAX_BYTES];

const WRITE: &[Opt] = &[
    (
        "columns",
        "array",
        "()",
        "the names of the columns, in order; if nothing is said, those of the first row by name",
    ),
    (
        "header",
        "bool",
        "true",
        "the names of the columns are the first row, if they are known",
    ),
    (
        "delimiter",
        "string",
        "\",\"",
        "what stands between fields, one ASCII character",
    ),
];

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Data,
        &["parse_csv(text: string, options?: map) -> array"],
        "The rows of a table in CSV: a map for each, with the names in the first row.",
    )
    .details("Fields are texts; `parse_int` and `parse_float` make numbers of them. Empty lines do not count.")
    .options(READ)
    .errors(&[("ValueError", "a row has more or fewer fields than the header, or two columns have the same name; the message has the line")])
    .example(
        r#"
let rows = parse_csv("name,age\nAda,36\n\"Grace, B.\",85\n");
print(rows[1].name);
print(sum(rows.map(|row| parse_int(row.age))));"#,
        "
Grace, B.
121",
    )
    .python("list(csv.DictReader(io.StringIO(text)))")
    .see(&["to_csv", "read_csv"]),
    Entry::function(
        Section::Data,
        &["to_csv(rows: array, options?: map) -> string"],
        "A table in CSV, of rows that are maps or arrays.",
    )
    .details("What is missing, or is `()`, is an empty field. Fields are quoted where they have to be.")
    .options(WRITE)
    .errors(&[("ValueError", "a row is none, has an unknown column, or a value that is no text or number; the message has the row")])
    .example(
        r#"print(to_csv([#{name: "Ada", age: 36}], #{columns: ["name", "age"]}));"#,
        "
name,age
Ada,36",
    )
    .python("csv.DictWriter(file, columns).writerows(rows)"),
    Entry::function(
        Section::Data,
        &["read_csv(path: string, options?: map) -> array"],
        "The rows of a table in a file of CSV.",
    )
    .details("For a table that is too large for the memory, walk through `read_lines`.")
    .options(READ_FILE)
    .errors(&[
        NO_READ,
        NO_FILE,
        A_DIRECTORY,
        TOO_LARGE,
        ("ValueError", "what is in it is no table; the message has the line"),
    ])
    .example(
        r#"
write_text("ages.csv", "name;age\nAda;36\n");
print(read_csv("ages.csv", #{delimiter: ";"})[0].age);"#,
        "36",
    )
    .run_with(BOTH)
    .python("list(csv.DictReader(open(path)))"),
    Entry::function(
        Section::Data,
        &["write_csv(path: string, rows: array, options?: map)"],
        "Writes a table into a file, in CSV.",
    )
    .options(WRITE)
    .errors(&[
        NO_WRITE,
        NO_FOLDER,
        A_DIRECTORY,
        CANNOT_WRITE,
        ("ValueError", "a row cannot be written; then the file stays as it was"),
    ])
    .example(
        r#"
write_csv("ages.csv", [#{name: "Ada", age: 36}]);
print(read_text("ages.csv"));"#,
        "
age,name
36,Ada",
    )
    .run_with(BOTH)
    .python("csv.writer(open(path, \"w\")).writerows(rows)"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.function(
        "parse_csv",
        |context: NativeCallContext<'_>, text: ImmutableString| {
            parse(&context, &text, &CsvOptions::default(), "")
        },
    );
    language.function(
        "parse_csv",
        |context: NativeCallContext<'_>, text: ImmutableString, options: Dynamic| {
            let options = Options::new(&context, &options, &["header", "delimiter"])?;
            parse(&context, &text, &csv_options(&context, &options)?, "")
        },
    );
    language.function(
        "read_csv",
        |context: NativeCallContext<'_>, path: ImmutableString| {
            let text = files::read_text(&context, &path, &Options::none(&context))?;
            parse(
                &context,
                &text,
                &CsvOptions::default(),
                &format!("{path}, "),
            )
        },
    );
    language.function(
        "read_csv",
        |context: NativeCallContext<'_>, path: ImmutableString, options: Dynamic| {
            let known = ["header", "delimiter", "max_bytes"];
            let options = Options::new(&context, &options, &known)?;
            let how = csv_options(&context, &options)?;
            let text = files::read_text(&context, &path, &options)?;
            parse(&context, &text, &how, &format!("{path}, "))
        },
    );
    language.function("to_csv", |context: NativeCallContext<'_>, rows: Array| {
        to_csv(&context, &rows, &CsvOptions::default())
    });
    language.function(
        "to_csv",
        |context: NativeCallContext<'_>, rows: Array, options: Dynamic| {
            let options = write_options(&context, &options)?;
            to_csv(&context, &rows, &options)
        },
    );
    language.function(
        "write_csv",
        |context: NativeCallContext<'_>, path: ImmutableString, rows: Array| {
            write_csv(&context, &path, &rows, &CsvOptions::default())
        },
    );
    language.function(
        "write_csv",
        |context: NativeCallContext<'_>, path: ImmutableString, rows: Array, options: Dynamic| {
            let options = write_options(&context, &options)?;
            write_csv(&context, &path, &rows, &options)
        },
    );
}

fn csv_options(context: &NativeCallContext<'_>, options: &Options<'_>) -> ScriptResult<CsvOptions> {
    let mut wanted = CsvOptions::default();
    if let Some(header) = options.flag("header")? {
        wanted.header = header;
    }
    if let Some(delimiter) = options.text("delimiter")? {
        let [byte] = delimiter.as_bytes() else {
            let text = format!("delimiter must be one ASCII character, not {delimiter:?}");
            return Err(wrong_value(context, &text));
        };
        if [b'"', b'\n', b'\r'].contains(byte) {
            let text = format!("delimiter cannot be {delimiter:?}, which has a meaning already");
            return Err(wrong_value(context, &text));
        }
        wanted.delimiter = *byte;
    }
    Ok(wanted)
}

fn write_options(context: &NativeCallContext<'_>, options: &Dynamic) -> ScriptResult<CsvOptions> {
    let options = Options::new(context, options, &["columns", "header", "delimiter"])?;
    let mut wanted = csv_options(context, &options)?;
    if let Some(columns) = options.get("columns") {
        let wrong = |given: &Dynamic| {
            let given = type_name(context, given);
            wrong_type(
                context,
                &format!("columns must be an array of strings, not {given}"),
            )
        };
        let names = columns.read_lock::<Array>().ok_or_else(|| wrong(columns))?;
        let names = names.iter().map(|name| {
            let text = name.clone().into_string();
            text.map_err(|_| {
                wrong_type(
                    context,
                    &format!("columns must be strings, not {}", type_name(context, name)),
                )
            })
        });
        wanted.columns = Some(names.collect::<ScriptResult<_>>()?);
    }
    Ok(wanted)
}

fn parse(
    context: &NativeCallContext<'_>,
    text: &str,
    options: &CsvOptions,
    what: &str,
) -> ScriptResult<Array> {
    data::rows_of(text, options, what).or_else(|trouble| {
        // Perhaps it was only stopped.
        current::look(context.call_position())?;
        Err(trouble.raise(context))
    })
}

fn to_csv(
    context: &NativeCallContext<'_>,
    rows: &Array,
    options: &CsvOptions,
) -> ScriptResult<String> {
    data::csv_of(rows, options).or_else(|trouble| {
        current::look(context.call_position())?;
        Err(trouble.raise(context))
    })
}

fn write_csv(
    context: &NativeCallContext<'_>,
    path: &str,
    rows: &Array,
    options: &CsvOptions,
) -> ScriptResult<()> {
    let text = to_csv(context, rows, options)?;
    files::write(context, path, Former::Replaced, text.as_bytes())
}
