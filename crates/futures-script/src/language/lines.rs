//! `read_lines(path)`: the lines of a file, one after the other.

use rhai::{Array, Dynamic, ImmutableString, NativeCallContext, Position};

use crate::current;
use crate::error::{ScriptErrorKind, ScriptResult};
use crate::language::Definitions;
use crate::outside::files::Source;
use crate::outside::offload;
use crate::outside::trouble::{Outcome, Trouble};
use crate::outside::{Cancel, Permissions};
use crate::reference::{Entry, Section};
use crate::values::Turns;

/// So much is read ahead.
const CHUNK: usize = 64 << 10;

/// A line that is longer is none that somebody wrote; a device without end would fill the memory.
const LONGEST_LINE: usize = 1 << 30;

/// The lines of a file as scripts hold them. Copies go on where the others are.
#[derive(Clone)]
struct Lines {
    turns: Turns<Reader>,
    /// Where they were asked for; a loop over them has no place of its own.
    at: Position,
}

/// A file that is read by line.
struct Reader {
    source: Source,
    /// What was read, and how much of it was given away.
    bytes: Vec<u8>,
    given: usize,
    /// How many bytes at the end of `bytes` are not yet searched for the end of a line.
    unsearched: usize,
    number: u64,
    is_at_end: bool,
}

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Files,
        &["read_lines(path: string) -> Lines"],
        "The lines of a file, without their ends, read while a loop walks through them.",
    )
    .details(
        "However large the file, little of it is in memory at a time. Lines end with `\\n` or `\\r\\n`. Each must be \
         UTF-8. The file is closed after the last line, or when nobody holds the lines any more.",
    )
    .errors(&[
        ("PermissionError", "the script is not allowed to read it; the message names the option that allows it"),
        ("FileNotFoundError", "there is no such file"),
        ("IsADirectoryError", "it is a directory"),
        ("ValueError", "a line is not UTF-8; the message says which"),
    ])
    .example(
        r#"
write_text("names.txt", "Ada\nGrace\n");
for (name, i) in read_lines("names.txt") {
    print(`${i} ${name}`);
}"#,
        "
0 Ada
1 Grace",
    )
    .run_with(super::files::BOTH)
    .python("for line in open(path): line = line.rstrip(\"\\n\")")
    .see(&["read_text"]),
    Entry::of_type(
        Section::Files,
        &["Lines"],
        "The lines of a file, as `read_lines` gives them: for a loop, or for `to_array`.",
    ),
    Entry::function(
        Section::Files,
        &["Lines.to_array() -> array"],
        "All lines that are left.",
    )
    .example(
        r#"
write_text("names.txt", "Ada\nGrace");
print(read_lines("names.txt").to_array());"#,
        r#"["Ada", "Grace"]"#,
    )
    .run_with(super::files::BOTH)
    .python("list(lines)"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.handle::<Lines>("Lines");
    language.iterator::<Lines>();
    language.function("to_array", |lines: &mut Lines| -> ScriptResult<Array> {
        lines.clone().collect()
    });
    language.shown_as(|_: &Lines| "<Lines>".to_owned());
    language.function(
        "read_lines",
        |context: NativeCallContext<'_>, path: ImmutableString| -> ScriptResult<Lines> {
            let open = |permissions: &Permissions, _: &Cancel| Source::open(permissions, &path);
            let source = offload::on_file(&context, &path, open)?;
            Ok(Lines {
                turns: Turns::new(Reader {
                    source,
                    bytes: Vec::new(),
                    given: 0,
                    unsearched: 0,
                    number: 0,
                    is_at_end: false,
                }),
                at: context.call_position(),
            })
        },
    );
}

impl Iterator for Lines {
    type Item = ScriptResult<Dynamic>;

    fn next(&mut self) -> Option<Self::Item> {
        let at = self.at;
        let next = self
            .turns
            .take("this read_lines()", |reader| reader.next(at));
        next.and_then(|next| next).transpose()
    }
}

impl Reader {
    fn next(&mut self, at: Position) -> ScriptResult<Option<Dynamic>> {
        // Whoever walks through a large file in memory does not ask whether to go on.
        current::look(at)?;
        let line = match self.buffered() {
            Some(line) => line,
            None => {
                let what = format!("the file {}", self.source.path());
                let line = offload::here(at, &what, |cancel| self.read(cancel))?;
                match line.map_err(|trouble| trouble.raise_in("read_lines"))? {
                    Some(line) => line,
                    None => return Ok(None),
                }
            }
        };
        self.number += 1;
        match String::from_utf8(line) {
            Ok(line) => Ok(Some(ImmutableString::from(line).into())),
            Err(error) => {
                let text = format!(
                    "line {} of {} is not UTF-8: byte {} of it is wrong",
                    self.number,
                    self.source.path(),
                    error.utf8_error().valid_up_to() + 1
                );
                Err(Trouble::value(text).raise_in("read_lines"))
            }
        }
    }

    /// The next line, if it has been read.
    fn buffered(&mut self) -> Option<Vec<u8>> {
        let from = self.bytes.len() - self.unsearched;
        let end = self.bytes[from..].iter().position(|byte| *byte == b'\n');
        let Some(end) = end.map(|end| from + end) else {
            self.unsearched = 0;
            return None;
        };
        let line = without_return(&self.bytes[self.given..end]).to_vec();
        self.given = end + 1;
        self.unsearched = self.bytes.len() - self.given;
        Some(self.without_mark(line))
    }

    /// Reads on until there is a line. When it is told to stop, what it says counts for nothing.
    fn read(&mut self, cancel: &Cancel) -> Outcome<Option<Vec<u8>>> {
        loop {
            if let Some(line) = self.buffered() {
                return Ok(Some(line));
            }
            if !self.is_at_end {
                self.bytes.drain(..self.given);
                self.given = 0;
                let before = self.bytes.len();
                let is_more = self.source.read_some(cancel, &mut self.bytes, CHUNK)?;
                if cancel.is_cancelled() {
                    return Ok(None);
                }
                self.is_at_end = !is_more;
                self.unsearched = self.bytes.len() - before;
                if self.bytes.len() > LONGEST_LINE {
                    let text = format!("a line of {} is longer than 1 GiB", self.source.path());
                    return Err(Trouble::new(ScriptErrorKind::Limit, text));
                }
                continue;
            }
            if self.given == self.bytes.len() {
                return Ok(None);
            }
            // The last line need not have an end.
            let line = without_return(&self.bytes[self.given..]).to_vec();
            self.given = self.bytes.len();
            return Ok(Some(self.without_mark(line)));
        }
    }

    /// The first line without its byte order mark.
    fn without_mark(&self, line: Vec<u8>) -> Vec<u8> {
        match line.strip_prefix(b"\xef\xbb\xbf") {
            Some(rest) if self.number == 0 => rest.to_vec(),
            _ => line,
        }
    }
}

fn without_return(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}
