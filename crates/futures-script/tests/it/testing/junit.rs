//! Results for build servers.

use insta::assert_snapshot;
use roxmltree::{Document, Node};

use crate::testing::suites::{read, suite, test};

#[test]
fn the_results_are_xml() {
    let suite = suite(
        "junit",
        &[
            (
                "good.rhai",
                "//! output: ordered\nprint(\"<&> \\x1b[1m\\t\\\"\");\n",
            ),
            (
                "sub/bad.rhai",
                "//! output: ordered\nprint(\"]]>\"); throw \"a < b\";\n",
            ),
            ("sub/late.rhai", "//! output: ordered\nprint(1);\n"),
            ("sub/later.rhai", "//! output: ordered\nprint(1);\n"),
        ],
    );
    test(&suite, &["--accept", "good.rhai"]);
    let junit = ["--junit", "out.xml", "--fail-fast", "--jobs=1"];
    assert!(test(&suite, &junit).starts_with("exit code 1\n"));
    let xml = read(&suite, "out.xml");
    let document = Document::parse(&xml).unwrap();
    assert_snapshot!(told(document.root_element()), @r#"
    testsuites name=futures test tests=4 failures=1 errors=0 skipped=2 time=TIME
    testsuite name=. tests=1 failures=0 errors=0 skipped=0 time=TIME
    testcase classname=. name=good.rhai file=good.rhai time=TIME
    system-out "<&> \\x1b[1m\t\"\n"
    testsuite name=sub tests=3 failures=1 errors=0 skipped=2 time=TIME
    testcase classname=sub name=bad.rhai file=sub/bad.rhai time=TIME
    failure message=ended with exit code 1; if that is meant, add `//! exit: 1` type=failure "  ]]>\n  --- stderr\n  error[Thrown]: a < b\n   --> bad.rhai:2:15\n    |\n  2 | print(\"]]>\"); throw \"a < b\";\n    |               ^^^^^"
    system-out "]]>\n"
    system-err "error[Thrown]: a < b\n --> sub/bad.rhai:2:15\n  |\n2 | print(\"]]>\"); throw \"a < b\";\n  |               ^^^^^\n"
    testcase classname=sub name=late.rhai file=sub/late.rhai time=TIME
    skipped message=not run
    testcase classname=sub name=later.rhai file=sub/later.rhai time=TIME
    skipped message=not run
    "#);
}

/// Each element on a line, with its attributes and what it says.
fn told(node: Node<'_, '_>) -> String {
    let mut line = node.tag_name().name().to_owned();
    for attribute in node.attributes() {
        let value = match attribute.name() {
            "time" if attribute.value().parse::<f64>().is_ok() => "TIME",
            _ => attribute.value(),
        };
        line += &format!(" {}={value}", attribute.name());
    }
    let children: Vec<Node<'_, '_>> = node.children().filter(Node::is_element).collect();
    if let (Some(text), true) = (node.text(), children.is_empty())
        && !text.trim().is_empty()
    {
        line += &format!(" {text:?}");
    }
    line.push('\n');
    let children: Vec<String> = children.into_iter().map(told).collect();
    line.push_str(&children.concat());
    line
}
