//! How scripts end, and what ends with them.

use crate::support::{check_printed, run};

#[test]
fn the_end_of_a_script_joins_what_it_started() {
    check_printed(
        "let gate = gate();
         let pool = thread_pool(1);
         for n in 0..3 { pool.submit(|| { gate.pass(); print(`task ${n}`) }); }
         print(\"end\");
         gate.open();",
        "end\ntask 0\ntask 1\ntask 2",
    );
}

#[test]
fn a_task_may_submit_after_the_end_of_the_script() {
    check_printed(
        "let gate = gate();
         let pool = thread_pool(2);
         pool.submit(|| { gate.pass(); thread_pool(1).submit(|| print(\"late\")) });
         gate.open();",
        "late",
    );
}

#[test]
fn an_error_cancels_what_is_pending_first() {
    let outcome = run("let gate = gate();
         let pool = thread_pool(1);
         pool.submit(|| { gate.pass(); print(\"running\") });
         let pending = pool.submit(|| print(\"pending\"));
         pending.add_done_callback(|f| { print(f.state); gate.open() });
         throw \"out\";");
    assert_eq!(outcome.result.unwrap_err().message(), "out");
    assert_eq!(outcome.printed, "cancelled\nrunning");
}

#[test]
fn exit_ends_the_script_with_its_code() {
    for (script, code) in [
        ("exit(3)", 3),
        ("exit()", 0),
        ("fn f() { exit(300) } f(); 5", 44),
    ] {
        let error = run(script).result.expect_err(script);
        assert_eq!(error.exit_code(), Some(code), "{script}");
    }
    let outcome = run("let gate = gate();
         with thread_pool(1) as pool {
             pool.submit(|| gate.pass());
             let pending = pool.submit(|| 1);
             pending.add_done_callback(|f| { print(f.state); gate.open() });
             exit(7);
         }");
    assert_eq!(
        (
            outcome.printed.as_str(),
            outcome.result.unwrap_err().exit_code()
        ),
        ("cancelled", Some(7))
    );
}

#[test]
fn a_script_has_the_value_of_its_last_expression() {
    assert_eq!(run("1 + 1").result.unwrap().as_int(), Ok(2));
    assert_eq!(run("return 3; 4").result.unwrap().as_int(), Ok(3));
    assert!(run("").result.unwrap().is_unit());
}

#[test]
fn floats_print_as_in_python() {
    check_printed(
        "print(10.0 / 2); print(0.1 + 0.2); print([1, 2.0, \"s\", ()]); print(10 / 4)",
        "5.0\n0.30000000000000004\n[1, 2.0, \"s\", ()]\n2",
    );
}
