//! `futures api`: what it finds, and that it fits a terminal.

use insta::assert_snapshot;

use crate::process::{command, describe, futures};

fn printed(arguments: &[&str]) -> String {
    let output = futures(&[&["api"], arguments].concat());
    assert_eq!(output.status.code(), Some(0), "{}", describe(&output));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The titles of the entries that are printed in full, for these arguments.
#[track_caller]
fn check_titles(wanted: &str, expect: &[&str]) {
    let text = printed(&[wanted]);
    let text = text.split("\nMore\n").next().unwrap_or_default();
    let titles: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with(' ') && line.ends_with(')'))
        .filter_map(|line| line.split("  ").next())
        .collect();
    assert_eq!(titles, expect, "{wanted}");
}

#[test]
fn names_are_found_as_scripts_and_people_write_them() {
    check_titles("pool.submit", &["Pool.submit"]);
    check_titles("ThreadPool.submit", &["Pool.submit"]);
    check_titles("submit", &["Pool.submit"]);
    check_titles("submit()", &["Pool.submit"]);
    check_titles("future.result", &["Future.result"]);
    check_titles("Future", &["Future"]);
    check_titles("with", &["with"]);
    check_titles("chunksize", &["Pool.map, map_unordered"]);
    check_titles("timeouterror", &["TimeoutError"]);
    check_titles("Atomic.add", &["Atomic.add"]);
    check_titles("&&", &["&&, ||, and, or"]);
    check_titles("**", &["+, -, *, /, %, **, +=, -=, *=, /=, %=, **="]);
}

#[test]
fn an_entry_says_it_all() {
    assert_snapshot!(printed(&["Queue.put"]), @r#"
    Queue.put, get                                                                             (sharing)
      Queue.put(value: any, timeout?: seconds)
      Queue.get(timeout?: seconds) -> any

      Puts a value in, waiting for room; takes the oldest one out, waiting for one.

      A time limit of 0 does not wait, as Python's `put_nowait` and `get_nowait`.

      Errors
        Full   if there was no room in time
        Empty  if nothing came in time

      Example
        let q = queue(1);
        q.put("first");
        try { q.put("second", 0) } catch (e) { print(e.kind) }
        print(q.get());
        try { q.get(0.01) } catch (e) { print(e.kind) }
      It prints
        Full
        first
        Empty

      In Python: q.put(x, timeout=1), q.get(timeout=1)
    "#);
}

#[test]
fn a_type_and_a_kind_of_errors_lead_to_others() {
    assert_snapshot!(printed(&["Lock"]), @r#"
    Lock                                                                                       (sharing)
      A lock, as `lock` makes it. Copies are the same lock.

    More
      Lock.acquire, release, locked   Takes the lock, waiting for it; gives it back; tells whether
                                      somebody has it.
    "#);
    assert_snapshot!(printed(&["Full"]), @r#"
    Full                                                                                   (error-kinds)
      No room came free in a queue in time.

      In Python: queue.Full
      See also: queue

    More
      Queue.put, get                  Puts a value in, waiting for room; takes the oldest one out,
                                      waiting for one.
    "#);
}

#[test]
fn what_nobody_has_is_a_mistake() {
    assert_snapshot!(describe(&futures(&["api", "submt"])), @r#"
    exit code 2
    --- stdout
    --- stderr
    error: nothing is called 'submt'; did you mean 'submit'?
     |
     = help: see futures api
    "#);
    assert_snapshot!(describe(&futures(&["api", "--search", "zebra"])), @r#"
    exit code 2
    --- stdout
    --- stderr
    error: nothing in the reference has to do with 'zebra'
     |
     = help: see futures api
    "#);
    assert_snapshot!(describe(&futures(&["api", "wait", "--json", "--markdown", "x"])), @r#"
    exit code 2
    --- stdout
    --- stderr
    error: --json and --markdown do not go together
     |
     = help: see futures api --help
    "#);
}

#[test]
fn lists_fit_a_terminal() {
    let list = printed(&[]);
    let words = [&["threads"][..], &["--search", "time"]];
    for text in words.iter().map(|words| printed(words)).chain([list]) {
        let long = text.lines().find(|line| line.chars().count() > 100);
        assert_eq!(long, None);
    }
    assert_snapshot!(printed(&["threads"]), @r#"
    Threads (threads)
      thread_of, start_thread         Makes a thread that will call a function with these arguments;
                                      `start_thread` also starts it.
      Thread                          A thread, as `thread_of` makes it. Copies are the same thread.
      Thread.start, join              Starts the thread; waits for its end, or until the time is up.
      Thread.is_alive, name           Does the thread run? And what it is called in logs and reports.

    Threads that a script starts by hand.
    "#);
}

#[test]
fn each_entry_is_listed_and_can_be_asked_for() {
    let list = printed(&[]);
    let reference = futures_script::Interpreter::new().reference();
    for entry in reference.entries() {
        let name = &entry.names()[0];
        assert!(
            list.contains(&format!("  {name}")),
            "{name} is not in the list"
        );
        for name in entry.names() {
            let found = reference.find(&name).entries;
            let is_there = found.iter().any(|one| std::ptr::eq(*one, entry));
            assert!(is_there, "{name} does not lead to its entry");
        }
    }
}

#[test]
fn colours_are_for_terminals() {
    assert!(!printed(&["lock"]).contains('\u{1b}'));
    let mut coloured = command(&["api", "lock"]);
    let output = coloured
        .env("CLICOLOR_FORCE", "1")
        .output()
        .expect("the command runs");
    assert!(output.stdout.starts_with(b"\x1b[1mlock\x1b[0m"));
}

#[test]
fn editors_get_json() {
    let json = printed(&["--json", "gather"]);
    let line = json.lines().find(|line| line.contains("\"forms\""));
    assert_eq!(
        line,
        Some("      \"forms\": [\"gather(fs: futures) -> array\"],")
    );
}
