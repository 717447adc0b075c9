//! `read_text(path)`, `write_text(path, text)` and their like: what is in files.

use rhai::{Blob, Dynamic, ImmutableString, NativeCallContext};

use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::outside::files::{self, Former, Source};
use crate::outside::offload;
use crate::reference::{Entry, Opt, Raised, Section};
use crate::values::Options;

/// How much is read at once, if nothing is said. Endless devices end here, and large files are read by line.
const MOST_BYTES: u64 = 1 << 30;

pub(super) const NO_READ: Raised = (
    "PermissionError",
    "the script is not allowed to read it; the message names the option that allows it",
);
pub(super) const NO_WRITE: Raised = (
    "PermissionError",
    "the script is not allowed to write it; the message names the option that allows it",
);
pub(super) const NO_FILE: Raised = ("FileNotFoundError", "there is no such file");
pub(super) const NO_FOLDER: Raised = (
    "FileNotFoundError",
    "the directory that it is to be in is not there",
);
pub(super) const A_DIRECTORY: Raised = ("IsADirectoryError", "it is a directory");
pub(super) const TOO_LARGE: Raised = ("LimitError", "it has more than `max_bytes` bytes");
pub(super) const CANNOT_WRITE: Raised = (
    "OSError",
    "the operating system cannot write it, for instance because the disk is full",
);

pub(super) const MAX_BYTES: Opt = (
    "max_bytes",
    "int",
    "1073741824",
    "so much is read at most, which is 1 GiB if nothing is said",
);

/// What examples need.
pub(super) const BOTH: &[&str] = &["--allow-read=.", "--allow-write=."];

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Files,
        &["read_text(path: string, options?: map) -> string"],
        "The text in a file.",
    )
    .details(
        "It must be UTF-8; a byte order mark is left out, and line ends stay as they are. Relative paths begin at the \
         current directory. Pipes and devices are read to their end, and the wait for it can be interrupted.",
    )
    .options(&[MAX_BYTES])
    .errors(&[NO_READ, NO_FILE, A_DIRECTORY, TOO_LARGE, ("ValueError", "it is not UTF-8; the message says which byte is wrong")])
    .example(
        r#"
write_text("note.txt", "Büro\n");
print(read_text("note.txt").len());"#,
        "5",
    )
    .run_with(BOTH)
    .python("Path(path).read_text()")
    .see(&["read_lines", "write_text"]),
    Entry::function(
        Section::Files,
        &["read_bytes(path: string, options?: map) -> blob"],
        "The bytes in a file.",
    )
    .options(&[MAX_BYTES])
    .errors(&[NO_READ, NO_FILE, A_DIRECTORY, TOO_LARGE])
    .example(
        r#"
write_text("note.txt", "Büro");
print(read_bytes("note.txt").len());"#,
        "5",
    )
    .run_with(BOTH)
    .python("Path(path).read_bytes()"),
    Entry::function(
        Section::Files,
        &["write_text(path: string, text: string)", "write_bytes(path: string, bytes: blob)"],
        "Writes a file; what was in it before is replaced.",
    )
    .details(
        "The file is made if there is none, its directory is not. Who reads it meanwhile may see a part of it: to be \
         seen whole or not at all, write it under another name and `rename` it.",
    )
    .errors(&[NO_WRITE, NO_FOLDER, A_DIRECTORY, CANNOT_WRITE])
    .example(
        r#"
write_text("a.txt", "one\n");
write_text("a.txt", "two\n");
print(read_text("a.txt"));"#,
        "two",
    )
    .run_with(BOTH)
    .python("Path(path).write_text(text)")
    .see(&["append_text", "rename"]),
    Entry::function(
        Section::Files,
        &["append_text(path: string, text: string)", "append_bytes(path: string, bytes: blob)"],
        "Writes at the end of a file, behind what is in it.",
    )
    .details(
        "The file is made if there is none. What is appended in one call stays together up to a megabyte, also when \
         several tasks or processes append to the same file.",
    )
    .errors(&[NO_WRITE, NO_FOLDER, A_DIRECTORY, CANNOT_WRITE])
    .example(
        r#"
with thread_pool(4) as pool {
    gather((1..=4).map(|n| pool.submit(|| append_text("log.txt", `line ${n}` + "\n"))));
}
print(read_text("log.txt").len());"#,
        "28",
    )
    .run_with(BOTH)
    .python("open(path, \"a\").write(text)"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.function(
        "read_text",
        |context: NativeCallContext<'_>, path: ImmutableString| {
            read_text(&context, &path, &Options::none(&context)).map(Dynamic::from)
        },
    );
    language.function(
        "read_text",
        |context: NativeCallContext<'_>, path: ImmutableString, options: Dynamic| {
            let options = read_options(&context, &options)?;
            read_text(&context, &path, &options).map(Dynamic::from)
        },
    );
    language.function(
        "read_bytes",
        |context: NativeCallContext<'_>, path: ImmutableString| {
            read_bytes(&context, &path, &Options::none(&context))
        },
    );
    language.function(
        "read_bytes",
        |context: NativeCallContext<'_>, path: ImmutableString, options: Dynamic| {
            let options = read_options(&context, &options)?;
            read_bytes(&context, &path, &options)
        },
    );
    for (name, former) in [
        ("write_text", Former::Replaced),
        ("append_text", Former::Kept),
    ] {
        language.function(
            name,
            move |context: NativeCallContext<'_>, path: ImmutableString, text: ImmutableString| {
                write(&context, &path, former, text.as_bytes())
            },
        );
    }
    for (name, former) in [
        ("write_bytes", Former::Replaced),
        ("append_bytes", Former::Kept),
    ] {
        language.function(
            name,
            move |context: NativeCallContext<'_>, path: ImmutableString, bytes: Blob| {
                write(&context, &path, former, &bytes)
            },
        );
    }
}

fn read_options<'a>(
    context: &'a NativeCallContext<'a>,
    options: &Dynamic,
) -> ScriptResult<Options<'a>> {
    Options::new(context, options, &["max_bytes"])
}

/// How much may be read.
pub(super) fn most_bytes(options: &Options<'_>) -> ScriptResult<u64> {
    let most = options.positive("max_bytes")?;
    Ok(most.map_or(MOST_BYTES, |most| most as u64))
}

/// The bytes in a file.
pub(super) fn read_bytes(
    context: &NativeCallContext<'_>,
    path: &str,
    options: &Options<'_>,
) -> ScriptResult<Blob> {
    let most = most_bytes(options)?;
    offload::on_file(context, path, |permissions, cancel| {
        Source::open(permissions, path)?.read_all(cancel, most)
    })
}

/// The text in a file.
pub(super) fn read_text(
    context: &NativeCallContext<'_>,
    path: &str,
    options: &Options<'_>,
) -> ScriptResult<String> {
    let bytes = read_bytes(context, path, options)?;
    files::decode(bytes, path).map_err(|trouble| trouble.raise(context))
}

/// Writes to a file.
pub(super) fn write(
    context: &NativeCallContext<'_>,
    path: &str,
    former: Former,
    bytes: &[u8],
) -> ScriptResult<()> {
    offload::on_file(context, path, |permissions, cancel| {
        files::write_all(permissions, cancel, path, former, bytes)
    })
}
