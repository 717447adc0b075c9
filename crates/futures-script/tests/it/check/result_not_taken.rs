//! Tasks that return or throw something which nobody takes.

use futures_script::Code;
use insta::assert_snapshot;

use crate::check::places::{check_places, check_silent, told};

#[track_caller]
fn check(script: &str, expect: &[&str]) {
    check_places(Code::ResultNotTaken, script, expect);
}

#[track_caller]
fn silent(script: &str) {
    check_silent(Code::ResultNotTaken, script);
}

/// The script, in a block with a pool.
fn with_pool(body: &str) -> String {
    format!("with thread_pool(2) as pool {{\n{body}\n}}\nprint(1);")
}

#[test]
fn futures_that_nobody_keeps() {
    check(&with_pool("pool.submit(|n| n * 2, 4);"), &["2 submit"]);
    check(
        &with_pool("for n in 0..3 { pool.submit(|n| `page ${n}`, n); }"),
        &["2 submit"],
    );
    check(
        "fn size(word) { return word.len(); }\nto_thread(size, \"a\");",
        &["2 to_thread"],
    );
    check(&with_pool("pool.map(|n| n * 2, [1, 2]);"), &["2 map"]);
    check(
        &with_pool("pool.with_options(#{label: \"a\"}).submit(|| [1]);"),
        &["2 submit"],
    );
    // The value of a script goes nowhere.
    check("to_thread(|| 1 + 1)", &["1 to_thread"]);
}

#[test]
fn futures_that_nobody_asks() {
    check(
        &with_pool("let f = pool.submit(|| 42);\nprint(f.done());"),
        &["2 f"],
    );
    check(
        &with_pool("let f = pool.submit(|| 42);\nwhile f.running() { sleep(0.1); }"),
        &["2 f"],
    );
    check(
        "fn parse(s) { if s == \"\" { throw \"empty\"; } print(s); }\nlet f = to_thread(parse, \"\");\nprint(f.state);",
        &["2 f"],
    );
}

#[test]
fn failures_that_nobody_hears() {
    check(&with_pool("pool.submit(|| throw \"no\");"), &["2 submit"]);
    check(
        "fn check_it(n) { if n < 0 { throw \"negative\"; } }\nfn work(n) { check_it(n); print(n); }\nto_thread(work, 1);",
        &["3 to_thread"],
    );
    silent("fn work(n) { try { throw \"no\" } catch (e) { print(e); } }\nto_thread(work, 1);");
}

#[test]
fn tasks_that_give_nothing_back() {
    silent(&with_pool("pool.submit(|| print(\"done\"));"));
    silent(&with_pool(
        "let seen = list();\npool.submit(|n| seen.push(n), 1);\nprint(seen);",
    ));
    silent(&with_pool(
        "let n = atomic(0);\npool.submit(|| n.add(1));\nprint(n);",
    ));
    silent(&with_pool(
        "let q = queue();\npool.submit(|| { for n in 0..3 { q.put(n); } });\nprint(q.get());",
    ));
    silent(&with_pool("pool.submit(|| { 6 * 7; });"));
    silent("fn ends(n) { if n == 1 { return; } print(n); }\nto_thread(ends, 1);");
}

#[test]
fn results_that_somebody_takes() {
    silent(&with_pool("print(pool.submit(|| 42).result());"));
    silent(&with_pool(
        "let f = pool.submit(|| 42);\nprint(f.exception());",
    ));
    silent(&with_pool("let f = pool.submit(|| 42);\nwait([f]);"));
    silent(&with_pool(
        "let fs = [];\nfs.push(pool.submit(|| 42));\nprint(gather(fs));",
    ));
    silent(&with_pool(
        "let fs = [1, 2].map(|n| pool.submit(|n| n, n));\nprint(gather(fs));",
    ));
    silent(&with_pool(
        "pool.submit(|| 42).add_done_callback(|f| print(f.result()));",
    ));
    silent(&with_pool("for n in pool.map(|n| n, [1]) { print(n); }"));
    silent(
        "fn start(pool) { pool.submit(|| 42) }\nwith thread_pool(1) as pool { print(start(pool).result()); }",
    );
    silent("let f = to_thread(|| 42);\nlet later = || f.result();\nprint(later.call());");
}

#[test]
fn tasks_that_are_there_to_be_ended() {
    silent(&with_pool("let f = pool.submit(|| 42);\nf.cancel();"));
    silent(&with_pool(
        "let f = pool.submit(|| loop { });\nf.kill();\nprint(f.done());",
    ));
    silent(
        "let pool = thread_pool(1);\npool.submit(|| 42);\npool.shutdown(#{cancel_futures: true});",
    );
}

#[test]
fn a_pool_that_may_refuse() {
    silent(
        "fn is_open(pool) {\n    try { pool.submit(|| 1); } catch (e) { return false; }\n    true\n}\nprint(is_open(thread_pool(1)));",
    );
    silent(&with_pool("let _ = pool.submit(|| 42);"));
}

#[test]
fn what_is_said() {
    assert_snapshot!(told(Code::ResultNotTaken, &with_pool("pool.submit(|n| n * 2, 4);")), @"
    2 submit: nobody takes the result of this task; `with` waits for its end, and looks no further
    label: what it returns is lost
    help: keep the future, `let f = …`, and ask it: `f.result()` gives what the task returns, or throws what it throws
    ");
    assert_snapshot!(told(Code::ResultNotTaken, "to_thread(|| throw \"no\");"), @"
    1 to_thread: nobody asks whether this task fails
    label: a failure shows when the script ends, and not before
    help: keep the future, `let f = …`, and ask it: `f.result()` gives what the task returns, or throws what it throws
    ");
    assert_snapshot!(told(
        Code::ResultNotTaken,
        &with_pool("let f = pool.submit(|| 42);\nprint(f.done());"),
    ), @"
    2 f: nobody takes the result of this task; `with` waits for its end, and looks no further
    label: `f` is never asked for it
    note: 2:14 what it returns is lost
    help: `f.result()` gives what the task has returned, or throws what it has thrown; of several futures `gather` gives all results
    ");
    assert_snapshot!(told(Code::ResultNotTaken, &with_pool("pool.map(|n| n * 2, [1, 2]);")), @"
    2 map: nobody takes the results of these tasks; `with` waits for its end, and looks no further
    label: what they return is lost
    help: walk through the results, `for result in pool.map(…) { … }`, or take all of them: `pool.map(…).to_array()`
    ");
}
