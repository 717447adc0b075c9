//! What tasks print while somebody types.

use super::support::{answer, gate, open_gate, shell, shell_of};

#[test]
fn lines_come_above_the_line_that_is_typed() {
    let gate = gate("above");
    let mut terminal = shell(&["--allow-read"]);
    answer(
        &mut terminal,
        &format!(
            "let told = to_thread(|| {{ read_text(\"{gate}\"); print(\"hello\"); print(\"there\") }});"
        ),
    );
    terminal.keys("let half = 1");
    terminal.until_shown(">>> let half = 1");
    open_gate(&gate);
    terminal.until_shown("hello\nthere\n>>> let half = 1");
    assert_eq!(terminal.cursor().1, 16);
    assert_eq!(
        terminal.shown().matches("half").count(),
        1,
        "{}",
        terminal.shown()
    );
    terminal.line("; half");
    terminal.until_shown(">>> let half = 1; half\n1\n>>>");
}

#[test]
fn also_above_several_lines() {
    let gate = gate("several");
    let mut terminal = shell(&["--allow-read"]);
    answer(
        &mut terminal,
        &format!(
            "let f = to_thread(|| {{ read_text(\"{gate}\"); print(\"hello\"); log.warning(\"care\" + \"ful\") }});"
        ),
    );
    terminal.line("if true {");
    terminal.keys("123");
    terminal.until_shown("\n>>> if true {\n...     123");
    open_gate(&gate);
    terminal.until_seen("careful");
    terminal.until_shown("\n>>> if true {\n...     123");
    let shown = terminal.shown();
    assert_eq!(shown.matches("if true").count(), 1, "{shown}");
    let lines: Vec<&str> = shown.lines().rev().skip(2).take(2).collect();
    assert!(lines[0].contains("careful"), "{shown}");
    assert_eq!(lines[1], "hello", "{shown}");
    // They may come while the cursor is somewhere else.
    assert_eq!(terminal.cursor().1, 11);
    terminal.keys("\r");
    terminal.line("}");
    terminal.until_shown("... }\n123\n>>>");
}

#[test]
fn many_lines_stay_whole() {
    let gate = gate("many");
    let mut terminal = shell_of(&["--allow-read"], 80, 24);
    answer(&mut terminal, "let e = event(); let pool = thread_pool(5)");
    answer(
        &mut terminal,
        "let fs = (0..4).map(|t| pool.submit(|| { e.wait(); for n in 0..2000 { print(`task ${t} line ${n} end`) } }));",
    );
    answer(
        &mut terminal,
        &format!("let begin = pool.submit(|| {{ read_text(\"{gate}\"); e.set() }});"),
    );
    terminal.keys("let");
    terminal.until_shown(">>> let");
    open_gate(&gate);
    terminal.until_seen(" end\n");
    // It is typed while they come.
    let typed = " sum = 0; for n in 0..10 { sum += n }; sum";
    for key in typed.chars() {
        terminal.keys(&key.to_string());
    }
    terminal.until("the last line", |terminal| {
        terminal.written.matches(" line 1999 end").count() == 4
    });
    terminal.until_shown(&format!("end\n>>> let{typed}"));
    let lines: Vec<&str> = terminal.written.split("task ").skip(1).collect();
    let whole = |line: &&str| line[1..].starts_with(" line ") && line.contains(" end\r\n");
    // Others are in what was typed.
    assert_eq!(lines.iter().filter(|line| whole(line)).count(), 8000);
    let shown = terminal.shown();
    for line in shown.lines().rev().skip(1) {
        assert!(
            line.starts_with("task ") && line.ends_with(" end"),
            "{line:?} in\n{shown}"
        );
    }
    terminal.keys("\r");
    terminal.until_shown(&format!(">>> let{typed}\n45\n>>>"));
}

#[test]
fn processes_print_there_too() {
    let gate = gate("processes");
    let mut terminal = shell(&["--allow-read"]);
    answer(
        &mut terminal,
        "fn speak(n) { print(`process ${n}`); n * n }",
    );
    answer(&mut terminal, "let pool = process_pool(1)");
    assert_eq!(
        answer(&mut terminal, "pool.submit(speak, 3).result()"),
        "process 3\n9"
    );
    answer(
        &mut terminal,
        &format!("let f = pool.submit(|| {{ read_text(\"{gate}\"); speak(4) }});"),
    );
    terminal.keys("f.res");
    terminal.until_shown(">>> f.res");
    open_gate(&gate);
    terminal.until_shown("process 4\n>>> f.res");
    terminal.keys("ult()\r");
    terminal.until_shown(">>> f.result()\n16\n>>>");
    // What an input defines later is known to processes, too.
    answer(&mut terminal, "fn later(n) { speak(n) + 1 }");
    terminal.line("process_pool(1).submit(later, 5).result()");
    terminal.until_shown("process 5\n26\n>>>");
}

#[test]
fn a_question_is_answered_while_its_input_runs() {
    let mut terminal = shell(&[]);
    terminal.line("let name = read_line(\"Who? \"); print(`Hello ${name}`)");
    terminal.until_shown("\nWho?");
    terminal.keys("you\r");
    terminal.until_shown("Hello you\n>>>");
    assert_eq!(answer(&mut terminal, "name"), "\"you\"");
}
