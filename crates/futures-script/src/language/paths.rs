//! `join_path(a, b)`, `file_name(path)` and their like: paths as texts. Nothing here looks at files.

use std::ffi::OsStr;
use std::path::Path;

use rhai::{Dynamic, ImmutableString, NativeCallContext};

use crate::current;
use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::reference::{Entry, Section};
use crate::values::{type_name, wrong_type};

/// So many parts can be joined at once.
const MOST_PARTS: usize = 8;

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Files,
        &["join_path(first: string, rest…: string) -> string"],
        "One path made of several parts.",
    )
    .details("A part that begins with `/` makes those before it count for nothing.")
    .example(
        r#"
print(join_path("data", "2026", "x.csv"));
print(join_path("data", "/etc"));"#,
        "
data/2026/x.csv
/etc",
    )
    .python("os.path.join(first, *rest)"),
    Entry::function(
        Section::Files,
        &[
            "file_name(path: string) -> string",
            "stem(path: string) -> string",
            "extension(path: string) -> string",
            "parent(path: string) -> string",
        ],
        "The parts of a path: its last part, that without its extension, the extension without its dot, what stands before.",
    )
    .details("Each is an empty text if there is no such part. The extension is what stands behind the last dot.")
    .example(
        r#"
let path = "data/2026/x.tar.gz";
print([file_name(path), stem(path), extension(path), parent(path)]);"#,
        r#"["x.tar.gz", "x.tar", "gz", "data/2026"]"#,
    )
    .python("Path(path).name, .stem, .suffix[1:], str(Path(path).parent)"),
    Entry::function(
        Section::Files,
        &["script_dir() -> string"],
        "The directory that the script lies in, as it was named on the command line.",
    )
    .details(
        "For files that belong to the script, wherever it is started from. What its header asks for in a line \
         `//! allow: read=data/` begins there, too. It is `.` for a script that comes from no file.",
    )
    .example(r#"print(join_path(script_dir(), "data"));"#, "./data")
    .python("os.path.dirname(__file__)"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.variadic("join_path", &[], 1..=MOST_PARTS, |context, parts| {
        let mut path = std::path::PathBuf::new();
        for part in parts {
            let Some(part) = part.read_lock::<ImmutableString>() else {
                let given = type_name(context, part);
                let text = format!("each part must be a string, not {given}");
                return Err(wrong_type(context, &text));
            };
            path.push(part.as_str());
        }
        Ok(Dynamic::from(text(Some(path.as_os_str()))))
    });
    type Part = fn(&Path) -> Option<&OsStr>;
    let parts: [(&str, Part); 4] = [
        ("file_name", Path::file_name),
        ("stem", Path::file_stem),
        ("extension", Path::extension),
        ("parent", |path| path.parent().map(Path::as_os_str)),
    ];
    for (name, part) in parts {
        language.function(name, move |path: ImmutableString| {
            text(part(Path::new(path.as_str())))
        });
    }
    language.function(
        "script_dir",
        |_: NativeCallContext<'_>| -> ScriptResult<String> {
            let run = current::run()?;
            let folder = Path::new(run.source()).parent();
            let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
            Ok(folder.map_or_else(|| ".".to_owned(), |folder| text(Some(folder.as_os_str()))))
        },
    );
}

/// What was made of texts is one.
fn text(part: Option<&OsStr>) -> String {
    part.unwrap_or_default().to_string_lossy().into_owned()
}
