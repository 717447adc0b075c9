//! Pools that nobody ends.

use futures_script::Code;
use insta::assert_snapshot;

use crate::check::places::{check_places, check_silent, told};

#[track_caller]
fn check(script: &str, expect: &[&str]) {
    check_places(Code::PoolNotShutDown, script, expect);
}

#[track_caller]
fn silent(script: &str) {
    check_silent(Code::PoolNotShutDown, script);
}

#[test]
fn pools_that_work_and_never_end() {
    check(
        "let pool = thread_pool(2);\nprint(pool.submit(|| 1).result());",
        &["1 thread_pool"],
    );
    check(
        "fn squares(xs) {\n    let pool = process_pool(2);\n    pool.map(|x| x * x, xs).to_array()\n}\nprint(squares([1]));",
        &["2 process_pool"],
    );
    check(
        "print(thread_pool(1).submit(|| 1).result());",
        &["1 thread_pool"],
    );
    check(
        "let pool = thread_pool(2);\nlet t = start_thread(|| print(pool.submit(|| 1).result()));\nt.join();\nprint(pool.stats());",
        &["1 thread_pool"],
    );
    // Only the second one is ended.
    check(
        "let pool = thread_pool(1);\nprint(pool.submit(|| 1).result());\nlet pool = thread_pool(2);\npool.shutdown();",
        &["1 thread_pool"],
    );
}

#[test]
fn pools_that_somebody_ends() {
    silent("with thread_pool(2) as pool { print(pool.submit(|| 1).result()); }");
    silent("let pool = thread_pool(2);\nprint(pool.submit(|| 1).result());\npool.shutdown();");
    silent("let pool = thread_pool(2);\nwith pool { print(pool.submit(|| 1).result()); }");
    silent(
        "let pool = process_pool(1);\nprint(pool.submit(|| 1).result());\npool.terminate_workers();",
    );
    silent(
        "let pool = thread_pool(2);\nlet end = || pool.shutdown();\nprint(pool.submit(|| 1).result());\nend.call();",
    );
}

#[test]
fn pools_that_are_handed_on() {
    silent(
        "fn make() { thread_pool(2) }\nwith make() as pool { print(pool.submit(|| 1).result()); }",
    );
    silent(
        "fn make() { let pool = thread_pool(2); print(pool.submit(|| 1).result()); pool }\nmake().shutdown();",
    );
    silent(
        "fn use_up(pool) { print(pool.submit(|| 1).result()); pool.shutdown(); }\nuse_up(thread_pool(2));",
    );
    silent("let pools = [thread_pool(1), thread_pool(2)];\nfor pool in pools { pool.shutdown(); }");
    silent("let app = #{pool: thread_pool(1)};\nprint(app.pool.submit(|| 1).result());");
    silent(
        "let pool = thread_pool(2);\nlet named = pool.with_options(#{label: \"a\"});\nprint(named.submit(|| 1).result());\nnamed.shutdown();",
    );
}

#[test]
fn pools_without_work() {
    silent("let pool = thread_pool();\nprint(pool.max_workers);");
}

#[test]
fn what_is_said() {
    assert_snapshot!(told(
        Code::PoolNotShutDown,
        "let pool = thread_pool(2);\nprint(pool.submit(|| 1).result());",
    ), @"
    1 thread_pool: nobody shuts this pool down
    label: its threads stay until the script ends
    help: `with thread_pool(…) as pool { … }` ends it behind the block, also when something is thrown; `pool.shutdown()` does so by hand
    ");
    assert_snapshot!(told(Code::PoolNotShutDown, "print(process_pool(1).submit(|| 1).result());"), @"
    1 process_pool: nobody shuts this pool down
    label: its processes stay until the script ends
    help: `with process_pool(…) as pool { … }` ends it behind the block, also when something is thrown
    ");
}
