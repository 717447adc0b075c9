//! `futures check`: what it looks at, what it says, and how it ends.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Output, Stdio};

use insta::assert_snapshot;

use crate::process::{command, describe, folder};

/// Two findings, a note, and characters that are not one byte.
pub(super) const RESULTS: &str = "let results = [];\nwith thread_pool(2) as pool {\n    print(\"ä😀\"); \
                                  pool.submit(|| results.push(1)).result();\n    pool.submit(|| 42);\n}\nprint(results);\n";

/// An empty folder of this name with these files.
pub(super) fn files(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = folder().join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// `futures check` in this folder.
pub(super) fn check(folder: &PathBuf, arguments: &[&str]) -> Output {
    let mut check = command(&[&["check"], arguments].concat());
    check
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

#[test]
fn findings_are_shown_in_their_lines() {
    let folder = files("check-lines", &[("results.rhai", RESULTS)]);
    assert_snapshot!(describe(&check(&folder, &["results.rhai"])), @r#"
    exit code 1
    --- stdout
    error[captured-assignment]: the task changes `results`, of which it has only a read-only copy
     --> results.rhai:3:33
      |
    1 | let results = [];
      |     ------- `results` is made outside of the task
    2 | with thread_pool(2) as pool {
    3 |     print("ä😀"); pool.submit(|| results.push(1)).result();
      |                        ------    ^^^^^^^^^^^^ the task fails here
      |                        |
      |                        this starts the task
      |
      = help: let the task return its value, and use that outside; or share: `let results = list();` is an array that all share: `results.push(x)`, `results.to_array()`

    warning[result-not-taken]: nobody takes the result of this task; `with` waits for its end, and looks no further
     --> results.rhai:4:10
      |
    4 |     pool.submit(|| 42);
      |          ^^^^^^ what it returns is lost
      |
      = help: keep the future, `let f = …`, and ask it: `f.result()` gives what the task returns, or throws what it throws

    1 error and 1 warning in 1 script
    futures check --explain CODE says more; here CODE is captured-assignment or result-not-taken
    --- stderr
    "#);
}

#[test]
fn nothing_is_a_good_end() {
    let folder = files("check-good", &[("good.rhai", "print(1);\n")]);
    assert_snapshot!(describe(&check(&folder, &["good.rhai"])), @"
    exit code 0
    --- stdout
    nothing found in 1 script
    --- stderr
    ");
}

#[test]
fn codes_can_be_allowed_for_all_scripts() {
    let folder = files("check-allow", &[("results.rhai", RESULTS)]);
    let output = check(
        &folder,
        &[
            "--allow=captured-assignment,result-not-taken",
            "results.rhai",
        ],
    );
    assert_snapshot!(describe(&output), @"
    exit code 0
    --- stdout
    nothing found in 1 script
    --- stderr
    ");
}

#[test]
fn a_script_may_come_from_standard_input() {
    let mut child = command(&["check", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(b"let x = [1;\n")
        .unwrap();
    assert_snapshot!(describe(&child.wait_with_output().unwrap()), @"
    exit code 1
    --- stdout
    error[syntax-error]: the `[` in line 1 is never closed
     --> <stdin>:1:11
      |
    1 | let x = [1;
      |           ^
      |
      = help: a `]` is missing

    1 error in 1 script
    futures check --explain syntax-error says more
    --- stderr
    ");
}

#[test]
fn folders_are_walked_in_order_and_courses_by_their_solutions() {
    let bad = "let x = 1;\n";
    let folder = files(
        "check-folders",
        &[
            ("b.rhai", bad),
            ("a/z.rhai", bad),
            ("a/notes.txt", bad),
            (".hidden/a.rhai", bad),
            ("target/a.rhai", bad),
            ("course/info.toml", ""),
            ("course/01_first.rhai", bad),
            ("course/checks/01_first.rhai", bad),
            ("course/solutions/01_first.rhai", bad),
            ("course/wrong/01_first/a.rhai", bad),
            ("plain/info.toml", ""),
            ("plain/01_first.rhai", bad),
        ],
    );
    let places = |arguments: &[&str]| {
        let output = check(&folder, arguments);
        assert_eq!(output.status.code(), Some(1));
        let text = String::from_utf8(output.stdout).unwrap();
        let places = text
            .lines()
            .filter_map(|line| line.trim().strip_prefix("--> "));
        places.map(str::to_owned).collect::<Vec<_>>()
    };
    let all = [
        "a/z.rhai:1:5",
        "b.rhai:1:5",
        "course/solutions/01_first.rhai:1:5",
        "plain/01_first.rhai:1:5",
    ];
    assert_eq!(places(&["."]), all);
    assert_eq!(
        places(&["b.rhai", ".", "b.rhai"])[..2],
        ["b.rhai:1:5", "a/z.rhai:1:5"]
    );
    assert_eq!(places(&["a"]), ["a/z.rhai:1:5"]);
    // Whoever names a file wants to know of it.
    let wrong = "course/wrong/01_first/a.rhai";
    assert_eq!(places(&[wrong]), [format!("{wrong}:1:5")]);
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_looked_at() {
    let folder = files(
        "check-unread",
        &[("results.rhai", "pritn(1);\n"), ("empty/a.txt", "")],
    );
    assert_snapshot!(describe(&check(&folder, &["nope.rhai", "results.rhai"])), @"
    exit code 2
    --- stdout
    error[unknown-function]: no function `pritn`
     --> results.rhai:1:1
      |
    1 | pritn(1);
      | ^^^^^
      |
      = help: did you mean `print`?

    1 error in 1 script; 1 could not be read
    futures check --explain unknown-function says more
    --- stderr
    error: cannot read nope.rhai: there is no such file
    ");
    assert_snapshot!(describe(&check(&folder, &["empty"])), @"
    exit code 2
    --- stdout
    --- stderr
    error: there is no script in empty
    ");
}

#[test]
fn imports_are_followed_from_the_folder_of_the_script() {
    let folder = files(
        "check-imports",
        &[
            ("parts/tools.rhai", "fn double(n) { n * 2 }\n"),
            (
                "parts/main.rhai",
                "import \"tools\" as tools;\nprint(tools::double(2));\nprint(tools::triple(2));\n",
            ),
        ],
    );
    assert_snapshot!(describe(&check(&folder, &["parts/main.rhai"])), @r#"
    exit code 1
    --- stdout
    error[unknown-function]: "tools" has no function `triple`
     --> parts/main.rhai:3:14
      |
    3 | print(tools::triple(2));
      |              ^^^^^^

    1 error in 1 script
    futures check --explain unknown-function says more
    --- stderr
    "#);
}

#[test]
fn colours_are_for_terminals() {
    let folder = files("check-colours", &[("results.rhai", RESULTS)]);
    let coloured = |variable: &str| {
        let mut check = command(&["check", "results.rhai"]);
        let output = check
            .current_dir(&folder)
            .env(variable, "1")
            .output()
            .unwrap();
        output.stdout.contains(&0x1b)
    };
    assert!(coloured("CLICOLOR_FORCE"));
    assert!(!coloured("NO_COLOR"));
}

#[test]
fn codes_are_explained() {
    let folder = files("check-explain", &[]);
    assert_snapshot!(describe(&check(&folder, &["--explain", "pool-not-shut-down"])), @"
    exit code 0
    --- stdout
    pool-not-shut-down (warning)
      Nobody ends this pool.

      The pool is made without `with`, and nobody calls its `shutdown()`, returns it, keeps it or gives
      it to somebody who might.

      Why it matters
      Its workers stay until the end of the script, which waits for all of its tasks. If something is
      thrown before, the tasks that have not begun are still there meanwhile. A block of `with` says
      where the pool ends, and on a throw cancels what has not begun.

      A script that has it
        let pool = thread_pool(2);
        let f = pool.submit(|| 6 * 7);
        print(f.result());

      The same, mended
        with thread_pool(2) as pool {
            let f = pool.submit(|| 6 * 7);
            print(f.result());
        }

      If it is meant
      `// check: allow(pool-not-shut-down)` at the end of the line, or on the line before, silences it
      there.
    --- stderr
    ");
    assert_snapshot!(describe(&check(&folder, &["--explain", "pool-not-shutdown"])), @"
    exit code 2
    --- stdout
    --- stderr
    error: --explain: no finding has the code 'pool-not-shutdown'; did you mean 'pool-not-shut-down'?
     |
     = help: see futures check --help
    ");
    let list = check(&folder, &["--codes"]);
    assert_eq!(describe(&list), describe(&check(&folder, &["--explain"])));
    let list = String::from_utf8(list.stdout).unwrap();
    for code in futures_script::Code::all() {
        let named = list
            .lines()
            .filter(|line| line.trim_start().split(' ').next() == Some(code.name()));
        assert_eq!(named.count(), 1, "{code}");
        let explained = check(&folder, &["--explain", code.name()]);
        let explained = String::from_utf8(explained.stdout).unwrap();
        let long = explained.lines().find(|line| line.chars().count() > 100);
        assert_eq!(long, None, "{code}");
    }
}
