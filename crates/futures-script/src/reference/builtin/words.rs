//! The statements of the language, which its parser knows.

use crate::reference::{Entry, Section};

pub(super) const ENTRIES: &[Entry] = &[
    Entry::syntax(
        Section::Language,
        &["let"],
        &["let NAME = VALUE;", "let NAME;"],
        "A new variable, until the end of its block; without a value it is `()`.",
    )
    .details(
        "`NAME = VALUE;` without `let` changes one that exists. With `let` inside a block a new one hides the one outside, \
         which keeps its value: the usual mistake of a total in a loop.",
    )
    .errors(&[("NameError", "a variable is changed that does not exist")])
    .example(
        "
let total = 0;
for n in 1..=3 { total += n; }
print(total);",
        "6",
    )
    .python("total = 0"),
    Entry::syntax(
        Section::Language,
        &["const", "global"],
        &["const NAME = VALUE;", "global::NAME"],
        "A value that does not change. Functions see those of the outermost level as `global::NAME`.",
    )
    .errors(&[("SyntaxError", "the script assigns to it"), ("ReadOnlyError", "a method would change it")])
    .example(
        "
const TAX = 0.25;
fn with_tax(price) { price * (1.0 + global::TAX) }

print(with_tax(100));",
        "125.0",
    )
    .python("TAX = 0.25"),
    Entry::syntax(
        Section::Language,
        &["import", "export", "private"],
        &["import \"PATH\" as NAME;", "export const NAME = VALUE;", "private fn NAME(A, B) { … }"],
        "Another file as a part of the script: `NAME::function(…)`, `NAME::CONSTANT`, and `NAME::function` as a value.",
    )
    .details(
        "The path begins at the file that imports, without `.rhai`, and stays below the folder of the script. What stands at \
         the top of the file runs where it is imported first. All its functions can be called but those that are `private`; \
         of its variables and constants only those are seen that it exports. An `import` stands outside of functions and blocks.",
    )
    .errors(&[
        ("ImportError", "there is no such file, it leads out of the folder, or files import each other"),
        ("NameError", "the file has no such function, or keeps it for itself"),
    ])
    .example(
        "
export const LIMIT = 3;
private fn clean(text) { text.trim(); text }
fn is_long(text) { clean(text).split().len() > global::LIMIT }

print(is_long(\" to be or not \"));",
        "true",
    )
    .python("from lib import words"),
    Entry::syntax(
        Section::Language,
        &["fn", "return"],
        &["fn NAME(A, B) { … }", "return VALUE;", "return;"],
        "A function, at the outermost level; the value of its last expression is what it gives, or that of a `return`.",
    )
    .details(
        "It sees what it is given and nothing else. Arguments are copies: return what is new. There are no default values and no \
         named arguments; two functions may have one name if they take different numbers. It may stand below its first call.",
    )
    .errors(&[("RecursionError", "calls are more than 500 levels deep")])
    .example(
        "
fn size(n) {
    if n < 0 { return \"negative\"; }
    if n < 10 { \"small\" } else { \"large\" }
}

print([size(-1), size(3), size(50)]);",
        r#"["negative", "small", "large"]"#,
    )
    .python("def size(n): …"),
    Entry::syntax(
        Section::Language,
        &["closure"],
        &["|A, B| EXPRESSION", "|A, B| { … }", "|| EXPRESSION"],
        "A closure: a function as a value, which sees the variables around it.",
    )
    .details("It is called with `f.call(1, 2)`. A task gets copies of what it has captured, and cannot change them.")
    .example(
        "
let rebate = 5;
let price = |full| full - rebate;
print(price.call(100));",
        "95",
    )
    .python("lambda full: full - rebate")
    .see(&["function.call"]),
    Entry::syntax(
        Section::Language,
        &["this"],
        &["this"],
        "What stands before the point, in a function that is called as a method.",
    )
    .details("Every function of a script can be. A closure in a map gets the map.")
    .example(
        "
fn doubled() { this * 2 }

print(21.doubled());
let account = #{sum: 1, pay: |n| this.sum += n};
account.pay(9);
print(account.sum);",
        "42\n10",
    )
    .python("self"),
    Entry::syntax(
        Section::Language,
        &["if", "else"],
        &["if CONDITION { … }", "else { … }", "else if CONDITION { … }"],
        "One block or another. It has a value: that of the block, or `()`.",
    )
    .example(
        r#"
let n = 7;
let kind = if n % 2 == 0 { "even" } else { "odd" };
print(kind);"#,
        "odd",
    )
    .python("if …: … elif …: … else: …"),
    Entry::syntax(
        Section::Language,
        &["switch"],
        &["switch VALUE { CASE => …, _ => … }"],
        "What belongs to the first case that the value is equal to, or to the range that it lies in; `_` is for all others.",
    )
    .details("Cases are constants: several apart by `|`, with a condition `5 if x => …` if need be.")
    .example(
        r#"
fn size(n) {
    switch n { 0 => "nothing", 1 | 2 => "a few", 3..=9 => "some", _ => "many" }
}

print([size(0), size(2), size(5), size(99)]);"#,
        r#"["nothing", "a few", "some", "many"]"#,
    )
    .python("match n: case 0: …"),
    Entry::syntax(
        Section::Language,
        &["for"],
        &["for NAME in ITEMS { … }", "for (NAME, I) in ITEMS { … }"],
        "Runs the block for each item; the second name counts from 0.",
    )
    .details(
        "It walks through arrays, ranges, texts, blobs, `list()`, and what `map`, `as_completed` and `chars` give. A map is \
         walked through by its `keys()`. Nothing is unpacked: `pair[0]`, `pair[1]`. `_` stands for a name that nobody needs.",
    )
    .errors(&[("TypeError", "the value cannot be walked through")])
    .example(
        r#"
for (name, i) in ["Ada", "Grace"] { print(`${i} ${name}`); }
for _ in 0..2 { print("again"); }"#,
        "0 Ada\n1 Grace\nagain\nagain",
    )
    .python("for i, name in enumerate(names):"),
    Entry::syntax(
        Section::Language,
        &["while", "loop", "do", "until"],
        &[
            "while CONDITION { … }",
            "loop { … }",
            "do { … } while CONDITION;",
            "until CONDITION;",
        ],
        "Runs the block as long as the condition holds, for ever, or at least once: `do { … } until CONDITION;` too.",
    )
    .example(
        "
let n = 1;
while n < 100 { n *= 3; }
print(n);
do { n -= 50; } until n < 50;
print(n);",
        "243\n43",
    )
    .python("while n < 100:"),
    Entry::syntax(
        Section::Language,
        &["break", "continue"],
        &["break;", "break VALUE;", "continue;"],
        "Ends the loop, whose value may be said; goes on with its next round.",
    )
    .example(
        "
let found = for n in 1..100 {
    if n % 7 != 0 { continue; }
    if n % 5 == 0 { break n; }
};
print(found);",
        "35",
    )
    .python("break, continue"),
    Entry::syntax(
        Section::Language,
        &["throw"],
        &["throw VALUE;", "throw;"],
        "Throws an error: an `error(kind, message)`, or any other value.",
    )
    .example(
        r#"
fn half(n) {
    if n % 2 != 0 { throw error("ValueError", `${n} is odd`); }
    n / 2
}

try { half(3) } catch (e) { print(`${e.kind}: ${e}`) }"#,
        "ValueError: 3 is odd",
    )
    .python("raise ValueError(\"3 is odd\")")
    .see(&["error"]),
    Entry::syntax(
        Section::Language,
        &["try", "catch"],
        &["try { … } catch (NAME) { … }", "catch { … }"],
        "Runs the second block if something is thrown in the first one.",
    )
    .details(
        "What is caught is what was thrown: an `Error`, a text or any other value. There is no `finally`, for that there is \
         `with`, and no list of classes: look at `e.kind`, and throw again what is not meant. It has no value.",
    )
    .example(
        r#"
try {
    print([1, 2][5]);
} catch (e) {
    if e.kind == "IndexError" { print("no such item"); } else { throw e; }
}"#,
        "no such item",
    )
    .python("try: … except IndexError as e: …")
    .see(&["Error", "with"]),
    Entry::syntax(
        Section::Language,
        &["comment"],
        &["// REMARK", "/* REMARK */", "//! REMARK"],
        "Remarks, to the end of the line or between the signs. `//!` in the first lines says what a script is for.",
    )
    .example("print(1); // one\nprint(/* no */ 2);", "1\n2")
    .python("# remark"),
    Entry::syntax(
        Section::Language,
        &["method"],
        &["VALUE.NAME", "VALUE.NAME(…)"],
        "A property or a key of a map; a method.",
    )
    .details("`f(x, y)` and `x.f(y)` mostly mean the same, so methods can be put in a row.")
    .example(r#"print(" 7, 5 ".split(",").map(|s| parse_int(s)).sum());"#, "12")
    .python("value.name"),
    Entry::function(
        Section::Output,
        &["ARGS -> array"],
        "What stands behind the script's name on the command line: texts. Functions see it too.",
    )
    .example("print(ARGS.len());", "0")
    .python("sys.argv[1:]"),
];
