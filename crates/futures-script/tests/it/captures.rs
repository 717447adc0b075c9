//! What happens to what a task has captured and is given.

use crate::support::{check, check_error};

/// Wraps the script of a task that has captured `a`.
fn task(captured: &str, body: &str) -> String {
    format!(
        "let a = {captured}; with thread_pool(1) as pool {{ pool.submit(|| {{ {body} }}).result() }}"
    )
}

#[track_caller]
fn allowed(captured: &str, body: &str, expect: &str) {
    check(&task(captured, body), expect);
}

#[track_caller]
fn refused(captured: &str, body: &str, what: &str) {
    let error = crate::support::run(&task(captured, body))
        .result
        .expect_err(body);
    let expect = format!(
        "{what}: a task has its own copy, and the change would be lost; return a value, or share a cell() or list()"
    );
    assert_eq!(
        (error.kind_name().as_str(), error.message()),
        ("ReadOnlyError", &*expect),
        "{body}"
    );
}

#[test]
fn a_loop_variable_is_captured_by_value() {
    check(
        "let fs = [];
         with thread_pool(2) as pool {
             let gate = gate();
             for i in 0..6 { fs.push(pool.submit(|| { gate.pass(); i * i })); }
             gate.open();
         }
         gather(fs)",
        "[0, 1, 4, 9, 16, 25]",
    );
}

#[test]
fn a_task_sees_the_value_at_its_submit() {
    check(
        "let n = 1;
         let gate = gate();
         with thread_pool(1) as pool {
             let f = pool.submit(|| { gate.pass(); n });
             n = 2;
             gate.open();
             [f.result(), n]
         }",
        "[1, 2]",
    );
}

#[test]
fn arguments_are_copies_that_the_task_may_change() {
    check(
        "let a = [1];
         with thread_pool(1) as pool { let f = pool.submit(|x| { x.push(2); x }, a); [f.result(), a] }",
        "[[1, 2], [1]]",
    );
}

#[test]
fn reading_a_capture_is_allowed() {
    allowed(
        "[1, 2]",
        "[a.len(), a[0], a + [3], a.map(|x| x + 1), a.contains(1)]",
        "[2, 1, [1, 2, 3], [2, 3], true]",
    );
    allowed("[1, 2]", "let sum = 0; for x in a { sum += x } sum", "3");
    allowed("#{x: 1}", "[a.x, a.keys(), a.nothing]", r#"[1, ["x"], ()]"#);
    allowed("\"abc\"", "a.to_upper() + a.len()", "ABC3");
    allowed("5", "let n = 0; while n < a { n += 1 } n", "5");
    allowed("|x| x + 1", "a.call(1)", "2");
}

#[test]
fn a_copy_of_a_capture_is_a_variable_like_any_other() {
    allowed("[1]", "let b = a; b.push(2); [a, b]", "[[1], [1, 2]]");
    allowed("#{}", "let a = a; a.x = 1; a", r#"#{"x": 1}"#);
    allowed("5", "let f = |n| { n += 1; n }; f.call(a)", "6");
}

#[test]
fn assigning_a_capture_is_refused() {
    refused("1", "a = 2", "`a` is captured, so it cannot be assigned");
    refused("1", "a += 1", "`a` is captured, so it cannot be assigned");
    refused(
        "[1]",
        "a[0] = 2",
        "`a` is captured, so it cannot be assigned",
    );
    refused(
        "#{x: #{y: 1}}",
        "a.x.y += 2",
        "`a` is captured, so it cannot be assigned",
    );
    refused(
        "[1]",
        "[5].for_each(|x| a += x)",
        "`a` is captured, so it cannot be assigned",
    );
    refused(
        "gate()",
        "a = 1",
        "`a` is captured, so it cannot be assigned",
    );
}

#[test]
fn changing_a_capture_by_a_method_is_refused() {
    refused("[1]", "a.push(2)", "`push` would change a captured value");
    refused("[2, 1]", "a.sort()", "`sort` would change a captured value");
    refused(
        "#{x: [1]}",
        "a.x.push(2)",
        "`push` would change a captured value",
    );
    refused(
        "[1]",
        "let f = || a.clear(); f.call()",
        "`clear` would change a captured value",
    );
}

#[test]
fn changes_that_the_engine_lets_pass_are_found() {
    refused("#{}", "a.x = 1", "the captured `a` was changed");
    refused("#{}", "a[\"x\"] = 1", "the captured `a` was changed");
    refused("[#{}]", "a[0].x = 1", "the captured `a` was changed");
    refused("\"abc\"", "a[0] = 'x'", "the captured `a` was changed");
    refused("blob(3)", "a[0] = 1", "the captured `a` was changed");
}

#[test]
fn a_closure_that_changes_what_it_captured_is_refused_in_a_task_only() {
    check(
        "let n = 0; let count = || { n += 1; n }; count.call(); count.call()",
        "2",
    );
    refused(
        "1",
        "let b = || { a += 1 }; b.call()",
        "`a` is captured, so it cannot be assigned",
    );
}

#[test]
fn a_constant_is_not_called_a_capture() {
    check_error(
        "fn task() { global::N.x += 1 }
const N = #{x: 1};
with thread_pool(1) as pool { pool.submit(task).result() }",
        "ReadOnlyError: `N` is a constant and cannot be changed; define it with `let` instead of `const`
  at test.rhai:1:13
  in function task
  in task 1, submitted at test.rhai:3:36
  thrown again at test.rhai:3:49",
    );
}

#[test]
fn handles_stay_one_object() {
    check(
        "let gate = gate();
         with thread_pool(2) as pool {
             let waiting = pool.submit(|| { gate.pass(); 7 });
             let watching = pool.submit(|| { let before = waiting.done(); gate.open(); [before, waiting.result()] });
             watching.result()
         }",
        "[false, 7]",
    );
}

#[test]
fn a_handle_in_a_variable_that_a_closure_has_captured_can_still_be_assigned() {
    check(
        "let g = gate(); let f = || g; g = 1; [g, type_of(f.call())]",
        r#"[1, "Gate"]"#,
    );
}

#[test]
fn a_returned_closure_has_its_captures_with_it() {
    check(
        "with thread_pool(1) as pool {
             let f = pool.submit(|n| { let k = n * 2; |x| x + k }, 5).result();
             [f.call(1), pool.submit(f, 2).result()]
         }",
        "[11, 12]",
    );
}

#[test]
fn a_closure_looks_at_the_variable_that_its_method_reads() {
    check("let a = [1, 2]; a.map(|x| x + a.len())", "[3, 4]");
    check(
        "let a = [1, 2]; a.filter(|x| x > 1).map(|x| x + a.len())",
        "[4]",
    );
    check("let a = [[1, 2]]; a[0].map(|x| x + a.len())", "[2, 3]");
    check(
        "let a = [3, 4]; a.reduce(|sum, x| sum + x + a.len(), 0)",
        "11",
    );
    check(
        "let a = #{items: [1, 2], factor: 3}; a.items.map(|x| x * a.factor)",
        "[3, 6]",
    );
    check("let a = [1, 2]; `${a.some(|x| x == a.len())}`", "true");
    check("fn f(a) { a.map(|x| a.index_of(x)) } f([7, 8])", "[0, 1]");
    check("const A = [1, 2]; A.map(|x| x + A.len())", "[3, 4]");
    check("let a = [1, 2]; a.map(|a| a + 1)", "[2, 3]");
}

#[test]
fn closures_inside_of_closures_and_tasks_do_so_too() {
    check(
        "let a = [1]; let f = || a.map(|x| x + a.len()); a.push(2); f.call()",
        "[3, 4]",
    );
    check(
        "let a = [1, 2]; a.map(|x| a.map(|y| x * y + a.len()))",
        "[[3, 4], [4, 6]]",
    );
    allowed("[1, 2]", "a.map(|x| x + a.len())", "[3, 4]");
    check(
        "let a = [1]; with thread_pool(1) as pool { a.map(|x| pool.submit(|| a.len()).result()) }",
        "[1]",
    );
}

#[test]
fn the_method_goes_through_what_was_there_when_it_began() {
    check(
        "let a = [1, 2]; a.map(|x| { a.push(x); a.len() }) + a",
        "[3, 4, 1, 2, 1, 2]",
    );
}

/// Why the script failed, which it must as one that needs a variable that is in use.
#[track_caller]
fn in_use(script: &str, expect: &str) {
    let error = crate::support::run(script).result.expect_err(script);
    assert_eq!(error.kind_name(), "DataRaceError");
    assert_eq!(error.message(), expect);
}

#[test]
fn what_a_method_changes_the_closure_cannot_look_at() {
    in_use(
        "let a = [1]; a.retain(|x| x < a.len())",
        "the closure uses `a` while `a.retain(…)` is under way: write `let copy = a;` before it, and use `copy` in the closure",
    );
    in_use(
        "let a = [1]; let f = |x| x < a.len(); a.filter(f)",
        "the closure uses `a` while `a.filter(…)` is under way: write `let copy = a;` before it, and use `copy` in the closure",
    );
    in_use(
        "let a = [1]; let b = [2]; let f = |x| x < a.len() + b.len(); if b.is_empty() { b.map(f) } else { a.map(f) }",
        "the closure uses a variable while its method `map` is under way: write `let copy = …;` with that variable before it, and use `copy` in the closure",
    );
    in_use(
        "let a = #{n: 0, map: |f| { this.n += 1; f.call() }}; a.map(|| a.n)",
        "the closure uses `a` while `a.map(…)` is under way: write `let copy = a;` before it, and use `copy` in the closure",
    );
}

#[test]
fn the_cause_is_told_to_whoever_catches_it_too() {
    check(
        "let a = [1]; let seen = []; try { a.retain(|x| x < a.len()) } catch (e) { seen = [e.kind, e.message] } seen",
        r#"["DataRaceError", "the closure uses `a` while `a.retain(…)` is under way: write `let copy = a;` before it, and use `copy` in the closure"]"#,
    );
}

#[test]
fn what_is_not_known_keeps_its_name() {
    check_error(
        "fn f() { nothing.map(|x| nothing) } f()",
        "NameError: no variable `nothing`; `let nothing = …` makes one\n  at test.rhai:1:26\n  in function f, called at test.rhai:1:37",
    );
}

#[test]
fn a_constant_that_is_defined_anew_is_seen_by_later_tasks() {
    check(
        "const N = 1;
         fn n() { global::N }
         fn in_a_task(value) { to_thread(|| value).result() }
         let seen = [];
         with thread_pool(1) as pool {
             seen.push(pool.submit(n).result());
             const N = 2;
             seen.push(pool.submit(n).result());
         }
         const N = in_a_task(3);
         seen.push(to_thread(n).result());
         const N = [4];
         seen.push(to_thread(n).result());
         seen",
        "[1, 1, 3, [4]]",
    );
}
