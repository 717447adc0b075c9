//! What a script has told, in the form that its snapshot has: without what differs from run to run.

use std::path::Path;

use crate::test::header::{Header, Mode};
use crate::test::log_lines::without_luck;

/// The line between what was printed and what went to standard error.
pub(crate) const STDERR: &str = "--- stderr\n";

/// Makes texts comparable, for one script.
#[derive(Clone, Debug)]
pub(crate) struct Teller {
    /// What the script was called when it was started.
    path: String,
    header: Header,
}

impl Teller {
    pub(crate) fn new(path: &str, header: &Header) -> Self {
        Teller {
            path: path.to_owned(),
            header: header.clone(),
        }
    }

    /// Both streams, as they stand in a snapshot.
    pub(crate) fn tell(&self, stdout: &str, stderr: &str) -> String {
        let mut text = self.printed(stdout);
        if !stderr.is_empty() {
            text.push_str(STDERR);
            text.push_str(&self.complained(stderr));
        }
        text.trim_end().replace("\r\n", "\n")
    }

    /// What was printed.
    pub(crate) fn printed(&self, stdout: &str) -> String {
        let stdout = stdout.replace(&self.path, &file_name(&self.path));
        self.in_order(&self.replaced(&stdout))
    }

    /// What went to standard error.
    fn complained(&self, stderr: &str) -> String {
        let name = file_name(&self.path);
        let folder = self.path.strip_suffix(&name).unwrap_or_default();
        let text = without_folder(stderr, folder);
        let text = match self.header.mode {
            Mode::Ordered | Mode::Unordered => without_luck(&text),
            // Simulated time is part of what is repeated.
            Mode::Sim | Mode::Explored => text,
        };
        self.in_order(&self.replaced(&text))
    }

    fn replaced(&self, text: &str) -> String {
        let replacements = self.header.replacements.iter();
        replacements.fold(text.to_owned(), |text, replacement| {
            replacement.apply(&text)
        })
    }

    fn in_order(&self, text: &str) -> String {
        if self.header.mode != Mode::Unordered || text.is_empty() {
            return text.to_owned();
        }
        let mut lines: Vec<&str> = text.lines().collect();
        lines.sort_unstable();
        lines.join("\n") + "\n"
    }
}

/// The part of a snapshot that was printed.
pub(crate) fn printed_part(snapshot: &str) -> &str {
    match snapshot.rfind(STDERR) {
        Some(0) => "",
        Some(at) if snapshot[..at].ends_with('\n') => &snapshot[..at],
        _ => snapshot,
    }
}

fn file_name(path: &str) -> String {
    let name = Path::new(path).file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// `folder`, which ends in a slash, left out wherever a path begins with it: a snapshot is the same wherever the test is
/// started.
fn without_folder(text: &str, folder: &str) -> String {
    if folder.is_empty() {
        return text.to_owned();
    }
    let mut shortened = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(folder) {
        let (before, after) = (&rest[..at], &rest[at + folder.len()..]);
        shortened.push_str(before);
        let is_inside = before
            .chars()
            .next_back()
            .is_some_and(|char| char.is_alphanumeric() || "_-./".contains(char));
        if is_inside {
            shortened.push_str(folder);
        }
        rest = after;
    }
    shortened.push_str(rest);
    shortened
}

#[cfg(test)]
mod tests {
    use super::{Teller, printed_part};
    use crate::test::header::Header;

    #[track_caller]
    fn check(mode: &str, stdout: &str, stderr: &str, expect: &str) {
        let header = format!("//! output: {mode}\n//! replace: /[0-9]+ ms/ => N ms\n");
        let header = Header::parse(&header).unwrap().unwrap();
        let teller = Teller::new("a/b/c.rhai", &header);
        assert_eq!(teller.tell(stdout, stderr), expect);
    }

    #[test]
    fn what_differs_is_left_out() {
        check("ordered", "b\na\n", "", "b\na");
        check("unordered", "b\na\n", "d\nc\n", "a\nb\n--- stderr\nc\nd");
        check("sim", "took 17 ms\n", "", "took N ms");
        check(
            "ordered",
            "I am a/b/c.rhai, not a/b/d\n",
            " --> a/b/c.rhai:1:2\n at a/b/lib/d.rhai, x/a/b/e\n",
            "I am c.rhai, not a/b/d\n--- stderr\n --> c.rhai:1:2\n at lib/d.rhai, x/a/b/e",
        );
        let log = "    1.250 INFO    script: 2 ms\n";
        let without = "0.000 INFO    script: N ms";
        check("ordered", "", log, &format!("--- stderr\n{without}"));
        check("sim", "", log, "--- stderr\n    1.250 INFO    script: N ms");
    }

    #[test]
    fn the_printed_part_ends_before_the_messages() {
        assert_eq!(printed_part("a\nb"), "a\nb");
        assert_eq!(printed_part("a\n--- stderr\nb"), "a\n");
        assert_eq!(printed_part("--- stderr\nb"), "");
        assert_eq!(printed_part("x--- stderr\nb"), "x--- stderr\nb");
    }
}
