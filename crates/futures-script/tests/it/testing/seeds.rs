//! Many simulated schedules.

use insta::assert_snapshot;

use crate::testing::suites::{suite, test};

#[test]
fn a_script_must_hold_in_every_schedule_and_print_the_same_lines() {
    let suite = suite(
        "seeds",
        &[
            (
                "a_holds.rhai",
                "//! output: unordered\ngather((0..3).map(|n| to_thread(|| { sleep(random()); print(n) })));\n",
            ),
            (
                "b_prints.rhai",
                "//! output: ordered\n//! replace: /^lost .*$/ => lost some\nlet n = cell(0);\n\
                 let add = || n.set(n.get() + 1);\nlet first = to_thread(add);\n\
                 // Only a simulated run may race: time passes in the real one.\nif now() > 0.0 { first.result(); }\n\
                 gather([first, to_thread(add)]);\nprint(n.get());\nprint(`lost ${2 - n.get()}`);\n",
            ),
            (
                "c_sim.rhai",
                "//! output: sim\nlet n = cell(0);\nlet add = || n.set(n.get() + 1);\n\
                 gather([to_thread(add), to_thread(add)]);\nprint(n.get());\n",
            ),
            (
                "d_runs.rhai",
                "//! output: ordered\nprint(run_command(\"echo\", [\"hi\"]).stdout);\n",
            ),
            (
                "d_asks.rhai",
                "//! output: sim\n//! answers: web/answers.json\nprint(http_get(\"http://a.test/\").text());\n",
            ),
            (
                "web/answers.json",
                r#"{"requests": [{"url": "http://a.test/", "answers": [{"body": "canned"}]}]}"#,
            ),
            (
                "d_fails.rhai",
                "//! output: ordered\n//! exit: 3\nexit(3);\n",
            ),
        ],
    );
    let allowed = ["--allow-run=echo", "--allow-net=a.test"];
    test(&suite, &[&allowed[..], &["--accept"]].concat());
    assert_snapshot!(test(&suite, &[&allowed[..], &["--seeds", "50"]].concat()));
}

#[test]
fn the_lines_of_a_snapshot_can_be_expected_by_hand() {
    let suite = suite("expect", &[("a.rhai", "//! output: ordered\nprint(1);\n")]);
    assert_snapshot!(explore(&suite, "a.snap"), @"
    exit code 2
    --- stdout
    --- stderr
    error: there is no snapshot a.snap
    ");
    test(&suite, &["--accept"]);
    assert_snapshot!(explore(&suite, "a.snap"), @"
    exit code 0
    --- stdout
    1 run, 1 distinct schedule, none failed
    --- stderr
    ");
}

fn explore(suite: &std::path::Path, snapshot: &str) -> String {
    let arguments = ["explore", "--seeds=1", "--expect", snapshot, "a.rhai"];
    let mut explorer = crate::process::command(&arguments);
    crate::process::describe(&explorer.current_dir(suite).output().unwrap())
}
