//! Typing: several lines, completion, hints, colours, narrow terminals.

use super::support::{answer, next_prompt, shell, shell_of};
use crate::terminal::Terminal;
use vt100::Color;

const CTRL_C: &str = "\u{3}";
const TAB: &str = "\t";
const UP: &str = "\u{1b}[A";
const LEFT: &str = "\u{1b}[D";

#[test]
fn values_are_shown() {
    let mut terminal = shell_of(&[], 80, 70);
    assert_eq!(answer(&mut terminal, "1 + 1"), "2");
    assert_eq!(answer(&mut terminal, "\"a\\n\" + ans"), "\"a\\n2\"");
    assert_eq!(answer(&mut terminal, "let x = [1, 2.0, \"s\"]"), "");
    assert_eq!(
        answer(&mut terminal, "#{a: x, b: ()}"),
        "#{a: [1, 2.0, \"s\"], b: ()}"
    );
    assert_eq!(answer(&mut terminal, "x;"), "");
    assert_eq!(answer(&mut terminal, "()"), "");
    assert_eq!(answer(&mut terminal, "let pool = thread_pool(2)"), "");
    assert_eq!(answer(&mut terminal, "let e = event()"), "");
    assert_eq!(
        answer(&mut terminal, "let f = pool.submit(|| { e.wait(); 7 }); f"),
        "<Future 1 running>"
    );
    assert_eq!(answer(&mut terminal, "e.set(); f.result()"), "7");
    let long = answer(&mut terminal, "(0..200).map(|n| n)");
    assert!(long.starts_with("[\n    0,\n    1,\n"), "{long}");
    assert!(
        long.ends_with("    38,\n…\n(print(…) shows all of it)"),
        "{long}"
    );
    terminal.line(":quit");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn errors_are_shown_with_their_place() {
    let mut terminal = shell(&[]);
    assert_eq!(
        answer(&mut terminal, "let y = zebra(1)"),
        "error[NameError]: no function `zebra`
 --> input 1:1:9
  |
1 | let y = zebra(1)
  |         ^^^^^
  |
  = help: `:help` lists all that there is"
    );
    // Nothing of it is lost.
    assert_eq!(answer(&mut terminal, "6 * 7"), "42");
}

#[test]
fn an_input_goes_on_until_it_is_complete() {
    let mut terminal = shell(&[]);
    terminal.line("fn double(n) {");
    terminal.until_shown("{\n...");
    // The next line is moved to the right, and the closing brace back.
    assert_eq!(terminal.cursor().1, 8);
    terminal.line("let m = 2 * n;");
    terminal.line("m");
    terminal.line("}");
    terminal.until_shown(
        ">>> fn double(n) {
...     let m = 2 * n;
...     m
... }
>>>",
    );
    assert_eq!(answer(&mut terminal, "double(21)"), "42");
    // It is recalled as one.
    terminal.keys(UP);
    terminal.until_shown(">>> double(21)");
    terminal.keys(UP);
    terminal.until_shown(">>> fn double(n) {\n...     let m = 2 * n;\n...     m\n... }");
    terminal.keys("\r");
    terminal.until_shown("... }\n>>>");
}

#[test]
fn behind_a_closing_bracket_the_line_goes_on() {
    let mut terminal = shell(&[]);
    let type_keys = |terminal: &mut Terminal, lines: &[(&str, &str)]| {
        for (typed, shown) in lines {
            for key in typed.chars() {
                terminal.keys(&key.to_string());
            }
            // What has been typed is seen before the next line begins.
            terminal.until(shown, |terminal| {
                let all = terminal.shown();
                all.lines().last() == Some(*shown)
                    && usize::from(terminal.cursor().1) == shown.len()
            });
            terminal.keys("\r");
        }
        terminal.until("a prompt", |terminal| terminal.shown().ends_with("\n>>>"));
    };
    type_keys(
        &mut terminal,
        &[
            ("if 1 > 2 {", ">>> if 1 > 2 {"),
            ("1", "...     1"),
            ("} else {", "... } else {"),
            ("2", "...     2"),
            ("}", "... }"),
        ],
    );
    terminal.until_shown("... }\n2\n>>>");
    type_keys(
        &mut terminal,
        &[
            (
                "let f = thread_pool(1).submit(|| {",
                ">>> let f = thread_pool(1).submit(|| {",
            ),
            ("3", "...         3"),
            ("});", "...     });"),
        ],
    );
    assert_eq!(answer(&mut terminal, "f.result()"), "3");
    type_keys(
        &mut terminal,
        &[
            ("[", ">>> ["),
            ("4", "...     4"),
            ("].len()", "... ].len()"),
        ],
    );
    terminal.until_shown("... ].len()\n1\n>>>");
}

#[test]
fn an_empty_line_gives_up() {
    let mut terminal = shell(&[]);
    terminal.line("print((1 +");
    terminal.until_shown("\n...");
    terminal.line("");
    terminal.until_seen("error[SyntaxError]");
    terminal.until_shown(">>>");
    assert_eq!(answer(&mut terminal, "1"), "1");
}

#[test]
fn ctrl_d_in_an_empty_line_gives_up() {
    let mut terminal = shell(&[]);
    terminal.line("fn f() {");
    terminal.until_shown("\n...");
    next_prompt(&mut terminal, "\u{4}");
    terminal.until_seen("error[SyntaxError]");
    assert_eq!(answer(&mut terminal, "1"), "1");
}

#[test]
fn ctrl_c_clears_what_is_typed() {
    let mut terminal = shell(&[]);
    terminal.keys("let half = ");
    terminal.until_shown("half =");
    next_prompt(&mut terminal, CTRL_C);
    terminal.until_shown(">>> let half =\n>>>");
    terminal.line("if true {");
    terminal.until_shown("\n...");
    next_prompt(&mut terminal, CTRL_C);
    terminal.until_shown("...\n>>>");
    assert_eq!(answer(&mut terminal, "2"), "2");
    terminal.keys("\u{4}");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn a_paste_is_one_input() {
    let mut terminal = shell(&[]);
    terminal.keys("\u{1b}[200~fn f() {\n    let a = 1;\n\n    a + 1\n}\u{1b}[201~\r");
    terminal.until_shown("}\n>>>");
    assert_eq!(answer(&mut terminal, "f()"), "2");
}

#[test]
fn names_are_completed() {
    let mut terminal = shell(&[]);
    assert_eq!(answer(&mut terminal, "let pool = thread_pool(1)"), "");
    assert_eq!(
        answer(&mut terminal, "let row = #{price: 7, size: #{wide: 1}}"),
        ""
    );
    assert_eq!(answer(&mut terminal, "fn doubled(n) { 2 * n }"), "");
    for (begun, completed) in [
        ("thread_p", "thread_pool("),
        ("doub", "doubled("),
        ("ro", "row"),
        ("pool.sub", "pool.submit("),
        ("pool.submit(|| 1).exc", "pool.submit(|| 1).exception("),
        ("row.pri", "row.price"),
        ("row.size.wi", "row.size.wide"),
        ("thread_pool(#{max_w", "thread_pool(#{max_workers:"),
        ("FIRST_E", "FIRST_EXCEPTION"),
        (":timel", ":timeline"),
    ] {
        // `ro` begins several names.
        let keys = if begun == "ro" { "row" } else { begun };
        terminal.keys(&format!("{keys}{TAB}"));
        terminal.until(completed, |terminal| {
            let shown = terminal.shown();
            shown
                .lines()
                .last()
                .is_some_and(|line| line.starts_with(&format!(">>> {completed}")))
        });
        next_prompt(&mut terminal, CTRL_C);
    }
}

#[test]
fn several_names_are_listed() {
    let mut terminal = shell(&[]);
    terminal.keys(&format!("let q = queue(); q.is_{TAB}"));
    terminal.until_seen("is_empty(   is_full(    is_shared(");
    terminal.until_shown("q.is_");
    terminal.keys(&format!("f{TAB}"));
    terminal.until(">>> … q.is_full(", |terminal| {
        terminal.shown().contains("q.is_full(")
    });
}

#[test]
fn a_long_list_asks_nothing() {
    let mut terminal = shell(&[]);
    terminal.keys(&format!("|z| z.{TAB}"));
    terminal.until_shown(" more\n>>> |z| z.");
    next_prompt(&mut terminal, CTRL_C);
    assert_eq!(answer(&mut terminal, "1"), "1");
}

#[test]
fn files_are_completed() {
    let folder = super::support::own_folder("files");
    std::fs::write(folder.join("lesson.rhai"), "let lesson = 5;").unwrap();
    let mut terminal = shell(&[]);
    terminal.keys(&format!(":load repl_files/le{TAB}"));
    terminal.until_shown(":load repl_files/lesson.rhai");
    terminal.keys("\r");
    terminal.until_shown("lesson.rhai\n>>>");
    assert_eq!(answer(&mut terminal, "lesson"), "5");
}

#[test]
fn a_call_is_explained_while_it_is_typed() {
    let mut terminal = shell(&[]);
    terminal.keys("sleep(");
    terminal.until_shown(">>> sleep(   sleep(time: seconds)");
    // It is only shown.
    assert_eq!(terminal.cursor().1, 10);
    terminal.keys("0)\r");
    terminal.until_shown(">>> sleep(0)\n>>>");
}

#[test]
fn colours_say_what_is_what() {
    let mut terminal = shell(&["--color=always"]);
    terminal.keys("let x = sleep(\"abc\", 15); // why");
    terminal.until_shown("// why");
    for (text, colour) in [
        ("let", 5),
        ("sleep(", 6),
        ("\"abc\"", 2),
        ("15", 3),
        (">>>", 2),
    ] {
        assert_eq!(terminal.colour_of(text), Color::Idx(colour), "{text}");
    }
    assert_eq!(terminal.colour_of("x ="), Color::Default);
    next_prompt(&mut terminal, CTRL_C);
    // A bracket and its partner stand out.
    terminal.keys(&format!("(1){LEFT}"));
    terminal.until("an underline", |terminal| {
        terminal.written.contains("\u{1b}[1;4m(\u{1b}[0m")
    });
}

#[test]
fn without_colours_there_are_none() {
    let colours = |written: &str| {
        let mut parts = written.split("\u{1b}[").skip(1);
        let digits = |char: char| char.is_ascii_digit() || char == ';';
        parts.any(|part| part.trim_start_matches(digits).starts_with('m'))
    };
    let mut terminal = shell(&["--color=never"]);
    answer(&mut terminal, "let x = \"a\"; zebra()");
    assert!(!colours(&terminal.written), "{:?}", terminal.written);
    let mut terminal = shell(&["--color=always"]);
    terminal.line("let x = 1;");
    terminal.until_shown("1;\n>>>");
    assert!(colours(&terminal.written));
}

#[test]
fn a_narrow_terminal_is_enough() {
    let mut terminal = shell_of(&[], 20, 10);
    terminal.line("let long = \"0123456789012345678901234567890\"");
    terminal.until_shown("890\"\n>>>");
    terminal.line("long");
    terminal.until_shown("long\n\"0123456789012345678901234567890\"\n>>>");
    terminal.line("fn f() {");
    terminal.line("[10000, 20000, 30000, 40000]");
    terminal.line("}");
    terminal.until_shown("}\n>>>");
    terminal.keys("f()");
    terminal.until_shown(">>> f()");
    terminal.keys("\r");
    terminal.until_shown("[\n    10000,\n    20000,\n    30000,\n    40000,\n]\n>>>");
}

#[test]
fn a_terminal_may_change_its_size() {
    let mut terminal = shell_of(&[], 60, 10);
    terminal.keys("let a = [10000, 20000, 30000]");
    terminal.until_shown("30000]");
    terminal.resize(40, 12);
    terminal.keys("; a");
    terminal.until_shown("30000]; a");
    terminal.keys("\r");
    terminal.until_shown("[10000, 20000, 30000]\n>>>");
    terminal.resize(20, 12);
    terminal.line("a");
    terminal.until_shown(">>> a\n[\n    10000,\n    20000,\n    30000,\n]\n>>>");
}

#[test]
fn a_key_that_is_no_utf_8_costs_a_line_and_not_the_session() {
    let mut terminal = shell(&[]);
    assert_eq!(answer(&mut terminal, "let x = 41"), "");
    terminal.keys("x + ");
    terminal.bytes(b"\xff");
    terminal.until_seen("is not UTF-8");
    terminal.until_shown("\n>>>");
    assert_eq!(answer(&mut terminal, "x + 1"), "42");
    terminal.line(":quit");
    assert_eq!(terminal.end(), 0);
}
