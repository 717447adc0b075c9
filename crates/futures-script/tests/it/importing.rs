//! `import`: what scripts can do with files beside them.

use std::path::PathBuf;

use futures_script::{Builder, Interpreter, ScriptError, Simulation};
use insta::assert_snapshot;

use crate::process::{describe, folder, futures};
use crate::support::Lines;

/// A folder of files that belongs to one test.
pub(crate) struct Files(PathBuf);

impl Files {
    /// The script `main.rhai` and what is beside it.
    pub(crate) fn new(test: &str, files: &[(&str, &str)]) -> Self {
        let folder = folder().join("imports").join(test);
        // What is left of an earlier time.
        let _ = std::fs::remove_dir_all(&folder);
        for (name, text) in files {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        Files(folder)
    }

    pub(crate) fn path(&self) -> &PathBuf {
        &self.0
    }

    fn builder(&self) -> Builder {
        Interpreter::builder().import_from(&self.0)
    }

    /// What the script `main.rhai` prints, and how it ends.
    pub(crate) fn run(&self, simulation: Option<&Simulation>) -> (String, Result<(), ScriptError>) {
        let text = std::fs::read_to_string(self.0.join("main.rhai")).unwrap();
        let printed = Lines::default();
        let print = printed.clone();
        let interpreter = self.builder().output(move |line| print.push(line)).build();
        let result = match simulation {
            None => interpreter.execute("main.rhai", &text),
            Some(how) => interpreter
                .simulate_execution("main.rhai", &text, how)
                .result
                .map(drop),
        };
        (printed.text(), result)
    }

    /// The report of its error, with the folder's name left out.
    pub(crate) fn error(&self) -> String {
        let (printed, result) = self.run(None);
        let error = result.expect_err(&printed);
        let folder = format!("{}/", self.0.display());
        error
            .report()
            .replace(&folder, "")
            .replace(folder.trim_end_matches('/'), "FOLDER")
    }

    /// The script must print these lines, in a real run and in simulated ones.
    #[track_caller]
    fn check(&self, expect: &str) {
        for seed in [None, Some(1), Some(2)] {
            let simulation = seed.map(|seed| Simulation::new().seed(seed));
            let (printed, result) = self.run(simulation.as_ref());
            if let Err(error) = result {
                panic!("{}", error.report());
            }
            assert_eq!(printed, expect, "{seed:?}");
        }
    }

    /// The command on the script, in its folder.
    fn command(&self, options: &[&str]) -> String {
        let output = crate::process::command(&[&["run"], options, &["main.rhai"]].concat())
            .current_dir(&self.0)
            .output()
            .unwrap();
        describe(&output)
    }
}

const WORDS: &str = r#"// Words and how many there are.
import "deep/numbers" as numbers;
import "../helper" as helper;
export const LIMIT = 3;
const INNER = 40;
print("words is read");
let seen = 7;
export seen as n_seen;
fn count(text) { clean(text).split().len() }
private fn clean(text) { text.trim(); text }
fn name() { "words" }
fn inner() { global::INNER + global::LIMIT + numbers::TWO }
fn adder(n) { |x| x + n + global::LIMIT }
fn all(texts) { with thread_pool(2) as pool { pool.map(count, texts).to_array() } }
fn each(items, f) { items.map(|i| f.call(i)) }
fn max(a, b, c) { "three" }
fn greatest() { [max(1, 2), max(1, 2, 3), helper::name()] }
fn shout() { this + "!" }
fn loud(t) { t.shout() }
fn divide(x) {
    x / 0
}
fn doubled(xs) { xs.map(|x| x + xs.len()) }
fn int.halved() { this / 2 }
"#;

/// The files that most tests import.
fn words(test: &str, main: &str) -> Files {
    Files::new(
        test,
        &[
            ("lib/words.rhai", WORDS),
            (
                "lib/deep/numbers.rhai",
                "print(\"numbers is read\");\nexport const TWO = 2;",
            ),
            ("helper.rhai", "fn name() { \"helper\" }"),
            ("main.rhai", main),
        ],
    )
}

#[test]
fn functions_and_constants_of_a_module_are_used_by_its_name() {
    let files = words(
        "names",
        r#"print("main begins");
import "lib/words" as words;
import "helper" as h;
import "helper" as h;
const INNER = 1;
fn name() { "main" }
fn clean(text) { throw "not mine" }
fn inside(text) { words::count(text) + words::LIMIT }
print(words::count("a b c"));
print(inside("a b") + words::n_seen);
print(words::inner());
print([name(), words::name(), h::name()]);
print(words::greatest());
print(words::loud("hey"));
print(words::doubled([1, 2]));
print(`${words::count("in a text")} ${words::LIMIT}`);
print(8.halved());"#,
    );
    files.check(
        "main begins\nnumbers is read\nwords is read\n3\n12\n45\n[\"main\", \"words\", \"helper\"]\n\
         [2, \"three\", \"helper\"]\nhey!\n[3, 4]\n3 3\n4",
    );
}

#[test]
fn functions_of_modules_are_values_like_others() {
    let files = words(
        "values",
        r#"import "lib/words" as words;
const INNER = 1;
fn own(x) { x + global::INNER }
print(words::adder(5).call(1));
print(words::each([1, 2], |x| x + global::INNER + words::LIMIT));
print(words::each([1, 2], own));
let f = words::count;
print([f.call("a b"), f]);
print(["a", "b c"].map(words::count));
print(sorted(["a b", "c"], #{key: words::count}));
print(words::all(["a", "b c"]));"#,
    );
    files.check(
        "numbers is read\nwords is read\n9\n[5, 6]\n[2, 3]\n[2, Fn(lib/words::count)]\n[1, 2]\n[\"c\", \"a b\"]\n[1, 2]",
    );
}

#[test]
fn tasks_threads_and_callbacks_use_modules() {
    let files = words(
        "tasks",
        r#"import "lib/words" as words;
fn inside(text) { words::count(text) + words::inner() }
with thread_pool(2) as pool {
    print(pool.map(words::count, ["a", "b c"]).to_array());
    print(pool.submit(inside, "x y").result());
    print(pool.submit(|| words::count("1 2 3") + words::LIMIT).result());
    print(pool.submit(words::adder(1), 1).result());
    print(pool.submit(|| words::all(["a"])).result());
    let f = pool.submit(words::count, "a b");
    f.result();
    f.add_done_callback(|f| print(`called back: ${words::count("a b") + f.result()}`));
}
let t = start_thread(|| print(words::inner()));
t.join();
for n in 0..100 { check(words::inner() == 45, "single"); }
with thread_pool(4) as pool {
    let sums = pool.map(|n| { let sum = 0; for i in 0..50 { sum += words::inner() } sum }, 0..8);
    print(sum(sums.to_array()));
}"#,
    );
    files.check("numbers is read\nwords is read\n[1, 2]\n47\n6\n5\n[1]\ncalled back: 4\n45\n18000");
}

const PROCESSES: &str = r#"import "lib/words" as words;
fn inside(text) { words::count(text) + words::inner() }
with process_pool(2) as pool {
    print(pool.map(words::count, ["a", "b c"]).to_array());
    print(pool.submit(inside, "x y").result());
    print(pool.submit(|| words::count("1 2 3") + words::LIMIT).result());
    print(pool.submit(words::adder(1), 1).result());
    print(pool.submit(|| words::adder(1)).result().call(2));
    print(pool.submit(words::all, ["a"]).result());
    try { pool.submit(words::divide, 1).result() } catch (e) { print(`${e.kind} at ${e.position}`); }
}
"#;

#[test]
#[cfg(target_os = "linux")]
fn worker_processes_have_the_modules_that_their_parent_has_read() {
    let files = words("processes", PROCESSES);
    let expect = "exit code 0\n--- stdout\nnumbers is read\nwords is read\n[1, 2]\n47\n6\n5\n6\n[1]\n\
                  ArithmeticError at lib/words.rhai:21:7\n--- stderr\n";
    assert_eq!(files.command(&[]), expect);
    assert_eq!(files.command(&["--sim=1"]), expect);
}

#[test]
#[cfg(target_os = "linux")]
fn workers_do_not_read_files_again() {
    let files = Files::new(
        "changing",
        &[
            (
                "part.rhai",
                "export const WHICH = \"first\";\nfn which() { \"first\" }",
            ),
            (
                "main.rhai",
                "import \"part\" as part;\nprint(\"read\");\nread_line();\nwith process_pool(1) as pool {\n    \
                 print(pool.submit(|| part::which() + part::WHICH).result());\n}",
            ),
        ],
    );
    let mut session =
        crate::process::Session::of(&["run", files.path().join("main.rhai").to_str().unwrap()]);
    assert_eq!(session.next_line(), "read");
    std::fs::write(files.path().join("part.rhai"), "fn which() { \"second\" }").unwrap();
    drop(session.child.stdin.take());
    assert_eq!(session.next_line(), "firstfirst");
    assert_eq!(session.end().status.code(), Some(0));
}

#[test]
fn each_module_is_read_and_run_once() {
    let files = Files::new(
        "once",
        &[
            (
                "a.rhai",
                "import \"b\" as b;\nprint(\"a\");\nfn id() { b::id() }",
            ),
            (
                "b.rhai",
                "print(\"b\");\nexport const ID = 5;\nfn id() { global::ID }",
            ),
            (
                "main.rhai",
                "import \"./b.rhai\" as b;\nimport \"a\";\nimport \"a\" as a;\nprint(a::id() + b::ID);",
            ),
        ],
    );
    files.check("b\na\n10");
}

#[test]
fn closures_that_look_the_same_stay_apart() {
    let files = Files::new(
        "alike",
        &[
            ("a.rhai", "fn id() { 1 }\nfn make() { || id() }"),
            ("b.rhai", "fn id() { 2 }\nfn make() { || id() }"),
            (
                "main.rhai",
                "import \"a\" as a; import \"b\" as b;\nlet fs = [a::make(), b::make()];\n\
                 with thread_pool(2) as pool {\n    print([fs[0].call(), fs[1].call(), pool.submit(fs[0]).result(), \
                 pool.submit(fs[1]).result()]);\n}",
            ),
        ],
    );
    files.check("[1, 2, 1, 2]");
}

#[test]
fn an_error_shows_the_line_of_the_module() {
    let files = words(
        "report",
        "import \"lib/words\" as words;\nwith thread_pool(1) as pool {\n    pool.submit(words::divide, 1).result();\n}",
    );
    assert_snapshot!(files.command(&[]), @r#"
    exit code 1
    --- stdout
    numbers is read
    words is read
    --- stderr
    error[ArithmeticError]: Division by zero: 1 / 0
      --> lib/words.rhai:21:7
       |
    21 |     x / 0
       |       ^
       |
       = note: in function lib/words::divide
       = note: in task 1, submitted at main.rhai:3:10
       = note: thrown again at main.rhai:3:35
    "#);
}

#[test]
fn a_module_that_is_no_script_is_shown() {
    let files = Files::new(
        "syntax",
        &[
            ("a.rhai", "import \"lib/b\" as b;"),
            ("lib/b.rhai", "fn f(x) {\n    x +\n}"),
            ("main.rhai", "let x = 1;\nimport \"a\" as a;"),
        ],
    );
    assert_snapshot!(files.command(&[]), @r#"
    exit code 2
    --- stdout
    --- stderr
    error[SyntaxError]: `}` cannot stand here
     --> lib/b.rhai:3:1
      |
    3 | }
      | ^
      |
      = note: imported at a.rhai:1:8
      = note: imported at main.rhai:2:8
    "#);
}

#[test]
fn a_module_that_fails_while_it_is_imported_is_shown() {
    let files = Files::new(
        "failing",
        &[
            ("a.rhai", "import \"lib/b\" as b;\nprint(\"not reached\");"),
            ("lib/b.rhai", "print(\"b\");\nlet x = [1][7];"),
            ("main.rhai", "import \"a\" as a;"),
        ],
    );
    assert_snapshot!(files.command(&[]), @r#"
    exit code 1
    --- stdout
    b
    --- stderr
    error[IndexError]: Array index 7 out of bounds: only 1 element in array
     --> lib/b.rhai:2:13
      |
    2 | let x = [1][7];
      |             ^
      |
      = note: imported at a.rhai:1:8
      = note: imported at main.rhai:1:8
    "#);
}

#[test]
fn a_deadlock_is_shown_in_the_files_where_everybody_waits() {
    let files = Files::new(
        "deadlock",
        &[
            (
                "locks.rhai",
                "fn hold(a, b, ready) {\n    with a { ready.wait(); with b { } }\n}",
            ),
            (
                "main.rhai",
                "import \"locks\" as locks;\nlet a = lock(); let b = lock(); let both = barrier(2);\n\
                 let t = start_thread(|| locks::hold(a, b, both));\nwith b { both.wait(); with a { } }",
            ),
        ],
    );
    assert_snapshot!(files.command(&[]), @r#"
    exit code 3
    --- stdout
    --- stderr
    error[DeadlockError]: nothing can go on
     --> main.rhai:4:28
      |
    4 | with b { both.wait(); with a { } }
      |                            ^ script waits for lock 1, held by thread 1
      |
     ::: locks.rhai:2:33
      |
    2 |     with a { ready.wait(); with b { } }
      |                                 ^ thread 1 waits for lock 2, held by script
      |
      = note: they wait for each other: script → thread 1 → script
      = note: lock 1 was made at main.rhai:2:9
      = note: lock 2 was made at main.rhai:2:25
    "#);
    // Which of the two is there first, and so which lock is the first, is the schedule's to choose.
    assert!(files.command(&["--sim=1"]).contains("locks.rhai:2:33"));
}

#[test]
fn a_script_from_standard_input_imports_nothing() {
    let output = futures(&["run", "-"]);
    assert_eq!(output.status.code(), Some(0));
    let files = Files::new(
        "stdin",
        &[("main.rhai", "import \"a\" as a;"), ("a.rhai", "")],
    );
    let script = std::fs::File::open(files.path().join("main.rhai")).unwrap();
    let output = crate::process::command(&["run", "-"])
        .current_dir(files.path())
        .stdin(script)
        .output()
        .unwrap();
    assert_snapshot!(describe(&output), @r#"
    exit code 2
    --- stdout
    --- stderr
    error[ImportError]: cannot import "a": this script has no folder to import from; a script from standard input has none, and a program that embeds the language names one with `Builder::import_from`
     --> <stdin>:1:8
      |
    1 | import "a" as a;
      |        ^
    "#);
}
