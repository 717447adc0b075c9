//! Ctrl-C and SIGTERM, wherever a script is.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use futures_core::host;
use insta::assert_snapshot;
use pool_thread::ThreadPool;
use rustix::fs::{CWD, FileType, Mode, mknodat};
use rustix::process::{Pid, Signal, kill_process};

use crate::process::{Session, describe, folder};

/// A script that waits or runs without end: the file of the native that blocks it, and what it does.
type Row = (&'static str, &'static str);

/// Every native that waits, with what else can take long. `f` is a future whose task sleeps, `l` a lock that is held,
/// `pool` a pool whose only worker is taken.
const ROWS: &[Row] = &[
    ("time", "sleep(1000)"),
    ("future", "f.result()"),
    ("future", "f.result(1000)"),
    ("future", "f.exception()"),
    ("wait", "wait([f])"),
    ("wait", "wait([f], #{return_when: FIRST_COMPLETED})"),
    ("wait", "wait([f], #{return_when: FIRST_EXCEPTION})"),
    ("wait", "wait([f], #{timeout: 1000})"),
    ("as_completed", "for f in as_completed([f]) { f; }"),
    (
        "as_completed",
        "as_completed([f], #{timeout: 1000}).to_array()",
    ),
    ("gather", "gather([f])"),
    ("map", "for n in pool.map(|n| n, [1, 2]) { n; }"),
    ("map", "pool.map_unordered(|n| n, [1, 2]).to_array()"),
    (
        "map",
        "for n in pool.map(|n| n, 0..10, #{buffersize: 1}) { n; }",
    ),
    ("map", "pool.map(|n| n, 0..100_000_000);"),
    ("lock", "l.acquire()"),
    ("lock", "l.acquire(1000)"),
    ("lock", "with l { }"),
    ("semaphore", "semaphore(0).acquire()"),
    ("semaphore", "with semaphore(0) { }"),
    ("event", "event().wait()"),
    ("event", "event().wait(1000)"),
    ("barrier", "barrier(2).wait()"),
    ("queue", "let q = queue(1); q.put(1); q.put(2)"),
    ("queue", "queue().get()"),
    ("queue", "queue().get(1000)"),
    ("queue", "let q = queue(); q.put(1); q.join()"),
    ("thread", "start_thread(|| l.acquire()).join()"),
    ("thread", "start_thread(|| loop { }).join(1000)"),
    ("thread", "start_thread(|| sleep(1000));"),
    ("pool", "pool.shutdown()"),
    ("pool", "with pool { }"),
    (
        "pool",
        "with thread_pool(1) as other { other.submit(|| loop { }); }",
    ),
    ("to_thread", "to_thread(|| sleep(1000)).result()"),
    ("to_thread", "to_thread(|| sleep(1000));"),
    ("pool", "process_pool(1).submit(|| loop { }).result()"),
    (
        "pool",
        "process_pool(2).map(|n| sleep(1000), 0..4).to_array()",
    ),
    (
        "pool",
        "let other = process_pool(1); other.submit(|| loop { }); other.shutdown()",
    ),
    (
        "pool",
        "with process_pool(1) as other { other.submit(|| sleep(1000)); }",
    ),
    (
        "pool",
        "process_pool(1).submit(|| 1).add_done_callback(|f| loop { });",
    ),
    ("read_line", "read_line()"),
    ("read_line", "read_line(\"\")"),
    ("files", "read_text(\"nobody.pipe\")"),
    ("files", "write_text(\"nobody.pipe\", \"x\")"),
    ("lines", "for line in read_lines(\"nobody.pipe\") { }"),
    ("json", "read_json(\"nobody.pipe\")"),
    ("csv", "read_csv(\"nobody.pipe\")"),
    ("checksum", "sha256_file(\"nobody.pipe\")"),
    ("entries", "copy_file(\"nobody.pipe\", \"nobody.copy\")"),
    (
        "files",
        "process_pool(1).submit(|| read_text(\"nobody.pipe\")).result()",
    ),
    ("with_map", "with #{enter: || loop { }} { }"),
    ("with_map", "with #{exit: || loop { }} { }"),
    ("with_map", "with #{exit: |error| sleep(1000)} { throw 1 }"),
    ("", "loop { }"),
    ("", "while true { try { sleep(1000) } catch { } }"),
    (
        "",
        "fn deep(n) { if n > 0 { deep(n - 1) } } loop { deep(100) }",
    ),
    ("", "loop { [3, 1, 2].sort(|a, b| a - b) }"),
    ("", "[3, 1, 2].sort(|a, b| { sleep(1000); a - b })"),
    ("", "[1].map(|n| loop { })"),
    ("", "to_thread(|| 1).add_done_callback(|f| loop { });"),
    ("", "to_thread(|| 1).add_done_callback(|f| sleep(1000));"),
    ("", ""),
];

/// Files whose waits are in virtual time only: a real signal finds nobody there.
const VIRTUAL: [&str; 1] = ["canned"];

/// How much an interrupted script may take on a busy machine. Idle ones take a few milliseconds.
const PATIENCE: Duration = Duration::from_secs(5);

/// When the signal is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    /// Once the script says that it is about to wait.
    AtOnce,
    /// Once it does not move any more.
    AtRest,
}

/// The script of a row, which says `ready` just before.
fn script(what: &str, in_worker: bool) -> String {
    let before = "let l = lock(); l.acquire(); let pool = thread_pool(1); let f = pool.submit(|| sleep(1000));";
    let (functions, what) = match what.rsplit_once("} loop") {
        Some((function, rest)) if function.starts_with("fn ") => {
            (format!("{function}}}"), format!("loop{rest}"))
        }
        _ => (String::new(), what.to_owned()),
    };
    if in_worker {
        format!("{functions} {before} to_thread(|| {{ print(\"ready\"); {what} }}).result();")
    } else {
        format!("{functions} {before} print(\"ready\"); {what}")
    }
}

fn pid(session: &Session) -> Pid {
    Pid::from_child(&session.child)
}

/// What can be seen of a process from outside. Elsewhere than on Linux that is nothing, which makes the tests weaker.
struct Look {
    /// Do all its threads sleep, and has every signal been taken?
    is_at_rest: bool,
    /// How much time its code has used, in hundredths of a second.
    ticks: u64,
    /// How many threads it has.
    threads: usize,
}

fn look(pid: Pid) -> Look {
    let folder = PathBuf::from(format!("/proc/{}", pid.as_raw_nonzero()));
    let status = fs::read_to_string(folder.join("status")).unwrap_or_default();
    let mut look = Look {
        is_at_rest: !folder.exists() || status.contains("ShdPnd:\t0000000000000000"),
        ticks: 0,
        threads: 0,
    };
    for thread in fs::read_dir(folder.join("task"))
        .into_iter()
        .flatten()
        .flatten()
    {
        look.threads += 1;
        let Ok(stat) = fs::read_to_string(thread.path().join("stat")) else {
            continue;
        };
        // The name of the thread, in parentheses, may have spaces.
        let fields = stat.rsplit(')').next().unwrap_or_default();
        let mut fields = fields.split_whitespace();
        look.is_at_rest &= fields.next() == Some("S");
        look.ticks += fields
            .nth(10)
            .and_then(|ticks| ticks.parse().ok())
            .unwrap_or(0);
    }
    look
}

/// Waits until the process is at rest in two looks in a row, or has used so much time since that it must have come far
/// into what it does.
fn come_to_rest(pid: Pid, most_ticks: u64) {
    let ticks = look(pid).ticks;
    let mut looks_at_rest = 0;
    while looks_at_rest < 2 {
        let now = look(pid);
        looks_at_rest = if now.is_at_rest { looks_at_rest + 1 } else { 0 };
        if now.ticks - ticks > most_ticks {
            return;
        }
        // It needs the processor more than this loop does.
        std::thread::yield_now();
    }
}

/// Runs the script, sends the signal, and returns how long the process took to end.
fn interrupted(name: &str, script: &str, when: When, signal: Signal, code: i32) -> Duration {
    let options = ["--timeout", "60", "--allow-read=.", "--allow-write=."];
    let mut session = Session::start(&options, name, script);
    assert_eq!(session.next_line(), "ready", "{script}");
    let pid = pid(&session);
    if when == When::AtRest {
        come_to_rest(pid, 2);
    }
    let sent = host::now();
    kill_process(pid, signal).unwrap();
    let output = session.end();
    let took = host::now() - sent;
    assert_eq!(
        output.status.code(),
        Some(code),
        "{script}\n{}",
        describe(&output)
    );
    took
}

/// Interrupts every row in every way, and returns how long the slowest took.
fn interrupt_all(ways: &[(When, bool)]) -> (Duration, String) {
    let runs: Vec<(usize, String, When)> = ROWS
        .iter()
        .flat_map(|(_, what)| {
            ways.iter()
                .map(|(when, in_worker)| (script(what, *in_worker), *when))
        })
        .enumerate()
        .map(|(index, (script, when))| (index, script, when))
        .collect();
    let pipe = folder().join("nobody.pipe");
    if !pipe.exists() {
        // Another test may be faster.
        let _ = mknodat(CWD, pipe, FileType::Fifo, Mode::from_raw_mode(0o600), 0);
    }
    let pool = ThreadPool::new(2).unwrap();
    let call = |(index, script, when): (usize, String, When)| {
        let name = format!("interrupted_{when:?}_{index}.rhai");
        let took = interrupted(&name, &script, when, Signal::INT, 130);
        (took, script)
    };
    let times: Result<Vec<(Duration, String)>, _> = pool.map(call, runs).collect();
    times.unwrap().into_iter().max().unwrap()
}

#[track_caller]
fn check_all(ways: &[(When, bool)]) {
    let (slowest, script) = interrupt_all(ways);
    println!("the slowest took {slowest:?}: {script}");
    assert!(slowest < PATIENCE, "{slowest:?}: {script}");
}

#[test]
fn every_native_is_interrupted_at_rest() {
    check_all(&[(When::AtRest, false), (When::AtRest, true)]);
}

#[test]
fn every_native_is_interrupted_before_it_waits() {
    check_all(&[(When::AtOnce, false)]);
}

#[test]
fn the_table_has_every_native_that_waits() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/language");
    let mut waits: BTreeMap<String, usize> = BTreeMap::new();
    for file in fs::read_dir(folder).unwrap().flatten() {
        let text = fs::read_to_string(file.path()).unwrap();
        let name = file
            .path()
            .file_stem()
            .unwrap()
            .to_string_lossy()
            .into_owned();
        let n_waits =
            text.matches("waiting::wait").count() + text.matches("settle(context").count();
        if n_waits > 0 {
            waits.insert(name, n_waits);
        }
    }
    assert!(waits.len() > 10, "the natives are elsewhere: {waits:?}");
    waits.retain(|file, _| !VIRTUAL.contains(&file.as_str()));
    for (file, n_waits) in waits {
        let n_rows = ROWS.iter().filter(|(known, _)| *known == file).count();
        assert!(
            n_rows >= n_waits,
            "{file} waits in {n_waits} places, and the table has {n_rows} rows for it"
        );
    }
}

#[test]
fn an_interrupt_says_where_everybody_was() {
    let script = "let l = lock();\nl.acquire();\nlet f = to_thread(|| l.acquire());\nlet e = event();\nlet g = to_thread(|| { e.set(); loop { } });\ne.wait();\nprint(\"ready\");\nf.result();\n";
    let mut session = Session::start(&[], "where.rhai", script);
    assert_eq!(session.next_line(), "ready");
    come_to_rest(pid(&session), 3);
    kill_process(pid(&session), Signal::INT).unwrap();
    assert_snapshot!(describe(&session.end()), @"
    exit code 130
    --- stdout
    --- stderr
    error[Interrupted]: interrupted while it waited for the result of task 1
     --> where.rhai:8:3
      |
    8 | f.result();
      |   ^^^^^^
      |
      = note: meanwhile task 1 waited for lock 1, held by script, at where.rhai:3:24
      = note: meanwhile task 2, submitted at where.rhai:5:9, was running
    ");
}

#[test]
fn a_script_is_terminated_too() {
    let took = interrupted(
        "terminated.rhai",
        &script("f.result()", false),
        When::AtRest,
        Signal::TERM,
        143,
    );
    assert!(took < PATIENCE, "{took:?}");
}

#[test]
fn an_interrupt_comes_before_the_exit_code_of_the_script() {
    // It has asked for another one, and then waits for a task that does not end.
    for end in ["exit(7)", "throw 1"] {
        let script = format!(
            "let e = event(); to_thread(|| {{ e.set(); print(\"ready\"); loop {{ }} }}); e.wait(); {end}"
        );
        interrupted("exiting.rhai", &script, When::AtRest, Signal::INT, 130);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_second_interrupt_ends_a_process_that_cannot_stop() {
    // It sits in a write to a pipe that nobody reads, which no first interrupt can end.
    let script = "print(\"ready\"); let line = \"\"; line.pad(1_000_000, \"x\"); print(line);";
    let mut session = Session::start(&["--timeout", "60"], "unread.rhai", script);
    assert_eq!(session.next_line(), "ready");
    for n_before in 0..2 {
        come_to_rest(pid(&session), u64::MAX);
        assert_eq!(session.child.try_wait().unwrap(), None, "after {n_before}");
        kill_process(pid(&session), Signal::INT).unwrap();
    }
    // Nobody is to read now either, so the output is not waited for.
    assert_eq!(session.child.wait().unwrap().code(), Some(130));
}

#[test]
fn a_simulated_script_is_interrupted_too() {
    let pipe = folder().join("simulated.pipe");
    let _ = mknodat(CWD, pipe, FileType::Fifo, Mode::from_raw_mode(0o600), 0);
    for what in [
        "loop { sleep(1000) }",
        "loop { }",
        "read_line()",
        "read_text(\"simulated.pipe\")",
    ] {
        let script = format!("print(\"ready\"); {what}");
        let options = ["--sim", "--timeout", "60", "--allow-read=."];
        let mut session = Session::start(&options, "simulated.rhai", &script);
        assert_eq!(session.next_line(), "ready");
        come_to_rest(pid(&session), 2);
        kill_process(pid(&session), Signal::INT).unwrap();
        assert_eq!(session.end().status.code(), Some(130), "{what}");
    }
}

#[test]
fn a_search_is_interrupted_too() {
    std::fs::write(folder().join("search.rhai"), "read_line(); loop { }").unwrap();
    let mut session = Session::of(&["explore", "search.rhai"]);
    // It watches for signals when it reads, on a thread of its own; nothing is written to what it reads.
    while look(pid(&session)).threads < 4 {
        std::thread::yield_now();
    }
    come_to_rest(pid(&session), 50);
    kill_process(pid(&session), Signal::INT).unwrap();
    let told = "interrupted: 0 runs, 0 distinct schedules, none failed";
    assert_eq!(session.next_line(), told);
    assert_eq!(session.end().status.code(), Some(130));
}
