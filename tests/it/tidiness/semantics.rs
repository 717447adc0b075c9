//! The table of Python's behaviours is complete and true: every id of the inventory has exactly one row, and the
//! row names a test that exists or is openly waiting for its crate.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use crate::tree;

/// How a behaviour of Python's own tests concerns us.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mark {
    /// It carries over as it is.
    Yes,
    /// It carries over in an adapted form.
    Adapted,
    /// It is about Python only.
    No,
}

/// The inventory in `tests/inventory.toml`.
#[derive(Debug)]
struct Inventory {
    marks: BTreeMap<String, Mark>,
    /// Ids that wait for a crate which does not exist yet, by the name of that crate.
    open: BTreeMap<String, Vec<String>>,
}

/// One row of a table in `docs/semantics.md`.
#[derive(Debug, PartialEq)]
struct Row {
    line: usize,
    id: String,
    /// As the inventory has it: `Y`, `A` or `N`.
    mark: String,
    /// The name of a test function, `open`, or for Python's own business nothing.
    proof: String,
}

#[test]
fn every_behaviour_has_exactly_one_row() {
    let inventory = Inventory::read();
    let rows = rows(&tree::read("docs/semantics.md"));
    let mut findings = Vec::new();
    for id in inventory.marks.keys() {
        let count = rows.iter().filter(|row| row.id == *id).count();
        if count != 1 {
            findings.push(format!("`{id}` has {count} rows"));
        }
    }
    for row in &rows {
        let Row { line, id, mark, .. } = row;
        match inventory.marks.get(id) {
            None => findings.push(format!("line {line}: `{id}` is not in the inventory")),
            Some(listed) if listed.letter() != mark => {
                findings.push(format!(
                    "line {line}: `{id}` is marked {mark} here, {listed:?} there"
                ));
            }
            Some(_) => {}
        }
    }
    tree::expect_none("docs/semantics.md against tests/inventory.toml", &findings);
}

#[test]
fn every_row_names_a_test_that_exists() {
    let inventory = Inventory::read();
    let tests = test_names();
    let open: BTreeSet<&String> = inventory.open.values().flatten().collect();
    let mut findings = Vec::new();
    for row in rows(&tree::read("docs/semantics.md")) {
        let Row {
            line, id, proof, ..
        } = &row;
        let claimed = !proof.is_empty() && proof != "open";
        let finding = match inventory.marks.get(id) {
            Some(Mark::No) if !proof.is_empty() => "is about Python only, yet names a proof",
            Some(Mark::Yes | Mark::Adapted) if open.contains(id) && proof != "open" => {
                "is listed as open in tests/inventory.toml"
            }
            Some(Mark::Yes | Mark::Adapted) if !open.contains(id) && !claimed => "names no test",
            Some(Mark::Yes | Mark::Adapted) if claimed && !tests.contains(proof) => {
                "names a test that does not exist"
            }
            _ => continue,
        };
        findings.push(format!("line {line}: `{id}` ({proof}) {finding}"));
    }
    tree::expect_none("Proofs in docs/semantics.md", &findings);
}

#[test]
fn what_is_open_is_counted_and_waits_for_a_crate_to_come() {
    let inventory = Inventory::read();
    let text = tree::read("docs/semantics.md");
    let crates = tree::folders("crates");
    for (name, ids) in &inventory.open {
        assert!(
            !crates.contains(name),
            "{name} is there: claim its behaviours"
        );
        let heading = format!("## With {name} ({} open)", ids.len());
        assert!(
            text.lines().any(|line| line == heading),
            "docs/semantics.md needs `{heading}`"
        );
        for id in ids {
            let mark = inventory.marks.get(id);
            assert!(
                matches!(mark, Some(Mark::Yes | Mark::Adapted)),
                "`{id}` is open, mark {mark:?}"
            );
        }
    }
}

#[test]
fn every_behaviour_of_the_suite_is_in_its_list() {
    let suite = suite();
    let mut findings = Vec::new();
    for file in tree::rust_files() {
        if !file.path.starts_with("crates/conformance/src/behaviours/") {
            continue;
        }
        let public = file.text.lines().filter(|line| line.starts_with("pub fn "));
        for name in public.filter_map(function_name) {
            if !suite.contains(name) {
                findings.push(format!("{}: {name}", file.path));
            }
        }
    }
    tree::expect_none("Behaviours that no pool runs", &findings);
}

#[test]
fn rows_are_read_from_the_table() {
    let text = "\
| id | mark | Python | Here | Test |
|---|---|---|---|---|
| `wait.test_20369` | Y | once | once | `wait_20369` |
| `deadlock.crash` | A | breaks | fails | open |
| `executor.kw` | N | passes | not in Rust | |

| In Python | Here |
|---|---|
| `submit(f)` | `submit(f)?` |
";
    let row = |line, id: &str, mark: &str, proof: &str| Row {
        line,
        id: id.to_owned(),
        mark: mark.to_owned(),
        proof: proof.to_owned(),
    };
    assert_eq!(
        rows(text),
        [
            row(3, "wait.test_20369", "Y", "wait_20369"),
            row(4, "deadlock.crash", "A", "open"),
            row(5, "executor.kw", "N", ""),
        ]
    );
}

impl Mark {
    fn parse(letter: &str) -> Option<Mark> {
        [Mark::Yes, Mark::Adapted, Mark::No]
            .into_iter()
            .find(|mark| mark.letter() == letter)
    }

    fn letter(self) -> &'static str {
        match self {
            Mark::Yes => "Y",
            Mark::Adapted => "A",
            Mark::No => "N",
        }
    }
}

impl Inventory {
    fn read() -> Inventory {
        let mut table: Table = tree::read("tests/inventory.toml")
            .parse()
            .expect("well-formed inventory");
        let open = table.remove("open").expect("a table of what is open");
        let open = open.as_table().expect("a table of what is open").iter();
        let open = open
            .map(|(name, ids)| (name.clone(), strings(ids)))
            .collect();
        let mut marks = BTreeMap::new();
        flatten("", &table, &mut marks);
        Inventory { marks, open }
    }
}

/// Turns nested tables into ids: `[init.failing] test_x = "Y"` is `init.failing.test_x`.
fn flatten(prefix: &str, table: &Table, marks: &mut BTreeMap<String, Mark>) {
    for (key, value) in table {
        let id = if prefix.is_empty() {
            key.clone()
        } else {
            format!("{prefix}.{key}")
        };
        if let Value::Table(inner) = value {
            flatten(&id, inner, marks);
            continue;
        }
        match value.as_str().and_then(Mark::parse) {
            Some(mark) => marks.insert(id, mark),
            None => panic!("`{id}` is marked {value:?}: Y, A and N are the marks"),
        };
    }
}

fn strings(value: &Value) -> Vec<String> {
    let items = value.as_array().expect("a list of ids");
    items
        .iter()
        .map(|item| item.as_str().expect("an id in quotes").to_owned())
        .collect()
}

/// The rows of the tables with five columns: id, mark, Python, here, proof. Their ids stand in backticks.
fn rows(text: &str) -> Vec<Row> {
    let mut found = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        let Some(inside) = line
            .strip_prefix("| `")
            .and_then(|line| line.strip_suffix('|'))
        else {
            continue;
        };
        if let [id, mark, _, _, proof] = inside.split('|').map(str::trim).collect::<Vec<_>>()[..] {
            let plain = |cell: &str| cell.trim_matches('`').to_owned();
            found.push(Row {
                line: number,
                id: plain(id),
                mark: plain(mark),
                proof: plain(proof),
            });
        }
    }
    found
}

/// Every function that a test run calls: those marked `#[test]`, the behaviours in the list of the suite, and the cases
/// of test binaries with a harness of their own.
fn test_names() -> BTreeSet<String> {
    let mut names = suite();
    for file in tree::rust_files() {
        names.extend(cases(&file.text));
        let mut marked = false;
        for line in file.text.lines().map(str::trim) {
            marked |= line == "#[test]";
            if let Some(name) = function_name(line) {
                if marked {
                    names.insert(name.to_owned());
                }
                marked = false;
            }
        }
    }
    names
}

/// The names in each `cases![…]` of a file.
fn cases(text: &str) -> BTreeSet<String> {
    let lists = text.split("cases![").skip(1);
    let names = lists.filter_map(|rest| rest.split_once(']')?.0.into());
    let names = names.flat_map(|list: &str| list.split(',').map(str::trim));
    names
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The behaviours that the macros of the suite make tests of: there, a name and a comma are alone on their line.
fn suite() -> BTreeSet<String> {
    let text = tree::read("crates/conformance/src/suite.rs");
    let names = text
        .lines()
        .filter_map(|line| line.trim().strip_suffix(','));
    let is_name = |name: &&str| {
        name.chars()
            .all(|char| char.is_ascii_alphanumeric() || char == '_')
    };
    names.filter(is_name).map(str::to_owned).collect()
}

/// The name of the function that this line declares.
fn function_name(line: &str) -> Option<&str> {
    let rest = line
        .strip_prefix("pub ")
        .unwrap_or(line)
        .strip_prefix("fn ")?;
    rest.split(['(', '<']).next()
}
