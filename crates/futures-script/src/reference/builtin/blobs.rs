//! Blobs: rows of bytes.

use crate::reference::{Entry, Section};

pub(super) const ENTRIES: &[Entry] = &[
    Entry::of_type(Section::Blobs, &["blob"], "A row of bytes, each from 0 to 255. It is shown as hexadecimal digits.")
    .details("A `for` loop walks through its bytes, as whole numbers.")
    .example(r#"print("Hi!".to_blob());"#, "[486921]")
    .python("bytearray"),
    Entry::function(
        Section::Blobs,
        &[
            "blob.len() -> int",
            "blob.len -> int",
            "blob.is_empty() -> bool",
            "blob.is_empty -> bool",
            "blob.contains(byte: int) -> bool",
        ],
        "How many bytes there are, whether there are none, and whether this one is among them.",
    )
    .example("let b = blob(3, 7); print([b.len(), b.is_empty(), b.contains(7)]);", "[3, false, true]")
    .python("len(b), not b, 7 in b"),
    Entry::function(
        Section::Blobs,
        &[
            "blob[index: int] -> int",
            "blob[index: int] = int",
            "blob.get(index: int) -> int",
            "blob.set(index: int, byte: int)",
        ],
        "A byte by its place from 0; -1 is the last one.",
    )
    .details("`get` gives 0 where there is none, and `set` does nothing there. Of a number above 255 the lowest eight bits count.")
    .errors(&[("IndexError", "`b[n]` is outside of the blob")])
    .example("let b = blob(2); b[1] = 255; print([b[1], b.get(9), b]);", "[255, 0, [00ff]]")
    .python("b[0]"),
    Entry::function(
        Section::Blobs,
        &[
            "blob.push(byte: int)",
            "blob.append(what: blob|string|char|int)",
            "blob.insert(index: int, byte: int)",
            "blob += blob|string|char|int",
            "blob + blob -> blob",
        ],
        "Adds bytes at the end, or in between; texts as UTF-8. Puts two blobs together to a new one.",
    )
    .example(
        r#"
let b = blob();
b.push(1);
b += "é";
b.insert(0, 255);
print(b + blob(1));"#,
        "[ff01c3a900]",
    )
    .python("b.append(1), b += bytes, b.insert(0, 255)"),
    Entry::function(
        Section::Blobs,
        &[
            "blob.pop() -> int",
            "blob.shift() -> int",
            "blob.remove(index: int) -> int",
            "blob.truncate(len: int)",
            "blob.chop(len: int)",
            "blob.clear()",
            "blob.reverse()",
        ],
        "Takes a byte out and gives it, 0 if there is none; keeps so many at the beginning, or at the end, or none; turns the order round.",
    )
    .example(
        r#"
let b = "abcde".to_blob();
print([b.pop(), b.shift(), b.remove(0)]);
b.reverse();
print(b.as_string());"#,
        "[101, 97, 98]\ndc",
    )
    .python("b.pop(), b.pop(0), del b[2:], b.reverse()"),
    Entry::function(
        Section::Blobs,
        &[
            "blob.extract(part: range) -> blob",
            "blob.extract(start: int) -> blob",
            "blob.extract(start: int, len: int) -> blob",
            "blob.split(index: int) -> blob",
            "blob.drain(part: range) -> blob",
            "blob.drain(start: int, len: int) -> blob",
            "blob.retain(part: range) -> blob",
            "blob.retain(start: int, len: int) -> blob",
            "blob.splice(part: range, bytes: blob)",
            "blob.splice(start: int, len: int, bytes: blob)",
        ],
        "A copy of a part; the part taken out, or all others; other bytes in its place. As those of arrays.",
    )
    .example(
        r#"
let b = "abcdef".to_blob();
print([b.extract(1..3).as_string(), b.drain(0, 2).as_string(), b.as_string()]);
b.splice(0..1, "XY".to_blob());
print(b.as_string());"#,
        r#"
["bc", "ab", "cdef"]
XYdef"#,
    )
    .python("b[1:3], b[0:1] = b\"XY\""),
    Entry::function(
        Section::Blobs,
        &["blob.as_string() -> string", "blob.to_array() -> array", "blob + string -> string", "string + blob -> string"],
        "The bytes as a text in UTF-8; as an array of whole numbers.",
    )
    .details("What is no UTF-8 becomes the sign `\u{fffd}`.")
    .example(r#"let b = "né".to_blob(); print(b.as_string()); print(b.to_array());"#, "né\n[110, 195, 169]")
    .python("b.decode(), list(b)"),
    Entry::function(
        Section::Blobs,
        &[
            "blob.parse_le_int(part: range) -> int",
            "blob.parse_le_int(start: int, len: int) -> int",
            "blob.parse_be_int(part: range) -> int",
            "blob.parse_be_int(start: int, len: int) -> int",
            "blob.parse_le_float(part: range) -> float",
            "blob.parse_le_float(start: int, len: int) -> float",
            "blob.parse_be_float(part: range) -> float",
            "blob.parse_be_float(start: int, len: int) -> float",
        ],
        "The number that stands in up to eight bytes, the lowest byte first (`le`) or the highest (`be`).",
    )
    .details("Fewer than eight bytes are filled up with zeroes behind them, so of `be` all eight are wanted.")
    .example(
        "
let b = blob(8);
b[0] = 2;
b[1] = 1;
print(b.parse_le_int(0, 2));",
        "258",
    )
    .python("int.from_bytes(b[0:2], \"little\"), struct.unpack"),
    Entry::function(
        Section::Blobs,
        &[
            "blob.write_le(part: range, number: number)",
            "blob.write_le(start: int, len: int, number: number)",
            "blob.write_be(part: range, number: number)",
            "blob.write_be(start: int, len: int, number: number)",
            "blob.write_utf8(part: range, text: string)",
            "blob.write_utf8(start: int, len: int, text: string)",
            "blob.write_ascii(part: range, text: string)",
            "blob.write_ascii(start: int, len: int, text: string)",
        ],
        "Writes a number or a text into a part of the bytes, in their place.",
    )
    .details(
        "A number has eight bytes, of which as many as fit are written from the first on: the lowest one of `le`, the highest \
         of `be`. A text that is too long is cut off; of `write_ascii` what is no ASCII is left out.",
    )
    .example(
        r#"
let b = blob(10);
b.write_le(0, 8, 258);
b.write_utf8(8..10, "ok");
print(b);"#,
        "[0201000000000000 6f6b]",
    )
    .python("struct.pack_into(\"<q\", b, 0, 258)"),
];
