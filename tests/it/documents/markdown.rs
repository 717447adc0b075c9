//! The links and the headings of a Markdown text, as its readers see them: what stands in code is neither.

use std::collections::BTreeSet;

/// What stands in the round brackets of each link, in order.
pub(crate) fn links(markdown: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in lines_outside_of_code(markdown) {
        let line = without_code(line);
        let targets = line
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next());
        found.extend(targets.map(str::to_owned));
    }
    found
}

/// The anchors that lead to the headings of a text, as GitHub and mdBook name them, and those that are written out, as
/// `<a id="name"></a>`.
pub(crate) fn anchors(markdown: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for line in lines_outside_of_code(markdown) {
        let named = line.split("<a id=\"").skip(1);
        found.extend(named.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
        let Some(heading) = heading(line) else {
            continue;
        };
        let anchor = anchor(heading);
        let mut unique = anchor.clone();
        let mut n_same = 0;
        while !found.insert(unique) {
            n_same += 1;
            unique = format!("{anchor}-{n_same}");
        }
    }
    found
}

/// The words of a line that is a heading.
fn heading(line: &str) -> Option<&str> {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    (1..=6)
        .contains(&level)
        .then(|| words.strip_prefix(' '))
        .flatten()
        .map(str::trim)
}

/// Small letters, digits, hyphens and underscores; blanks become hyphens, and everything else goes.
fn anchor(heading: &str) -> String {
    let kept = |char: char| char.is_alphanumeric() || matches!(char, '-' | '_');
    heading
        .chars()
        .flat_map(char::to_lowercase)
        .filter_map(|char| match char {
            ' ' => Some('-'),
            char => kept(char).then_some(char),
        })
        .collect()
}

/// All lines but those of fenced blocks.
fn lines_outside_of_code(markdown: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    markdown.lines().filter(move |line| {
        let fence = line.trim_start().starts_with("```");
        inside ^= fence;
        !inside && !fence
    })
}

/// A line without what stands between backticks. A span ends with as many of them as it began with.
fn without_code(line: &str) -> String {
    let mut kept = String::new();
    let mut rest = line;
    while let Some(begin) = rest.find('`') {
        let opening = &rest[begin..];
        let inner = opening.trim_start_matches('`');
        let ticks = &opening[..opening.len() - inner.len()];
        let Some(end) = end_of_code(inner, ticks.len()) else {
            break;
        };
        kept.push_str(&rest[..begin]);
        rest = &inner[end..];
    }
    kept + rest
}

/// The place behind the next run of exactly `n_ticks` backticks.
fn end_of_code(text: &str, n_ticks: usize) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = text[from..].find('`') {
        let begin = from + found;
        let run = text[begin..]
            .bytes()
            .take_while(|&byte| byte == b'`')
            .count();
        from = begin + run;
        if run == n_ticks {
            return Some(from);
        }
    }
    None
}

#[test]
fn links_are_found_outside_of_code() {
    let text = "See [a](docs/a.md), [b](https://example.org) and [`c`](c.md#part).\n\
                `no[0](1)` and ``a ` [x](y)`` but [d](d.md)\n\
                ```rust\nf[0](1)\n```\n[e](#e)";
    assert_eq!(
        links(text),
        [
            "docs/a.md",
            "https://example.org",
            "c.md#part",
            "d.md",
            "#e"
        ]
    );
}

#[test]
fn anchors_are_those_of_the_headings() {
    let text = "# Time-outs, `cancel()` and *kill*\n\n```sh\n# no heading\n```\n## One\n### One\n#no\n\
                <a id=\"x\"></a><a id=\"y\"></a>\n";
    let expected = ["time-outs-cancel-and-kill", "one", "one-1", "x", "y"];
    assert_eq!(anchors(text), expected.map(str::to_owned).into());
}
