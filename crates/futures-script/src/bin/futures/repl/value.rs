//! How a shell shows values: as a script would write them, large ones in several lines, very large ones in part.

use futures_script::rhai::{Array, Dynamic, ImmutableString, Map};

/// How many lines a value may take. What goes on behind them is left out.
const MOST_LINES: usize = 40;

/// How many items of an array or a map are shown.
const MOST_ITEMS: usize = 100;

/// How many characters of a text are shown.
const MOST_CHARS: usize = 2_000;

/// How deep values are shown.
const MOST_LEVELS: usize = 20;

/// Who wants to see all of a value is told this.
const ALL: &str = "print(…) shows all of it";

/// Shows values.
pub(crate) struct Show<'s> {
    /// How many columns there are.
    pub(crate) width: usize,
    /// How a value is written that has no parts.
    pub(crate) leaf: &'s dyn Fn(&Dynamic) -> String,
}

impl Show<'_> {
    /// The value as a shell shows it.
    pub(crate) fn shown(&self, value: &Dynamic) -> String {
        let mut is_cut = false;
        let mut n_lines = 0;
        let text = self.laid_out(value, 0, 0, &mut n_lines, &mut is_cut);
        let mut lines: Vec<&str> = text.lines().collect();
        if lines.len() > MOST_LINES {
            is_cut = true;
            lines.truncate(MOST_LINES);
            lines.push("…");
        }
        let mut shown = lines.join("\n");
        if is_cut {
            shown.push_str(&format!("\n({ALL})"));
        }
        shown
    }

    /// In one line, at most so wide.
    pub(crate) fn in_one_line(&self, value: &Dynamic) -> String {
        let mut text = String::new();
        self.flat(value, 0, self.width, &mut text, &mut false);
        let text = text.replace('\n', " ");
        if text.chars().count() <= self.width {
            return text;
        }
        let kept: String = text.chars().take(self.width.saturating_sub(1)).collect();
        format!("{kept}…")
    }

    /// In one line if there is room behind `indent` and `before` characters, else with a line for each item, until there
    /// are more lines than are shown.
    fn laid_out(
        &self,
        value: &Dynamic,
        indent: usize,
        before: usize,
        n_lines: &mut usize,
        is_cut: &mut bool,
    ) -> String {
        let room = self.width.saturating_sub(indent + before);
        let mut flat = String::new();
        let mut is_flat_cut = false;
        let is_whole = self.flat(value, indent / 4, room, &mut flat, &mut is_flat_cut);
        let parts = parts(value)
            .filter(|parts| !is_whole && !parts.items.is_empty() && indent / 4 < MOST_LEVELS);
        let Some(parts) = parts else {
            *is_cut |= is_flat_cut;
            return flat;
        };
        let inner = " ".repeat(indent + 4);
        let mut text = parts.open.to_owned();
        for (key, item) in &parts.items {
            *n_lines += 1;
            if *n_lines > MOST_LINES {
                // Nobody sees what would come, and there may be very much of it.
                break;
            }
            let before = key.chars().count() + 1;
            let item = self.laid_out(item, indent + 4, before, n_lines, is_cut);
            text.push_str(&format!("\n{inner}{key}{item},"));
        }
        if parts.n_more > 0 {
            let more = parts.n_more;
            *is_cut = true;
            text.push_str(&format!("\n{inner}… {more} more"));
        }
        text.push_str(&format!("\n{}{}", " ".repeat(indent), parts.close));
        text
    }

    /// Adds the value in one line; false if it has more characters than there is `room`, where it is given up.
    fn flat(
        &self,
        value: &Dynamic,
        level: usize,
        room: usize,
        text: &mut String,
        is_cut: &mut bool,
    ) -> bool {
        let fits = |text: &str| text.chars().count() <= room;
        let Some(parts) = parts(value) else {
            text.push_str(&self.leaf(value, is_cut));
            return fits(text);
        };
        text.push_str(parts.open);
        if level >= MOST_LEVELS {
            *is_cut = true;
            text.push_str(&format!("…{}", parts.close));
            return fits(text);
        }
        for (number, (key, item)) in parts.items.iter().enumerate() {
            let comma = if number == 0 { "" } else { ", " };
            text.push_str(&format!("{comma}{key}"));
            if !self.flat(item, level + 1, room, text, is_cut) {
                return false;
            }
        }
        if parts.n_more > 0 {
            *is_cut = true;
            text.push_str(&format!(", … {} more", parts.n_more));
        }
        text.push_str(parts.close);
        fits(text)
    }

    fn leaf(&self, value: &Dynamic, is_cut: &mut bool) -> String {
        match value.read_lock::<ImmutableString>() {
            Some(text) if text.chars().count() > MOST_CHARS => {
                *is_cut = true;
                let begin: String = text.chars().take(MOST_CHARS).collect();
                format!("{}…", quoted(&begin, '"'))
            }
            Some(text) => quoted(&text, '"'),
            None => match value.as_char() {
                Ok(char) => quoted(char.encode_utf8(&mut [0; 4]), '\''),
                Err(_) => (self.leaf)(value),
            },
        }
    }
}

/// A text between such quotes, with the escapes of the language for what would not be seen as it is.
fn quoted(text: &str, quote: char) -> String {
    let mut written = String::from(quote);
    let mut has_base = false;
    for char in text.chars() {
        let is_escaped = char.escape_debug().count() > 1;
        // What joins what stands before it is seen there, but not at the beginning.
        let is_joining = char == '\u{200d}';
        match char {
            '\n' => written.push_str("\\n"),
            '\r' => written.push_str("\\r"),
            '\t' => written.push_str("\\t"),
            '\\' => written.push_str("\\\\"),
            _ if char == quote => written.extend(['\\', char]),
            '"' | '\'' => written.push(char),
            _ if !is_escaped || (has_base && is_joining) => written.push(char),
            _ => written.push_str(&match u32::from(char) {
                code @ 0..0x80 => format!("\\x{code:02x}"),
                code @ 0x80..0x1_0000 => format!("\\u{code:04x}"),
                code => format!("\\U{code:08x}"),
            }),
        }
        has_base = !char.is_control() && !char.is_whitespace();
    }
    written.push(quote);
    written
}

/// An array or a map, taken apart.
struct Parts {
    open: &'static str,
    close: &'static str,
    /// What stands before each item, and the item: only as many as are shown.
    items: Vec<(String, Dynamic)>,
    /// How many more there are.
    n_more: usize,
}

fn parts(value: &Dynamic) -> Option<Parts> {
    if let Some(array) = value.read_lock::<Array>() {
        return Some(Parts {
            open: "[",
            close: "]",
            items: array
                .iter()
                .take(MOST_ITEMS)
                .map(|item| (String::new(), item.clone()))
                .collect(),
            n_more: array.len().saturating_sub(MOST_ITEMS),
        });
    }
    let map = value.read_lock::<Map>()?;
    let is_name = |key: &str| {
        let is_word = |char: char| char.is_alphanumeric() || char == '_';
        key.starts_with(|char: char| char.is_alphabetic()) && key.chars().all(is_word)
    };
    let items = map.iter().take(MOST_ITEMS).map(|(key, item)| {
        let key = if is_name(key) {
            format!("{key}: ")
        } else {
            format!("{}: ", quoted(key, '"'))
        };
        (key, item.clone())
    });
    Some(Parts {
        open: "#{",
        close: "}",
        items: items.collect(),
        n_more: map.len().saturating_sub(MOST_ITEMS),
    })
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use futures_script::Interpreter;
    use futures_script::rhai::Dynamic;

    use super::Show;

    #[track_caller]
    fn check(width: usize, script: &str, expect: &str) {
        let value = Interpreter::new().run("value", script).expect(script);
        let leaf = |value: &Dynamic| format!("{value:?}");
        let show = Show { width, leaf: &leaf };
        assert_eq!(show.shown(&value), expect);
    }

    #[test]
    fn values_in_a_line_or_in_several() {
        check(80, "1", "1");
        check(80, "\"a\\n\"", "\"a\\n\"");
        check(
            80,
            "[1, [\"a\", ()], #{b: 2, \"c d\": 3}]",
            "[1, [\"a\", ()], #{b: 2, \"c d\": 3}]",
        );
        check(80, "[]", "[]");
        check(80, "['a', '\\'', '\"']", "['a', '\\'', '\"']");
        for text in [
            "\"nul\\x00\"",
            "\"\\u0301 \\u0085 it's\"",
            "\"\\U000e0001\"",
            "\"👩\u{200d}👧 \\t\\\\\"",
            "#{\"a\\x07\": 1}",
        ] {
            check(80, text, text);
        }
        check(
            12,
            "[1, [2, 3], 4444]",
            "[\n    1,\n    [2, 3],\n    4444,\n]",
        );
        check(
            14,
            "#{a: [10, 11, 12], b: #{}}",
            "#{\n    a: [\n        10,\n        11,\n        12,\n    ],\n    b: #{},\n}",
        );
    }

    #[test]
    fn large_values_are_cut() {
        let shown = |script: &str| {
            let value = Interpreter::new().run("value", script).expect(script);
            let leaf = |value: &Dynamic| format!("{value:?}");
            let show = Show {
                width: 80,
                leaf: &leaf,
            };
            show.shown(&value)
        };
        let text = shown("let t = \"\"; t.pad(3000, 'x'); t");
        assert!(text.ends_with("x\"…\n(print(…) shows all of it)"), "{text}");
        let array = shown("(0..1000).map(|n| n)");
        assert!(array.starts_with("[\n    0,\n    1,\n"), "{array}");
        assert!(
            array.ends_with("    38,\n…\n(print(…) shows all of it)"),
            "{array}"
        );
        let deep = shown("let d = []; for n in 0..50 { d = [d]; } d");
        assert!(deep.contains('…'), "{deep}");
    }

    #[test]
    fn only_so_much_is_looked_at_as_is_shown() {
        let script = "let d = 1; for _ in 0..18 { d = [d, d]; } d";
        let value = Interpreter::new().run("value", script).unwrap();
        let n_leaves = Cell::new(0);
        let leaf = |value: &Dynamic| {
            n_leaves.set(n_leaves.get() + 1);
            format!("{value:?}")
        };
        let show = Show {
            width: 80,
            leaf: &leaf,
        };
        assert!(show.shown(&value).ends_with("(print(…) shows all of it)"));
        assert!(n_leaves.get() < 5_000, "{}", n_leaves.get());
    }
}
