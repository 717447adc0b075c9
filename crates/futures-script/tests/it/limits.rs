//! Depth of calls and nesting of values.

use crate::support::{check, run};

const DEEP: &str =
    "fn deep(n) { if n == 0 { 0 } else { if true { for x in [n] { return 1 + deep(x - 1); } } } }";

#[test]
fn endless_recursion_is_an_error_in_the_script_and_in_a_task() {
    for call in [
        "deep(100000)",
        "with thread_pool(1) as pool { pool.submit(deep, 100000).result() }",
    ] {
        let error = run(&format!("{DEEP} {call}")).result.expect_err(call);
        assert_eq!(error.kind_name(), "RecursionError", "{call}");
    }
}

#[test]
fn a_task_s_endless_recursion_can_be_caught() {
    check(
        "fn forever(n) { forever(n + 1) }
         with thread_pool(1) as pool { pool.submit(forever, 0).exception().kind }",
        "RecursionError",
    );
}

#[test]
fn four_hundred_levels_are_fine_everywhere() {
    check(&format!("{DEEP} deep(400)"), "400");
    check(
        &format!("{DEEP} with thread_pool(1) as pool {{ pool.submit(deep, 400).result() }}"),
        "400",
    );
}

#[test]
fn recursion_through_natives_meets_the_limit_before_the_end_of_the_stack() {
    let error = run("fn tree(n) { [n].map(|x| tree(x + 1)) }
         with thread_pool(1) as pool { pool.submit(tree, 0).result() }")
    .result
    .unwrap_err();
    assert_eq!(error.kind_name(), "RecursionError");
}

#[test]
fn recursion_in_tasks_that_run_on_top_of_each_other_meets_the_limit_too() {
    let error = run("fn spiral(pool, n) {
             fn_on_top(pool, n, 60)
         }
         fn fn_on_top(pool, n, levels) {
             if levels > 0 { fn_on_top(pool, n, levels - 1) }
             else if n == 0 { forever(0) }
             else { pool.submit(spiral, pool, n - 1).result() }
         }
         fn forever(n) { if true { forever(n + 1) } }
         with thread_pool(1) as pool { pool.submit(spiral, pool, 100).result() }")
    .result
    .unwrap_err();
    assert_eq!(error.kind_name(), "RecursionError");
}

#[test]
fn a_value_nested_too_deeply_is_refused() {
    for value in [
        "let a = []; for i in 0..1000 { a = [a] }",
        "let a = #{}; for i in 0..1000 { a = #{a: a} }",
    ] {
        let script = format!("{value} with thread_pool(1) as pool {{ pool.submit(|| a) }}");
        let error = run(&script).result.expect_err(value);
        assert_eq!(
            error.message(),
            "a value nested more than 128 levels deep, or inside itself, cannot be given to a task"
        );
    }
}

#[test]
fn a_deeply_nested_value_is_shown_only_so_deep() {
    for (nest, open, inner, close) in [
        ("[a]", "[", "[…]", "]"),
        ("#{a: a}", "#{\"a\": ", "#{…}", "}"),
    ] {
        let script = format!(
            "let a = 1; for i in 0..1500 {{ a = {nest}; }} [a.to_string(), `${{a}}`, a.to_debug()]"
        );
        let shown = run(&script).result.expect(nest);
        let shown = shown.into_typed_array::<String>().expect("texts");
        let expect = format!("{}{inner}{}", open.repeat(100), close.repeat(100));
        assert_eq!(shown, [expect.clone(), expect.clone(), expect]);
    }
}

#[test]
fn a_value_inside_itself_is_shown_and_refused() {
    check(
        "let a = []; let f = || a; a = [f];
         let seen = [a.to_string().starts_with(\"[Fn(anon$\")];
         for task in [|| to_thread(|| a), || to_thread(|x| x, a)] {
             try { task.call() } catch (e) { seen.push(e.kind) }
         }
         seen",
        r#"[true, "ValueError", "ValueError"]"#,
    );
}

#[test]
fn endless_recursion_through_whatever_calls_back_is_an_error() {
    let ways = [
        "let f = |y| again(y); f.call(n)",
        "[1].map(|y| again(y))",
        "[1, 2].filter(|y| again(y))",
        "[1, 2].reduce(|sum, y| again(y))",
        "[1, 2].for_each(|y| again(y))",
        "[2, 1].sort(|one, other| again(n))",
        "sorted([2, 1], #{key: |y| again(y)})",
        "(0..2).map(|y| again(y))",
        "(0..=2).filter(|y| again(y))",
        "with #{enter: || again(1)} as m { }",
        "with #{exit: || again(1)} { }",
        "with lock() { again(n) }",
        "try { again(n) } catch (e) { throw e }",
        "n.again()",
    ];
    for way in ways {
        let define = format!("fn again(n) {{ {way} }} fn again() {{ again(this) }}");
        for call in [
            "again(1)",
            "to_thread(again, 1).result()",
            // On top of a task that waits, with less than a stack left.
            "with thread_pool(1) as p { p.submit(|| p.submit(again, 1).result()).result() }",
        ] {
            let error = run(&format!("{define} {call}")).result.expect_err(way);
            assert_eq!(
                (error.kind_name().as_str(), error.message()),
                (
                    "RecursionError",
                    "calls are nested too deeply; does a function call itself without an end?"
                ),
                "{way}: {call}"
            );
            assert!(error.stack().len() < 30, "{way}: {call}");
        }
    }
}

#[test]
fn endless_recursion_in_callbacks_and_threads_is_reported() {
    for call in [
        "to_thread(|| 1).add_done_callback(|f| again(1))",
        "start_thread(again, 1).join()",
    ] {
        let outcome = run(&format!("fn again(n) {{ [n].map(|n| again(n)) }} {call}"));
        assert!(outcome.result.is_ok(), "{call}");
        let complaint = outcome.complaints.lines().next();
        assert_eq!(
            complaint,
            Some(
                "RecursionError: calls are nested too deeply; does a function call itself without an end?"
            ),
            "{call}"
        );
    }
}

#[test]
fn a_caught_recursion_error_says_the_same() {
    check(
        "fn again(n) { [n].map(|n| again(n)) }
         let seen = [];
         try { again(1) } catch (e) { seen = [e.kind, e.message] }
         seen",
        r#"["RecursionError", "calls are nested too deeply; does a function call itself without an end?"]"#,
    );
}

#[test]
fn tasks_that_wait_for_tasks_without_end_are_an_error() {
    for wait in [
        "f.result()",
        "f.result(1000)",
        "wait([f], #{timeout: 1000}); f.result()",
        "for done in as_completed([f]) { done.result(); }",
        "for done in as_completed([f], #{timeout: 1000}) { done.result(); }",
    ] {
        let error = run(&format!(
            "fn nest(pool, n) {{ let f = pool.submit(nest, pool, n + 1); {wait} }}
             with thread_pool(2) as pool {{ pool.submit(nest, pool, 0).result() }}"
        ))
        .result
        .expect_err(wait);
        assert_eq!(
            (error.kind_name().as_str(), error.message()),
            (
                "RecursionError",
                "2000 tasks wait for tasks of their own pool: does this recursion have an end?"
            ),
            "{wait}"
        );
    }
}
