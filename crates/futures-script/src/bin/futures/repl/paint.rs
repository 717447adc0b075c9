//! The colours of an input while it is typed.

use crate::repl::continued;
use crate::repl::names::Names;
use crate::repl::tokens::{Token, What, partner, tokens};

const WORD: &str = "35";
const FUNCTION: &str = "36";
const TEXT: &str = "32";
const NUMBER: &str = "33";
const ASIDE: &str = "2";
/// A bracket and its partner: bold and underlined.
const PARTNER: &str = "1;4";

/// Paints inputs, or leaves them as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Paint {
    Colours,
    Plain,
}

impl Paint {
    /// What the editor shows of its `text`: with continuation prompts, and in colours. The bracket at the cursor and its
    /// partner stand out, unless there is no cursor any more.
    pub(crate) fn input(self, text: &str, cursor: Option<usize>, names: &Names) -> String {
        let mut painted = String::new();
        if let (Paint::Colours, false) = (self, text.trim_start().starts_with(':')) {
            let all = tokens(text);
            let brackets = cursor.and_then(|cursor| brackets(&all, cursor));
            let mut end = 0;
            for (index, token) in all.iter().enumerate() {
                painted.push_str(&text[end..token.at]);
                let is_bracket = brackets.is_some_and(|(one, other)| [one, other].contains(&index));
                let style = if is_bracket {
                    Some(PARTNER)
                } else {
                    style(&all, index, names)
                };
                painted.push_str(&styled(style, token.text));
                end = token.at + token.text.len();
            }
            painted.push_str(&text[end..]);
        } else {
            painted.push_str(text);
        }
        let places = continued::FILLER
            .to_string()
            .repeat(continued::PROMPT.len());
        let prompt = self.aside(continued::PROMPT);
        // Of a place that somebody has cut into, the rest is blank.
        painted
            .replace(&places, &prompt)
            .replace(continued::FILLER, " ")
    }

    /// The prompt.
    pub(crate) fn prompt(self, text: &str) -> String {
        self.painted("1;32", text)
    }

    /// What is beside the point.
    pub(crate) fn aside(self, text: &str) -> String {
        self.painted(ASIDE, text)
    }

    fn painted(self, style: &str, text: &str) -> String {
        match self {
            Paint::Colours => styled(Some(style), text),
            Paint::Plain => text.to_owned(),
        }
    }
}

/// The bracket at or before the cursor, and its partner.
fn brackets(tokens: &[Token<'_>], cursor: usize) -> Option<(usize, usize)> {
    let at = |at: usize| tokens.iter().position(|token| token.at == at);
    let under = at(cursor).and_then(|index| Some((index, partner(tokens, index)?)));
    let before = || {
        let ends = |token: &Token<'_>| token.at + token.text.len() == cursor;
        let index = tokens.iter().position(ends)?;
        Some((index, partner(tokens, index)?))
    };
    under.or_else(before)
}

fn style(tokens: &[Token<'_>], index: usize, names: &Names) -> Option<&'static str> {
    let token = &tokens[index];
    let is_behind_dot = index > 0 && matches!(tokens[index - 1].text, "." | "?.");
    match token.what {
        What::Word if is_behind_dot => names.is_method(token.text).then_some(FUNCTION),
        What::Word if names.is_word(token.text) => Some(WORD),
        What::Word => names.is_function(token.text).then_some(FUNCTION),
        What::Number => Some(NUMBER),
        What::Text => Some(TEXT),
        What::Comment => Some(ASIDE),
        What::Sign => None,
    }
}

/// Line by line, so that what stands at the beginning of a line has colours of its own.
fn styled(style: Option<&str>, text: &str) -> String {
    let Some(style) = style else {
        return text.to_owned();
    };
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| {
            let places = line.len() - line.trim_start_matches(continued::FILLER).len();
            let (place, rest) = line.split_at(places);
            if rest.is_empty() {
                place.to_owned()
            } else {
                format!("{place}\u{1b}[{style}m{rest}\u{1b}[0m")
            }
        })
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use futures_script::Interpreter;

    use super::Paint;
    use crate::repl::continued::in_editor;
    use crate::repl::names::Names;

    #[track_caller]
    fn check(text: &str, cursor: Option<usize>, expect: &str) {
        let names = Names::of(&Interpreter::new().reference());
        let painted = Paint::Colours.input(&in_editor(text), cursor, &names);
        assert_eq!(painted.replace("\u{1b}[", "<"), expect);
    }

    #[test]
    fn colours() {
        check("let x = 1;", None, "<35mlet<0m x = <33m1<0m;");
        check(
            "sleep(\"a\") // b",
            None,
            "<36msleep<0m(<32m\"a\"<0m) <2m// b<0m",
        );
        check("f.result()", None, "f.<36mresult<0m()");
        check("zebra()", None, "zebra()");
        check(":help let", None, ":help let");
        check("(1)", Some(3), "<1;4m(<0m<33m1<0m<1;4m)<0m");
        check("`a\nb`", None, "<32m`a<0m\n<2m... <0m<32mb`<0m");
    }

    #[test]
    fn without_colours_only_the_prompts_are_put_in() {
        let names = Names::default();
        let shown = Paint::Plain.input(&in_editor("{\n1\n}"), Some(0), &names);
        assert_eq!(shown, "{\n... 1\n... }");
    }
}
