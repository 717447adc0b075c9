//! What is said of each code, and its examples.

use futures_script::{Code, Interpreter};

use crate::support::run;

#[test]
fn each_example_has_exactly_its_finding_and_the_mended_one_none() {
    let interpreter = Interpreter::new();
    let codes = |script: &str| {
        let findings = interpreter.check("example.rhai", script);
        findings
            .iter()
            .map(|found| found.code())
            .collect::<Vec<_>>()
    };
    for code in Code::all() {
        let explanation = code.explanation();
        assert_eq!(codes(explanation.example()), [*code], "{code}");
        assert_eq!(codes(explanation.mended()), [], "{code}, mended");
    }
}

#[test]
fn each_mended_example_ends_well() {
    for code in Code::all() {
        let outcome = run(code.explanation().mended());
        if let Err(error) = outcome.result {
            panic!("{code}: {}", error.report());
        }
    }
}

#[test]
fn each_code_is_explained_in_sentences() {
    for code in Code::all() {
        let explanation = code.explanation();
        for text in [
            explanation.summary(),
            explanation.meaning(),
            explanation.reason(),
        ] {
            assert!(text.ends_with('.'), "{code}: {text}");
            assert!(
                text.starts_with(|char: char| char.is_uppercase() || char == '`'),
                "{code}: {text}"
            );
        }
        assert!(
            explanation.summary().len() < 70,
            "{code}: a line of the list"
        );
    }
}

/// What comments allow is not found, and the sentence that says so tells the truth.
#[test]
fn each_finding_can_be_silenced_as_is_said() {
    let interpreter = Interpreter::new();
    for code in Code::all() {
        let example = code.explanation().example();
        let [found] = &interpreter.check("example.rhai", example)[..] else {
            panic!("{code} has one finding");
        };
        let comment = format!(" // check: allow({code})");
        if !code.silenced_by().contains(comment.trim()) {
            assert_eq!(*code, Code::SyntaxError);
            continue;
        }
        let mut lines: Vec<String> = example.lines().map(str::to_owned).collect();
        let line = found.span().first_line() - 1;
        match lines[line].contains("//") {
            true => lines.insert(line, comment),
            false => lines[line] += &comment,
        }
        assert_eq!(
            interpreter.check("example.rhai", &lines.join("\n")),
            [],
            "{code}"
        );
    }
}
