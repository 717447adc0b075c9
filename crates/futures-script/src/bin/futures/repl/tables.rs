//! Tables on the terminal: what the session has, row by row.

/// Rows of a table under these headings; the last column takes the rest of the width.
pub(crate) fn table(headings: &[&str], rows: &[Vec<String>], width: usize) -> String {
    let mut all: Vec<Vec<String>> = vec![headings.iter().map(ToString::to_string).collect()];
    all.extend(rows.iter().cloned());
    let n_columns = headings.len();
    let widest = |column: usize| {
        let cells = all.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..n_columns).map(widest).collect();
    let mut text = String::new();
    for row in &all {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            line.push_str(cell);
            if column + 1 < n_columns {
                let missing = widths[column].saturating_sub(cell.chars().count()) + 2;
                line.push_str(&" ".repeat(missing));
            }
        }
        text.push_str(&cut(line.trim_end(), width));
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text
}

/// So much of a line as there is room for.
fn cut(line: &str, width: usize) -> String {
    if line.chars().count() <= width {
        return line.to_owned();
    }
    let kept: String = line.chars().take(width.saturating_sub(1)).collect();
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::table;

    #[test]
    fn columns_stand_below_each_other() {
        let rows = [
            vec!["a".to_owned(), "long".to_owned()],
            vec!["bcd".to_owned(), "x".to_owned()],
        ];
        assert_eq!(
            table(&["name", "value"], &rows, 80),
            "name  value\na     long\nbcd   x"
        );
        assert_eq!(
            table(&["name", "value"], &rows, 8),
            "name  v…\na     l…\nbcd   x"
        );
    }
}
