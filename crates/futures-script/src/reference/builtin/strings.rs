//! Texts: what the engine brings along for them.

use crate::reference::{Entry, Section};

pub(super) const ENTRIES: &[Entry] = &[
    Entry::of_type(Section::Strings, &["string"], "A text: a row of characters, which is counted and cut by characters and not by bytes.")
    .details(
        "In double quotes with `\\n`, `\\t`, `\\\"`, `\\\\` and `\\u00e9`; in backticks, over several lines if need be and with \
         values inside, `` `${name}: ${n + 1}` ``; and as it stands, `#\"C:\\new\"#`. Only in backticks are values filled in. \
         `'x'` is a single character.",
    )
    .example(
        r##"
let name = "Ada";
print(`${name} has ${name.len()} letters`);
print(#"no \n here"#);"##,
        r"
Ada has 3 letters
no \n here",
    )
    .python("str"),
    Entry::function(
        Section::Strings,
        &["string.len() -> int", "string.len -> int", "string.is_empty() -> bool", "string.is_empty -> bool"],
        "The number of characters, and whether there are none.",
    )
    .details("With or without brackets. It counts characters, so it takes longer for a longer text.")
    .example(r#"print(["naïve".len(), "".is_empty()]);"#, "[5, true]")
    .python("len(s), not s"),
    Entry::function(
        Section::Strings,
        &["string.bytes() -> int", "string.bytes -> int"],
        "The number of bytes that the text takes as UTF-8.",
    )
    .example(r#"print("naïve".bytes);"#, "6")
    .python("len(s.encode())"),
    Entry::function(
        Section::Strings,
        &[
            "string[index: int|range] -> char|string",
            "string[index: int] = char",
            "string.get(index: int) -> char|()",
            "string.set(index: int, char: char)",
        ],
        "A character of the text, or the part between two places; -1 is the last one.",
    )
    .details(
        "`s[2]` is a character, `s[1..3]` a text. `get` gives `()` where there is none, and `set` does nothing there.",
    )
    .errors(&[("IndexError", "`s[n]` is outside of the text"), ("TypeError", "what is put in is no character, `'x'`")])
    .example(
        r#"
let s = "hello";
print([s[0], s[-1], s[1..3], s.get(9)]);
s[0] = 'J';
print(s);"#,
        r#"
[h, o, "el", ()]
Jello"#,
    )
    .python("s[0], s[-1], s[1:3]"),
    Entry::function(
        Section::Strings,
        &[
            "string.sub_string(start: int) -> string",
            "string.sub_string(start: int, len: int) -> string",
            "string.sub_string(part: range) -> string",
        ],
        "The text from a place on, so many characters, or between two places.",
    )
    .details("A negative start counts from the end. What lies outside is left away; nothing is thrown.")
    .example(
        r#"
let s = "2026-11-21";
print([s.sub_string(5), s.sub_string(5, 2), s.sub_string(0..4), s.sub_string(-2)]);"#,
        r#"["11-21", "11", "2026", "21"]"#,
    )
    .python("s[5:], s[5:7], s[:4], s[-2:]"),
    Entry::function(
        Section::Strings,
        &[
            "string.crop(start: int)",
            "string.crop(start: int, len: int)",
            "string.crop(part: range)",
            "string.truncate(len: int)",
            "string.clear()",
        ],
        "Keeps a part of the text and drops the rest, in its place; `truncate` keeps the beginning, `clear` nothing.",
    )
    .details("They change the variable and return nothing: `sub_string` gives a new text.")
    .example(
        r#"
let s = "<title>";
s.crop(1, 5);
print(s);
s.truncate(2);
print(s);"#,
        "title\nti",
    )
    .python("s = s[1:6]"),
    Entry::function(
        Section::Strings,
        &["string.pop() -> char|()", "string.pop(len: int) -> string"],
        "Takes the last character off, or the last few, and gives them.",
    )
    .details("Of an empty text it gives `()`.")
    .example(
        r#"
let s = "report.csv";
print([s.pop(4), s]);"#,
        r#"[".csv", "report"]"#,
    ),
    Entry::function(
        Section::Strings,
        &["string.remove(what: string|char)"],
        "Drops each place of a text or character, in its place.",
    )
    .details("`replace(what, \"\")` gives a new text.")
    .example(
        r#"
let n = "1 234 567";
n.remove(" ");
print(parse_int(n));"#,
        "1234567",
    )
    .python("s = s.replace(\" \", \"\")"),
    Entry::function(
        Section::Strings,
        &[
            "string.split() -> array",
            "string.split(delimiter: string|char, parts?: int) -> array",
            "string.split_rev(delimiter: string|char, parts?: int) -> array",
            "string.split(index: int) -> array",
        ],
        "The parts between delimiters, or between white space; with a number, the text before and after that place.",
    )
    .details(
        "`parts` is how many there are at most, the last one with all the rest: one more than Python's `maxsplit`. \
         `split_rev` begins at the end, and its first part is the last of the text.",
    )
    .example(
        r#"
print("a,b,,c".split(","));
print("  two   words ".split());
print(["k=v=w".split("=", 2), "k=v=w".split_rev('=', 2), "abc".split(1)]);"#,
        r#"
["a", "b", "", "c"]
["two", "words"]
[["k", "v=w"], ["w", "k=v"], ["a", "bc"]]"#,
    )
    .python("s.split(\",\"), s.split(), s.split(\"=\", 1)"),
    Entry::function(
        Section::Strings,
        &[
            "string.contains(what: string|char) -> bool",
            "string.starts_with(what: string|char) -> bool",
            "string.ends_with(what: string|char) -> bool",
        ],
        "Is a text or a character in it, at its beginning, at its end?",
    )
    .details("`\"ell\" in s` asks what `contains` asks, and `!in` the opposite.")
    .example(
        r#"
let path = "src/main.rs";
print([path.contains("main"), path.starts_with("src"), path.ends_with(".md"), 'x' in path]);"#,
        "[true, true, false, false]",
    )
    .python("\"ell\" in s, s.startswith(\"he\"), s.endswith(\".md\")"),
    Entry::function(
        Section::Strings,
        &["string.index_of(what: string|char, start?: int) -> int"],
        "Where a text or a character begins, at `start` or behind it; -1 if nowhere.",
    )
    .example(r#"print(["banana".index_of("an"), "banana".index_of("an", 2), "banana".index_of('x')]);"#, "[1, 3, -1]")
    .python("s.find(\"an\", 2)"),
    Entry::function(
        Section::Strings,
        &[
            "string.to_upper() -> string",
            "string.to_lower() -> string",
            "string.make_upper()",
            "string.make_lower()",
        ],
        "The text in large or small letters; `make_…` changes it in its place instead.",
    )
    .example(
        r#"
let s = "Straße";
print([s.to_upper(), s.to_lower()]);
s.make_upper();
print(s);"#,
        r#"
["STRASSE", "straße"]
STRASSE"#,
    )
    .python("s.upper(), s.lower()"),
    Entry::function(
        Section::Strings,
        &[
            "string.chars() -> items",
            "string.chars -> items",
            "string.chars(start: int) -> items",
            "string.chars(start: int, len: int) -> items",
            "string.chars(part: range) -> items",
            "string.to_chars() -> array",
        ],
        "The characters one after the other, for a `for` loop or `to_array()`; all of them as an array.",
    )
    .details("A `for` loop also walks through the text itself.")
    .example(
        r#"
for c in "abcde".chars(1, 3) { print(c); }
print("no".to_chars());"#,
        "b\nc\nd\n[n, o]",
    )
    .python("list(s)"),
    Entry::function(
        Section::Strings,
        &[
            "string + any -> string",
            "any + string -> string",
            "string += any",
            "string.append(what: any)",
        ],
        "Puts texts together; a value that is no text is shown as `print` shows it, and `()` as nothing.",
    )
    .details("Unlike in Python numbers need no `str()`. A blob is taken as UTF-8.")
    .example(
        r#"
let line = "n = " + 3;
line += ", done";
line.append('!');
print(line);"#,
        "n = 3, done!",
    )
    .python("\"n = \" + str(3)"),
    Entry::function(
        Section::Strings,
        &["string - string|char -> string", "string -= string|char"],
        "The text without each place of another one.",
    )
    .example(r#"print("a-b-c" - "-");"#, "abc")
    .python("s.replace(\"-\", \"\")"),
    Entry::function(
        Section::Strings,
        &["string.to_blob() -> blob"],
        "The bytes of the text as UTF-8.",
    )
    .example(r#"print("né".to_blob());"#, "[6ec3a9]")
    .python("s.encode()"),
    Entry::function(
        Section::Strings,
        &["string.parse_int(base?: int) -> int", "string.parse_float() -> float"],
        "The number that the text is; whole numbers also in a base from 2 to 36.",
    )
    .details("White space around it does no harm, and mostly they are called as functions: `parse_int(line)`.")
    .errors(&[("ValueError", "it is no number")])
    .example(
        r#"
print([parse_int("42"), parse_int("ff", 16), parse_float("1.5e3")]);
try { parse_int("12a") } catch (e) { print(e) }"#,
        "[42, 255, 1500.0]\n\"12a\" is no integer",
    )
    .python("int(\"42\"), int(\"ff\", 16), float(\"1.5e3\")"),
    Entry::of_type(Section::Strings, &["char"], "A single character, in single quotes: `'x'`.")
    .python("str of length 1"),
    Entry::function(
        Section::Strings,
        &[
            "char.to_upper() -> char",
            "char.to_lower() -> char",
            "char.make_upper()",
            "char.make_lower()",
            "char.to_int() -> int",
        ],
        "The character in a large or small letter; `make_…` changes it in its place; its number.",
    )
    .example("print(['a'.to_upper(), 'Ä'.to_lower(), 'a'.to_int()]);", "[A, ä, 97]")
    .python("c.upper(), c.lower(), ord(c)"),
    Entry::function(
        Section::Strings,
        &["char + char -> string", "char + string -> string"],
        "Puts characters together to a text.",
    )
    .example("print('o' + 'k');", "ok"),
];
