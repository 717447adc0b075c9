//! That a session does not grow with the number of its inputs.

use std::fs;

use super::shell::Shell;

/// How much memory this process has, in bytes.
fn memory() -> usize {
    let pages = fs::read_to_string("/proc/self/statm").unwrap();
    let resident = pages.split(' ').nth(1).unwrap();
    resident.parse::<usize>().unwrap() * 4096
}

/// How many bytes each of so many inputs costs.
fn cost(shell: &mut Shell, n_inputs: usize, input: &str) -> usize {
    shell.run(input);
    let before = memory();
    for _ in 0..n_inputs {
        shell.run(input);
    }
    memory().saturating_sub(before) / n_inputs
}

#[test]
fn plain_inputs_cost_nothing() {
    let mut shell = Shell::new();
    // What other tests need meanwhile is in the number, so it is that of many inputs.
    let cost = cost(&mut shell, 10_000, "1 + 1");
    assert!(cost < 4096, "{cost} bytes each");
    // They have not even used up their lines.
    let error = shell.fail("[1, 2][5]");
    assert_eq!(error.place().unwrap().source(), "input 10002");
    shell.end();
}

#[test]
fn a_variable_that_is_defined_again_and_again_is_one() {
    let mut shell = Shell::new();
    for _ in 0..100 {
        shell.run("let x = 1; let y = 2;");
    }
    assert_eq!(shell.session.variables().len(), 2);
    shell.end();
}

#[test]
fn more_lines_than_can_be_told_apart_are_refused() {
    let mut shell = Shell::new();
    let long = "\n".repeat(65_000) + "fn f() { }";
    shell.run(&long);
    let error = shell.fail(&("\n".repeat(600) + "f()"));
    assert_eq!(error.kind_name(), "LimitError");
    shell.check("1 + 1", "2");
    shell.end();
}
