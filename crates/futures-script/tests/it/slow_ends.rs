//! A block or a script has failed, and its tasks run on: whoever waits is told, once.

use std::time::Duration;

use futures_script::Complaint;

use crate::support::{Gate, Lines, builder};

/// Runs the script, whose end waits until somebody has been told of it: that opens its gate. With what was told, line
/// by line, and how the script ended.
#[track_caller]
fn check(script: &str, expect: &str, end: &str) {
    let (told, gate) = (Lines::default(), Gate::default());
    let (tell, its_gate) = (told.clone(), gate.clone());
    let interpreter = builder()
        .patience(Duration::ZERO)
        .register(move |engine| {
            engine.register_fn("the_gate", move || its_gate.clone());
        })
        .complaints(move |complaint| {
            tell.push(&complaint.to_string());
            if let Complaint::Waiting { .. } = complaint {
                gate.open();
            }
        })
        .build();
    let ended = match interpreter.run("test.rhai", script) {
        Ok(value) => value.to_string(),
        Err(error) => error.report(),
    };
    assert_eq!(
        (told.text().as_str(), ended.as_str()),
        (expect, end),
        "{script}"
    );
}

#[test]
fn the_end_of_a_block_that_threw() {
    check(
        "let gate = the_gate();
let begun = event();
try {
    with thread_pool(#{max_workers: 1, thread_name_prefix: \"w\"}) as pool {
        pool.submit(|| { begun.set(); gate.pass() });
        begun.wait();
        throw \"out\";
    }
} catch (e) { e }",
        "waiting for 1 running task of w (submitted at test.rhai:5:14), after Thrown: out (at test.rhai:7:9)",
        "",
    );
}
