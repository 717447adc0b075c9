//! How much of what a run has left behind is shown: nobody reads more than a screen.

use crate::harmless::harmless;

/// How many lines of what a run printed are shown. A learner reads the first few.
const MOST_LINES: usize = 40;

/// How much of a long line is shown.
const MOST_COLUMNS: usize = 400;

/// How many equal lines in a row are shown as they are.
const MOST_SAME: usize = 5;

/// How many lines of one report are shown, and of a picture, and how many of these are its end.
const MOST_OF_REPORT: usize = 30;
const MOST_OF_PICTURE: usize = 30;
const END_OF_PICTURE: usize = 8;

/// How often something has happened, if more than once.
pub(crate) fn times(n_times: usize) -> String {
    match n_times {
        0 | 1 => String::new(),
        several => format!(" ({several} times)"),
    }
}

/// So many lines as somebody reads. Of many equal ones in a row only the first is shown.
pub(crate) fn folded(lines: &[&str]) -> Vec<String> {
    let mut shown = Vec::new();
    let mut rest = lines;
    while let Some(first) = rest.first() {
        if shown.len() >= MOST_LINES {
            shown.push(format!("… and {} more lines", rest.len()));
            break;
        }
        let n_same = rest.iter().take_while(|line| *line == first).count();
        shown.push(cut(first));
        if n_same > MOST_SAME {
            shown.push(format!("… and the same {} times more", n_same - 1));
            rest = &rest[n_same..];
        } else {
            rest = &rest[1..];
        }
    }
    shown
}

/// So much of a report as somebody reads.
pub(crate) fn shortened(report: &str) -> String {
    let lines: Vec<&str> = report.lines().collect();
    match lines.len().checked_sub(MOST_OF_REPORT) {
        None | Some(0) => report.to_owned(),
        Some(more) => format!(
            "{}\n… and {more} more lines",
            lines[..MOST_OF_REPORT].join("\n")
        ),
    }
}

/// A picture whose many lanes in the middle are left out; its axis and its legend stand at the end.
pub(crate) fn with_middle_cut(picture: &str) -> String {
    let lines: Vec<&str> = picture.lines().collect();
    let (first, last) = (MOST_OF_PICTURE - END_OF_PICTURE, END_OF_PICTURE);
    if lines.len() <= MOST_OF_PICTURE {
        return picture.to_owned();
    }
    format!(
        "{}\n… and {} more lines\n{}\n",
        lines[..first].join("\n"),
        lines.len() - MOST_OF_PICTURE,
        lines[lines.len() - last..].join("\n")
    )
}

/// So much of a line as somebody reads.
fn cut(line: &str) -> String {
    let line = harmless(line.trim_end_matches('\r'));
    match line.char_indices().nth(MOST_COLUMNS) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::{folded, shortened, with_middle_cut};

    #[test]
    fn equal_lines_are_counted() {
        assert_eq!(folded(&["a", "a", "b"]), ["a", "a", "b"]);
        let lines = [&["begin"][..], &["tick"; 8], &["end"]].concat();
        assert_eq!(
            folded(&lines),
            ["begin", "tick", "… and the same 7 times more", "end"]
        );
    }

    #[test]
    fn long_texts_are_cut() {
        let lines: Vec<String> = (1..=100).map(|line| line.to_string()).collect();
        let report = lines.join("\n");
        assert_eq!(shortened("1\n2"), "1\n2");
        assert_eq!(
            shortened(&report).lines().last(),
            Some("… and 70 more lines")
        );
        let picture = with_middle_cut(&report);
        assert_eq!(picture.lines().count(), 31);
        assert_eq!(picture.lines().nth(22), Some("… and 70 more lines"));
        assert_eq!(picture.lines().last(), Some("100"));
    }
}
