//! Tasks that change what they have captured.

use futures_script::Code;
use insta::assert_snapshot;

use crate::check::places::{check_places, check_silent, told};

#[track_caller]
fn check(script: &str, expect: &[&str]) {
    check_places(Code::CapturedAssignment, script, expect);
}

#[track_caller]
fn silent(script: &str) {
    check_silent(Code::CapturedAssignment, script);
}

#[test]
fn assignments() {
    check(
        "let total = 0;\nwith thread_pool(2) as pool {\n    pool.submit(|| total += 1).result();\n}",
        &["3 total"],
    );
    check(
        "let last = ();\nlet t = start_thread(|n| { last = n; }, 3);\nt.join();",
        &["2 last"],
    );
    check(
        "let n = 0;\nprint(to_thread(|| { n = n + 1; n }).result());",
        &["2 n"],
    );
    // A handle that is captured cannot be replaced, either.
    check(
        "let seen = list();\nprint(to_thread(|| { seen = list(); 1 }).result());",
        &["2 seen"],
    );
    check(
        "let n = 0;\nlet p = process_pool(1);\nfor x in p.map(|x| { n += x; n }, [1, 2]) { print(x); }",
        &["3 n"],
    );
}

#[test]
fn methods_and_parts() {
    check(
        "let xs = [];\nwith thread_pool(2) as pool {\n    pool.submit(|| xs.push(1)).result();\n}",
        &["3 xs.push"],
    );
    check(
        "let seen = #{};\nfor x in thread_pool(1).map_unordered(|x| { seen[x] = true; x }, [\"a\"]) { print(x); }",
        &["2 seen"],
    );
    check(
        "let best = #{n: 0};\nto_thread(|| best.n = 5).result();",
        &["2 best"],
    );
    check(
        "let log = \"\";\nlet f = to_thread(|| 1);\nf.add_done_callback(|f| { log += `${f.id}`; });",
        &["3 log"],
    );
}

#[test]
fn functions_that_are_kept_and_closures_in_closures() {
    check(
        "let n = 0;\nlet add = |by| { n += by; };\nlet t = thread_of(add, 2);\nt.start();",
        &["2 n"],
    );
    check(
        "let n = 0;\nto_thread(|| { [1, 2].for_each(|x| { n += 1; }); 1 }).result();",
        &["2 n"],
    );
    // The inner task changes what belongs to the outer one.
    check(
        "to_thread(|| { let n = 0; to_thread(|| { n += 1; n }).result() + n }).result();",
        &["1 n"],
    );
}

#[test]
fn handles_are_there_to_be_changed() {
    silent("let seen = list();\nto_thread(|| { seen.push(1); seen[0] = 2; }).result();");
    silent("let n = cell(0);\nto_thread(|| { n.set(n.get() + 1); }).result();");
    silent(
        "let n = atomic(0);\nlet q = queue();\nstart_thread(|| { n.add(1); q.put(1); }).join();",
    );
    // Nobody knows what the function is given.
    silent("fn start(xs) { to_thread(|| xs.push(1)) }\nprint(start(list()).result());");
}

#[test]
fn own_variables_and_arguments_may_be_changed() {
    silent("to_thread(|| { let n = 0; n += 1; n }).result();");
    silent("to_thread(|xs| { xs.push(1); xs }, []).result();");
    silent("let xs = [1];\nto_thread(|| { let xs = xs; xs.push(2); xs }).result();");
    silent("to_thread(|| { let sum = 0; [1, 2].for_each(|x| { sum += x; }); sum }).result();");
}

#[test]
fn what_is_called_in_place_may_change_what_is_around_it() {
    silent("let sum = 0;\n[1, 2].map(|x| { sum += x; x });\nprint(sum);");
    silent("let n = 0;\nlet add = |by| n += by;\nadd.call(2);\nprint(n);");
    silent("let xs = [];\n(0..3).map(|x| { xs.push(x); x });\nprint(xs);");
    silent("let n = 0;\nprint(check_throws(|| { n += 1; throw \"x\" }));");
}

#[test]
fn looking_is_no_change() {
    silent("let xs = [1, 2];\nto_thread(|| xs.len() + xs[0]).result();");
    silent("let m = #{a: 1};\nto_thread(|| [m.a, m.keys(), m.contains(\"a\")]).result();");
    silent("let s = \"a\";\nto_thread(|| s.to_upper() + s).result();");
    silent("let xs = [1];\nto_thread(|| xs == [1]).result();");
}

#[test]
fn loops_that_wait_for_a_copy_to_change() {
    check(
        "let stop = false;\nlet t = start_thread(|| { while !stop { sleep(0.1); } });\nstop = true;\nt.join();",
        &["2 stop"],
    );
    check(
        "let n = 0;\nlet f = to_thread(|| {\n    while n < 3 { print(\"not yet\"); }\n    1\n});\nn += 3;\nprint(f.result());",
        &["3 n"],
    );
    check(
        "let word = \"\";\nlet wait = || { while word == \"\" { sleep(1); } };\nlet t = thread_of(wait);\nt.start();\nword = \"go\";",
        &["2 word"],
    );
    silent(
        "let stop = event();\nlet t = start_thread(|| { while !stop.is_set() { sleep(0.1); } });\nstop.set();\nt.join();",
    );
    silent(
        "let n = 3;\nlet t = start_thread(|| { let n = n; while n > 0 { n -= 1; } });\nn = 4;\nt.join();",
    );
    silent(
        "let on = true;\nlet t = start_thread(|q| { while on { if q.get() == () { break; } } }, queue());\non = false;",
    );
    silent("let on = true;\nlet t = start_thread(|| { while on { sleep(1); } });\nprint(on);");
}

#[test]
fn that_nobody_reads_the_variable_is_not_said_besides() {
    let script = "let n = 0;\nto_thread(|| { n += 1; }).result();";
    check(script, &["2 n"]);
    check_silent(Code::UnusedVariable, script);
}

#[test]
fn what_is_said() {
    assert_snapshot!(told(
        Code::CapturedAssignment,
        "let total = 0;\nwith thread_pool(2) as pool {\n    pool.submit(|| total += 1).result();\n}",
    ), @"
    3 total: the task changes `total`, of which it has only a read-only copy
    label: the task fails here
    note: 3:10 this starts the task
    note: 1:5 `total` is made outside of the task
    help: let the task return its value, and use that outside; or share: `let total = atomic(0);` is a number that all share: `total.add(1)`, `total.get()`
    ");
    assert_snapshot!(told(
        Code::CapturedAssignment,
        "let done = [];\nlet f = to_thread(|| 1);\nf.add_done_callback(|f| done.push(f.id));",
    ), @"
    3 done.push: the callback changes `done`, of which it has only a read-only copy
    label: the callback fails here
    note: 3:3 this starts the callback
    note: 1:5 `done` is made outside of the callback
    help: `let done = list();` is an array that all share: `done.push(x)`, `done.to_array()`
    ");
    assert_snapshot!(told(
        Code::CapturedAssignment,
        "let seen = #{};\nlet t = start_thread(|word| { seen[word] = true; }, \"a\");\nt.join();",
    ), @"
    2 seen: the thread changes `seen`, of which it has only a read-only copy
    label: the thread fails here
    note: 2:9 this starts the thread
    note: 1:5 `seen` is made outside of the thread
    help: `let seen = cell(…);` is a variable that all share: `seen.get()`, `seen.set(x)`, with a `lock()` around both
    ");
    assert_snapshot!(told(
        Code::CapturedAssignment,
        "let stop = false;\nlet t = start_thread(|| { while !stop { sleep(0.1); } });\nstop = true;\nt.join();",
    ), @"
    2 stop: the thread waits for `stop` to change, of which it has only a copy
    label: never changes here, so this loop never ends
    note: 2:9 `stop` is copied here
    note: 3:1 the thread does not see this
    help: `let stop = event();` is seen by all: `stop.set()`, `stop.is_set()`, and `stop.wait()` without a loop; `cell(…)` holds any value: `stop.set(x)`, `stop.get()`
    ");
}
