//! Locks that are not given back on every way.

use futures_script::Code;
use insta::assert_snapshot;

use crate::check::places::{check_places, check_silent, told};

#[track_caller]
fn check(script: &str, expect: &[&str]) {
    check_places(Code::LockNotReleased, script, expect);
}

#[track_caller]
fn silent(script: &str) {
    check_silent(Code::LockNotReleased, script);
}

/// A function with this body, which is given a lock and a number.
fn function(body: &str) -> String {
    format!("fn work(guard, n) {{\n{body}\n}}\nprint(to_thread(work, lock(), 1).result());")
}

/// The function behind one that may throw.
fn after_validate(script: &str) -> String {
    format!("fn validate(n) {{ if n < 0 {{ throw \"negative\"; }} }}\n{script}")
}

#[test]
fn never_given_back() {
    check(
        "let door = lock();\ndoor.acquire();\nprint(1);",
        &["2 door.acquire"],
    );
    check(&function("guard.acquire();\nn + 1"), &["2 guard.acquire"]);
    check(
        "let door = lock();\nlet t = start_thread(|| { door.acquire(); print(1); });\nt.join();",
        &["2 door.acquire"],
    );
    check(
        "let seats = semaphore(2);\nseats.acquire();",
        &["2 seats.acquire"],
    );
    check(
        "let bank = #{guard: lock(), sum: cell(0)};\nbank.guard.acquire();\nbank.sum.set(1);",
        &["2 bank.guard.acquire"],
    );
}

#[test]
fn left_early() {
    check(
        &function("guard.acquire();\nif n == 0 { return 0; }\nguard.release();\nn"),
        &["2 guard.acquire"],
    );
    check(
        &function("guard.acquire();\nif n < 0 { throw \"negative\"; }\nguard.release();\nn"),
        &["2 guard.acquire"],
    );
    check(
        &function(
            "for i in 0..n {\nguard.acquire();\nif i == 3 { break; }\nguard.release();\n}\nn",
        ),
        &["3 guard.acquire"],
    );
    check(
        &function("guard.acquire();\nif n > 1 { guard.release(); return 1; }\nn"),
        &["2 guard.acquire"],
    );
    check(
        &function(
            "guard.acquire();\nswitch n { 0 => return 0, _ => print(n) }\nguard.release();\nn",
        ),
        &["2 guard.acquire"],
    );
    check(
        &function(
            "if !guard.acquire(1) { return 0; }\nif n == 0 { return 0; }\nguard.release();\nn",
        ),
        &["2 guard.acquire"],
    );
}

#[test]
fn left_by_a_function_that_throws() {
    check(
        &after_validate(&function(
            "guard.acquire();\nvalidate(n);\nguard.release();\nn",
        )),
        &["3 guard.acquire"],
    );
    silent(&after_validate(&function(
        "guard.acquire();\ntry { validate(n); } catch (e) { print(e); }\nguard.release();\nn",
    )));
    silent(&after_validate(&function(
        "guard.acquire();\ntry { validate(n); } catch (e) { guard.release(); throw e; }\nguard.release();\nn",
    )));
}

#[test]
fn given_back_on_every_way() {
    silent(&function(
        "guard.acquire();\nlet x = n + 1;\nguard.release();\nx",
    ));
    silent(&function(
        "guard.acquire();\nif n == 0 { guard.release(); return 0; }\nguard.release();\nn",
    ));
    silent(&function(
        "guard.acquire();\nif n == 0 { guard.release(); } else { guard.release(); }\nn",
    ));
    silent(&function(
        "while n > 0 { guard.acquire(); n -= 1; guard.release(); }\nn",
    ));
    silent(&function(
        "loop {\nguard.acquire();\nif n == 3 { guard.release(); break; }\nn += 1;\nguard.release();\n}\nn",
    ));
    silent(&function("with guard { if n == 0 { return 0; } }\nn"));
}

#[test]
fn taken_only_if_it_was_free() {
    silent(&function(
        "if guard.acquire(0.1) { print(n); guard.release(); }\nn",
    ));
    silent(&function(
        "if !guard.acquire(0.1) { return 0; }\nguard.release();\nn",
    ));
    silent(&function(
        "while !guard.acquire(0.1) { print(\"busy\"); }\nguard.release();\nn",
    ));
    silent(&function(
        "let has_it = guard.acquire(0.1);\nif has_it { guard.release(); }\nn",
    ));
    silent(&function(
        "if n > 0 && guard.acquire(0) { guard.release(); }\nn",
    ));
}

#[test]
fn given_back_by_somebody_else() {
    // As many tasks as there are places: the task gives back what the script has taken.
    silent(
        "let places = semaphore(2);\nwith thread_pool(4) as pool {\n    for n in 0..5 {\n        places.acquire();\n        \
         pool.submit(|| { print(n); places.release(); });\n    }\n}",
    );
    silent(
        "fn enter(guard) { guard.acquire(); }\nfn leave(guard) { guard.release(); }\nlet l = lock();\nenter(l);\nleave(l);",
    );
    silent(
        "let l = lock();\nlet guarded = #{enter: || l.acquire(), exit: |e| { l.release(); }};\nwith guarded { print(1); }",
    );
    silent("fn locked() { let l = lock(); l.acquire(); l }\nlet l = locked();\nl.release();");
    // A signal: one waits, the other tells.
    silent(
        "let ready = semaphore(0);\nlet t = start_thread(|| ready.release());\nready.acquire();\nt.join();",
    );
}

#[test]
fn another_lock_that_is_given_back_does_not_count() {
    check(
        "let a = lock();\nlet b = lock();\na.acquire();\nlet t = start_thread(|| { b.acquire(); b.release(); });\nt.join();",
        &["3 a.acquire"],
    );
    check(
        "fn one(l) { l.acquire(); print(1); l.release(); }\nfn two(l) { l.acquire(); print(2); }\nlet l = lock();\none(l);\ntwo(l);",
        &["2 l.acquire"],
    );
}

#[test]
fn what_is_said() {
    assert_snapshot!(told(Code::LockNotReleased, "let door = lock();\ndoor.acquire();"), @"
    2 door.acquire: `door` is taken and never given back
    label: whoever wants it next waits for ever
    help: `with door { … }` gives it back on every way out, also when something is thrown
    ");
    assert_snapshot!(told(
        Code::LockNotReleased,
        &function("guard.acquire();\nif n == 0 { return 0; }\nguard.release();\nn"),
    ), @"
    2 guard.acquire: `guard` is not given back on every way
    label: taken here
    note: 3:13 this leaves with `guard` still taken
    help: `with guard { … }` gives it back on every way out, also when something is thrown
    ");
    assert_snapshot!(told(
        Code::LockNotReleased,
        &function("guard.acquire();\nif n == 0 { throw \"none\"; }\nguard.release();\nn"),
    ), @"
    2 guard.acquire: `guard` is not given back on every way
    label: taken here
    note: 3:13 this throws with `guard` still taken
    help: `with guard { … }` gives it back on every way out, also when something is thrown
    ");
    assert_snapshot!(told(
        Code::LockNotReleased,
        &after_validate(&function("guard.acquire();\nvalidate(n);\nguard.release();\nn")),
    ), @"
    3 guard.acquire: `guard` is not given back on every way
    label: taken here
    note: 4:1 this may throw, with `guard` still taken
    help: `with guard { … }` gives it back on every way out, also when something is thrown
    ");
    assert_snapshot!(told(
        Code::LockNotReleased,
        &function("guard.acquire();\nif n == 0 { guard.release(); }\nn"),
    ), @"
    2 guard.acquire: `guard` is not given back on every way
    label: taken here, and a way leads to the end without a `release`
    help: `with guard { … }` gives it back on every way out, also when something is thrown
    ");
}
