//! `with`, on every way out of its block.

use crate::support::{check, check_error, check_printed, run};

/// A function that leaves the block of a `with` in some way while a task still runs, and what is left afterwards.
fn leave(how: &str) -> String {
    format!(
        "fn leave(gate, kept) {{
             for round in 0..1 {{
                 with thread_pool(1) as pool {{
                     kept.result_of = pool.submit(|| {{ gate.pass(); \"ran\" }});
                     gate.open();
                     {how}
                 }}
             }}
             kept.result_of.state
         }}
         leave(gate(), #{{}})"
    )
}

#[test]
fn the_block_has_a_value() {
    check(
        "with thread_pool(1) as pool { pool.submit(|| 5).result() }",
        "5",
    );
    check(
        "[with thread_pool(1) as pool { 1 }, with thread_pool(1) { 2 }]",
        "[1, 2]",
    );
    check("let x = with thread_pool(1) { let y = 3; y + 1 }; x", "4");
}

#[test]
fn every_way_out_ends_the_pool() {
    check(&leave(""), "finished");
    check(&leave("break"), "finished");
    check(&leave("continue"), "finished");
    check(&leave("return kept.result_of.id"), "1");
    check(&leave("return pool.max_workers"), "1");
}

#[test]
fn a_throw_cancels_what_is_pending_and_waits_for_what_runs() {
    check_printed(
        "let gate = gate();
         let kept = [];
         try {
             with thread_pool(1) as pool {
                 let running = pool.submit(|| { gate.pass(); 1 });
                 let pending = pool.submit(|| 2);
                 pending.add_done_callback(|f| gate.open());
                 kept = [running, pending];
                 throw \"out\";
             }
         } catch (e) { print(e) }
         print(kept.map(|f| f.state));",
        "out\n[\"finished\", \"cancelled\"]",
    );
}

#[test]
fn names_and_scopes_are_as_in_any_block() {
    check(
        "let pool = \"outer\";
         let changed = 0;
         with thread_pool(1) as pool { let inner = 1; changed = type_of(pool); };
         [pool, changed, is_def_var(\"inner\")]",
        r#"["outer", "ThreadPool", false]"#,
    );
    check(
        "with thread_pool(1) as a { with thread_pool(1) as b { [a != b, type_of(b)] } }",
        r#"[true, "ThreadPool"]"#,
    );
    check(
        "let p = thread_pool(1); with p { p.submit(|| 1).result() }",
        "1",
    );
}

#[test]
fn it_works_inside_functions_closures_and_tasks() {
    check(
        "fn f() { with thread_pool(1) as pool { pool.submit(|| 1).result() } } f()",
        "1",
    );
    check(
        "let f = || { with thread_pool(1) as pool { pool.submit(|| 2).result() } }; f.call()",
        "2",
    );
    check(
        "with thread_pool(1) as a { a.submit(|| { with thread_pool(1) as b { b.submit(|| 3).result() } }).result() }",
        "3",
    );
    check(
        "with thread_pool(1) as p { [1, 2].map(|n| p.submit(|n| n, n)).map(|f| f.result()) }",
        "[1, 2]",
    );
}

#[test]
fn a_panicking_native_in_the_block_ends_the_pool_too() {
    let outcome = crate::support::run(
        "with thread_pool(1) as pool { pool.submit(|| print(\"task\")); boom() }",
    );
    let error = outcome.result.unwrap_err();
    assert!(error.message().contains("native boom"), "{error}");
}

#[test]
fn only_what_has_an_end_can_be_used() {
    check_error(
        "with 5 as five { }",
        "TypeError: with: a pool, a lock, a semaphore or a map with a function `enter` or `exit` is needed, not an integer\n  at test.rhai:1:6",
    );
}

#[test]
fn its_grammar_is_checked() {
    for script in [
        "with { }",
        "with 5",
        "with thread_pool(1) as { }",
        "with thread_pool(1) as pool",
    ] {
        let error = crate::support::run(script).result.expect_err(script);
        assert_eq!(error.kind_name(), "SyntaxError", "{script}");
    }
}

#[test]
fn a_statement_behind_the_block_begins_on_its_own() {
    check("with thread_pool(1) { 1 }\n[2, 3]", "[2, 3]");
    check("with thread_pool(1) { 1 }\n(2 + 3)", "5");
    check("with thread_pool(1) { 1 }\n-2", "-2");
    check(
        "let f = with thread_pool(1) { 1 } // comment\n|x| x + f; f",
        "1",
    );
    check(
        "fn f() {\n  with thread_pool(1) { with thread_pool(1) { 1 }\n [2] }\n [3]\n}\n f()",
        "[3]",
    );
    check(
        "fn one() { 1 }\nwith thread_pool(#{max_workers: 1}) as p { `${ [1] }` }\n[one(), 2]",
        "[1, 2]",
    );
    check(
        "let x = 10;\nif true { with thread_pool(1) { x = 1; } }\n[x]",
        "[1]",
    );
}

#[test]
fn an_expression_may_go_on_where_it_cannot_be_a_statement() {
    check("[with thread_pool(1) { [5, 6] }\n[1]]", "[6]");
    check("let x = with thread_pool(1) { [5, 6] }[1]; x", "6");
    check("let x = with thread_pool(1) { [5, 6] }\n  .len(); x", "2");
}

#[test]
fn positions_behind_such_a_block_are_as_written() {
    check_error(
        "with thread_pool(1) { 1 } // one\n[1, 2][7]",
        "IndexError: Array index 7 out of bounds: only 2 elements in array\n  at test.rhai:2:8",
    );
    check_error(
        "with thread_pool(1) { 1 }\n[1, 2;",
        "SyntaxError: the `[` in line 2 is never closed; a `]` is missing\n  at test.rhai:2:6",
    );
}

#[test]
fn a_block_beyond_what_a_position_can_say_stays_an_expression() {
    // The engine counts columns to 65,535; what stands there is something else.
    let wide = "x".repeat(70_000);
    let outcome = run(&format!(
        "let x = \"{wide}\"; with thread_pool(1) {{ }}\n-1"
    ));
    assert_eq!(
        outcome.result.unwrap_err().message(),
        "`-` does not work between () and an integer; `()` stands for nothing: perhaps a function returned no value"
    );
}

#[test]
fn a_block_of_its_own_ends_at_its_brace_also_if_the_line_goes_on() {
    check_printed(
        "let l = lock();
with l { print(1); } [1, 2].map(|x| print(x + 1));
let a = with l { 5 } - 1; print(a);
with l { print(5); } (|| print(6)).call(); with l { for _ in 0..3 { } } print(7);",
        "1\n2\n3\n4\n5\n6\n7",
    );
}

#[test]
fn a_lock_that_is_gone_at_the_end_of_its_block_has_a_place() {
    check_error(
        "let l = lock(); with l { l.release(); }",
        "ValueError: release: the lock is not held by anybody\n  at test.rhai:1:22",
    );
}
