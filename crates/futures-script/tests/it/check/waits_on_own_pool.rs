//! Tasks that wait for tasks of their own pool.

use futures_script::Code;
use insta::assert_snapshot;

use crate::check::places::{check_places, check_silent, told};

#[track_caller]
fn check(body: &str, expect: &[&str]) {
    check_places(Code::WaitsOnOwnPool, &with_pool(body), expect);
}

#[track_caller]
fn silent(body: &str) {
    check_silent(Code::WaitsOnOwnPool, &with_pool(body));
}

fn with_pool(body: &str) -> String {
    format!("with thread_pool(2) as pool {{\n{body}\n}}")
}

#[test]
fn waits_for_one() {
    check(
        "print(pool.submit(|| pool.submit(|| 1).result() + 1).result());",
        &["2 result"],
    );
    check(
        "let f = pool.submit(|| {\nlet inner = pool.submit(|| 1);\ninner.exception()\n});\nprint(f.result());",
        &["4 exception"],
    );
    check(
        "let f = pool.submit(|| {\nlet named = pool.with_options(#{label: \"a\"});\nnamed.submit(|| 1).result()\n});\nprint(f.result());",
        &["4 result"],
    );
    check(
        "for x in pool.map(|n| pool.submit(|| n).result(), [1]) { print(x); }",
        &["2 result"],
    );
}

#[test]
fn waits_for_many() {
    check(
        "print(pool.submit(|| gather([1, 2].map(|n| pool.submit(|| n)))).result());",
        &["2 gather"],
    );
    check(
        "let f = pool.submit(|| {\nlet fs = [];\nfor n in 0..3 { fs.push(pool.submit(|| n)); }\nwait(fs).done.len()\n});\nprint(f.result());",
        &["5 wait"],
    );
    check(
        "let f = pool.submit(|| {\nlet fs = [1, 2].map(|n| pool.submit(|| n));\nfor f in as_completed(fs) { print(f.result()); }\n});\nwait([f]);",
        &["4 as_completed"],
    );
    check(
        "print(pool.submit(|| pool.map(|n| n + 1, [1, 2]).to_array()).result());",
        &["2 to_array"],
    );
    check(
        "let f = pool.submit(|| { for n in pool.map(|n| n, [1]) { print(n); } });\nwait([f]);",
        &["2 map"],
    );
}

#[test]
fn a_pool_that_is_handed_on() {
    check_places(
        Code::WaitsOnOwnPool,
        "fn work(mine, n) { mine.submit(|| n).result() }\nwith thread_pool(1) as pool {\n    print(pool.submit(work, pool, 3).result());\n}",
        &["1 result"],
    );
    // A function that gives itself to the pool.
    check_places(
        Code::WaitsOnOwnPool,
        "fn tree(pool, n) {\n    if n == 0 { return 1; }\n    pool.submit(tree, pool, n - 1).result() + 1\n}\nwith thread_pool(1) as pool {\n    print(pool.submit(tree, pool, 3).result());\n}",
        &["3 result"],
    );
}

#[test]
fn a_process_pool_is_not_in_its_workers() {
    check_places(
        Code::WaitsOnOwnPool,
        "with process_pool(1) as pool {\n    let f = pool.submit(|| pool.submit(|| 1).result());\n    print(f.result());\n}",
        &["2 pool"],
    );
}

#[test]
fn waits_for_what_only_the_other_task_does() {
    check(
        "let q = queue();\nlet f = pool.submit(|| {\npool.submit(|| q.put(1));\nq.get()\n});\nprint(f.result());",
        &["5 get"],
    );
    check(
        "let f = pool.submit(|| {\nlet ready = event();\npool.submit(|| ready.set());\nready.wait();\n});\nwait([f]);",
        &["5 wait"],
    );
    check(
        "let q = queue();\nfor x in pool.map(|n| { pool.submit(|n| q.put(n), n); q.get() }, [1, 2]) { print(x); }",
        &["3 get"],
    );
    // There is a limit, somebody else who serves, or nobody who waits.
    silent(
        "let q = queue();\nlet f = pool.submit(|| { pool.submit(|| q.put(1)); q.get(1) });\nprint(f.result());",
    );
    silent(
        "let q = queue();\nlet f = pool.submit(|| { pool.submit(|| q.put(1)); q.get() });\nq.put(2);\nprint(f.result());",
    );
    silent(
        "let q = queue();\nlet f = pool.submit(|| { pool.submit(|| q.put(1)); });\nprint(q.get());\nwait([f]);",
    );
    silent(
        "let q = queue();\nlet f = pool.submit(|| { to_thread(|| q.put(1)); q.get() });\nprint(f.result());",
    );
}

#[test]
fn tasks_that_do_not_wait() {
    silent(
        "let f = pool.submit(|| { let fs = [pool.submit(|| print(1))]; fs.len() });\nprint(f.result());",
    );
    silent("pool.submit(|| { pool.submit(|| print(1)); });");
    silent("let f = pool.submit(|| pool.submit(|| 1));\nprint(f.result().result());");
    silent(
        "pool.submit(|| { let f = pool.submit(|| 1); f.add_done_callback(|f| print(f.result())); });",
    );
}

#[test]
fn other_pools_and_other_tasks() {
    silent(
        "with thread_pool(1) as other {\nprint(pool.submit(|| other.submit(|| 1).result()).result());\n}",
    );
    silent(
        "print(pool.submit(|| with thread_pool(1) as pool { pool.submit(|| 1).result() }).result());",
    );
    silent(
        "let first = pool.submit(|| 1);\nprint(pool.submit(|n| n + 1, first.result()).result());",
    );
    silent("print([1, 2].map(|n| pool.submit(|| n).result()));");
    silent("let t = start_thread(|| print(pool.submit(|| 1).result()));\nt.join();");
}

#[test]
fn what_is_said() {
    assert_snapshot!(told(
        Code::WaitsOnOwnPool,
        &with_pool("print(pool.submit(|| pool.submit(|| 1).result() + 1).result());"),
    ), @"
    2 result: a task of `pool` waits for another task of `pool`
    label: waits here, in a worker of `pool`
    note: 2:27 for this, which needs a worker of the same pool
    note: 2:12 the task that waits
    help: this goes well here, where a worker that waits runs the other task itself; in Python all workers may wait like this, and nobody is left to go on. Submit both from outside, or use a second pool
    ");
    assert_snapshot!(told(
        Code::WaitsOnOwnPool,
        "with process_pool(1) as pool {\n    print(pool.submit(|| pool.submit(|| 1).result()).result());\n}",
    ), @"
    2 pool: a task of the process pool `pool` cannot use `pool`
    label: the pool stays in the process of the script
    note: 2:16 so this throws a PicklingError
    help: submit all tasks from outside; or let the task make a pool of its own, `with thread_pool(2) as inner { … }`
    ");
    assert_snapshot!(told(
        Code::WaitsOnOwnPool,
        &with_pool("let q = queue();\nlet f = pool.submit(|| {\npool.submit(|| q.put(1));\nq.get()\n});\nprint(f.result());"),
    ), @"
    5 get: a task of `pool` waits for `q`, which another task of `pool` has to serve
    label: waits here, in a worker of `pool`
    note: 4:6 for this, which needs a worker of the same pool
    note: 3:14 the task that waits
    help: when all workers wait like this, nobody is left to go on, and the script ends with a DeadlockError. Wait with `result()`, which runs a task itself that has not begun, or use a second pool
    ");
}

#[test]
fn long_ways_come_to_an_end() {
    // Variables that hand a future round and round, and loops in loops.
    let circle = "a = b; b = a; ".repeat(50);
    silent(&format!(
        "let f = pool.submit(|| {{ let a = pool.submit(|| print(1)); let b = a; {circle} }});\nwait([f]);"
    ));
    let (open, close) = (
        "for i in 0..2 { guard.acquire(); ".repeat(25),
        "guard.release(); }".repeat(25),
    );
    check_silent(
        Code::LockNotReleased,
        &format!("let guard = lock();\n{open}{close}"),
    );
}
