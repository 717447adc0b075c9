//! `--filter TEXT`: which scripts are meant.

/// A part of a path, or a pattern for all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Filter(String);

impl Filter {
    pub(crate) fn new(text: String) -> Self {
        Filter(text)
    }

    pub(crate) fn text(&self) -> &str {
        &self.0
    }

    /// Whether the text is somewhere in `path`. In the text `*` stands for any characters and `?` for one.
    pub(crate) fn matches(&self, path: &str) -> bool {
        let pattern: Vec<char> = format!("*{}*", self.0).chars().collect();
        let path: Vec<char> = path.chars().collect();
        let (mut at, mut next) = (0, 0);
        // Where the last star was, and up to where it has taken the path.
        let mut star: Option<(usize, usize)> = None;
        while next < path.len() {
            match pattern.get(at) {
                Some('*') => {
                    star = Some((at, next));
                    at += 1;
                }
                Some(char) if *char == '?' || *char == path[next] => {
                    at += 1;
                    next += 1;
                }
                _ => {
                    let Some((star_at, taken)) = star else {
                        return false;
                    };
                    star = Some((star_at, taken + 1));
                    at = star_at + 1;
                    next = taken + 1;
                }
            }
        }
        pattern[at..].iter().all(|char| *char == '*')
    }
}

#[cfg(test)]
mod tests {
    use super::Filter;

    #[track_caller]
    fn check(filter: &str, path: &str, expect: bool) {
        assert_eq!(Filter::new(filter.to_owned()).matches(path), expect);
    }

    #[test]
    fn texts_and_patterns() {
        check("race", "scripts/races/lost.rhai", true);
        check("race", "scripts/threads/queue.rhai", false);
        check("threads/*.rhai", "scripts/threads/queue.rhai", true);
        check("t*s/*race*", "scripts/threads/queue.rhai", false);
        check("qu?ue", "scripts/threads/queue.rhai", true);
        check("qu?ue", "scripts/threads/que.rhai", false);
        check("", "a.rhai", true);
        check("a*b*c", "aXbXbXc", true);
        check("a*b*c", "aXbXbX", false);
    }
}
