//! Files that inputs import.

use std::fs;
use std::path::PathBuf;

use super::shell::Shell;

/// A folder of files, which goes with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let folder = std::env::temp_dir().join(format!("session-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let folder = Folder(folder);
        files
            .iter()
            .for_each(|(name, text)| folder.write(name, text));
        folder
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.join(name), text).unwrap();
    }

    fn shell(&self) -> Shell {
        Shell::with(|builder| builder.import_from(&self.0))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Another test run may have its own.
        let _ = fs::remove_dir_all(&self.0);
    }
}

const WORDS: &str = "print(\"words\");
export const LIMIT = 3;
const SECRET = 4;
fn count(text) { text.split().len() }
fn add(n) { |m| n + m + global::SECRET }
fn fails(n) {
    n / 0
}";

#[test]
fn imports_stay() {
    let folder = Folder::new("stay", &[("words.rhai", WORDS)]);
    let mut shell = folder.shell();
    shell.run("import \"words\" as words;");
    shell.check("words::count(\"to be or not\")", "4");
    shell.check("words::LIMIT", "3");
    shell.run("let add = words::add(1); fn twice(text) { 2 * words::count(text) }");
    shell.check("[add.call(2), twice(\"to be\")]", "[7, 4]");
    shell.run("let pool = thread_pool(1);");
    shell.check("pool.submit(words::count, \"a b\").result()", "2");
    shell.check(
        "pool.submit(|| twice(\"a b c\") + words::LIMIT).result()",
        "9",
    );
    // It is read and run once.
    shell.run("import \"words\" as other;");
    shell.check("other::count(\"a\") + words::count(\"b\")", "2");
    assert_eq!(shell.printed.text(), "words");
    // What an input defines is none of the module's business.
    shell.run("fn count(text) { \"mine\" }");
    shell.check("[count(\"a b\"), words::count(\"a b\")]", "[\"mine\", 2]");
    shell.end();
}

#[test]
fn errors_in_modules_have_their_place() {
    let folder = Folder::new("errors", &[("words.rhai", WORDS)]);
    let mut shell = folder.shell();
    shell.run("1 + 1;\n\nimport \"words\" as words;");
    let error = shell.fail("words::fails(7)");
    let place = error.place().unwrap();
    assert!(place.source().ends_with("words.rhai"), "{}", error.report());
    assert_eq!((place.line(), place.column()), (7, 7));
    assert_eq!(place.text(), Some(WORDS));
    assert_eq!(error.stack()[0].at().unwrap().to_string(), "input 2:1:8");
    let error = shell.fail("\nwords::cuont(7)");
    assert_eq!(error.place().unwrap().to_string(), "input 3:2:8");
    assert!(error.message().contains("did you mean `count`?"), "{error}");
    shell.check("words::count(\"a\")", "1");
    shell.end();
}

#[test]
fn a_file_that_fails_can_be_mended_and_imported_again() {
    let folder = Folder::new(
        "mended",
        &[("a.rhai", "fn one() { 1 "), ("b.rhai", "throw 1;")],
    );
    let mut shell = folder.shell();
    assert_eq!(shell.fail("import \"a\" as a;").kind_name(), "SyntaxError");
    assert_eq!(shell.fail("import \"c\" as c;").kind_name(), "ImportError");
    folder.write("a.rhai", "fn one() { 1 }");
    shell.run("import \"a\" as a;");
    shell.check("a::one()", "1");
    shell.fail("import \"b\" as b;");
    folder.write("b.rhai", "export const TWO = 2;");
    shell.run("import \"b\" as b;");
    shell.check("a::one() + b::TWO", "3");
    shell.end();
}

#[test]
fn modules_keep_the_functions_of_the_language() {
    let folder = Folder::new("natives", &[("a.rhai", "fn total(xs) { sum(xs) }")]);
    let mut shell = folder.shell();
    shell.run("import \"a\" as a;");
    let error = shell.fail("fn sum(xs) { 0 }");
    assert!(error.message().contains("`sum`"), "{error}");
    shell.check("a::total([1, 2])", "3");
    let mut shell = folder.shell();
    shell.run("fn sum(xs) { 0 }");
    let error = shell.fail("import \"a\" as a;");
    assert_eq!(
        error.place().unwrap().source(),
        "input 1",
        "{}",
        error.report()
    );
    shell.check("sum([1])", "0");
    shell.end();
}
