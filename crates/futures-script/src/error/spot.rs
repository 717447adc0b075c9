//! The place in a script where the parser gave up, and the words around it.

use rhai::Position;

/// Where the parser gave up.
pub(super) struct Spot<'a> {
    pub(super) text: &'a str,
    /// The lines above.
    pub(super) above: &'a str,
    /// The line up to there, and from there on.
    pub(super) before: &'a str,
    pub(super) after: &'a str,
    /// Does nothing follow but space?
    pub(super) at_end: bool,
}

impl<'a> Spot<'a> {
    pub(super) fn new(text: &'a str, position: Position) -> Self {
        let number = position.line().unwrap_or(usize::MAX);
        let lines = text.split_inclusive('\n');
        let start: usize = lines.take(number.saturating_sub(1)).map(str::len).sum();
        let rest = &text[start..];
        let line = rest.split('\n').next().unwrap_or_default();
        let column = position.position().unwrap_or(usize::MAX);
        let at = line
            .char_indices()
            .nth(column.saturating_sub(1))
            .map_or(line.len(), |(at, _)| at);
        let behind = rest[at..].chars().skip(1).collect::<String>();
        Spot {
            text,
            above: &text[..start],
            before: &line[..at],
            after: &line[at..],
            at_end: behind.trim().is_empty(),
        }
    }

    /// The word that begins here; empty if a sign does.
    pub(super) fn word(&self) -> &'a str {
        let is_other = |char: char| !is_of_word(char);
        let end = self.after.find(is_other).unwrap_or(self.after.len());
        &self.after[..end]
    }

    /// The word that ends before this place, spaces aside.
    pub(super) fn word_before(&self) -> &'a str {
        last_word(self.before.trim_end())
    }

    pub(super) fn starts_with(&self, sign: &str) -> bool {
        self.after.starts_with(sign)
    }

    pub(super) fn line_begins_with(&self, words: &str) -> bool {
        let mut line = self.before.trim_start().to_owned();
        line.push_str(self.after);
        line.starts_with(words)
    }

    /// What of the script may be a statement that was not ended: the line up to here, or else the one above.
    pub(super) fn unended(&self) -> &'a str {
        let line = match self.before.trim() {
            "" => self.above.trim_end().lines().last().unwrap_or_default(),
            before => before,
        };
        line.trim_start()
    }

    /// `before` what stands here, in words.
    pub(super) fn before_here(&self) -> String {
        let word = self.word();
        let sign = self.after.chars().next();
        match (word.is_empty(), sign) {
            (false, _) => format!("before `{word}`"),
            (true, Some(sign)) if !sign.is_whitespace() => format!("before `{sign}`"),
            _ => "at the end of the line".to_owned(),
        }
    }
}

/// The word that ends `text`; empty if a sign does.
pub(super) fn last_word(text: &str) -> &str {
    let start = text
        .char_indices()
        .rev()
        .find(|(_, char)| !is_of_word(*char))
        .map_or(0, |(at, char)| at + char.len_utf8());
    &text[start..]
}

pub(super) fn is_of_word(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}
