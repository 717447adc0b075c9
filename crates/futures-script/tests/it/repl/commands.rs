//! The commands with a colon.

use std::fs;

use super::support::{answer, own_folder, shell, shell_of};
use crate::process::{describe, futures};

#[test]
fn help_lists_the_commands_and_knows_the_reference() {
    let mut terminal = shell_of(&[], 100, 40);
    let help = answer(&mut terminal, ":help");
    for command in [
        ":pools",
        ":futures",
        ":threads",
        ":vars",
        ":timeline",
        ":load FILE",
        ":save FILE",
        ":time EXPR",
        ":check",
        ":clear",
        ":quit",
    ] {
        assert!(
            help.contains(&format!("  {command}")),
            "{command} in\n{help}"
        );
    }
    let api = String::from_utf8(futures(&["api", "cpu_count"]).stdout).unwrap();
    assert_eq!(answer(&mut terminal, ":help cpu_count"), api.trim_end());
    assert_eq!(
        answer(&mut terminal, ":h :time").trim(),
        ":time EXPR     Runs it, and says how long that took"
    );
    assert_eq!(
        answer(&mut terminal, ":help cpu_cuont"),
        "error: nothing is called 'cpu_cuont'; did you mean 'cpu_count'?"
    );
}

#[test]
fn commands_that_are_not_there_or_not_clear() {
    let mut terminal = shell(&[]);
    for (command, told) in [
        (
            ":polls",
            "error: there is no command ':polls'; did you mean ':pools'?",
        ),
        (":t", "error: ':t' may be :threads or :time or :timeline"),
        (":load", "error: something is missing: :load FILE"),
        (":pools x", "error: ':pools' stands alone, without 'x'"),
        (":load!", "error: ':load' does not know a '!'"),
    ] {
        assert_eq!(answer(&mut terminal, command), told);
    }
}

#[test]
fn what_there_is() {
    let mut terminal = shell_of(&[], 100, 40);
    assert_eq!(answer(&mut terminal, ":pools"), "there are no pools");
    assert_eq!(answer(&mut terminal, ":futures"), "there are no futures");
    assert_eq!(answer(&mut terminal, ":threads"), "there are no threads");
    assert_eq!(
        answer(&mut terminal, ":vars"),
        "there are no variables and no functions"
    );
    answer(
        &mut terminal,
        "let pool = thread_pool(2); const SIZE = 3; let e = event()",
    );
    answer(&mut terminal, "fn twice(n) { 2 * n }");
    answer(
        &mut terminal,
        "let one = pool.submit(twice, 4); one.result();",
    );
    answer(&mut terminal, "let two = pool.submit(|| e.wait());");
    answer(&mut terminal, "let t = start_thread(|| e.wait());");
    let vars = answer(&mut terminal, ":vars");
    for line in [
        "pool        ThreadPool  <ThreadPool ThreadPool-0, 2 workers>",
        "const SIZE  integer     3",
        "two         Future      <Future 2 running>",
        "twice(n)    fn",
    ] {
        assert!(
            vars.lines().any(|found| found == line),
            "{line:?} in\n{vars}"
        );
    }
    let pools = answer(&mut terminal, ":pools");
    assert!(pools.contains("ThreadPool-0"), "{pools}");
    let futures = answer(&mut terminal, ":futures");
    assert!(
        futures.contains("finished") && futures.contains("running"),
        "{futures}"
    );
    let threads = answer(&mut terminal, ":threads");
    assert!(threads.contains("thread 1"), "{threads}");
    answer(&mut terminal, "e.set()");
    // What was there is gone.
    answer(&mut terminal, ":clear");
    assert_eq!(
        answer(&mut terminal, ":vars"),
        "there are no variables and no functions"
    );
    assert_eq!(answer(&mut terminal, ":pools"), "there are no pools");
    assert_eq!(answer(&mut terminal, "let pool = 1; pool"), "1");
}

#[test]
fn a_fresh_session_stops_what_runs() {
    let mut terminal = shell(&[]);
    answer(&mut terminal, "let f = thread_pool(1).submit(|| loop { });");
    assert_eq!(answer(&mut terminal, ":reset"), "");
    terminal.keys("\u{4}");
    assert_eq!(terminal.end(), 0);
    assert!(
        !terminal.shown().contains("waiting"),
        "{}",
        terminal.shown()
    );
}

#[test]
fn the_timeline_has_a_lane_for_each_worker() {
    let mut terminal = shell_of(&[], 70, 30);
    answer(&mut terminal, "let pool = thread_pool(2)");
    answer(
        &mut terminal,
        "gather([0.05, 0.1].map(|s| pool.submit(|| sleep(s))));",
    );
    let drawn = answer(&mut terminal, ":timeline");
    assert!(drawn.contains("ThreadPool-0"), "{drawn}");
    assert!(
        drawn.lines().all(|line| line.chars().count() <= 70),
        "{drawn}"
    );
}

#[test]
fn time_is_told() {
    let mut terminal = shell(&[]);
    let told = answer(&mut terminal, ":time sleep(0.2); 5");
    let (value, took) = told.split_once('\n').unwrap();
    assert_eq!(value, "5");
    let seconds: f64 = took.strip_suffix(" s").unwrap().parse().unwrap();
    assert!((0.2..30.0).contains(&seconds), "{told}");
}

#[test]
fn what_was_entered_is_a_script() {
    let folder = own_folder("saved");
    let path = folder.join("saved.rhai");
    let mut terminal = shell_of(&[], 100, 30);
    assert_eq!(
        answer(&mut terminal, ":save x"),
        "error: there is nothing to save"
    );
    answer(&mut terminal, "fn twice(n) { 3 * n }");
    answer(&mut terminal, "fn twice(n) { 2 * n }");
    answer(&mut terminal, "let pool = thread_pool(2)");
    answer(&mut terminal, "zebra()");
    answer(&mut terminal, "pool.submit(twice, 21).result()");
    answer(&mut terminal, "print(ans)");
    let save = format!(":save {}", path.display());
    assert!(answer(&mut terminal, &save).starts_with("saved; 'futures run "));
    let script = "fn twice(n) { 2 * n }
let pool = thread_pool(2);
let ans = pool.submit(twice, 21).result();
print(ans);
";
    assert_eq!(fs::read_to_string(&path).unwrap(), script);
    let output = futures(&["run", path.to_str().unwrap()]);
    assert_eq!(
        describe(&output),
        "exit code 0\n--- stdout\n42\n--- stderr\n"
    );
    let refused = answer(&mut terminal, &save);
    assert!(refused.contains("' exists; ':save! "), "{refused}");
    answer(&mut terminal, "print(1)");
    let forced = format!(":save! {}", path.display());
    assert!(answer(&mut terminal, &forced).starts_with("saved; "));
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        format!("{script}print(1);\n")
    );
}

#[test]
fn a_script_is_loaded() {
    let folder = own_folder("loaded");
    fs::write(
        folder.join("good.rhai"),
        "fn five() { 5 }\nlet six = five() + 1;\nprint(\"loaded\");\nsix",
    )
    .unwrap();
    fs::write(folder.join("bad.rhai"), "let seven = 7;\nseven.zebra();\n").unwrap();
    let mut terminal = shell(&[]);
    assert_eq!(
        answer(&mut terminal, ":load repl_loaded/good.rhai"),
        "loaded"
    );
    assert_eq!(answer(&mut terminal, "five() + six"), "11");
    let told = answer(&mut terminal, ":load repl_loaded/bad.rhai");
    assert!(
        told.contains("error[AttributeError]") && told.contains("2 | seven.zebra();"),
        "{told}"
    );
    // What it had done before is done.
    assert_eq!(answer(&mut terminal, "seven"), "7");
    assert_eq!(
        answer(&mut terminal, ":load repl_loaded/none.rhai"),
        "error: cannot read repl_loaded/none.rhai: there is no such file"
    );
}

#[test]
fn what_was_entered_is_checked() {
    let mut terminal = shell_of(&[], 100, 40);
    answer(&mut terminal, "let pool = thread_pool(2)");
    assert_eq!(answer(&mut terminal, "pool.shutdown()"), "");
    assert_eq!(answer(&mut terminal, ":check"), "nothing found in 1 script");
    answer(&mut terminal, "fn never(n) { let unused = n; 1 }");
    let told = answer(&mut terminal, ":check");
    assert!(told.contains("unused"), "{told}");
}

#[test]
fn a_hint_to_search_can_be_typed() {
    let mut terminal = shell_of(&[], 100, 250);
    let error = answer(&mut terminal, "pool(2)");
    assert!(error.contains("`:help --search pool`"), "{error}");
    let found = answer(&mut terminal, ":help --search pool");
    assert!(found.contains("thread_pool("), "{found}");
    let none = answer(&mut terminal, ":help --search zebra");
    assert_eq!(
        none,
        "error: nothing in the reference has to do with 'zebra'"
    );
}

#[test]
fn words_of_other_shells_are_answered() {
    let mut terminal = shell(&[]);
    assert_eq!(
        answer(&mut terminal, "quit"),
        "error: there is no 'quit' here; ':quit' or Ctrl-D ends the shell"
    );
    assert_eq!(answer(&mut terminal, "let help = 3; help"), "3");
    assert_eq!(answer(&mut terminal, "help"), "3");
}
