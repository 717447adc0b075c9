//! The tables of `scripts/README.md`: each script has its row, each row its script.

use crate::tree;

/// The folder of the course, below `scripts`, which lists its exercises itself.
const EXERCISES: &str = "exercises/";

/// A row: `| [name](path) | idea | the Python that it mirrors |`, below the heading of its folder.
#[derive(Debug, PartialEq)]
struct Row<'a> {
    line: usize,
    heading: &'a str,
    name: &'a str,
    path: &'a str,
    idea: &'a str,
}

#[test]
fn every_script_has_its_row_and_every_row_its_script() {
    let scripts: Vec<String> = tree::all_text_files()
        .into_iter()
        .filter(|file| file.has_extension("rhai"))
        .filter_map(|file| Some(file.path.strip_prefix("scripts/")?.to_owned()))
        .filter(|script| !script.starts_with(EXERCISES))
        .collect();
    assert!(!scripts.is_empty(), "there are no scripts");
    let findings = findings(&tree::read("scripts/README.md"), &scripts);
    tree::expect_none("The tables of scripts/README.md", &findings);
}

fn findings(readme: &str, scripts: &[String]) -> Vec<String> {
    let rows = rows(readme);
    let mut findings = Vec::new();
    for script in scripts {
        match rows.iter().filter(|row| row.path == script).count() {
            1 => {}
            0 => findings.push(format!("{script} has no row")),
            several => findings.push(format!("{script} has {several} rows")),
        }
    }
    for row in &rows {
        let (folder, name) = row.path.rsplit_once('/').unwrap_or(("Scripts", row.path));
        let place = format!("line {}", row.line);
        if !scripts.iter().any(|script| script == row.path) {
            findings.push(format!("{place}: there is no {}", row.path));
        }
        if row.name != name {
            findings.push(format!("{place}: {} is called {}", row.path, row.name));
        }
        if row.heading != folder {
            findings.push(format!("{place}: {} is below {}", row.path, row.heading));
        }
        if row.idea.is_empty() {
            findings.push(format!("{place}: {} shows nothing", row.path));
        }
    }
    findings
}

fn rows(readme: &str) -> Vec<Row<'_>> {
    let mut heading = "";
    let mut rows = Vec::new();
    for (idx, line) in readme.lines().enumerate() {
        if line.starts_with('#') {
            heading = line.trim_start_matches('#').trim();
        }
        let row = line.strip_prefix("| [").and_then(|line| {
            let (name, rest) = line.split_once("](")?;
            let (path, rest) = rest.split_once(") |")?;
            let idea = rest.split('|').next()?.trim();
            let line = idx + 1;
            Some(Row {
                line,
                heading,
                name,
                path,
                idea,
            })
        });
        rows.extend(row);
    }
    rows
}

#[test]
fn a_missing_row_and_a_wrong_one_are_found() {
    let scripts = ["one.rhai", "a/two.rhai", "a/three.rhai"].map(str::to_owned);
    let good =
        "# Scripts\n| [one.rhai](one.rhai) | 1 | |\n## a\n| [two.rhai](a/two.rhai) | 2 | |\n";
    let none: [&str; 0] = [];
    check(good, &scripts[..2], &none);
    check(good, &scripts, &["a/three.rhai has no row"]);
    check(good, &scripts[..1], &["line 4: there is no a/two.rhai"]);
    check(
        &good.replace("## a", "## b").replace("| 2 |", "| |"),
        &scripts[..2],
        &[
            "line 4: a/two.rhai is below b",
            "line 4: a/two.rhai shows nothing",
        ],
    );
    check(
        &(good.to_owned() + "| [2](a/two.rhai) | 2 | |\n"),
        &scripts[..2],
        &["a/two.rhai has 2 rows", "line 5: a/two.rhai is called 2"],
    );
}

#[track_caller]
fn check(readme: &str, scripts: &[String], expected: &[&str]) {
    assert_eq!(findings(readme, scripts), expected);
}
