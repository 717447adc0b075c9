//! What scripts that fail their test are told of.

use std::fs;

use insta::assert_snapshot;

use crate::testing::suites::{read, suite, test, tester, timeless};

#[test]
fn each_way_to_fail_is_told() {
    let suite = suite(
        "failing",
        &[
            (
                "a_changed.rhai",
                "//! output: ordered\nfor n in 0..9 { print(n); }\n",
            ),
            (
                "b_changed.rhai",
                "//! output: unordered\nfor n in 0..9 { print(n); }\n",
            ),
            (
                "c_throws.rhai",
                "//! output: ordered\nprint(1);\nthrow \"no\";\n",
            ),
            (
                "d_exits.rhai",
                "//! output: ordered\n//! exit: 3\nexit(4);\n",
            ),
            (
                "e_hangs.rhai",
                "//! output: ordered\n//! timeout: 0.2\nsleep(1000);\n",
            ),
            ("f_typo.rhai", "//! outptu: ordered\nprint(1);\n"),
            ("h_holds.rhai", "//! output: explored\nprint(1);\n"),
            (
                "i_prints.rhai",
                "//! output: ordered\nlet line = \"\"; line.pad(1000, 'x');\nloop { print(line); }\n",
            ),
            ("j_lost.rhai", "print(1);\n"),
            ("j_lost.snap", "---\nsource: j_lost.rhai\n---\n1\n"),
            ("k_broken.rhai", "//! output: ordered\nprint(1);\n"),
            ("k_broken.snap", "1\n"),
        ],
    );
    test(&suite, &["--accept", "--filter", "changed"]);
    for name in ["a_changed.rhai", "b_changed.rhai"] {
        let text = read(&suite, name).replace("print(n)", "print(if n == 4 { 40 } else { n })");
        fs::write(suite.join(name), text).unwrap();
    }
    fs::write(suite.join("g_new.rhai"), "//! output: ordered\nprint(1);\n").unwrap();
    let told = test(&suite, &[]);
    // How many lines it has printed by then differs.
    let told: Vec<&str> = told
        .lines()
        .filter(|line| !line.contains("lines before") && !line.contains("xxx"))
        .collect();
    assert_snapshot!(told.join("\n"));
    assert_eq!(
        read(&suite, "g_new.snap.new"),
        "---\nsource: g_new.rhai\nexpression: futures run g_new.rhai\n---\n1\n"
    );
    assert!(suite.join("a_changed.snap.new").exists());
    assert!(!suite.join("c_throws.snap.new").exists());
    test(&suite, &["--accept", "a_changed.rhai"]);
    assert!(!suite.join("a_changed.snap.new").exists());
}

#[test]
fn a_proposal_is_forgotten_when_the_script_is_right_again() {
    let good = "//! output: ordered\nprint(1);\n";
    let suite = suite("forgotten", &[("a.rhai", good)]);
    test(&suite, &["--accept"]);
    fs::write(suite.join("a.rhai"), good.replace('1', "2")).unwrap();
    assert!(test(&suite, &[]).starts_with("exit code 1\n"));
    assert!(suite.join("a.snap.new").exists());
    fs::write(suite.join("a.rhai"), good).unwrap();
    assert!(test(&suite, &[]).starts_with("exit code 0\n"));
    assert!(!suite.join("a.snap.new").exists());
}

#[test]
fn differences_are_coloured_where_colours_are_wanted() {
    let suite = suite(
        "coloured",
        &[("a.rhai", "//! output: ordered\nprint(1);\n")],
    );
    let mut tester = tester(&suite, &[]);
    let output = tester.env("CLICOLOR_FORCE", "1").output().unwrap();
    assert_snapshot!(timeless(&output).replace('\x1b', "ESC"), @"
    exit code 1
    --- stdout
    ESC[1;31mFAILESC[0m [TIME] a.rhai: has no snapshot, a.snap, yet
         ESC[32m+ 1ESC[0m
         ESC[36mif that is right: futures test --accept a.rhaiESC[0m
    ----
    1 script: ESC[1;31m0 passed, 1 failedESC[0m [TIME]
      failed: a.rhai: has no snapshot, a.snap, yet
    --- stderr
    ");
}

#[test]
fn after_the_first_failure_nothing_is_begun_if_that_is_wanted() {
    let suite = suite(
        "fast",
        &[
            ("a.rhai", "//! output: ordered\n//! exit: 1\nprint(1);\n"),
            ("b.rhai", "//! output: ordered\nprint(1);\n"),
        ],
    );
    assert_snapshot!(test(&suite, &["--fail-fast", "--jobs", "1"]), @"
    exit code 1
    --- stdout
    FAIL [TIME] a.rhai: ended with exit code 0, and its header says 1
           1
    ----
    2 scripts: 0 passed, 1 failed, 1 not run [TIME]
      failed: a.rhai: ended with exit code 0, and its header says 1
    --- stderr
    ");
}

#[test]
fn options_for_the_scripts_are_handed_on() {
    let suite = suite(
        "options",
        &[(
            "a.rhai",
            "//! output: ordered\nprint(scaled(1, 2));\nlog.debug(\"seen\");\nto_thread(|| 1 / 0);\n",
        )],
    );
    let options = ["--quick", "--log-level=debug", "--allow-unretrieved"];
    test(&suite, &[&options[..], &["--accept"]].concat());
    let snapshot = read(&suite, "a.snap");
    assert_eq!(snapshot.lines().nth(4), Some("2"));
    assert!(snapshot.contains("DEBUG   script: seen"), "{snapshot}");
    let told = test(&suite, &["--max-operations", "1"]);
    assert!(told.contains("error[LimitError]"), "{told}");
}
