//! Texts that are no scripts.

use crate::support::check_errors;

#[test]
fn what_is_never_closed_is_named_with_its_line() {
    check_errors(&[
        (
            "let x = [1, 2",
            "SyntaxError: the `[` in line 1 is never closed; a `]` is missing
  at test.rhai:1:14",
        ),
        (
            "fn f(x) {
    x",
            "SyntaxError: the `{` in line 1 is never closed; a `}` is missing
  at test.rhai:2:6",
        ),
        (
            "if true {
    print(1);",
            "SyntaxError: the `{` in line 1 is never closed; a `}` is missing
  at test.rhai:2:14",
        ),
        (
            "print(1",
            "SyntaxError: the `(` in line 1 is never closed; a `)` is missing
  at test.rhai:1:8",
        ),
        (
            "let x = (1 + 2;",
            "SyntaxError: the `(` in line 1 is never closed; a `)` is missing
  at test.rhai:1:15",
        ),
        (
            r#"let x = "open"#,
            "SyntaxError: the string is never closed; one of several lines is written in backticks
  at test.rhai:1:9",
        ),
        (
            "let x = `open",
            "SyntaxError: the string is never closed; one of several lines is written in backticks
  at test.rhai:1:9",
        ),
        (
            "print(1;",
            "SyntaxError: the `(` in line 1 is never closed; a `)` is missing
  at test.rhai:1:8",
        ),
        (
            "for i in 0..3 { print(i }",
            "SyntaxError: the `(` in line 1 is never closed; a `)` is missing
  at test.rhai:1:25",
        ),
    ]);
}

#[test]
fn a_bracket_too_many() {
    check_errors(&[
        (
            "print(1));",
            "SyntaxError: there is no `(` for this `)`
  at test.rhai:1:9",
        ),
        (
            "}",
            "SyntaxError: there is no `{` for this `}`; one of them is too many
  at test.rhai:1:1",
        ),
    ]);
}

#[test]
fn signs_in_the_wrong_place() {
    check_errors(&[
        (
            "let x = 5 +;",
            "SyntaxError: `;` cannot stand here
  at test.rhai:1:12",
        ),
        (
            "x +* 2",
            "SyntaxError: `*` cannot stand here
  at test.rhai:1:4",
        ),
        (
            "let x = $;",
            "SyntaxError: `$` has no meaning here
  at test.rhai:1:9",
        ),
        (
            "let x = 1 2",
            "SyntaxError: a `;` is missing before `2`
  at test.rhai:1:11",
        ),
        (
            "let x = 5
let y = 6",
            "SyntaxError: a `;` is missing before `let`
  at test.rhai:2:1",
        ),
        (
            r#"print("a" "b");"#,
            r#"SyntaxError: a `,` or `)` is missing before `"`
  at test.rhai:1:11"#,
        ),
        (
            "[1 2]",
            "SyntaxError: a `,` or `]` is missing before `2`
  at test.rhai:1:4",
        ),
        (
            "let 5 = x;",
            "SyntaxError: the name of a variable is expected here
  at test.rhai:1:5",
        ),
        (
            "f() = 5;",
            "SyntaxError: only a variable, a property or an item can be assigned
  at test.rhai:1:1",
        ),
        (
            "x := 5",
            "SyntaxError: `:=` is written `=`
  at test.rhai:1:3",
        ),
        (
            "let x = ",
            "SyntaxError: the script ends in the middle of something
  at test.rhai:1:9",
        ),
        (
            "while { }",
            "SyntaxError: a condition is expected before `{`
  at test.rhai:1:7",
        ),
        (
            "let f = |x, y { 1 };",
            "SyntaxError: a `,` or `|` is missing before `{`
  at test.rhai:1:15",
        ),
        (
            "try { 1 / 0 } catch e { }",
            "SyntaxError: errors are caught with `catch (e) { … }`
  at test.rhai:1:21",
        ),
        (
            "let s = `a ${1 + } b`;",
            "SyntaxError: `}` cannot stand here
  at test.rhai:1:18",
        ),
        (
            "let é = 5;",
            "SyntaxError: `é` cannot stand here; names are made of a to z, A to Z, 0 to 9 and `_`
  at test.rhai:1:5",
        ),
        (
            "let t = [1]; t.0",
            "SyntaxError: the name of a property or method is expected after the point
  at test.rhai:1:16",
        ),
    ]);
}

#[test]
fn fn_is_for_functions_with_names() {
    check_errors(&[
        (
            "fn (x) { x }",
            "SyntaxError: a function has a name, `fn name(x) { … }`; one without is a closure, `|x| …`
  at test.rhai:1:4",
        ),
        (
            "let f = fn(x) { x };",
            "SyntaxError: a function has a name, `fn name(x) { … }`; one without is a closure, `|x| …`
  at test.rhai:1:9",
        ),
        (
            "fn f x { x }",
            "SyntaxError: the names of the parameters are expected in parentheses: `fn f(a, b) { … }`
  at test.rhai:1:6",
        ),
        (
            "{ fn inner() { 1 } }",
            "SyntaxError: functions are defined at the top of a script; inside of a block use a closure, `let f = |x| …;`
  at test.rhai:1:3",
        ),
        (
            "fn f(a, a) { }",
            "SyntaxError: the function `f` has the parameter `a` twice
  at test.rhai:1:9",
        ),
        (
            "fn f(a) { } fn f(b) { }",
            "SyntaxError: there is already a function `f` with as many parameters
  at test.rhai:1:13",
        ),
    ]);
}

#[test]
fn with_needs_a_resource_and_a_block() {
    check_errors(&[
        (
            "with { 1 }",
            "SyntaxError: `with` needs something to use: `with thread_pool(4) as pool { … }`
  at test.rhai:1:11",
        ),
        (
            "with thread_pool(1) as { 1 }",
            "SyntaxError: after `as` comes a name: `with thread_pool(4) as pool { … }`
  at test.rhai:1:24",
        ),
        (
            "with thread_pool(1) as 5 { }",
            "SyntaxError: after `as` comes a name: `with thread_pool(4) as pool { … }`
  at test.rhai:1:24",
        ),
        (
            "with thread_pool(1) pool { 1 }",
            "SyntaxError: a block in braces, `{ … }`, is expected before `pool`
  at test.rhai:1:21",
        ),
        (
            "with thread_pool(1) as pool print(1);",
            "SyntaxError: a block in braces, `{ … }`, is expected before `print`
  at test.rhai:1:29",
        ),
    ]);
}

#[test]
fn reserved_words_are_no_names() {
    check_errors(&[
        (
            "let thread = 1;",
            "SyntaxError: `thread` is a reserved word; choose another name
  at test.rhai:1:5",
        ),
        (
            "let shared = 5;",
            "SyntaxError: `shared` is a reserved word; choose another name
  at test.rhai:1:5",
        ),
        (
            "fn new() { }",
            "SyntaxError: `new` is a reserved word; choose another name
  at test.rhai:1:4",
        ),
        (
            "let m = #{default: 1};",
            "SyntaxError: `default` is a reserved word; choose another name
  at test.rhai:1:11",
        ),
        (
            "let t = 1; t.spawn(|| 1);",
            "SyntaxError: `spawn` is a reserved word; choose another name
  at test.rhai:1:14",
        ),
        (
            "for match in 0..3 { }",
            "SyntaxError: `match` is a reserved word; choose another name
  at test.rhai:1:5",
        ),
        (
            "let for = 5;",
            "SyntaxError: `for` is a reserved word; choose another name
  at test.rhai:1:5",
        ),
        (
            "fn if() { }",
            "SyntaxError: `if` is a reserved word; choose another name
  at test.rhai:1:4",
        ),
        (
            "let print = 5;",
            "SyntaxError: `print` is a reserved word; choose another name
  at test.rhai:1:5",
        ),
    ]);
}

#[test]
fn reserved_words_of_other_languages() {
    check_errors(&[
        (
            "spawn(|| 1)",
            "SyntaxError: `spawn` is a reserved word; threads are made with `thread_of(f)` or `start_thread(f)`
  at test.rhai:1:1",
        ),
        (
            "await f();",
            "SyntaxError: `await` is a reserved word; a task is started with `pool.submit(f)`, and `future.result()` waits for it
  at test.rhai:1:1",
        ),
        (
            "async fn f() { }",
            "SyntaxError: `async` is a reserved word; a task is started with `pool.submit(f)`, and `future.result()` waits for it
  at test.rhai:1:1",
        ),
        (
            "use time;",
            "SyntaxError: `use` is a reserved word; there is nothing to import; all functions are built in
  at test.rhai:1:1",
        ),
        (
            "null",
            "SyntaxError: `null` is a reserved word; nothing is written `()`
  at test.rhai:1:1",
        ),
        (
            "let x = nil;",
            "SyntaxError: `nil` is a reserved word; nothing is written `()`
  at test.rhai:1:9",
        ),
        (
            "var x = 5;",
            "SyntaxError: `var` is a reserved word; variables are made with `let`
  at test.rhai:1:1",
        ),
        (
            "match 5 { }",
            "SyntaxError: `match` is a reserved word; a choice between values is written `switch x { 1 => …, _ => … }`
  at test.rhai:1:1",
        ),
    ]);
}

#[test]
fn loops_and_constants() {
    check_errors(&[
        (
            "break;",
            "SyntaxError: `break` and `continue` stand inside of loops only
  at test.rhai:1:1",
        ),
        (
            "const A = 1; A = 2;",
            "SyntaxError: `A` is a constant and cannot be changed; define it with `let` instead of `const`
  at test.rhai:1:14",
        ),
        (
            "const M = #{a: 1}; M.a = 2;",
            "ReadOnlyError: `M` is a constant and cannot be changed; define it with `let` instead of `const`
  at test.rhai:1:20",
        ),
        (
            "for i in 5 { }",
            "SyntaxError: `for` cannot walk through a number; a range is written `0..n`
  at test.rhai:1:10",
        ),
        (
            "for i in () { }",
            "SyntaxError: `for` cannot walk through ()
  at test.rhai:1:10",
        ),
        (
            "if 1 { print(1) }",
            "SyntaxError: a condition must be true or false, not a number; compare it, as in `x != 0`
  at test.rhai:1:4",
        ),
        (
            r#"while "a" { }"#,
            "SyntaxError: a condition must be true or false, not a string; is it empty? ask `is_empty()`
  at test.rhai:1:7",
        ),
        (
            "1 && true",
            "SyntaxError: a condition must be true or false, not a number; compare it, as in `x != 0`
  at test.rhai:1:1",
        ),
    ]);
}

#[test]
fn what_is_called_underscore_is_never_read() {
    check_errors(&[
        (
            "[1].map(|_| _)",
            "SyntaxError: `_` is for what nobody needs; give it a name to use it
  at test.rhai:1:13",
        ),
        (
            "let _ = 5; print(_)",
            "SyntaxError: `_` is for what nobody needs; give it a name to use it
  at test.rhai:1:18",
        ),
        (
            "fn f(_, b, _) { b } f(1)",
            "TypeError: f(_, b, _) takes 3 arguments, but 1 was given
  at test.rhai:1:21",
        ),
    ]);
}
