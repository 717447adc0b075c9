//! The fenced blocks of a Markdown text.

/// A fenced block.
#[derive(Debug, PartialEq)]
pub(crate) struct Block<'a> {
    /// The line of its opening fence, counted from 1.
    pub(crate) line: usize,
    /// What stands behind the opening fence: `rhai`, `rhai,fails`, `text` …
    pub(crate) info: &'a str,
    /// The lines between the fences, each with its end.
    pub(crate) text: &'a str,
}

const FENCE: &str = "```";

/// All blocks of `markdown`, in order. One that nobody closes goes to the end.
pub(crate) fn blocks(markdown: &str) -> Vec<Block<'_>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, &str, usize)> = None;
    let mut start = 0;
    for (index, line) in markdown.split_inclusive('\n').enumerate() {
        let end = start + line.len();
        if let Some(info) = line.strip_prefix(FENCE) {
            open = match open {
                None => Some((index + 1, info.trim(), end)),
                Some((line, info, from)) => {
                    let text = &markdown[from..start];
                    found.push(Block { line, info, text });
                    None
                }
            };
        }
        start = end;
    }
    if let Some((line, info, from)) = open {
        let text = &markdown[from..];
        found.push(Block { line, info, text });
    }
    found
}

#[test]
fn blocks_are_found() {
    let text = "One\n```sh\ncargo test\n```\ntwo\n```rhai,fails\na ```\n\nb\n```\n```text\nopen";
    let block = |line, info, text| Block { line, info, text };
    assert_eq!(
        blocks(text),
        [
            block(2, "sh", "cargo test\n"),
            block(6, "rhai,fails", "a ```\n\nb\n"),
            block(11, "text", "open"),
        ]
    );
}
