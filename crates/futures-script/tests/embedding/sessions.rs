//! Sessions whose inputs use process pools: what workers know of inputs that come after they were started.

use std::sync::{Arc, Mutex};

use futures_script::{Interpreter, ScriptError, Session, SessionHandle};

use crate::with_our_functions;

/// Runs an input whose value is shown as this.
#[track_caller]
fn check(session: &mut Session, text: &str, expect: &str) {
    match session.run(text) {
        Ok(value) => assert_eq!(session.show(&value), expect, "{text}"),
        Err(error) => panic!("{text}\n{}", error.report()),
    }
}

#[track_caller]
fn fail(session: &mut Session, text: &str) -> ScriptError {
    session.run(text).expect_err(text)
}

pub(crate) fn workers_know_later_inputs() {
    let interpreter = with_our_functions(Interpreter::builder()).build();
    let mut session = interpreter.session("shell").unwrap();
    let session = &mut session;
    check(session, "fn early(n) { n + 1 }", "()");
    check(session, "let pool = process_pool(1);", "()");
    check(session, "pool.submit(early, 1).result()", "2");
    // A function of a later input, a closure, one that calls another, and both in one call.
    check(session, "fn late(n) { early(n) * 10 }", "()");
    check(session, "pool.submit(late, 1).result()", "20");
    check(session, "let n = 5; let close = || late(n);", "()");
    check(session, "pool.submit(close).result()", "60");
    check(
        session,
        "pool.submit(|f| f.call() + 1, close).result()",
        "61",
    );
    check(
        session,
        "pool.map(|n| late(n) + double(n), 1..=3).to_array()",
        "[22, 34, 46]",
    );
    // The newest counts, and constants come along.
    check(session, "fn early(n) { n + 2 }", "()");
    check(session, "const K = 100; fn k() { global::K }", "()");
    check(session, "pool.submit(|| late(1) + k()).result()", "130");
    // One process has done all of it.
    check(session, "pool.stats().started_workers", "1");
    // A pool that is made later knows the same, and so does a worker that takes the place of another.
    check(session, "process_pool(1).submit(close).result()", "70");
    check(
        session,
        "pool.submit(|| crash(3)).exception().kind",
        "\"WorkerDied\"",
    );
    check(
        session,
        "let pool = process_pool(#{max_workers: 1, max_tasks_per_child: 1});",
        "()",
    );
    check(session, "fn newest(n) { late(n) + 1 }", "()");
    check(
        session,
        "[pool.submit(newest, 1).result(), pool.submit(newest, 2).result()]",
        "[31, 41]",
    );
    check(session, "pool.stats().started_workers >= 2", "true");
}

pub(crate) fn what_was_submitted_before_keeps_its_functions() {
    let interpreter = with_our_functions(Interpreter::builder()).build();
    let mut session = interpreter.session("shell").unwrap();
    let session = &mut session;
    check(
        session,
        "let pool = process_pool(1); let threads = thread_pool(1);",
        "()",
    );
    check(session, "fn answer() { \"old\" }", "()");
    check(session, "let gate = event();", "()");
    check(
        session,
        "let old = threads.submit(|| { gate.wait(); pool.submit(answer).result() });",
        "()",
    );
    check(session, "fn answer() { \"new\" }", "()");
    check(session, "pool.submit(answer).result()", "\"new\"");
    check(session, "gate.set(); old.result()", "\"old\"");
    check(session, "pool.submit(answer).result()", "\"new\"");
}

pub(crate) fn workers_know_what_inputs_import() {
    let folder = std::env::temp_dir().join(format!("sessions-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let text = "const STEP = 2; fn next(n) { inner(n) } fn inner(n) { n + global::STEP }";
    std::fs::write(folder.join("steps.rhai"), text).unwrap();
    let interpreter = with_our_functions(Interpreter::builder().import_from(&folder)).build();
    let mut session = interpreter.session("shell").unwrap();
    let session = &mut session;
    check(session, "let pool = process_pool(1);", "()");
    check(session, "import \"steps\" as steps;", "()");
    check(session, "pool.submit(steps::next, 1).result()", "3");
    check(session, "fn far(n) { steps::next(steps::next(n)) }", "()");
    check(
        session,
        "pool.submit(|n| far(n) + steps::next(0), 1).result()",
        "7",
    );
    check(session, "process_pool(1).submit(far, 1).result()", "5");
    std::fs::remove_dir_all(&folder).unwrap();
}

pub(crate) fn errors_of_workers_name_the_input() {
    let interpreter = with_our_functions(Interpreter::builder()).build();
    let mut session = interpreter.session("shell").unwrap();
    let session = &mut session;
    check(session, "let pool = process_pool(1);", "()");
    check(session, "fn fails(n) {\n    n / 0\n}", "()");
    check(session, "let f = pool.submit(|| fails(7));", "()");
    let error = fail(session, "f.result()");
    assert_eq!(
        error.report(),
        "ArithmeticError: Division by zero: 7 / 0\n  \
           at input 2:2:7\n  \
           in function fails, called at input 3:1:24\n  \
           in task 1, submitted at input 3:1:14\n  \
           thrown again at input 4:1:3"
    );
    assert_eq!(
        error.place().unwrap().text(),
        Some("fn fails(n) {\n    n / 0\n}")
    );
    check(
        session,
        "pool.submit(|| try { fails(1) } catch (e) { return `${e.source}:${e.line}`; }).result()",
        "\"input 2:2\"",
    );
}

pub(crate) fn inputs_are_stopped_while_workers_work() {
    let complaints = Arc::new(Mutex::new(Vec::new()));
    let heard = complaints.clone();
    // While this holds a handle, every line that a worker prints stops the input that runs.
    let armed: Arc<Mutex<Option<SessionHandle>>> = Arc::default();
    let trigger = armed.clone();
    let interpreter = with_our_functions(Interpreter::builder())
        .complaints(move |complaint| heard.lock().unwrap().push(complaint.to_string()))
        .output(move |_| {
            if let Some(handle) = &*trigger.lock().unwrap() {
                handle.stop();
            }
        })
        .build();
    let mut session = interpreter.session("shell").unwrap();
    check(&mut session, "let pool = process_pool(1);", "()");
    check(
        &mut session,
        "let f = pool.submit(|| loop { print(1); });",
        "()",
    );
    *armed.lock().unwrap() = Some(session.handle());
    let error = fail(&mut session, "f.result()");
    *armed.lock().unwrap() = None;
    assert_eq!(error.kind_name(), "Interrupted", "{}", error.report());
    check(&mut session, "f.running()", "true");
    check(
        &mut session,
        "f.kill(); f.exception().kind",
        "\"Interrupted\"",
    );
    check(&mut session, "pool.submit(|| 2).result()", "2");
    check(&mut session, "let f = pool.submit(|| loop { });", "()");
    // Nothing of it is left.
    drop(session);
    assert_eq!(*complaints.lock().unwrap(), [""; 0]);
}
