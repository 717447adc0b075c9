//! The results in the XML format of JUnit, which build servers read.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use crate::test::report::plain;
use crate::test::verdict::{Tested, Verdict};

/// The whole document: a suite for each folder, a case for each script.
pub(crate) fn document(tested: &[Tested], time: Duration) -> String {
    let mut suites: BTreeMap<&str, Vec<&Tested>> = BTreeMap::new();
    for tested in tested {
        let (folder, _) = split(&tested.path);
        suites.entry(folder).or_default().push(tested);
    }
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let all: Vec<&Tested> = tested.iter().collect();
    let counts = counts(&all);
    let time = seconds(time);
    // Writing to a text does not fail.
    let _ = writeln!(
        text,
        "<testsuites name=\"futures test\" {counts} time=\"{time}\">"
    );
    for (folder, tested) in suites {
        suite(&mut text, folder, &tested);
    }
    text + "</testsuites>\n"
}

fn suite(text: &mut String, folder: &str, tested: &[&Tested]) {
    let time = seconds(tested.iter().map(|tested| tested.time).sum());
    let (name, counts) = (escaped(folder), counts(tested));
    let _ = writeln!(
        text,
        "  <testsuite name=\"{name}\" {counts} time=\"{time}\">"
    );
    for tested in tested {
        case(text, tested);
    }
    text.push_str("  </testsuite>\n");
}

fn case(text: &mut String, tested: &Tested) {
    let (folder, name) = split(&tested.path);
    let (folder, name, path) = (escaped(folder), escaped(name), escaped(&tested.path));
    let time = seconds(tested.time);
    let _ = writeln!(
        text,
        "    <testcase classname=\"{folder}\" name=\"{name}\" file=\"{path}\" time=\"{time}\">"
    );
    match &tested.verdict {
        Verdict::Failed(failure) => {
            let (what, lines) = (escaped(&failure.what), escaped(&plain(&failure.lines)));
            let _ = writeln!(
                text,
                "      <failure message=\"{what}\" type=\"failure\">{lines}</failure>"
            );
        }
        Verdict::NotRun => text.push_str("      <skipped message=\"not run\"/>\n"),
        Verdict::Passed | Verdict::Accepted => {}
    }
    for (name, stream) in [
        ("system-out", &tested.stdout),
        ("system-err", &tested.stderr),
    ] {
        if !stream.is_empty() {
            let _ = writeln!(text, "      <{name}>{}</{name}>", escaped(stream));
        }
    }
    text.push_str("    </testcase>\n");
}

/// How many there are of each kind, as attributes.
fn counts(tested: &[&Tested]) -> String {
    let count = |is_counted: fn(&Verdict) -> bool| {
        let verdicts = tested.iter().map(|tested| &tested.verdict);
        verdicts.filter(|verdict| is_counted(verdict)).count()
    };
    format!(
        "tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\"",
        tested.len(),
        count(|verdict| matches!(verdict, Verdict::Failed(_))),
        count(|verdict| matches!(verdict, Verdict::NotRun)),
    )
}

/// The folder and the name of a script.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or((".", path))
}

fn seconds(time: Duration) -> String {
    format!("{:.3}", time.as_secs_f64())
}

/// As it stands in XML, which has no way to write most control characters: they become `\x1b`.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(char),
            '\u{fffe}' | '\u{ffff}' => escaped.extend(char.escape_default()),
            char if char.is_control() => {
                let _ = write!(escaped, "\\x{:02x}", u32::from(char));
            }
            char => escaped.push(char),
        }
    }
    escaped
}
