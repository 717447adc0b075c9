//! What is caught says the same as what is reported.

use crate::support::check;

/// The kind and the message of what `script` throws, seen by `catch`.
#[track_caller]
fn check_caught(script: &str, expect: &str) {
    let script = format!(
        "let seen = (); try {{ {script} }} catch (e) {{ seen = `${{e.kind}}: ${{e}}` }} seen"
    );
    check(&script, expect);
}

#[test]
fn calls() {
    check_caught(
        "sleep()",
        "TypeError: sleep() takes 1 argument, but 0 were given",
    );
    check_caught(
        "let f = |x| x; f.call(1, 2)",
        "TypeError: the closure takes 1 argument, but 2 were given",
    );
    check_caught(
        "round(\"a\")",
        "TypeError: round() takes a float, not a string",
    );
    check_caught(
        "[1, \"a\"] + 5",
        "TypeError: `+` does not work between an array and an integer",
    );
}

#[test]
fn names() {
    check_caught(
        "sleeep(1)",
        "NameError: no function `sleeep`; did you mean `sleep`?",
    );
    check_caught(
        "let counter = now(); print(conter)",
        "NameError: no variable `conter`; did you mean `counter`?",
    );
    check_caught(
        "cell(1).value",
        "AttributeError: a Cell has no property `value`; its value is `get()`",
    );
    check_caught(
        "lock().lock()",
        "AttributeError: Lock has no method `lock`; a lock is taken with `acquire()`, or by `with lock { … }`",
    );
}

#[test]
fn values() {
    check_caught("parse_int(\"x\")", "ValueError: \"x\" is no integer");
    check_caught(
        "const A = [1]; A.push(1)",
        "ReadOnlyError: `push` would change a constant; define it with `let` instead of `const`",
    );
    check_caught(
        "let a = [1]; a[\"x\"]",
        "TypeError: an integer is needed here, not a string",
    );
    check_caught(
        "let n = 5; if n { print(n) }",
        "TypeError: `true` or `false` is needed here, not an integer; compare it, as in `x != 0`",
    );
}
