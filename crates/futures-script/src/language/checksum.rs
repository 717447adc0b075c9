//! `sha256(data)` and `sha256_file(path)`: checksums.

use std::fmt::Write;

use rhai::{Blob, Dynamic, ImmutableString, NativeCallContext};
use sha2::{Digest, Sha256};

use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::language::files::{A_DIRECTORY, BOTH, NO_FILE, NO_READ};
use crate::outside::files::Source;
use crate::outside::offload;
use crate::reference::{Entry, Section};
use crate::values::{type_name, wrong_type};

/// So much of a file is in memory at a time.
const CHUNK: usize = 1 << 20;

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Data,
        &["sha256(data: string|blob) -> string"],
        "The SHA-256 checksum of a text or of bytes, as 64 hexadecimal digits.",
    )
    .errors(&[("TypeError", "`data` is something else")])
    .example(
        r#"print(sha256("abc").sub_string(0, 16));"#,
        "ba7816bf8f01cfea",
    )
    .python("hashlib.sha256(data).hexdigest()"),
    Entry::function(
        Section::Data,
        &["sha256_file(path: string) -> string"],
        "The SHA-256 checksum of what is in a file, however large it is.",
    )
    .errors(&[NO_READ, NO_FILE, A_DIRECTORY])
    .example(
        r#"
write_text("a.txt", "abc");
print(sha256_file("a.txt") == sha256("abc"));"#,
        "true",
    )
    .run_with(BOTH)
    .python("hashlib.file_digest(open(path, \"rb\"), \"sha256\").hexdigest()"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.function("sha256", |context: NativeCallContext<'_>, data: Dynamic| {
        sha256(&context, &data)
    });
    language.function(
        "sha256_file",
        |context: NativeCallContext<'_>, path: ImmutableString| {
            offload::on_file(&context, &path, |permissions, cancel| {
                let source = Source::open(permissions, &path)?;
                let (mut hasher, mut bytes) = (Sha256::new(), Vec::new());
                while source.read_some(cancel, &mut bytes, CHUNK)? {
                    hasher.update(&bytes);
                    bytes.clear();
                }
                Ok(digits(&hasher.finalize()))
            })
        },
    );
}

fn sha256(context: &NativeCallContext<'_>, data: &Dynamic) -> ScriptResult<String> {
    let hash = match (
        data.read_lock::<ImmutableString>(),
        data.read_lock::<Blob>(),
    ) {
        (Some(text), _) => Sha256::digest(text.as_bytes()),
        (None, Some(bytes)) => Sha256::digest(&*bytes),
        (None, None) => {
            let given = type_name(context, data);
            let text = format!("the data must be a string or a blob, not {given}");
            return Err(wrong_type(context, &text));
        }
    };
    Ok(digits(&hash))
}

fn digits(hash: &[u8]) -> String {
    hash.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
