//! What was entered and worked, as a script.

use crate::repl::tokens::{Token, What, partner, tokens};

/// The name by which an input finds the value of the one before.
pub(crate) const LAST_VALUE: &str = "ans";

/// The inputs of a session that have worked.
#[derive(Debug, Default)]
pub(crate) struct Entered(Vec<Input>);

#[derive(Debug)]
struct Input {
    text: String,
    /// Did it give a value, which the next ones could use?
    has_value: bool,
}

impl Entered {
    /// Adds an input that has worked.
    pub(crate) fn add(&mut self, text: &str, has_value: bool) {
        self.0.push(Input {
            text: text.trim().to_owned(),
            has_value,
        });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of it as a script. Of a function that was defined again only the last definition is left, as a script may have
    /// one only.
    pub(crate) fn script(&self) -> String {
        let mut script = String::new();
        for (index, input) in self.0.iter().enumerate() {
            let later = self.0[index + 1..].iter();
            let redefined: Vec<(String, usize)> = later
                .flat_map(|input| functions(&input.text))
                .map(|found| found.id)
                .collect();
            let text = without(&input.text, &redefined);
            let statement = as_statement(&text);
            if statement.is_empty() {
                continue;
            }
            if input.has_value && self.is_value_used(index) && can_be_value(&text) {
                script.push_str(&format!("let {LAST_VALUE} = "));
            }
            script.push_str(&statement);
            script.push('\n');
        }
        script
    }

    /// Does a later input use the value of this one?
    fn is_value_used(&self, index: usize) -> bool {
        for input in &self.0[index + 1..] {
            if tokens(&input.text)
                .iter()
                .any(|token| token.text == LAST_VALUE)
            {
                return true;
            }
            if input.has_value {
                return false;
            }
        }
        false
    }
}

/// The text with a semicolon at its end, as statements need that something follows.
fn as_statement(text: &str) -> String {
    let all = tokens(text);
    let last = all.iter().rfind(|token| token.what != What::Comment);
    match last {
        None => text.to_owned(),
        Some(last) if last.text == ";" || is_function(&all) => text.to_owned(),
        Some(last) => {
            let end = last.at + last.text.len();
            format!("{};{}", &text[..end], &text[end..])
        }
    }
}

/// Does it define functions and nothing else?
fn is_function(all: &[Token<'_>]) -> bool {
    let last = all.iter().rposition(|token| token.what != What::Comment);
    let found = last.filter(|last| all[*last].text == "}").and_then(|last| {
        let open = partner(all, last)?;
        // `fn name(…) {`
        let closed = open
            .checked_sub(1)
            .filter(|closed| all[*closed].text == ")")?;
        let name = partner(all, closed)?.checked_sub(1)?;
        name.checked_sub(1).filter(|word| all[*word].text == "fn")
    });
    found.is_some()
}

/// Is it an expression, and no statement that has no value of its own?
fn can_be_value(text: &str) -> bool {
    let all = tokens(text);
    let is_statement =
        |token: &Token<'_>| matches!(token.text, ";" | "let" | "const" | "fn" | "import" | "with");
    let mut depth = 0_usize;
    for token in &all {
        match token.text {
            "(" | "[" | "{" | "#{" if token.what == What::Sign => depth += 1,
            ")" | "]" | "}" if token.what == What::Sign => depth = depth.saturating_sub(1),
            _ if depth == 0 && is_statement(token) => return false,
            _ => {}
        }
    }
    true
}

/// A function that an input defines.
struct Function {
    /// Its name and how many parameters it has.
    id: (String, usize),
    /// Where its definition stands, in bytes.
    start: usize,
    end: usize,
}

fn functions(text: &str) -> Vec<Function> {
    let all = tokens(text);
    let all: Vec<Token<'_>> = all
        .into_iter()
        .filter(|token| token.what != What::Comment)
        .collect();
    let mut found = Vec::new();
    for index in 0..all.len() {
        let [word, name, open, ..] = &all[index..] else {
            break;
        };
        if word.text != "fn" || open.text != "(" {
            continue;
        }
        let parts = partner(&all, index + 2).and_then(|closed| {
            let brace = closed + 1;
            Some((closed, partner(&all, brace)?))
        });
        if let Some((closed, end)) = parts {
            let params = all[index + 3..closed]
                .iter()
                .filter(|token| token.what == What::Word);
            let is_private = index > 0 && all[index - 1].text == "private";
            found.push(Function {
                id: (name.text.to_owned(), params.count()),
                start: if is_private {
                    all[index - 1].at
                } else {
                    word.at
                },
                end: all[end].at + 1,
            });
        }
    }
    found
}

/// The text without the definitions of these functions.
fn without(text: &str, ids: &[(String, usize)]) -> String {
    let mut rest = text.to_owned();
    for function in functions(text).into_iter().rev() {
        if ids.contains(&function.id) {
            rest.replace_range(function.start..function.end, "");
        }
    }
    rest.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::Entered;

    #[track_caller]
    fn check(inputs: &[(&str, bool)], expect: &str) {
        let mut entered = Entered::default();
        for (text, has_value) in inputs {
            entered.add(text, *has_value);
        }
        assert_eq!(entered.script(), expect);
    }

    #[test]
    fn inputs_become_statements() {
        check(
            &[
                ("let x = 1", false),
                ("x += 1;", false),
                ("print(x) // two", false),
            ],
            "let x = 1;\nx += 1;\nprint(x); // two\n",
        );
        check(
            &[
                ("fn f(a) {\n    a\n}", false),
                ("#{a: 1}", true),
                ("if true { 1 }", true),
            ],
            "fn f(a) {\n    a\n}\n#{a: 1};\nif true { 1 };\n",
        );
        check(&[("// a remark", false)], "// a remark\n");
    }

    #[test]
    fn the_last_value_is_kept_where_it_is_used() {
        check(
            &[
                ("6 * 7", true),
                ("let y = 0", false),
                ("ans + 1", true),
                ("1; 2", true),
                ("ans", true),
            ],
            "let ans = 6 * 7;\nlet y = 0;\nans + 1;\n1; 2;\nans;\n",
        );
    }

    #[test]
    fn functions_are_defined_once() {
        check(
            &[
                ("fn f(a) { 1 }", false),
                ("fn f(a, b) { 2 } let x = f(1)", false),
                ("fn f(a) { 3 }", false),
            ],
            "fn f(a, b) { 2 } let x = f(1);\nfn f(a) { 3 }\n",
        );
    }
}
