//! Python's mini-language for how a value is to be shown, as far as numbers and columns need it.

use rhai::Dynamic;

use crate::values::number;

/// `[<|>|^][0][width][,][.digits][f|%|x]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct FormatSpec {
    align: Option<char>,
    zeros: bool,
    width: usize,
    commas: bool,
    digits: Option<usize>,
    kind: Option<char>,
}

/// Wider or longer than this is a mistake.
const MOST: usize = 1000;

impl FormatSpec {
    /// `None` if the text is no such thing.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut spec = FormatSpec::default();
        let mut rest = text.trim_end();
        if let Some(align) = rest.chars().next().filter(|char| "<>^".contains(*char)) {
            spec.align = Some(align);
            rest = &rest[1..];
        }
        if let Some(after) = rest.strip_prefix('0') {
            spec.zeros = true;
            rest = after;
        }
        (spec.width, rest) = leading_number(rest)?;
        if let Some(after) = rest.strip_prefix(',') {
            spec.commas = true;
            rest = after;
        }
        if let Some(after) = rest.strip_prefix('.') {
            let (digits, after) =
                leading_number(after).filter(|(_, left)| left.len() < after.len())?;
            spec.digits = Some(digits);
            rest = after;
        }
        if let Some(kind) = rest.chars().next().filter(|char| "f%x".contains(*char)) {
            spec.kind = Some(kind);
            rest = &rest[1..];
        }
        rest.is_empty().then_some(spec)
    }

    /// The value as a text; `None` if the format is for numbers and the value is none.
    pub(crate) fn apply(&self, value: &Dynamic) -> Option<String> {
        let is_number = number(value).is_some();
        let mut text = if self.is_plain() {
            value.to_string()
        } else {
            self.number_text(value)?
        };
        if self.commas {
            text = with_commas(&text);
        }
        let missing = self.width.saturating_sub(text.chars().count());
        if self.zeros && is_number {
            let (sign, digits) = match text.strip_prefix('-') {
                Some(digits) => ("-", digits),
                None => ("", text.as_str()),
            };
            return Some(format!("{sign}{}{digits}", "0".repeat(missing)));
        }
        let before = match self.align {
            Some('>') => missing,
            Some('^') => missing / 2,
            Some(_) => 0,
            None if is_number => missing,
            None => 0,
        };
        Some(format!(
            "{}{text}{}",
            " ".repeat(before),
            " ".repeat(missing - before)
        ))
    }

    fn is_plain(&self) -> bool {
        !self.commas && self.digits.is_none() && self.kind.is_none()
    }

    fn number_text(&self, value: &Dynamic) -> Option<String> {
        let real = number(value)?;
        Some(match (self.kind, self.digits, value.as_int()) {
            (Some('x'), _, Ok(whole)) => format!("{whole:x}"),
            (Some('x'), _, Err(_)) => return None,
            (Some('%'), digits, _) => format!("{:.*}%", digits.unwrap_or(6), real * 100.0),
            (Some(_), digits, _) => format!("{:.*}", digits.unwrap_or(6), real),
            (None, Some(digits), _) => format!("{real:.digits$}"),
            (None, None, _) => value.to_string(),
        })
    }
}

/// The number that `text` begins with, 0 if with none, and what follows.
fn leading_number(text: &str) -> Option<(usize, &str)> {
    let end = text
        .find(|char: char| !char.is_ascii_digit())
        .unwrap_or(text.len());
    if end == 0 {
        return Some((0, text));
    }
    let number = text[..end].parse().ok().filter(|number| *number <= MOST)?;
    Some((number, &text[end..]))
}

/// A comma before each three digits of the whole part.
fn with_commas(text: &str) -> String {
    let start = text.find(|char: char| char.is_ascii_digit()).unwrap_or(0);
    let end = text[start..]
        .find(|char: char| !char.is_ascii_digit())
        .map_or(text.len(), |length| start + length);
    let mut result = text[..start].to_owned();
    for (index, digit) in text[start..end].chars().enumerate() {
        if index > 0 && (end - start - index) % 3 == 0 {
            result.push(',');
        }
        result.push(digit);
    }
    result + &text[end..]
}
