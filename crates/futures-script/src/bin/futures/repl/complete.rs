//! What may be typed next: for the Tab key, and as a hint behind the cursor.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::repl::colon::{self, Argument};
use crate::repl::names::{Names, Type};
use crate::repl::tokens::{Token, What, is_word, partner, tokens};
use crate::repl::types;

/// What a word that has been begun may become.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Completion {
    /// Where the word begins, in bytes.
    pub(crate) start: usize,
    /// What may stand there.
    pub(crate) words: Vec<String>,
}

/// What may stand at the end of `text`, which is the input as far as the cursor.
pub(crate) fn complete(text: &str, names: &Names) -> Completion {
    let start = text
        .char_indices()
        .rev()
        .take_while(|(_, char)| is_word(*char))
        .last()
        .map_or(text.len(), |(at, _)| at);
    if let Some(command) = text.trim_start().strip_prefix(':') {
        return of_command(text, command, start, names);
    }
    of_input(text, start, names)
}

fn of_input(text: &str, start: usize, names: &Names) -> Completion {
    let all = tokens(&text[..start]);
    let none = Completion {
        start,
        words: Vec::new(),
    };
    // Inside of a text or a remark nothing is known, nor in a number.
    let is_inside = all.last().is_some_and(|last| {
        let is_open = last.at + last.text.len() == start && !ends(last);
        matches!(last.what, What::Text | What::Comment) && is_open
    });
    if is_inside || text[start..].starts_with(|char: char| char.is_ascii_digit()) {
        return none;
    }
    let tokens: Vec<Token<'_>> = all
        .into_iter()
        .filter(|token| token.what != What::Comment)
        .collect();
    let candidates = match tokens.split_last() {
        Some((dot, before)) if matches!(dot.text, "." | "?.") => {
            // In `0..5` nobody wants a method.
            if before.last().is_none_or(|last| last.text == ".") {
                return none;
            }
            names.members(&types::of_end(before, names))
        }
        Some((sign, _)) if sign.text == "::" => return none,
        _ => match option_names(&tokens, names) {
            Some(options) if !options.is_empty() => options,
            _ => names.beginnings(),
        },
    };
    Completion {
        start,
        words: beginning_with(&text[start..], candidates),
    }
}

/// Is the text or remark finished?
fn ends(token: &Token<'_>) -> bool {
    let text = token.text;
    match token.what {
        What::Comment => text.starts_with("/*") && text.len() > 3 && text.ends_with("*/"),
        _ => text.len() > 1 && text.ends_with(['"', '`', '\'', '#']),
    }
}

fn beginning_with(begun: &str, candidates: BTreeSet<String>) -> Vec<String> {
    let found = candidates
        .into_iter()
        .filter(|name| name.starts_with(begun));
    found.collect()
}

/// The options that may be named here, if a map of options is open here and a name is to follow.
fn option_names(tokens: &[Token<'_>], names: &Names) -> Option<BTreeSet<String>> {
    let last = tokens.last()?;
    if !matches!(last.text, "#{" | ",") {
        return None;
    }
    let map = innermost(tokens).filter(|map| tokens[*map].text == "#{")?;
    let call = innermost(&tokens[..map]).filter(|call| tokens[*call].text == "(")?;
    let (name, receiver) = called(&tokens[..call], names)?;
    let mut options = names.options(name, receiver.as_ref());
    let given = tokens[map..].windows(2).filter(|two| two[1].text == ":");
    for two in given {
        options.remove(two[0].text);
    }
    Some(
        options
            .into_iter()
            .map(|name| format!("{name}: "))
            .collect(),
    )
}

/// The last bracket that is open.
fn innermost(tokens: &[Token<'_>]) -> Option<usize> {
    let mut at = tokens.len();
    while let Some(before) = at.checked_sub(1) {
        match tokens[before].text {
            "(" | "[" | "{" | "#{" if tokens[before].what == What::Sign => return Some(before),
            ")" | "]" | "}" if tokens[before].what == What::Sign => at = partner(tokens, before)?,
            _ => at = before,
        }
    }
    None
}

/// What is called by a bracket behind the last token, and on what, if on something.
fn called<'t>(tokens: &[Token<'t>], names: &Names) -> Option<(&'t str, Option<Type>)> {
    let (name, before) = tokens.split_last()?;
    if name.what != What::Word {
        return None;
    }
    let receiver = match before.split_last() {
        Some((dot, of)) if matches!(dot.text, "." | "?.") => Some(types::of_end(of, names)),
        _ => None,
    };
    Some((name.text, receiver))
}

/// How the call is written in which the cursor is, at the end of `text`.
pub(crate) fn usage(text: &str, names: &Names) -> Option<String> {
    let tokens = tokens(text);
    if tokens
        .last()
        .is_some_and(|last| matches!(last.what, What::Text | What::Comment) && !ends(last))
    {
        return None;
    }
    let mut open = innermost(&tokens)?;
    // A map of options stands within the call.
    if tokens[open].text == "#{" {
        open = innermost(&tokens[..open])?;
    }
    if tokens[open].text != "(" {
        return None;
    }
    let (name, receiver) = called(&tokens[..open], names)?;
    names.usage(name, receiver.as_ref())
}

fn of_command(text: &str, command: &str, start: usize, names: &Names) -> Completion {
    let Some((name, argument)) = command.split_once(char::is_whitespace) else {
        let commands = colon::COMMANDS
            .iter()
            .map(|command| command.name.to_owned());
        return Completion {
            start,
            words: beginning_with(command, commands.collect()),
        };
    };
    match colon::find(name.trim_end_matches('!')).map(|command| command.argument) {
        Ok(Argument::File) => {
            let begun = argument.trim_start();
            Completion {
                start: text.len() - begun.len(),
                words: files(begun),
            }
        }
        Ok(Argument::Topic) => {
            let begun = argument.trim_start();
            let topics = names.topics().iter().cloned().collect();
            Completion {
                start: text.len() - begun.len(),
                words: beginning_with(begun, topics),
            }
        }
        Ok(Argument::Input) => {
            let skipped = text.len() - argument.len();
            let mut found = of_input(argument, start.saturating_sub(skipped), names);
            found.start += skipped;
            found
        }
        _ => Completion {
            start,
            words: Vec::new(),
        },
    }
}

/// The files and folders whose paths begin so; folders end with a slash.
fn files(begun: &str) -> Vec<String> {
    let (folder, _) = match begun.rfind('/') {
        Some(slash) => begun.split_at(slash + 1),
        None => ("", begun),
    };
    let looked_in = if folder.is_empty() { "." } else { folder };
    let entries = fs::read_dir(Path::new(looked_in))
        .into_iter()
        .flatten()
        .flatten();
    let paths = entries.filter_map(|entry| {
        let slash = if entry.path().is_dir() { "/" } else { "" };
        let name = entry.file_name().into_string().ok()?;
        let is_shown = !name.starts_with('.') || begun[folder.len()..].starts_with('.');
        is_shown.then(|| format!("{folder}{name}{slash}"))
    });
    beginning_with(begun, paths.collect())
}

#[cfg(test)]
mod tests {
    use futures_script::Interpreter;

    use super::{complete, usage};
    use crate::repl::names::{Names, Type};

    fn names() -> Names {
        let mut names = Names::of(&Interpreter::new().reference());
        let variables = &mut names.own.variables;
        variables.insert("pool".to_owned(), Type::of_word("ThreadPool"));
        let mut row = Type::of_word("map");
        row.keys.insert("price".to_owned(), Type::of_word("int"));
        row.keys.insert("odd key".to_owned(), Type::of_word("int"));
        variables.insert("row".to_owned(), row);
        names.own.functions = vec![("double".to_owned(), "double(n)".to_owned())];
        names
    }

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let found = complete(text, &names());
        let words: Vec<&str> = found.words.iter().map(String::as_str).collect();
        assert_eq!(words, expect, "{text}");
        assert!(
            words
                .iter()
                .all(|word| word.starts_with(&text[found.start..])),
            "{text}"
        );
    }

    #[test]
    fn names_that_begin_so() {
        check("thread_p", &["thread_pool("]);
        check("print(dou", &["double("]);
        check("let x = po", &["pool"]);
        check("FIRST_", &["FIRST_COMPLETED", "FIRST_EXCEPTION"]);
        check("swi", &["switch"]);
        check("zebra", &[]);
    }

    #[test]
    fn what_a_value_has() {
        check("pool.sub", &["submit("]);
        check("pool.submit(|| 1).exc", &["exception("]);
        check("row.pr", &["price"]);
        check("row.price.abs", &["abs("]);
        check("row.od", &[]);
        check("pool.kill", &[]);
        check("let q = queue(); q.task_", &["task_done("]);
        check("0..5", &[]);
        check("5.ab", &["abs("]);
    }

    #[test]
    fn options_of_a_call() {
        check("thread_pool(#{max_w", &["max_workers: "]);
        check("wait([f], #{", &["return_when: ", "timeout: "]);
        check("wait([f], #{timeout: 1, ", &["return_when: "]);
        check("wait([f], #{return_when: FIRST_E", &["FIRST_EXCEPTION"]);
        check("pool.map(|n| n, [1], #{chunk", &["chunksize: "]);
    }

    #[test]
    fn nothing_inside_of_texts() {
        check("print(\"thread_p", &[]);
        check("// thread_p", &[]);
        check("x = 1 /* thread_p", &[]);
        check("print(\"a\" + thread_p", &["thread_pool("]);
    }

    #[test]
    fn commands() {
        check(":pool", &["pools"]);
        check(":time thread_p", &["thread_pool("]);
        check(":time pool.sub", &["submit("]);
        check(":help thread_p", &["thread_pool"]);
        check(":load Cargo.t", &["Cargo.toml"]);
        check(":zebra x", &[]);
    }

    #[test]
    fn how_a_call_is_written() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(usage(text, &names()).as_deref(), expect, "{text}");
        };
        check("double(", Some("double(n)"));
        check("sleep(1", Some("sleep(time: seconds)"));
        check("print(sleep(1), ", Some("print(what?: any)"));
        check(
            "thread_pool(#{max_workers: ",
            usage("thread_pool(", &names()).as_deref(),
        );
        check("(", None);
        check("sleep(1)", None);
    }
}
