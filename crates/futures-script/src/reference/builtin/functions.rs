//! Functions as values.

use crate::reference::{Entry, Section};

pub(super) const ENTRIES: &[Entry] = &[
    Entry::of_type(Section::Functions, &["function"], "A function as a value: a closure `|x| …`, or the name of a function of the script.")
    .details(
        "A closure sees the variables around it, and may change them; a task gets copies. A built-in function is handed on \
         inside a closure: `|t| sleep(t)`. A call from outside is `f.call(1)`, since `f(1)` looks for a function named `f`.",
    )
    .example(
        "
fn double(n) { 2 * n }

let n_calls = 0;
let counted = |n| { n_calls += 1; double(n) };
print([counted.call(4), [1, 2].map(double), n_calls]);",
        "[8, [2, 4], 1]",
    )
    .python("a function or lambda"),
    Entry::function(
        Section::Functions,
        &["function.call(args…: any) -> any"],
        "Calls the function with these arguments.",
    )
    .details("`value.call(f, args…)` calls it with the value as `this`.")
    .errors(&[("TypeError", "it takes another number of arguments"), ("NameError", "there is no function of that name")])
    .example(
        "
let add = |a, b| a + b;
print(add.call(40, 2));
print(10.call(|by| this * by, 3));",
        "42\n30",
    )
    .python("f(40, 2)"),
    Entry::function(
        Section::Functions,
        &["function.curry(args…: any) -> function"],
        "A function that takes the remaining arguments, with these as the first.",
    )
    .example(
        "
let power = |base, n| base ** n;
let of_two = power.curry(2);
print(of_two.call(10));",
        "1024",
    )
    .python("functools.partial(f, 2)"),
    Entry::function(
        Section::Functions,
        &["Fn(name: string) -> function"],
        "The function of the script with this name, as a value.",
    )
    .errors(&[("NameError", "there is none, once it is called")])
    .example(
        r#"
fn double(n) { 2 * n }

print(Fn("double").call(21));"#,
        "42",
    )
    .python("globals()[\"double\"]"),
    Entry::function(
        Section::Functions,
        &[
            "function.name() -> string",
            "function.name -> string",
            "function.is_anonymous() -> bool",
            "function.is_anonymous -> bool",
        ],
        "Its name; is it a closure, whose name says nothing?",
    )
    .example(
        "
fn double(n) { 2 * n }

let f = double;
print([f.name, f.is_anonymous, (|x| x).is_anonymous]);",
        r#"["double", false, true]"#,
    )
    .python("f.__name__"),
    Entry::function(
        Section::Functions,
        &["is_def_fn(name: string, parameters: int) -> bool", "is_def_var(name: string) -> bool"],
        "Has the script a function of this name with so many parameters? Is there such a variable here?",
    )
    .example(
        r#"
fn double(n) { 2 * n }

let x = 1;
print([is_def_fn("double", 1), is_def_fn("double", 2), is_def_var("x")]);"#,
        "[true, false, true]",
    )
    .python("\"double\" in globals()"),
];
