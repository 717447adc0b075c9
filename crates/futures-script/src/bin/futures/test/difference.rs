//! How a text differs from what it should be, as lines to show.

use similar::{ChangeTag, TextDiff};

use crate::test::lines::{Line, LineKind};

/// So many equal lines are shown around those that differ.
const CONTEXT: usize = 3;

/// The lines that differ, with some around them.
pub(crate) fn ordered(expected: &str, given: &str) -> Vec<Line> {
    let diff = TextDiff::from_lines(expected, given);
    let groups = diff.grouped_ops(CONTEXT);
    let mut lines = Vec::new();
    let mut next = 0;
    for group in &groups {
        let start = group.first().map_or(0, |op| op.old_range().start);
        if start > next {
            lines.push(left_out(start - next));
        }
        for op in group {
            for change in diff.iter_changes(op) {
                lines.push(line(change.tag(), change.value()));
            }
            next = op.old_range().end;
        }
    }
    let n_lines = expected.lines().count();
    if n_lines > next && !groups.is_empty() {
        lines.push(left_out(n_lines - next));
    }
    lines
}

/// The lines that only one of two sorted texts has.
pub(crate) fn unordered(expected: &str, given: &str) -> Vec<Line> {
    let diff = TextDiff::from_lines(expected, given);
    diff.iter_all_changes()
        .filter(|change| change.tag() != ChangeTag::Equal)
        .map(|change| line(change.tag(), change.value()))
        .collect()
}

fn left_out(n_lines: usize) -> Line {
    let lines = if n_lines == 1 { "line" } else { "lines" };
    Line::remark(format!("  … {n_lines} more {lines}"))
}

fn line(tag: ChangeTag, text: &str) -> Line {
    let kind = match tag {
        ChangeTag::Equal => LineKind::Plain,
        ChangeTag::Delete => LineKind::Missing,
        ChangeTag::Insert => LineKind::Extra,
    };
    Line::new(kind, text.trim_end_matches('\n'))
}

#[cfg(test)]
mod tests {
    use super::{ordered, unordered};
    use crate::test::lines::Line;

    #[track_caller]
    fn check(lines: &[Line], expect: &[&str]) {
        let lines: Vec<String> = lines.iter().map(Line::to_string).collect();
        assert_eq!(lines, expect);
    }

    #[test]
    fn what_is_equal_is_shown_around_what_is_not() {
        let expected = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n";
        let given = expected.replace("e\n", "E \n");
        let expect = [
            "  … 1 more line",
            "  b",
            "  c",
            "  d",
            "- e",
            "+ E·",
            "  f",
            "  g",
            "  h",
            "  … 2 more lines",
        ];
        check(&ordered(expected, &given), &expect);
        check(&ordered("a\n", "a\n"), &[]);
        check(&ordered("", "a\n"), &["+ a"]);
    }

    #[test]
    fn lines_in_any_order_are_missing_or_extra() {
        check(&unordered("a\na\nb\nd\n", "a\nb\nc\nd\n"), &["- a", "+ c"]);
    }
}
