//! How inputs and shells end: Ctrl-C, Ctrl-D, `exit`, signals, and a terminal that is closed.

use rustix::process::Signal;

use super::support::{answer, gate, next_prompt, open_gate, shell, shell_of};
use crate::process::command;
use crate::terminal::Terminal;

const CTRL_C: &str = "\u{3}";
const CTRL_D: &str = "\u{4}";

#[test]
fn ctrl_c_ends_the_input_and_not_the_shell() {
    let mut terminal = shell(&[]);
    answer(&mut terminal, "let kept = 7; let e = event()");
    for input in [
        "loop { }",
        "sleep(1000)",
        "read_line()",
        "e.wait()",
        "thread_pool(1).submit(|| e.wait()).result()",
    ] {
        terminal.line(&format!("print(\"begins\"); {input}"));
        terminal.until(input, |terminal| {
            let shown = terminal.shown();
            let asked = shown.rfind(&format!("; {input}")).map(|at| &shown[at..]);
            asked.is_some_and(|asked| asked.contains("\nbegins"))
        });
        terminal.keys(CTRL_C);
        terminal.until(input, |terminal| {
            let shown = terminal.shown();
            let begun = shown.rfind("\nbegins").map(|at| &shown[at..]);
            begun.is_some_and(|begun| {
                begun.contains("error[Interrupted]") && begun.ends_with("\n>>>")
            })
        });
    }
    assert_eq!(answer(&mut terminal, "kept"), "7");
    terminal.keys(CTRL_D);
    terminal.until_seen("waiting for 1 task");
    terminal.keys(CTRL_C);
    assert_eq!(terminal.end(), 0);
}

#[test]
fn ctrl_d_waits_for_what_runs() {
    let gate = gate("ends");
    let mut terminal = shell(&["--allow-read"]);
    answer(
        &mut terminal,
        &format!("let f = to_thread(|| {{ read_text(\"{gate}\"); print(\"ends\") }});"),
    );
    terminal.keys(CTRL_D);
    terminal.until_seen("waiting for");
    open_gate(&gate);
    assert_eq!(terminal.end(), 0);
    let shown = terminal.shown();
    assert!(
        shown.ends_with("waiting for 1 task; Ctrl-C stops that\nends"),
        "{shown}"
    );
}

#[test]
fn a_second_ctrl_c_ends_at_once() {
    let mut terminal = shell(&[]);
    // What an exit does cannot be stopped by the first one.
    answer(
        &mut terminal,
        "let f = thread_pool(1).submit(|| { loop { } });",
    );
    terminal.keys(CTRL_D);
    terminal.until_seen("waiting for 1 task");
    terminal.keys(CTRL_C);
    terminal.keys(CTRL_C);
    let code = terminal.end();
    // The first one may have been enough.
    assert!([0, 130].contains(&code), "{code}");
}

#[test]
fn an_exit_says_the_code() {
    for (input, code) in [("exit(7)", 7), ("exit()", 0), (":quit", 0), (":q", 0)] {
        let mut terminal = shell(&[]);
        terminal.line(input);
        assert_eq!(terminal.end(), code, "{input}");
    }
}

#[test]
fn errors_do_not_count_at_a_terminal() {
    let mut terminal = shell(&[]);
    answer(&mut terminal, "1 / 0");
    terminal.keys(CTRL_D);
    assert_eq!(terminal.end(), 0);
}

#[test]
fn signals_end_a_shell() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129)] {
        // While somebody types, while an input runs, and while it waits for tasks.
        let mut typing = shell(&[]);
        typing.keys("half");
        typing.until_shown(">>> half");
        typing.signal(signal);
        assert_eq!(typing.end(), code);
        let mut running = shell(&[]);
        running.line("print(\"begins\"); loop { }");
        running.until_shown("\nbegins");
        running.signal(signal);
        assert_eq!(running.end(), code);
        let mut ending = shell(&[]);
        answer(&mut ending, "let f = thread_pool(1).submit(|| loop { });");
        ending.keys(CTRL_D);
        ending.until_seen("waiting for");
        ending.signal(signal);
        assert_eq!(ending.end(), code);
    }
}

#[test]
fn a_closed_terminal_ends_everything() {
    for input in [
        "loop { }",
        "process_pool(1).submit(|| loop { }).result()",
        "sleep(0); let f = process_pool(1).submit(|| loop { });",
    ] {
        let mut terminal = shell(&[]);
        terminal.line(&format!("print(\"begins\"); {input}"));
        terminal.until_seen("\nbegins");
        if input.starts_with("sleep") {
            terminal.until_shown("begins\n>>>");
        }
        let children = children(terminal.child.id());
        terminal.close();
        assert_eq!(terminal.end(), 129, "{input}");
        for child in children {
            until_gone(child);
        }
    }
}

/// The processes that this one has started.
fn children(pid: u32) -> Vec<u32> {
    let mut children = Vec::new();
    for task in std::fs::read_dir(format!("/proc/{pid}/task"))
        .unwrap()
        .flatten()
    {
        let listed = std::fs::read_to_string(task.path().join("children")).unwrap_or_default();
        children.extend(
            listed
                .split_whitespace()
                .filter_map(|pid| pid.parse::<u32>().ok()),
        );
    }
    children
}

/// Waits until a process is gone, or only its entry is left.
fn until_gone(pid: u32) {
    let deadline = futures_core::host::now() + std::time::Duration::from_secs(60);
    loop {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        let state = stat.rsplit(')').next().unwrap_or_default().trim_start();
        if state.is_empty() || state.starts_with('Z') {
            return;
        }
        assert!(
            futures_core::host::now() < deadline,
            "process {pid} is still there"
        );
        std::thread::yield_now();
    }
}

#[test]
fn a_terminal_that_can_do_nothing_is_enough() {
    let mut command = command(&["repl", "--no-history"]);
    command.env("TERM", "dumb");
    let mut terminal = Terminal::start(command, 80, 24);
    terminal.until_shown(">>>");
    assert_eq!(answer(&mut terminal, "1 + 1"), "2");
    terminal.line("fn f(n) {");
    terminal.until_shown("\n...");
    terminal.line("n + 1 }");
    terminal.until_shown("n + 1 }\n>>>");
    assert_eq!(answer(&mut terminal, "f(1)"), "2");
    // Ctrl-C clears the line and what stands above it.
    terminal.line("if true {");
    terminal.until_shown("\n...");
    next_prompt(&mut terminal, CTRL_C);
    assert_eq!(answer(&mut terminal, "3"), "3");
    assert!(
        !terminal.written.contains('\u{1b}'),
        "{:?}",
        terminal.written
    );
    terminal.keys(CTRL_D);
    assert_eq!(terminal.end(), 0);
}

#[test]
fn deadlocks_end_the_input() {
    let mut terminal = shell_of(&[], 100, 30);
    answer(&mut terminal, "let l = lock(); l.acquire()");
    terminal.line("l.acquire()");
    terminal.until_seen("error[DeadlockError]");
    terminal.until_shown("\n>>>");
    assert_eq!(answer(&mut terminal, "l.release(); 5"), "5");
}
