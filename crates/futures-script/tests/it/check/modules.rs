//! Functions and constants of imported files.

use std::fs;
use std::path::PathBuf;

use futures_script::Interpreter;
use insta::assert_snapshot;

use crate::check::support::{found, shown};

/// A folder with a module that is gone when this is dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("check-{name}-{}", std::process::id()));
        fs::create_dir_all(path.join("lib")).expect("a folder");
        let words = "import \"other\" as other;
export const LIMIT = 3;
const HIDDEN = 4;
fn count(text) { text.split(\" \").len() + HIDDEN + other::zero() }
fn count(text, sign) { text.split(sign).len() }
fn shout() { this.to_upper() }
fn table() { #{greet: |name| name} }
private fn secret() { 5 }
";
        fs::write(path.join("lib/words.rhai"), words).expect("a module");
        fs::write(path.join("lib/other.rhai"), "fn zero() { 0 }").expect("a module");
        fs::write(path.join("lib/broken.rhai"), "fn zero( { 0 }").expect("a module");
        Folder(path)
    }

    fn found(&self, text: &str) -> String {
        let interpreter = Interpreter::builder().import_from(&self.0).build();
        shown(&interpreter.check("main.rhai", text))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn what_a_module_does_not_have() {
    let folder = Folder::new("missing");
    let found = |text: &str| folder.found(&format!("import \"lib/words\" as words;\n{text}"));
    assert_snapshot!(found("print(words::cuont(\"a b\"));"), @r#"
    2:14-18 error[unknown-function]: "lib/words" has no function `cuont`
      help: did you mean `count`?
    "#);
    assert_snapshot!(found("print(words::secret());"), @r#"2:14-19 error[unknown-function]: `secret` is private in "lib/words""#);
    assert_snapshot!(found("print(words::LIMIT());"), @r"
    2:14-18 error[unknown-function]: `words::LIMIT` is no function
      help: if it holds one, call it with `words::LIMIT.call(…)`
    ");
    assert_snapshot!(found("print(words::HIDDEN);"), @r#"
    2:14-19 error[unknown-variable]: "lib/words" has no constant or function `HIDDEN`
      help: what others are to see is written `export const HIDDEN = …` there
    "#);
    assert_snapshot!(found("print(words::count());"), @"2:14-20 error[wrong-argument-count]: words::count() takes 1 or 2 arguments, but 0 were given");
}

#[test]
fn what_it_has() {
    let folder = Folder::new("there");
    let found = |text: &str| folder.found(&format!("import \"lib/words\" as words;\n{text}"));
    for text in [
        "print(words::count(\"a b\") + words::count(\"a,b\", \",\") + words::LIMIT);",
        "let f = words::count; print(f.call(\"a\"));",
        "let table = words::table(); print(table.greet(\"you\"));",
        "fn inner() { words::LIMIT } print(inner());",
        "print(\"a\".shout());",
    ] {
        assert_eq!(found(text), "", "{text}");
    }
}

#[test]
fn what_cannot_be_read() {
    // Of what is in it nothing is said.
    let uses = "print(it::anything(1)); it::zero().of_it(); [it::LIMIT];";
    let folder = Folder::new("unread");
    let found = |path: &str| folder.found(&format!("import \"{path}\" as it;\n{uses}"));
    assert_snapshot!(found("lib/broken"), @r#"
    1:8-19 error[syntax-error]: "lib/broken" is no script, as line 1 of it shows
      help: check that file
    "#);
    assert_snapshot!(found("lib/wrods").replace(&*folder.0.to_string_lossy(), "FOLDER"), @r#"
    1:8-18 error[syntax-error]: cannot import "lib/wrods": there is no file FOLDER/lib/wrods.rhai
      help: did you mean "lib/words"?
    "#);
    assert_eq!(
        Interpreter::new().check("main.rhai", &format!("import \"a\" as it;\n{uses}")),
        []
    );
}

#[test]
fn imports_that_are_none() {
    assert_snapshot!(found("import math;\nprint(math.sqrt(2));"), @r#"
    1:8-11 error[syntax-error]: its functions are built in: `sqrt(x)`, `floor(x)`, `PI()`
      help: after `import` comes a file in quotes: `import "lib/words" as words;`
    "#);
    assert_snapshot!(found("fn f() { import \"lib/words\" as words; 1 }\nprint(f());"), @"1:10-15 error[syntax-error]: `import` stands at the top of a script, outside of functions, closures and blocks");
    assert_snapshot!(found("import \"a\" as it;\nimport \"b\" as it;"), @r#"
    2:8-10 error[syntax-error]: `it` is already the name of "a"
      help: choose another
    "#);
}
