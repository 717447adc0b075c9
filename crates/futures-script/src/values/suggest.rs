//! Finds what somebody probably meant.

/// The one of `known` that `given` is most likely a misspelling of, if any is near.
///
/// For natives and commands that refuse a name: `did you mean …?`
pub fn closest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A name of one or two characters is like every other one.
    let tolerance = given.chars().count() / 3;
    known
        .into_iter()
        .map(|name| (distance(given, name), name))
        .filter(|(distance, _)| *distance <= tolerance)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// How many characters must be inserted, removed, replaced or swapped with their neighbour to get from one to the other:
/// the optimal string alignment distance.
fn distance(from: &str, to: &str) -> usize {
    let from: Vec<char> = from.to_lowercase().chars().collect();
    let to: Vec<char> = to.to_lowercase().chars().collect();
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    for (row, from_char) in from.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, to_char) in to.iter().enumerate() {
            let replaced = last[column] + usize::from(from_char != to_char);
            let mut best = replaced.min(last[column + 1] + 1).min(current[column] + 1);
            let swapped =
                row > 0 && column > 0 && from[row - 1] == *to_char && *from_char == to[column - 1];
            if swapped {
                best = best.min(before_last[column - 1] + 1);
            }
            current.push(best);
        }
        before_last = std::mem::replace(&mut last, current);
    }
    last[to.len()]
}

#[cfg(test)]
mod tests {
    use super::{closest, distance};

    #[track_caller]
    fn check(from: &str, to: &str, expect: usize) {
        assert_eq!(distance(from, to), expect);
        assert_eq!(distance(to, from), expect);
    }

    #[test]
    fn distances() {
        check("", "", 0);
        check("", "abc", 3);
        check("timeout", "timeout", 0);
        check("timeot", "timeout", 1);
        check("tiemout", "timeout", 1);
        check("Timeout", "timeout", 0);
        check("kitten", "sitting", 3);
    }

    #[test]
    fn only_near_names_are_suggested() {
        let known = ["timeout", "return_when"];
        assert_eq!(closest("timeot", known), Some("timeout"));
        assert_eq!(closest("return_wehn", known), Some("return_when"));
        assert_eq!(closest("chunksize", known), None);
        assert_eq!(closest("f", ["e", "pf"]), None);
        assert_eq!(closest("open", ["len"]), None);
    }
}
