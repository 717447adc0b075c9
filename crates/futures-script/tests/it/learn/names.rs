//! Which exercise a name means.

use insta::assert_snapshot;

use crate::learn::support::{learn, told, written};

/// What is said of this name.
fn hint(name: &str) -> String {
    let course = written();
    told(&learn(&course, &["--course", ".", "hint", name]), &course)
}

#[test]
fn numbers_parts_and_files_are_names() {
    let whole = hint("1_together");
    assert_snapshot!(whole, @"
    exit code 0
    --- stdout
    1_together: All at once
    To do: submit each call to the pool, and print the results afterwards.
    Hint: `pool.submit(fetch, n)` hands over a call and does not wait for it.
    --- stderr
    ");
    for name in [
        "1",
        "01",
        "together",
        "TOGETHER",
        "1_together.rhai",
        "some/where/1_together.rhai",
    ] {
        assert_eq!(hint(name), whole, "{name}");
    }
}

#[test]
fn other_names_are_refused() {
    assert_snapshot!(hint("togehter"), @"
    exit code 2
    --- stdout
    --- stderr
    error: there is no exercise 'togehter'
     |
     = help: did you mean 'together'?
    ");
    assert_snapshot!(hint("3"), @"
    exit code 2
    --- stdout
    --- stderr
    error: there is no exercise 3: the course has 2
    ");
    assert_snapshot!(hint("0"), @"
    exit code 2
    --- stdout
    --- stderr
    error: there is no exercise 0: the course has 2
    ");
    assert_snapshot!(hint("o"), @"
    exit code 2
    --- stdout
    --- stderr
    error: several exercises have 'o' in their names
     |
     = help: 1_together, 2_count
    ");
    assert_snapshot!(hint("something else"), @"
    exit code 2
    --- stdout
    --- stderr
    error: there is no exercise 'something else'
     |
     = help: `futures learn list` shows all of them
    ");
}
