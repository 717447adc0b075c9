//! A line of text as cells of a terminal, with what is painted in them.

use std::fmt::Write as _;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::glyphs::Glyphs;

/// How a cell looks where there are colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Paint {
    #[default]
    Plain,
    /// What is there to be looked at last: idle workers, the axis.
    Faint,
    /// A heading.
    Strong,
    /// A bar in this colour, and text inside such a bar.
    Bar(Colour),
    Label(Colour),
    /// A sign.
    Sign(Colour),
}

/// The colours of terminals that are used, by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Colour {
    Red = 1,
    Green = 2,
    Yellow = 3,
    Magenta = 5,
    Cyan = 6,
    /// The plain one cannot be read on black.
    BrightBlue = 64,
}

/// Whether to write in colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Colours {
    None,
    Ansi,
}

/// A line.
#[derive(Clone, Debug)]
pub(super) struct Row(Vec<Cell>);

#[derive(Clone, Debug)]
struct Cell {
    /// One character and what combines with it; nothing in the second half of a wide one.
    text: String,
    paint: Paint,
}

impl Row {
    /// A line of `width` blanks.
    pub(super) fn new(width: usize) -> Self {
        let blank = Cell {
            text: " ".to_owned(),
            paint: Paint::Plain,
        };
        Row(vec![blank; width])
    }

    /// Puts a sign of one column into a cell.
    pub(super) fn put(&mut self, column: usize, sign: &str, paint: Paint) {
        self.clear_halves(column);
        self.0[column] = Cell {
            text: sign.to_owned(),
            paint,
        };
    }

    /// Writes `text`, which has been [fitted](fit), from `column` on.
    pub(super) fn write(&mut self, column: usize, text: &str, paint: Paint) {
        let mut next = column;
        for (text, width) in clusters(text) {
            if next + width > self.0.len() {
                return;
            }
            self.put(next, &text, paint);
            for half in next + 1..next + width {
                self.put(half, "", paint);
            }
            next += width;
        }
    }

    /// Nothing is left of a wide character of which one half is overwritten.
    fn clear_halves(&mut self, column: usize) {
        let begin = (0..=column)
            .rev()
            .find(|begin| !self.0[*begin].text.is_empty());
        let begin = begin.unwrap_or(column);
        let halves = self.0[begin + 1..]
            .iter()
            .take_while(|cell| cell.text.is_empty());
        let end = begin + 1 + halves.count();
        if begin < column || end > column + 1 {
            for cell in &mut self.0[begin..end] {
                " ".clone_into(&mut cell.text);
            }
        }
    }

    /// The line, without blanks at its end.
    pub(super) fn line(&self, colours: Colours) -> String {
        let is_blank = |cell: &Cell| cell.text == " ";
        let end = self.0.iter().rposition(|cell| !is_blank(cell));
        let cells = &self.0[..end.map_or(0, |end| end + 1)];
        let mut line = String::new();
        let mut now = Paint::Plain;
        for cell in cells {
            if colours == Colours::Ansi && cell.paint != now {
                now = cell.paint;
                line.push_str("\x1b[0");
                now.write_codes(&mut line);
                line.push('m');
            }
            line.push_str(&cell.text);
        }
        if now != Paint::Plain {
            line.push_str("\x1b[0m");
        }
        line
    }
}

impl Paint {
    fn write_codes(self, line: &mut String) {
        // Writing to a string cannot fail.
        let _ = match self {
            Paint::Plain => Ok(()),
            Paint::Faint => write!(line, ";2"),
            Paint::Strong => write!(line, ";1"),
            Paint::Bar(colour) => write!(line, ";{}", 30 + colour as u8),
            // Black on the colour of the bar, so that the text lies inside of it.
            Paint::Label(colour) => write!(line, ";30;{}", 40 + colour as u8),
            Paint::Sign(colour) => write!(line, ";1;{}", 30 + colour as u8),
        };
    }
}

/// `text` in at most `width` columns, cut with an ellipsis if need be.
///
/// Control characters, which could do anything to a terminal, and line ends become blanks; without Unicode, what is
/// no ASCII becomes a question mark.
pub(super) fn fit(text: &str, width: usize, glyphs: &Glyphs) -> String {
    let text = clean(text, glyphs);
    if text.width() <= width {
        return text;
    }
    let mut fitted = String::new();
    let mut left = width.saturating_sub(1);
    for (cluster, width) in clusters(&text) {
        if width > left {
            break;
        }
        left -= width;
        fitted.push_str(&cluster);
    }
    if width > 0 {
        fitted.push_str(glyphs.ellipsis);
    }
    fitted
}

/// `text` without anything that could confuse a terminal.
pub(super) fn clean(text: &str, glyphs: &Glyphs) -> String {
    let only_ascii = glyphs.ellipsis.is_ascii();
    let clean = |char: char| match char {
        // Marks of direction would turn the whole line around.
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => ' ',
        _ if char.is_control() || char == '\u{2028}' || char == '\u{2029}' => ' ',
        _ if only_ascii && !char.is_ascii() => '?',
        _ => char,
    };
    text.chars().map(clean).collect()
}

/// The width of `text` in columns.
pub(super) fn width_of(text: &str) -> usize {
    clusters(text).iter().map(|(_, width)| width).sum()
}

/// What takes columns of its own, with how many: characters together with what combines with them.
fn clusters(text: &str) -> Vec<(String, usize)> {
    let mut found: Vec<(String, usize)> = Vec::new();
    for char in text.chars() {
        // A joiner glues the next character to the one before, as in the emoji of a family.
        let is_glued = found
            .last()
            .is_some_and(|(text, _)| text.ends_with('\u{200d}'));
        let is_zero = char.width().unwrap_or(0) == 0;
        match found.last_mut() {
            Some((cluster, width)) if is_zero || is_glued => {
                cluster.push(char);
                *width = cluster.width().max(*width);
            }
            None if is_zero => {}
            _ => found.push((char.to_string(), char.width().unwrap_or(0))),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Colours, Paint, Row, fit, width_of};
    use crate::text::glyphs::UNICODE;

    #[track_caller]
    fn check_overwritten(column: usize, expect: &str) {
        let mut row = Row::new(8);
        row.write(0, "a本b本c", Paint::Plain);
        row.put(column, "x", Paint::Plain);
        assert_eq!(row.line(Colours::None), expect);
    }

    #[test]
    fn half_a_character_is_none() {
        check_overwritten(0, "x本b本c");
        check_overwritten(1, "ax b本c");
        check_overwritten(2, "a xb本c");
        check_overwritten(3, "a本x本c");
        check_overwritten(5, "a本b xc");
    }

    #[test]
    fn what_does_not_fit_is_left_out() {
        let mut row = Row::new(4);
        row.write(1, "本本", Paint::Plain);
        assert_eq!(row.line(Colours::None), " 本");
    }

    #[test]
    fn texts_are_cut_to_columns() {
        #[track_caller]
        fn check(text: &str, width: usize, expect: &str) {
            let fitted = fit(text, width, &UNICODE);
            assert_eq!(fitted, expect);
            assert!(width_of(&fitted) <= width);
        }
        check("fetch", 5, "fetch");
        check("fetch", 4, "fet…");
        check("fetch", 1, "…");
        check("fetch", 0, "");
        check("本を", 4, "本を");
        check("本を", 3, "本…");
        check("本を", 2, "…");
        check("e\u{301}t", 1, "…");
        check("👩\u{200d}🔬", 2, "👩\u{200d}🔬");
        check("a\tb\u{7}", 9, "a b ");
    }
}
