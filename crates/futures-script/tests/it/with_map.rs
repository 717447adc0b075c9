//! The `exit` of a map that `with` uses: when it runs, what it is told, and what it can do about it.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures_script::{Builder, ScriptErrorKind, StopHandle};

use crate::support::{Lines, builder, check, check_error, run};

/// Blocks of a `with` whose `exit` says what it was told, left in every way.
#[track_caller]
fn check_left(how: &str, told: &str, ends_with: &str) {
    let script = format!(
        "fn leave(told) {{
             let resource = #{{exit: |error| {{ told.push(error); }}}};
             for round in 0..2 {{
                 with resource {{ {how} }}
             }}
             \"after\"
         }}
         let told = list();
         let end = ();
         try {{ end = leave(told); }} catch (e) {{ end = `caught ${{e}}`; }}
         [told.to_array().map(|e| `${{e}}`), end]"
    );
    check(&script, &format!("[{told}, \"{ends_with}\"]"));
}

#[test]
fn it_runs_on_every_way_out_that_a_script_can_take() {
    check_left("", r#"["", ""]"#, "after");
    check_left("return \"early\"", r#"[""]"#, "early");
    check_left("break", r#"[""]"#, "after");
    check_left("continue", r#"["", ""]"#, "after");
    check_left("throw \"no\"", r#"["no"]"#, "caught no");
    check_left(
        "1 / 0",
        r#"["Division by zero: 1 / 0"]"#,
        "caught Division by zero: 1 / 0",
    );
    check_left(
        "to_thread(|| throw #{code: 7}).result()",
        r##"["#{\"code\": 7}"]"##,
        r##"caught #{\"code\": 7}"##,
    );
    check_left(
        "let f = to_thread(|| 1); event().wait(0) || f.no_such()",
        r#"["Future has no method `no_such`"]"#,
        "caught Future has no method `no_such`",
    );
}

#[test]
fn only_true_ends_what_was_thrown() {
    for (returned, swallows) in [
        ("true", true),
        ("false", false),
        ("1", false),
        ("\"yes\"", false),
        ("()", false),
    ] {
        check(
            &format!(
                "let end = \"swallowed\";
                 try {{ with #{{exit: |e| {returned}}} {{ throw 1 }} }} catch {{ end = \"thrown\" }}
                 end"
            ),
            if swallows { "swallowed" } else { "thrown" },
        );
    }
}

#[test]
fn true_changes_nothing_if_nothing_was_thrown() {
    check("with #{exit: || true} { 5 }", "5");
    check("fn f() { with #{exit: || true} { return 5 } 6 } f()", "5");
    check(
        "let n = 0; for i in 0..9 { n = i; with #{exit: || true} { if i == 3 { break; } } } n",
        "3",
    );
    check(
        "let n = 0; for i in 0..4 { with #{exit: || true} { if i == 3 { continue; } } n += 1; } n",
        "3",
    );
    let outcome = run("with #{exit: || { print(\"out\"); true }} { exit(7) }");
    assert_eq!(outcome.result.unwrap_err().exit_code(), Some(7));
    assert_eq!(outcome.printed, "out");
}

#[test]
fn what_it_throws_itself() {
    check_error(
        "with #{exit: || throw \"at the end\"} { }",
        "Thrown: at the end\n  at test.rhai:1:17\n  in closure, called at test.rhai:1:6",
    );
    let outcome = run("with #{exit: || throw \"at the end\"} { throw \"first\" }");
    assert_eq!(outcome.result.unwrap_err().message(), "first");
    assert_eq!(
        outcome.complaints,
        "at the end of with: Thrown: at the end\n  at test.rhai:1:17\n  in closure, called at test.rhai:1:6"
    );
}

#[test]
fn the_inner_one_runs_first() {
    check(
        "let told = list();
         with #{exit: |e| { told.push([\"outer\", e]); true }} {
             with #{exit: |e| { told.push([\"inner\", e]); throw \"second\" }} { }
         }
         told.to_array()",
        r#"[["inner", ()], ["outer", "second"]]"#,
    );
}

#[test]
fn no_code_of_a_script_that_is_stopped_runs_at_its_end() {
    #[track_caller]
    fn check_stopped(builder: Builder, script: &str, expect: ScriptErrorKind) {
        let printed = Lines::default();
        let print = printed.clone();
        let stop = Arc::new(OnceLock::<StopHandle>::new());
        let its_stop = stop.clone();
        let interpreter = builder
            .output(move |line| print.push(line))
            .register(move |engine| {
                engine.register_fn("stop", move || {
                    its_stop.get().unwrap().stop();
                });
            })
            .build();
        stop.set(interpreter.stop_handle()).unwrap();
        let error = interpreter.run("test.rhai", script).unwrap_err();
        assert_eq!(error.kind(), expect, "{}", error.report());
        assert_eq!(printed.text(), "", "{script}");
    }
    let with = |body: &str| format!("with #{{exit: || print(\"out\")}} {{ {body} }}");
    check_stopped(builder(), &with("stop()"), ScriptErrorKind::Interrupted);
    let late = builder().time_limit(Duration::from_millis(50));
    check_stopped(late, &with("event().wait(1000)"), ScriptErrorKind::TimedOut);
    let busy = builder().max_operations(1_000);
    check_stopped(busy, &with("loop { }"), ScriptErrorKind::Limit);
}

#[test]
fn nor_of_a_task_that_is_killed_nor_of_a_run_that_is_stuck() {
    let outcome = run("let begun = event();
         let f = to_thread(|| {
             with #{exit: || print(\"out\")} { begun.set(); loop { } }
         });
         begun.wait();
         f.kill();
         f.exception().message");
    assert_eq!(outcome.result.unwrap().to_string(), "the task was killed");
    assert_eq!(outcome.printed, "");
    let outcome = run("with #{exit: || print(\"out\")} { event().wait() }");
    assert_eq!(outcome.result.unwrap_err().kind_name(), "DeadlockError");
    assert_eq!(outcome.printed, "");
}

#[test]
fn a_clean_up_that_is_cut_off_is_told() {
    let report = |place| {
        format!(
            "the clean-up at the end of with was cut off: Interrupted: the task was killed\n  at test.rhai:{place}"
        )
    };
    for (block, exit, place) in [
        ("begun.set(); loop { }", "", "4:27"),
        ("", "begun.set(); sleep(1000)", "4:53"),
    ] {
        let outcome = run(&format!(
            "let begun = event();
             with thread_pool(1) as pool {{
                 let f = pool.submit(|| {{
                     with #{{exit: || {{ {exit:24} }} }} {{ {block} }}
                 }});
                 begun.wait();
                 f.kill();
                 f.exception();
             }}"
        ));
        outcome.result.map(drop).unwrap();
        assert_eq!(outcome.complaints, report(place), "{exit}");
    }
}

#[test]
fn enter_and_exit_share_a_copy_of_the_map() {
    check(
        "let seen = list();
         let m = #{n: 0, enter: || { this.n = 5 }, exit: || seen.push(this.n)};
         with m { m.n = 9; }
         seen.push(m.n);
         seen.to_array()",
        "[5, 9]",
    );
}
