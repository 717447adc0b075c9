//! Proves that the walk understands what the engine understands, and that nothing makes it fail.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Interpreter;
use crate::check::program::{Program, TokenKind, lex};
use crate::{source, statements};

fn scripts(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of scripts") {
        let path = entry.expect("an entry of it").path();
        if path.is_dir() {
            scripts(&path, found);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "rhai")
        {
            found.push(path);
        }
    }
}

fn all_scripts() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    scripts(Path::new("../../scripts"), &mut found);
    found.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a script");
        (path, source::normalize(&text))
    };
    found.into_iter().map(read).collect()
}

/// What does the engine take, and the walk not?
fn is_missed(interpreter: &Interpreter, text: &str) -> bool {
    let (engine, _) = interpreter.for_checks();
    let is_understood = Program::of(&lex(text).0).is_some();
    !is_understood && statements::compile(&engine, text).is_ok()
}

#[test]
fn every_script_is_understood() {
    let interpreter = Interpreter::new();
    let scripts = all_scripts();
    assert!(scripts.len() > 70);
    for (path, text) in scripts {
        assert!(!is_missed(&interpreter, &text), "{}", path.display());
    }
}

#[test]
fn scripts_without_a_few_tokens_are_understood_where_the_engine_does() {
    let interpreter = Interpreter::new();
    let (engine, _) = interpreter.for_checks();
    let mut n_taken = 0;
    for (path, text) in all_scripts().into_iter().step_by(5) {
        let (tokens, _) = lex(&text);
        for skipped in (0..tokens.len()).step_by(7) {
            let lines: Vec<&str> = text.split_inclusive('\n').collect();
            let Some(span) = tokens.get(skipped).map(|token| token.span) else {
                continue;
            };
            let mut without = String::new();
            for (index, line) in lines.iter().enumerate() {
                let number = index + 1;
                for (column, char) in line.chars().enumerate() {
                    let at = (number, column + 1);
                    let first = (span.first_line(), span.first_column());
                    let last = (span.last_line(), span.last_column());
                    if at < first || at > last {
                        without.push(char);
                    }
                }
            }
            n_taken += usize::from(statements::compile(&engine, &without).is_ok());
            assert!(
                !is_missed(&interpreter, &without),
                "{} without {span}",
                path.display()
            );
        }
    }
    assert!(n_taken > 30, "{n_taken}");
}

#[test]
fn what_the_grammar_has_is_understood() {
    let interpreter = Interpreter::new();
    let (engine, _) = interpreter.for_checks();
    for text in [
        "let a = 1; a += 2; a **= 2; a <<= 1; print(-a ** 2);",
        "let m = #{a: 1, \"b c\": [1, 2.5, 1e3, 0xff, 1_000, 'x', '\\'']}; m.a = 2; m[\"b c\"][0] = 1;",
        "let s = `a ${`b ${1 + 1} c`} d ${#{x: 1}.x}`; s.len() + s?.len();",
        "let x = if true { 1 } else if false { 2 } else { 3 }; x",
        "switch 3 { 1 | 2 => 5, 3 if true => { 6 } 4..7 => 7, _ => throw 1 }",
        "for (x, i) in [1, 2] { if i > 1 { break; } continue; }",
        "let y = loop { break 3; }; do { y -= 1; } while y > 0; do { y += 1 } until y > 2;",
        "let f = |x, y| x + y; let g = || 1; f.call(g.call(), 2); [1].map(|x| x * 2)",
        "fn int.double() { this * 2 } private fn g() { 4 } 4.double() + g()",
        "try { throw 1; } catch (e) { print(e); } try { 1 } catch { 2 }",
        "with thread_pool(1) as pool { pool.submit(|| 1) }\n[1].len()",
        "let a = with lock() { 1 }\n- 1; a",
        "with lock() { with lock() { 1 } }\n(1 + 2).max(1)",
        "let x = () ?? throw 5; let y = x ?? 1; y in [1] && 2 !in [3]",
        "fn f(a) { a } f!(1); let v = 1.max(2) + 1..2.len();",
        "let xs = [1, 2, 3]; xs.extract(1..); xs.extract(..2); xs.extract(1..=2);",
        "const A = 5; fn f() { global::A } f()",
        "let _ = 1; for _ in 0..3 { } let f = |_, x| x;",
        "log.debug(\"x\"); let t = #\"raw \"quoted\" text\"#; t",
        "let s = `\\${no} ``quoted`` `; /* a /* b */ c */ s // end",
        "let a = [1,\n2,\n]; a[0]; a?[1]; a[-1]; ({ let z = 2; z }) + 1",
        "return 5;",
    ] {
        assert!(
            statements::compile(&engine, text).is_ok(),
            "no script: {text}"
        );
        assert!(
            Program::of(&lex(text).0).is_some(),
            "not understood: {text}"
        );
    }
}

#[test]
fn any_text_has_tokens_that_end_with_it() {
    for text in [
        "",
        "\u{feff}",
        "/*",
        "`${",
        "\"",
        "'",
        "#\"",
        "`${`${",
        "é…\u{0}",
        "0x",
        "1e+",
        "1.",
    ] {
        let (tokens, _) = lex(text);
        let last = tokens.last().map(|token| token.kind.clone());
        assert_eq!(last, Some(TokenKind::End), "{text:?}");
        let _ = Program::of(&tokens);
    }
}
