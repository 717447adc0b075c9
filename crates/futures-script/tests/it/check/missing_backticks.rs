//! Texts in double quotes that look as if values were to be filled in.

use insta::assert_snapshot;

use crate::check::support::{check_names, found};

#[test]
fn values_in_double_quotes() {
    assert_snapshot!(found("for place in [\"Bergen\"] {\n    print(\"${place}… is asked\");\n}"), @"
    2:11-30 warning[missing-backticks]: in double quotes `${place}` stays as it is written
      1:5-9 `place` is this one
      help: a text with values in it is written in backticks: `` `… ${place} …` ``
    ");
    assert_snapshot!(found("fn shout(word) { return \"{word}!\"; }\nprint(shout(\"a\"));"), @"
    1:25-33 warning[missing-backticks]: in double quotes `{word}` stays as it is written
      1:10-13 `word` is this one
      help: a text with values in it is written in backticks: `` `… ${word} …` ``
    ");
    assert_snapshot!(found("let q = queue();\nlet n = 1;\nq.put(\"n is ${n + 1}\");\nprint(q.get());"), @"
    3:7-21 warning[missing-backticks]: in double quotes `${n + 1}` stays as it is written
      2:5-5 `n` is this one
      help: a text with values in it is written in backticks: `` `… ${n + 1} …` ``
    ");
    assert_snapshot!(found("let who = \"you\";\nlet greet = || \"a \" + \"${who}\";\nprint(greet.call());"), @"
    2:23-30 warning[missing-backticks]: in double quotes `${who}` stays as it is written
      1:5-7 `who` is this one
      help: a text with values in it is written in backticks: `` `… ${who} …` ``
    ");
}

#[test]
fn near_misses() {
    check_names(&[
        "let place = 1; print(`${place} {place}`);",
        "print(\"${place}\"); let place = 1; print(place);",
        "let name = \"you\"; print(\"hello {name}\".replace(\"{name}\", name));",
        "let name = \"you\"; let t = `\\${name} is ${name}`; t.replace(\"${name}\", name); print(t);",
        "let name = 1; fn f() { \"{name}\" } print(f() + name);",
        "{ let inner = 1; print(inner); } print(\"${inner}\");",
        "let n = 1; print(\"{n: 1}\"); print(\"{ n }\"); print(n);",
        "let name = \"a\"; if name == \"{name}\" { print(1); }",
        "let n = 1; let text = \"${n}\"; print(text.replace(\"${n}\", `${n}`));",
        "print(\"{braces} and ${signs}\");",
    ]);
}
