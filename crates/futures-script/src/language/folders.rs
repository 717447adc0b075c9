//! `list_dir(path)`, `walk(path)`, `glob(pattern)`: what is in directories.

use rhai::{Array, Dynamic, ImmutableString, NativeCallContext};

use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::language::files::BOTH;
use crate::outside::folders::Looker;
use crate::outside::offload;
use crate::outside::trouble::Outcome;
use crate::reference::{Entry, Raised, Section};

const NO_LOOK: Raised = (
    "PermissionError",
    "the script is not allowed to read there; the message names the option that allows it",
);

const STRANGE_NAME: Raised = ("ValueError", "a name in it is not UTF-8");

const ERRORS: &[Raised] = &[
    NO_LOOK,
    ("FileNotFoundError", "there is no such directory"),
    ("NotADirectoryError", "it is a file"),
    STRANGE_NAME,
];

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Files,
        &["list_dir(path: string) -> array"],
        "The names of what is in a directory, in order.",
    )
    .details("In Python the order is any.")
    .errors(ERRORS)
    .example(
        r#"
write_text("b.txt", "");
make_dir("a");
print(list_dir("."));"#,
        r#"["a", "b.txt", "script.rhai"]"#,
    )
    .run_with(BOTH)
    .python("sorted(os.listdir(path))")
    .see(&["walk", "glob", "metadata"]),
    Entry::function(
        Section::Files,
        &["walk(path: string) -> array"],
        "The paths of all files in a directory and in those within it, in order.",
    )
    .details(
        "Symbolic links are among them and are not followed. A directory that cannot be read is an error, so that no \
         file is left out unnoticed.",
    )
    .errors(ERRORS)
    .example(
        r#"
make_dir("data/old", #{parents: true});
write_text("data/a.csv", "");
write_text("data/old/b.csv", "");
print(walk("data"));"#,
        r#"["data/a.csv", "data/old/b.csv"]"#,
    )
    .run_with(BOTH)
    .python("sorted(p for p in Path(path).rglob(\"*\") if p.is_file())"),
    Entry::function(
        Section::Files,
        &["glob(pattern: string) -> array"],
        "The paths that match a pattern, in order.",
    )
    .details(
        "`*` stands for any characters of a name, `?` for one, `[a-c]` and `[!a-c]` for one of some; `**` stands for any \
         number of directories, without following links. Names that begin with a dot match only if the pattern \
         has the dot. What is not there matches nothing.",
    )
    .errors(&[NO_LOOK, STRANGE_NAME])
    .example(
        r#"
make_dir("data/old", #{parents: true});
for name in ["data/a.csv", "data/b.txt", "data/old/c.csv"] { write_text(name, ""); }
print(glob("data/*.csv"));
print(glob("data/**/*.csv"));"#,
        r#"
["data/a.csv"]
["data/a.csv", "data/old/c.csv"]"#,
    )
    .run_with(BOTH)
    .python("sorted(glob.glob(pattern, recursive=True))"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.function(
        "list_dir",
        |context: NativeCallContext<'_>, path: ImmutableString| {
            look(&context, &path, |looker| {
                let found = looker.list(&path)?;
                Ok(found.into_iter().map(|found| found.name).collect())
            })
        },
    );
    language.function(
        "walk",
        |context: NativeCallContext<'_>, path: ImmutableString| {
            look(&context, &path, |looker| looker.files_below(&path))
        },
    );
    language.function(
        "glob",
        |context: NativeCallContext<'_>, pattern: ImmutableString| {
            look(&context, &pattern, |looker| looker.matching(&pattern))
        },
    );
}

fn look(
    context: &NativeCallContext<'_>,
    path: &str,
    look: impl FnOnce(&Looker<'_>) -> Outcome<Vec<String>>,
) -> ScriptResult<Array> {
    let found = offload::on_file(context, path, |permissions, cancel| {
        look(&Looker {
            permissions,
            cancel,
        })
    })?;
    Ok(found.into_iter().map(Dynamic::from).collect())
}
