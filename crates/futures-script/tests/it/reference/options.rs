//! The options that the reference describes are those that functions take.

use std::collections::{BTreeMap, BTreeSet};

use futures_script::{Interpreter, Simulation};

/// For each entry with options, calls with an option that nobody has: the error says which there are.
const CALLS: [(&str, &[&str]); 23] = [
    ("thread_pool", &["thread_pool(#{zzzz: 1})"]),
    (
        "Pool.with_options",
        &[
            "thread_pool(1).with_options(#{zzzz: 1})",
            "process_pool(1).with_options(#{zzzz: 1})",
        ],
    ),
    ("Pool.shutdown", &["thread_pool(1).shutdown(#{zzzz: 1})"]),
    ("process_pool", &["process_pool(#{zzzz: 1})"]),
    ("Pool.map", &["thread_pool(1).map(|n| n, [1], #{zzzz: 1})"]),
    ("wait", &["wait([], #{zzzz: 1})"]),
    ("as_completed", &["as_completed([], #{zzzz: 1})"]),
    ("read_text", &["read_text(\"x\", #{zzzz: 1})"]),
    ("read_bytes", &["read_bytes(\"x\", #{zzzz: 1})"]),
    ("make_dir", &["make_dir(\"x\", #{zzzz: 1})"]),
    ("remove_dir", &["remove_dir(\"x\", #{zzzz: 1})"]),
    ("to_json", &["to_json(1, #{zzzz: 1})"]),
    ("read_json", &["read_json(\"x\", #{zzzz: 1})"]),
    ("write_json", &["write_json(\"x\", 1, #{zzzz: 1})"]),
    ("parse_csv", &["parse_csv(\"\", #{zzzz: 1})"]),
    ("to_csv", &["to_csv([], #{zzzz: 1})"]),
    ("read_csv", &["read_csv(\"x\", #{zzzz: 1})"]),
    ("write_csv", &["write_csv(\"x\", [], #{zzzz: 1})"]),
    ("http_get", &["http_get(\"x\", #{zzzz: 1})"]),
    ("http_post", &["http_post(\"x\", (), #{zzzz: 1})"]),
    (
        "http_request",
        &["http_request(\"GET\", \"x\", #{zzzz: 1})"],
    ),
    ("run_command", &["run_command(\"x\", [], #{zzzz: 1})"]),
    ("sorted", &["sorted([], #{zzzz: 1})"]),
];

/// The options that a call takes, as its error tells.
fn taken(interpreter: &Interpreter, call: &str) -> Vec<String> {
    // Simulated, since this program is none whose processes would be workers.
    let simulated = interpreter.simulate("call", call, &Simulation::new());
    let error = simulated.result.expect_err(call);
    let (_, list) = error
        .message()
        .split_once("it takes ")
        .unwrap_or_else(|| panic!("{call}: {}", error.message()));
    list.split(", ").map(str::to_owned).collect()
}

#[test]
fn options_are_described_as_they_are_taken() {
    let interpreter = Interpreter::new();
    let calls: BTreeMap<&str, &[&str]> = CALLS.into_iter().collect();
    let reference = interpreter.reference();
    let with_options = reference.entries().filter(|entry| !entry.opts().is_empty());
    for entry in with_options {
        let name = &entry.names()[0];
        let calls = calls
            .get(name.as_str())
            .unwrap_or_else(|| panic!("a call of {name} with an unknown option is missing here"));
        let taken: BTreeSet<String> = calls
            .iter()
            .flat_map(|call| taken(&interpreter, call))
            .collect();
        let described = entry.opts().iter().map(|(name, ..)| (*name).to_owned());
        assert_eq!(described.collect::<BTreeSet<_>>(), taken, "{name}");
    }
}
