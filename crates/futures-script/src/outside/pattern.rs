//! Names with `*`, `?` and `[…]`, as shells know them.

/// A pattern for the name of a file or directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// Any number of characters.
    Many,
    /// One character.
    Any,
    One(char),
    /// One of these ranges of characters, or none of them.
    Class(Vec<(char, char)>, bool),
}

impl Pattern {
    /// A `[` that is not closed stands for itself, as in Python; so does what is between brackets, such as `[*]`.
    pub(crate) fn new(text: &str) -> Self {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            rest = &rest[first.len_utf8()..];
            parts.push(match first {
                // Two in a row mean the same as one.
                '*' if parts.last() == Some(&Part::Many) => continue,
                '*' => Part::Many,
                '?' => Part::Any,
                '[' => match class(rest) {
                    Some((class, after)) => {
                        rest = after;
                        class
                    }
                    None => Part::One('['),
                },
                other => Part::One(other),
            });
        }
        Pattern(parts)
    }

    /// The one name that it stands for, if it has nothing special in it.
    pub(crate) fn literal(&self) -> Option<String> {
        let literal = |part: &Part| match part {
            Part::One(char) => Some(*char),
            _ => None,
        };
        self.0.iter().map(literal).collect()
    }

    /// Is it a pattern for this name? A dot at its beginning must be asked for, so that hidden files stay hidden.
    pub(crate) fn matches(&self, name: &str) -> bool {
        if name.starts_with('.') && self.0.first() != Some(&Part::One('.')) {
            return false;
        }
        let name: Vec<char> = name.chars().collect();
        // Where to go on if this does not work out: behind the last star, which then takes one more character.
        let (mut part, mut at, mut retry) = (0, 0, None);
        loop {
            match (self.0.get(part), name.get(at)) {
                (Some(Part::Many), _) => {
                    part += 1;
                    retry = Some((part, at));
                    continue;
                }
                (None, None) => return true,
                (Some(wanted), Some(char)) if wanted.is(*char) => {
                    (part, at) = (part + 1, at + 1);
                    continue;
                }
                _ => {}
            }
            match retry {
                Some((behind, from)) if from < name.len() => {
                    retry = Some((behind, from + 1));
                    (part, at) = (behind, from + 1);
                }
                _ => return false,
            }
        }
    }
}

impl Part {
    fn is(&self, char: char) -> bool {
        match self {
            Part::Many => false,
            Part::Any => true,
            Part::One(one) => *one == char,
            Part::Class(ranges, is_one) => {
                let is_in = ranges
                    .iter()
                    .any(|(from, to)| (*from..=*to).contains(&char));
                is_in == *is_one
            }
        }
    }
}

/// What stands behind a `[`, and the rest behind its `]`.
fn class(text: &str) -> Option<(Part, &str)> {
    let (inside, is_one) = match text.strip_prefix(['!', '^']) {
        Some(inside) => (inside, false),
        None => (text, true),
    };
    // A `]` right at the beginning is one of the characters.
    let first = inside.chars().next()?.len_utf8();
    let end = first + inside[first..].find(']')?;
    let chars: Vec<char> = inside[..end].chars().collect();
    let mut ranges = Vec::new();
    let mut at = 0;
    while let Some(from) = chars.get(at) {
        match (chars.get(at + 1), chars.get(at + 2)) {
            (Some('-'), Some(to)) => {
                ranges.push((*from, *to));
                at += 3;
            }
            _ => {
                ranges.push((*from, *from));
                at += 1;
            }
        }
    }
    Some((Part::Class(ranges, is_one), &inside[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[track_caller]
    fn check(pattern: &str, yes: &[&str], no: &[&str]) {
        let pattern = Pattern::new(pattern);
        for name in yes {
            assert!(pattern.matches(name), "{name}");
        }
        for name in no {
            assert!(!pattern.matches(name), "{name}");
        }
    }

    #[test]
    fn patterns() {
        check("", &[""], &["a"]);
        check("a.csv", &["a.csv"], &["a.csvx", "xa.csv", "A.csv"]);
        check("*", &["", "a", "é.x"], &[".a"]);
        check(
            "*.csv",
            &["a.csv", "a.b.csv", "x*.csv"],
            &["a.csv.gz", ".csv", ".a.csv"],
        );
        check(".*", &[".a", "."], &["a"]);
        check(
            "a*b*c",
            &["abc", "aXbYc", "abcbc", "abbcc"],
            &["ab", "acb", "abcX"],
        );
        check("a**b", &["ab", "axb"], &["a"]);
        check("?", &["a", "é"], &["", "ab", "."]);
        check("[abc]x", &["ax", "cx"], &["dx", "x", "[abc]x"]);
        check("[a-c]", &["a", "b", "c"], &["d", "-"]);
        check("[!a-c]", &["d", "-"], &["a", "b"]);
        check("[^a]", &["b"], &["a"]);
        check("[]a]", &["]", "a"], &["b"]);
        check("[a-]", &["a", "-"], &["b"]);
        check("[*]", &["*"], &["a"]);
        check("[a", &["[a"], &["a"]);
    }

    #[test]
    fn long_names_take_no_longer_than_they_are() {
        let name = "a".repeat(10_000);
        assert!(!Pattern::new("*a*a*a*a*a*a*a*b").matches(&name));
    }

    #[test]
    fn some_are_plain_names() {
        assert_eq!(Pattern::new("a.csv").literal().as_deref(), Some("a.csv"));
        assert_eq!(Pattern::new("*.csv").literal(), None);
    }
}
