//! What is found, accepted, listed and left out.

use std::fs;

use insta::assert_snapshot;
use loopback_server::{Authority, Server};

use crate::testing::suites::{read, suite, test};

/// One of each kind.
const FILES: &[(&str, &str)] = &[
    (
        "ordered.rhai",
        "//! output: ordered\nprint(\"b\"); print(\"a\");\n",
    ),
    (
        "unordered.rhai",
        "//! output: unordered\nprint(\"b\"); print(\"a\"); log.info(\"c\");\n",
    ),
    ("sim.rhai", "//! output: sim\nsleep(3600); print(now());\n"),
    (
        "deeper/explored.rhai",
        "//! output: explored\nlet n = cell(0);\nlet add = || n.set(n.get() + 1);\n\
         gather([to_thread(add), to_thread(add)]);\ncheck(n.get() == 2, \"lost\");\n",
    ),
    (
        "asks.rhai",
        "//! output: ordered\n//! args: one 'two three'\n//! input: Ada\n//! input: 36\n\
         print(ARGS); print(read_line()); print(read_line()); print(read_line());\n",
    ),
    (
        "deeper/reads.rhai",
        "//! output: ordered\n//! input-file: in.txt\nprint(read_line());\n",
    ),
    ("deeper/in.txt", "from a file\n"),
    (
        "fails.rhai",
        "//! output: ordered\n//! exit: 1\nprint(1);\nprint(nothing);\n",
    ),
    (
        "varies.rhai",
        "//! output: ordered\n//! replace: /[0-9.]+ s/ => SOME s\nprint(`${now()} s`);\n",
    ),
    ("lib/util.rhai", "fn one() { 1 }\n"),
    (".hidden/x.rhai", "//! output: ordered\nprint(1);\n"),
    ("target/x.rhai", "//! output: ordered\nprint(1);\n"),
];

#[test]
fn what_is_accepted_passes_from_then_on() {
    let suite = suite("accepted", FILES);
    assert_snapshot!(test(&suite, &["--accept"]), @"
    exit code 0
    --- stdout
     NEW [TIME] asks.rhai: accepted
     NEW [TIME] deeper/explored.rhai: accepted
     NEW [TIME] deeper/reads.rhai: accepted
     NEW [TIME] fails.rhai: accepted
     NEW [TIME] ordered.rhai: accepted
     NEW [TIME] sim.rhai: accepted
     NEW [TIME] unordered.rhai: accepted
     NEW [TIME] varies.rhai: accepted
    ----
    8 scripts: 0 passed, 8 accepted [TIME]
      not tested, since there is no line `//! output: …`: lib/util.rhai
    --- stderr
    ");
    assert_snapshot!(test(&suite, &["--quiet", "--jobs", "3"]), @"
    exit code 0
    --- stdout
    ----
    8 scripts: 8 passed [TIME]
    --- stderr
    ");
    // The same from elsewhere, though the paths are others then.
    let parent = suite.parent().unwrap().to_owned();
    assert_snapshot!(test(&parent, &["-q", "suite-accepted/deeper", "suite-accepted/fails.rhai"]), @"
    exit code 0
    --- stdout
    ----
    3 scripts: 3 passed [TIME]
    --- stderr
    ");
}

#[test]
fn snapshots_have_the_format_of_insta() {
    let suite = suite("format", FILES);
    test(&suite, &["--accept"]);
    assert_eq!(
        read(&suite, "unordered.snap"),
        "---\nsource: unordered.rhai\nexpression: futures run unordered.rhai\n---\na\nb\n--- stderr\n\
         0.000 INFO    script: c\n"
    );
    assert_eq!(
        read(&suite, "fails.snap"),
        "---\nsource: fails.rhai\nexpression: futures run fails.rhai\ninfo:\n  exit: 1\n---\n1\n--- stderr\n\
         error[NameError]: no variable `nothing`; `let nothing = …` makes one\n --> fails.rhai:4:7\n  |\n\
         4 | print(nothing);\n  |       ^^^^^^^\n"
    );
    assert_eq!(
        read(&suite, "asks.snap"),
        "---\nsource: asks.rhai\nexpression: \"futures run asks.rhai one 'two three'\"\n---\n\
         [\"one\", \"two three\"]\nAda\n36\n"
    );
    assert_eq!(
        read(&suite, "sim.snap"),
        "---\nsource: sim.rhai\nexpression: futures run --sim sim.rhai\n---\n3600.0\n"
    );
    assert_eq!(read(&suite, "varies.snap").lines().last(), Some("SOME s"));
    assert_eq!(
        read(&suite, "deeper/reads.snap").lines().last(),
        Some("from a file")
    );
}

#[test]
fn scripts_are_listed_and_filtered() {
    let suite = suite("listed", FILES);
    assert_snapshot!(test(&suite, &["--list", "--filter", "un*d.rh?i"]), @"
    exit code 0
    --- stdout
    unordered unordered.rhai
    --- stderr
    ");
    assert_snapshot!(test(&suite, &["--list", "deeper"]), @"
    exit code 0
    --- stdout
    explored deeper/explored.rhai
    ordered deeper/reads.rhai
    --- stderr
    ");
    assert_snapshot!(test(&suite, &["--filter", "orderd"]), @"
    exit code 2
    --- stdout
    --- stderr
    error: none of 8 scripts is called like 'orderd'; did you mean 'ordered'?
    ");
    assert_snapshot!(test(&suite, &["lib"]), @"
    exit code 2
    --- stdout
    --- stderr
    error: there is no script to test in lib; lib/util.rhai is one if it has `//! output: ordered` at its top
    ");
    assert_snapshot!(test(&suite, &["lib/util.rhai"]), @"
    exit code 2
    --- stdout
    --- stderr
    error: lib/util.rhai does not say what to compare: add a line `//! output: ordered` at its top
    ");
    assert_snapshot!(test(&suite, &["ordered"]), @"
    exit code 2
    --- stdout
    --- stderr
    error: cannot read ordered: there is no such file; did you mean ordered.rhai?
    ");
}

#[test]
fn snapshots_without_a_script_are_told_of() {
    let suite = suite("unreferenced", &FILES[..2]);
    test(&suite, &["--accept"]);
    fs::remove_file(suite.join("ordered.rhai")).unwrap();
    fs::write(
        suite.join("other.snap"),
        "---\nsource: src/lib.rs\n---\n1\n",
    )
    .unwrap();
    assert_snapshot!(test(&suite, &[]), @"
    exit code 0
    --- stdout
    PASS [TIME] unordered.rhai
    ----
    1 script: 1 passed [TIME]
      a snapshot without its script: ordered.snap
    --- stderr
    ");
    assert_snapshot!(test(&suite, &["-q", "--unreferenced=reject"]), @"
    exit code 1
    --- stdout
    ----
    1 script: 1 passed [TIME]
      a snapshot without its script: ordered.snap
    --- stderr
    ");
    assert_snapshot!(test(&suite, &["-q", "--unreferenced", "delete"]), @"
    exit code 0
    --- stdout
    ----
    1 script: 1 passed [TIME]
    --- stderr
    ");
    assert!(!suite.join("ordered.snap").exists());
    assert!(suite.join("other.snap").exists());
    assert_snapshot!(test(&suite, &["--unreferenced", "rejct"]), @"
    exit code 2
    --- stdout
    --- stderr
    error: --unreferenced must be warn, ignore, reject or delete, not 'rejct'; did you mean 'reject'?
     |
     = help: see futures test --help
    ");
}

#[test]
fn scripts_may_do_what_the_command_line_allows() {
    let suite = suite(
        "allowed",
        &[
            (
                "header.rhai",
                "//! output: ordered\n//! allow: env=ALLOWED\nprint(1);\n",
            ),
            ("plain.rhai", "//! output: ordered\nprint(1);\n"),
        ],
    );
    assert_snapshot!(test(&suite, &["--accept"]), @"
    exit code 1
    --- stdout
    FAIL [TIME] header.rhai: cannot be run
           --- stderr
           error: header.rhai asks to be allowed:
                    env ALLOWED
            |
            = help: --allow-header allows what the script asks for in its header
     NEW [TIME] plain.rhai: accepted
    ----
    2 scripts: 0 passed, 1 failed, 1 accepted [TIME]
      failed: header.rhai: cannot be run
    --- stderr
    ");
    assert_snapshot!(test(&suite, &["--accept", "--allow-header"]), @"
    exit code 0
    --- stdout
     NEW [TIME] header.rhai: accepted
    PASS [TIME] plain.rhai
    ----
    2 scripts: 1 passed, 1 accepted [TIME]
    --- stderr
    ");
    assert_snapshot!(test(&suite, &["-q", "--allow-env"]), @"
    exit code 0
    --- stdout
    ----
    2 scripts: 2 passed [TIME]
    --- stderr
    ");
}

#[test]
fn servers_are_trusted_that_the_command_line_trusts() {
    let authority = Authority::new();
    let server = Server::builder()
        .certificate(authority.certificate("127.0.0.1"))
        .start()
        .unwrap();
    let script = format!(
        "//! output: ordered\nprint(http_get(\"{}\").text());\n",
        server.url("/bytes/5")
    );
    let suite = suite(
        "trusting",
        &[("a.rhai", &script), ("ca.pem", &authority.pem())],
    );
    test(&suite, &["--accept", "--allow-net", "--ca-cert=ca.pem"]);
    assert_eq!(read(&suite, "a.snap").lines().last(), Some("xxxxx"));
}

#[test]
fn answers_are_named_by_a_script_and_by_nobody_else() {
    let suite = suite("answers", &[("a.rhai", "//! output: sim\nprint(1);\n")]);
    assert_snapshot!(test(&suite, &["--answers=web.json"]), @"
    exit code 2
    --- stdout
    --- stderr
    error: a script names its answers itself, by a line at its top: //! answers: FILE
     |
     = help: see futures test --help
    ");
}
