//! Nothing makes the checker fail: texts that are cut off, lines that are missing, deep nesting, long scripts.

use std::fs;
use std::path::Path;

use futures_script::{Code, Interpreter};

fn script(path: &str) -> String {
    fs::read_to_string(Path::new("../../scripts").join(path)).expect("a script")
}

#[test]
fn every_beginning_of_a_script() {
    let interpreter = Interpreter::new();
    for path in [
        "hello.rhai",
        "notebook/lock.rhai",
        "patterns/07_callbacks.rhai",
    ] {
        let text = script(path);
        for (end, _) in text.char_indices() {
            let findings = interpreter.check("cut.rhai", &text[..end]);
            let n_syntax = findings
                .iter()
                .filter(|finding| finding.code() == Code::SyntaxError)
                .count();
            // Where the text is none, nothing else can be said of it.
            assert!(n_syntax == 0 || findings.len() == 1, "{path} up to {end}");
        }
    }
}

#[test]
fn scripts_without_one_of_their_lines() {
    let interpreter = Interpreter::new();
    for path in [
        "tour.rhai",
        "concepts/errors.rhai",
        "programs/02_futures.rhai",
        "programs/04_thread_pool.rhai",
    ] {
        let text = script(path);
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        for missing in 0..lines.len() {
            let without: String = lines
                .iter()
                .enumerate()
                .filter(|(index, _)| *index != missing)
                .map(|(_, line)| *line)
                .collect();
            for finding in interpreter.check("missing.rhai", &without) {
                let span = finding.span();
                assert!(span.first_line() <= lines.len(), "{path} without {missing}");
            }
        }
    }
}

#[test]
fn deep_nesting() {
    let interpreter = Interpreter::new();
    for n in [10, 30, 60, 100, 1000, 10_000] {
        for (open, inner, close) in [
            ("(", "1", ")"),
            ("[", "1", "]"),
            ("{ ", "1", " }"),
            ("|| ", "1", ""),
            ("-", "1", ""),
            ("#{a: ", "1", "}"),
            ("if true { ", "1", " }"),
            ("`${", "1", "}`"),
            ("f(", "1", ")"),
            ("", "[1]", ".len()"),
            ("", "x", "[0]"),
            ("", "1", " + 1"),
            ("/*", " ", "*/"),
        ] {
            let text = format!("let x = 1; {}{inner}{}", open.repeat(n), close.repeat(n));
            let _ = interpreter.check("deep.rhai", &text);
        }
    }
}

#[test]
fn ten_thousand_lines() {
    let mut text = String::new();
    for n in 0..1_000 {
        text += &format!(
            "fn work_{n}(items, pool) {{
    let total = 0;
    for item in items {{
        total += item * {n};
    }}
    let futures = items.map(|item| pool.submit(|item| item + {n}, item));
    let sum_{n} = gather(futures).reduce(|sum, value| sum + value, total);
    `the sum is ${{sum_{n}}}`
}}
let result_{n} = work_{n}([1, 2, 3], thread_pool(2)); print(result_{n});
"
        );
    }
    text += "print(result_1000);";
    let findings = Interpreter::new().check("long.rhai", &text);
    let [finding] = &findings[..] else {
        panic!("{findings:?}");
    };
    assert_eq!(finding.message(), "no variable `result_1000`");
    assert_eq!(finding.span().first_line(), 10_001);
}
