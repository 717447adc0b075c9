//! `exists(path)`, `metadata(path)`, `make_dir(path)`, `rename(from, to)` and their like: files and directories as a whole.

use rhai::{Dynamic, ImmutableString, Map, NativeCallContext};
use rustix::fs::{FileType, Stat};

use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::language::files::{BOTH, NO_FILE, NO_READ, NO_WRITE};
use crate::outside::entries::{self, MakeDir};
use crate::outside::files;
use crate::outside::offload;
use crate::outside::trouble::Outcome;
use crate::outside::{Cancel, Permissions};
use crate::reference::{Entry, Section};
use crate::values::Options;

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Files,
        &["exists(path: string) -> bool", "is_file(path: string) -> bool", "is_dir(path: string) -> bool"],
        "Whether there is something at a path, and whether that is a file or a directory.",
    )
    .details("Links are followed: one that leads nowhere does not exist.")
    .errors(&[NO_READ])
    .example(
        r#"
make_dir("data");
print([exists("data"), is_file("data"), is_dir("data"), exists("date")]);"#,
        "[true, false, true, false]",
    )
    .run_with(BOTH)
    .python("os.path.exists(path)"),
    Entry::function(
        Section::Files,
        &["metadata(path: string) -> map"],
        "What there is to know of a file or directory beside what is in it.",
    )
    .details(
        "A map of `size` in bytes, `modified` in seconds since 1970, `mode` as Unix has it, `is_file` and `is_dir`. \
         Links are followed.",
    )
    .errors(&[NO_READ, NO_FILE])
    .example(
        r#"
write_text("a.txt", "Büro");
let found = metadata("a.txt");
print([found.size, found.is_file]);"#,
        "[5, true]",
    )
    .run_with(BOTH)
    .python("os.stat(path)"),
    Entry::function(
        Section::Files,
        &["make_dir(path: string, options?: map)"],
        "Makes a directory.",
    )
    .options(&[
        ("parents", "bool", "false", "the directories above it are made as well"),
        ("exist_ok", "bool", "false", "it is no error if the directory is there already"),
    ])
    .errors(&[
        NO_WRITE,
        ("FileExistsError", "there is something already, unless it is a directory and `exist_ok` is true"),
        ("FileNotFoundError", "the directory that it is to be in is not there, unless `parents` is true"),
    ])
    .example(
        r#"
make_dir("out/2026", #{parents: true, exist_ok: true});
print(is_dir("out/2026"));"#,
        "true",
    )
    .run_with(BOTH)
    .python("Path(path).mkdir(parents=True, exist_ok=True)"),
    Entry::function(
        Section::Files,
        &["remove_file(path: string)"],
        "Removes a file.",
    )
    .details("Of a link the link is removed, not what it leads to.")
    .errors(&[
        NO_WRITE,
        ("FileNotFoundError", "there is no such file"),
        ("IsADirectoryError", "it is a directory"),
    ])
    .example(
        r#"
write_text("a.txt", "");
remove_file("a.txt");
print(exists("a.txt"));"#,
        "false",
    )
    .run_with(BOTH)
    .python("os.remove(path)")
    .see(&["remove_dir"]),
    Entry::function(
        Section::Files,
        &["remove_dir(path: string, options?: map)"],
        "Removes a directory, which must be empty unless all that is in it is to go as well.",
    )
    .options(&[("recursive", "bool", "false", "what is in it is removed first; links are removed, not followed")])
    .errors(&[
        NO_WRITE,
        ("FileNotFoundError", "there is no such directory"),
        ("NotADirectoryError", "it is a file"),
        ("OSError", "it is not empty"),
    ])
    .example(
        r#"
make_dir("old");
write_text("old/a.txt", "");
remove_dir("old", #{recursive: true});
print(exists("old"));"#,
        "false",
    )
    .run_with(BOTH)
    .python("os.rmdir(path), shutil.rmtree(path)"),
    Entry::function(
        Section::Files,
        &["rename(from: string, to: string)"],
        "Gives a file or directory another name, also in another directory.",
    )
    .details(
        "A file that had that name is replaced, in one step: others see the old one or the new one. That is how to write \
         a file that nobody sees half written.",
    )
    .errors(&[
        ("PermissionError", "the script is not allowed to write both; the message names the option that allows it"),
        ("FileNotFoundError", "there is nothing of the old name"),
        ("OSError", "both are on different file systems, or a directory of the new name is not empty"),
    ])
    .example(
        r#"
write_text("report.txt.new", "done");
rename("report.txt.new", "report.txt");
print(read_text("report.txt"));"#,
        "done",
    )
    .run_with(BOTH)
    .python("os.replace(from, to)"),
    Entry::function(
        Section::Files,
        &["copy_file(from: string, to: string)"],
        "Copies what is in a file to another one, which is made or replaced.",
    )
    .errors(&[
        ("PermissionError", "the script is not allowed to read the one or write the other; the message names the option"),
        ("FileNotFoundError", "there is no such file, or no directory to copy it to"),
        ("ValueError", "both are the same file"),
    ])
    .example(
        r#"
write_text("a.txt", "text");
copy_file("a.txt", "b.txt");
print(read_text("b.txt"));"#,
        "text",
    )
    .run_with(BOTH)
    .python("shutil.copyfile(from, to)"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    type Question = fn(FileType) -> bool;
    let questions: [(&str, Question); 3] = [
        ("exists", |_| true),
        ("is_file", |kind| kind == FileType::RegularFile),
        ("is_dir", |kind| kind == FileType::Directory),
    ];
    for (name, is) in questions {
        language.function(
            name,
            move |context: NativeCallContext<'_>, path: ImmutableString| {
                offload::on_file(&context, &path, |permissions, _| {
                    let found = entries::look_if_any(permissions, &path)?;
                    Ok(found.is_some_and(|found| is(entries::kind(&found))))
                })
            },
        );
    }
    language.function(
        "metadata",
        |context: NativeCallContext<'_>, path: ImmutableString| {
            let look = |permissions: &Permissions, _: &Cancel| entries::look(permissions, &path);
            offload::on_file(&context, &path, look).map(|found| told(&found))
        },
    );
    language.function(
        "make_dir",
        |context: NativeCallContext<'_>, path: ImmutableString| {
            make_dir(&context, &path, MakeDir::default())
        },
    );
    language.function(
        "make_dir",
        |context: NativeCallContext<'_>, path: ImmutableString, options: Dynamic| {
            let options = Options::new(&context, &options, &["parents", "exist_ok"])?;
            let how = MakeDir {
                parents: options.flag("parents")?.unwrap_or_default(),
                exist_ok: options.flag("exist_ok")?.unwrap_or_default(),
            };
            make_dir(&context, &path, how)
        },
    );
    language.function(
        "remove_file",
        |context: NativeCallContext<'_>, path: ImmutableString| {
            offload::on_file(&context, &path, |permissions, _| {
                entries::remove_file(permissions, &path)
            })
        },
    );
    language.function(
        "remove_dir",
        |context: NativeCallContext<'_>, path: ImmutableString| {
            offload::on_file(&context, &path, |permissions, _| {
                entries::remove_dir(permissions, &path)
            })
        },
    );
    language.function(
        "remove_dir",
        |context: NativeCallContext<'_>, path: ImmutableString, options: Dynamic| {
            let options = Options::new(&context, &options, &["recursive"])?;
            let is_recursive = options.flag("recursive")?.unwrap_or_default();
            offload::on_file(&context, &path, |permissions, cancel| match is_recursive {
                true => entries::remove_tree(permissions, cancel, &path),
                false => entries::remove_dir(permissions, &path),
            })
        },
    );
    type OfTwo = fn(&Permissions, &Cancel, &str, &str) -> Outcome<()>;
    let of_two: [(&str, OfTwo); 2] = [
        ("rename", |permissions, _, from, to| {
            entries::rename(permissions, from, to)
        }),
        ("copy_file", files::copy),
    ];
    for (name, act) in of_two {
        language.function(
            name,
            move |context: NativeCallContext<'_>, from: ImmutableString, to: ImmutableString| {
                offload::on_file(&context, &from, |permissions, cancel| {
                    act(permissions, cancel, &from, &to)
                })
            },
        );
    }
}

fn make_dir(context: &NativeCallContext<'_>, path: &str, how: MakeDir) -> ScriptResult<()> {
    offload::on_file(context, path, |permissions, _| {
        entries::make_dir(permissions, path, how)
    })
}

fn told(found: &Stat) -> Map {
    let kind = entries::kind(found);
    let seconds = found.st_mtime as f64 + found.st_mtime_nsec as f64 / 1e9;
    let told: [(&str, Dynamic); 5] = [
        ("size", found.st_size.into()),
        ("modified", seconds.into()),
        ("mode", i64::from(found.st_mode & 0o7777).into()),
        ("is_file", (kind == FileType::RegularFile).into()),
        ("is_dir", (kind == FileType::Directory).into()),
    ];
    told.into_iter()
        .map(|(name, value)| (name.into(), value))
        .collect()
}
