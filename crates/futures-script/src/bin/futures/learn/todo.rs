//! The one thing that an exercise leaves to do: a comment that begins with `TODO`.

/// The one thing that an exercise leaves to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Todo {
    /// From 1.
    pub(crate) line: usize,
    pub(crate) text: String,
}

impl Todo {
    /// The first one in a text.
    pub(crate) fn find(text: &str) -> Option<Self> {
        Self::all(text).next()
    }

    /// All in a text. Lines of comment below one belong to it.
    pub(crate) fn all(text: &str) -> impl Iterator<Item = Todo> {
        let lines: Vec<&str> = text.lines().collect();
        (0..lines.len()).filter_map(move |index| {
            let (before, comment) = lines[index].split_once("//")?;
            let mut text = words(comment)?.to_owned();
            if before.trim().is_empty() {
                for more in lines[index + 1..].iter().map_while(|line| more(line)) {
                    text.push(' ');
                    text.push_str(more);
                }
            }
            Some(Todo {
                line: index + 1,
                text: text.trim().to_owned(),
            })
        })
    }
}

/// What there is to do, if that is what a comment says.
fn words(comment: &str) -> Option<&str> {
    let text = comment.trim_start().strip_prefix("TODO")?;
    Some(text.trim_start_matches(':').trim())
}

/// The words of a line that is nothing but a comment, and goes on with what stood above.
fn more(line: &str) -> Option<&str> {
    let comment = line.trim_start().strip_prefix("//")?;
    let is_other = comment.starts_with(['/', '!']) || words(comment).is_some();
    let text = comment.trim();
    (!is_other && !text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::Todo;

    #[track_caller]
    fn check(text: &str, expect: &[(usize, &str)]) {
        let found: Vec<(usize, String)> =
            Todo::all(text).map(|todo| (todo.line, todo.text)).collect();
        let found: Vec<(usize, &str)> = found
            .iter()
            .map(|(line, text)| (*line, text.as_str()))
            .collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn lines_of_comment_go_on() {
        let text = "f();\n    // TODO: take the\n    // lock, and\n    // give it back.\n    g();\n    // more";
        check(text, &[(2, "take the lock, and give it back.")]);
        check("// TODO: one.\n//\n// Else.", &[(1, "one.")]);
        check(
            "// TODO: one\n// TODO: two\n/// Doc",
            &[(1, "one"), (2, "two")],
        );
        check("f(); // TODO: one\n// Else.", &[(1, "one")]);
    }
}
