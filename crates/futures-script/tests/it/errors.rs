//! What scripts catch, and what they fail with.

use crate::support::{check, check_error};

#[test]
fn an_error_says_where_it_was_thrown_to_whoever_catches_it() {
    for (throws, position) in [
        ("slow.result(0)", "test.rhai:3:12"),
        ("1 / 0", "test.rhai:3:9"),
    ] {
        let script = format!(
            "let e = event();
let slow = to_thread(|| e.wait());
try {{ {throws} }} catch (error) {{ e.set(); return error.position }}"
        );
        check(&script, position);
    }
}

#[test]
fn an_error_says_where_and_how() {
    check_error(
        "fn d(a, b) { a / b }\nfn mid(x) { d(x, 0) }\nlet f = |x| mid(x);\nf.call(1)",
        "ArithmeticError: Division by zero: 1 / 0
  at test.rhai:1:16
  in function d, called at test.rhai:2:13
  in function mid, called at test.rhai:3:13
  in closure, called at test.rhai:4:3",
    );
}

#[test]
fn an_uncaught_error_of_a_task_has_the_task_s_stack() {
    check_error(
        "fn d(a, b) { a / b }
with thread_pool(1) as pool {
    let f = pool.submit(|x| d(x, 0), 1);
    f.result()
}",
        "ArithmeticError: Division by zero: 1 / 0
  at test.rhai:1:16
  in function d, called at test.rhai:3:29
  in task 1, submitted at test.rhai:3:18
  thrown again at test.rhai:4:7",
    );
}

#[test]
fn a_thrown_value_keeps_its_place_on_its_way_through_tasks() {
    check_error(
        "with thread_pool(1) as pool {
    let a = pool.submit(|| throw \"deep\");
    let b = pool.submit(|| a.result());
    b.result()
}",
        "Thrown: deep
  at test.rhai:2:28
  in task 1, submitted at test.rhai:2:18
  in function result, called at test.rhai:3:30
  in task 2, submitted at test.rhai:3:18
  in function result, called at test.rhai:4:7",
    );
}

#[test]
fn a_caught_error_can_be_thrown_on() {
    check_error(
        "with thread_pool(1) as pool {
    let f = pool.submit(|| 1 / 0);
    try { f.result() } catch (e) { throw e }
}",
        "ArithmeticError: Division by zero: 1 / 0
  at test.rhai:2:30
  in task 1, submitted at test.rhai:2:18
  thrown again at test.rhai:3:36",
    );
}

#[test]
fn a_thrown_map_speaks_through_its_message() {
    check_error(
        "throw #{kind: \"Late\", message: \"the train\"}",
        "Late: the train\n  at test.rhai:1:1",
    );
    check_error(
        "throw [1, \"two\"]",
        "Thrown: [1, \"two\"]\n  at test.rhai:1:1",
    );
}

#[test]
fn errors_have_kinds_to_switch_on() {
    check(
        r#"fn unknown() { nothing }
         fn kind(pool, f) { pool.submit(f).exception().kind }
         with thread_pool(1) as pool {
             [
                 kind(pool, unknown),
                 kind(pool, || nothing()),
                 kind(pool, || [1][5]),
                 kind(pool, || 1 / 0),
                 kind(pool, || 9223372036854775807 + 1),
                 kind(pool, || 1 + "a".nope),
                 kind(pool, || { let n = 5; for x in n { x } }),
                 kind(pool, || { throw "x" }),
                 kind(pool, || exit(3)),
             ]
         }"#,
        r#"["NameError", "NameError", "IndexError", "ArithmeticError", "ArithmeticError", "AttributeError", "TypeError", "Thrown", "Exit"]"#,
    );
}

#[test]
fn a_syntax_error_has_a_place() {
    check_error(
        "let x = ;",
        "SyntaxError: `;` cannot stand here\n  at test.rhai:1:9",
    );
}

#[test]
fn the_wrong_number_of_arguments_is_said_in_numbers() {
    check_error(
        "with thread_pool(1) as pool { pool.submit(|a, b| a, 1).result() }",
        "TypeError: the closure takes 2 arguments, but 1 was given
  at test.rhai:1:36
  in task 1, submitted at test.rhai:1:36
  thrown again at test.rhai:1:56",
    );
    check_error(
        "fn one(a) { a }
let n = 5;
with thread_pool(1) as pool { pool.submit(one, 1, 2).result() }",
        "TypeError: one() takes 1 argument, but 2 were given
  at test.rhai:3:36
  in task 1, submitted at test.rhai:3:36
  thrown again at test.rhai:3:54",
    );
}

#[test]
fn print_shows_the_message_and_debug_the_kind() {
    check(
        "with thread_pool(1) as pool { let e = pool.submit(|| 1 / 0).exception(); [`${e}`, `${[e]}`] }",
        r#"["Division by zero: 1 / 0", "[ArithmeticError(\"Division by zero: 1 / 0\")]"]"#,
    );
}

#[test]
fn errors_of_the_engine_are_caught_as_errors_too() {
    check(
        r#"fn d(a, b) { a / b }
         let seen = [];
         try { d(1, 0) } catch (e) { seen.push([type_of(e), e.kind, e.message, e.line, e.column, e.stack]) }
         try { nothing() } catch (e) { seen.push(`${e.kind}: ${e}`) }
         try { try { [1][2] } catch (e) { throw e } } catch (e) { seen.push([e.kind, e.position]) }
         let keep = ();
         try { let n = 5; for x in n { x } } catch (e) { keep = e }
         seen.push(keep.kind);
         seen"#,
        r#"[["Error", "ArithmeticError", "Division by zero: 1 / 0", 1, 16, ["in function d, called at test.rhai:3:16"]], "NameError: no function `nothing`", ["IndexError", "test.rhai:5:26"], "TypeError"]"#,
    );
}

#[test]
fn a_caught_error_of_the_engine_keeps_its_place_when_it_is_thrown_again() {
    check_error(
        "fn d(a, b) { a / b }
try { d(1, 0) } catch (e) { throw e }",
        "ArithmeticError: Division by zero: 1 / 0
  at test.rhai:1:16
  in function d, called at test.rhai:2:7
  thrown again at test.rhai:2:29",
    );
}

#[test]
fn a_wait_that_gave_up_names_its_limit() {
    check(
        r#"let never = gate();
         let seen = ();
         with thread_pool(1) as pool {
             let future = pool.submit(|| never.pass());
             try { future.result(0.05) } catch (e) { seen = `${e}` }
             never.open();
         }
         seen"#,
        "task 1 was not done within 0.05 s",
    );
}

#[test]
fn submit_needs_a_function() {
    check_error(
        "let pool = thread_pool(1);
pool.submit()",
        "TypeError: submit: a function is needed
  at test.rhai:2:6",
    );
}

#[test]
fn a_misspelt_name_is_recognised() {
    check_error(
        "let pool = thread_pool(1);
pool.sumbit(|| 1)",
        "AttributeError: ThreadPool has no method `sumbit`; did you mean `submit`?
  at test.rhai:2:6",
    );
    check_error(
        "let pool = thread_pool(1);
pool.qqqqqq(|| 1)",
        "AttributeError: ThreadPool has no method `qqqqqq`
  at test.rhai:2:6",
    );
    check_error(
        "fn divide(a, b) { a / b }
with thread_pool(1) as pool { pool.submit(|| divdie(4, 2)).result() }",
        "NameError: no function `divdie`; did you mean `divide`?
  at test.rhai:2:46
  in task 1, submitted at test.rhai:2:36
  thrown again at test.rhai:2:60",
    );
}

#[test]
fn a_known_name_with_wrong_arguments_is_not_called_unknown() {
    check_error(
        "fn divide(a, b) { a / b }
divide(1)",
        "TypeError: divide(a, b) takes 2 arguments, but 1 was given
  at test.rhai:2:1",
    );
}

#[test]
fn import_and_eval_say_what_to_do_instead() {
    check_error(
        "let x = 1;\nimport \"tools\" as tools;",
        "ImportError: cannot import \"tools\": this script has no folder to import from; a script from standard input has none, and a program that embeds the language names one with `Builder::import_from`\n  at test.rhai:2:8",
    );
    check_error(
        "let x = eval(\"1 + 1\");",
        "SyntaxError: eval is not available: put the code into a function or closure and call that\n  at test.rhai:1:9",
    );
}

#[test]
fn what_the_function_of_sort_throws_is_thrown() {
    check_error(
        "[2, 1, 3].sort(|one, other| throw \"no order\")",
        "Thrown: no order\n  at test.rhai:1:29\n  in closure, called at test.rhai:1:11",
    );
    check_error(
        "[2, 1].sort(|one, other| \"less\")",
        "TypeError: sort: the function of sort must return an integer or a bool, not a string\n  at test.rhai:1:8",
    );
}

#[test]
fn a_script_makes_errors_of_its_own() {
    check_error(
        r#"throw error("ValueError", "task 3 failed")"#,
        "ValueError: task 3 failed\n  at test.rhai:1:1",
    );
    check(
        r#"try { throw error("ValueError", "task 3 failed"); } catch (e) { return [e.kind, e.message, `${e}`, e.value, type_of(e)]; }"#,
        r#"["ValueError", "task 3 failed", "task 3 failed", (), "Error"]"#,
    );
    check(
        r#"let e = error("HttpError", 404, #{kind: "other", code: 404}); [e.kind, e.message, e.value.code, e.line, e.stack]"#,
        r#"["HttpError", "404", 404, (), []]"#,
    );
}

#[test]
fn an_error_of_a_script_goes_through_tasks_unchanged() {
    check(
        r#"fn f(n) { throw error("ValueError", `task ${n} failed`, [n]) }
        with thread_pool(1) as pool {
            let future = pool.submit(f, 3);
            let outer = pool.submit(|| future.result());
            try { outer.result() } catch (e) {
                let same = outer.exception();
                return [e.kind, `${e}`, e.value, e.line, e.task, same.kind, same.value];
            }
        }"#,
        r#"["ValueError", "task 3 failed", [3], 1, 1, "ValueError", [3]]"#,
    );
    check_error(
        r#"thread_pool(1).submit(|| throw error("ValueError", "bad")).result()"#,
        "ValueError: bad
  at test.rhai:1:26
  in task 1, submitted at test.rhai:1:16
  thrown again at test.rhai:1:60",
    );
}

#[test]
fn whatever_is_thrown_tells_its_kind_and_message_but_for_bare_values() {
    check(
        r#"let seen = [];
        for f in [
            || throw "text", || throw error("Own", "made"), || throw #{kind: "Map", message: "held"}, || [1][9],
        ] {
            try { f.call(); } catch (e) { seen.push([e.kind, e.message]); }
        }
        seen"#,
        r#"[["Thrown", "text"], ["Own", "made"], ["Map", "held"], ["IndexError", "Array index 9 out of bounds: only 1 element in array"]]"#,
    );
}

#[test]
fn a_check_that_does_not_hold() {
    check("check(1 < 2); check(true, `never shown`); 5", "5");
    check_error(
        "let total = 7;\ncheck(total == 8, `the total is ${total}, not 8`);",
        "CheckFailed: the total is 7, not 8\n  at test.rhai:2:1",
    );
    check_error(
        "check(false)",
        "CheckFailed: the check failed\n  at test.rhai:1:1",
    );
    check_error(
        "check(1)",
        "TypeError: check: the condition must be true or false, not an integer\n  at test.rhai:1:1",
    );
    check(
        "try { to_thread(|| check(false, 3)).result() } catch (e) { return [e.kind, e.message]; }",
        r#"["CheckFailed", "3"]"#,
    );
}
