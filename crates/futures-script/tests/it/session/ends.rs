//! How a session ends.

use std::sync::{Arc, Mutex};

use futures_core::host::{self, Spawn};
use futures_core::{Promise, promise};
use futures_script::ScriptErrorKind;
use futures_script::rhai::Dynamic;

use super::shell::Shell;

#[test]
fn the_end_waits_for_what_was_started() {
    let mut shell = Shell::new();
    shell.run("let pool = thread_pool(1);");
    shell.run("for i in 0..3 { pool.submit(|| { sleep(0.01); print(i) }); }");
    shell.run("let t = start_thread(|| { sleep(0.01); print(\"thread\") });");
    let printed = shell.printed.clone();
    shell.end();
    let mut lines: Vec<String> = printed.text().lines().map(str::to_owned).collect();
    lines.sort();
    assert_eq!(lines, ["0", "1", "2", "thread"]);
}

#[test]
fn exit_ends_the_session_with_its_code() {
    let mut shell = Shell::new();
    shell.run("let gate = gate(); let pool = thread_pool(1);");
    shell.run("let f = pool.submit(|| { gate.pass(); print(\"first\") });");
    shell.run("let g = pool.submit(|| print(\"no\"));");
    shell.run("g.add_done_callback(|g| { print(g.state); gate.open() });");
    let error = shell.fail("exit(3); print(\"no\")");
    assert_eq!(error.exit_code(), Some(3));
    assert!(shell.session.is_over());
    let error = shell.fail("print(\"no\")");
    assert_eq!(error.exit_code(), Some(3));
    let printed = shell.printed.clone();
    let error = shell.session.end().unwrap_err();
    assert_eq!(error.exit_code(), Some(3));
    assert_eq!(printed.text(), "cancelled\nfirst");
}

#[test]
fn an_exit_in_a_task_is_only_its_own() {
    let mut shell = Shell::new();
    shell.run("let f = to_thread(|| exit(3));");
    assert_eq!(shell.fail("f.result()").exit_code(), Some(3));
    assert!(!shell.session.is_over());
    shell.end();
}

#[test]
fn what_nobody_can_ask_for_any_more_is_reported_at_once() {
    let mut shell = Shell::new();
    shell.run("let pool = thread_pool(1); let gate = gate();");
    shell.run("pool.submit(|| { gate.pass(); 1 / 0 });");
    assert_eq!(shell.complaints.text(), "");
    shell.run("gate.open();");
    insta::assert_snapshot!(shell.complaints.wait_for(1), @r"
    never retrieved: ArithmeticError: Division by zero: 1 / 0
      at input 2:1:33
      in task 1, submitted at input 2:1:6
    ");
    // It has been told, so the end has nothing to say.
    shell.session.end().unwrap();
}

#[test]
fn a_failure_that_a_variable_holds_is_reported_at_the_end() {
    let mut shell = Shell::new();
    shell.run("let f = to_thread(|| 1 / 0);");
    shell.run("wait([f]);");
    assert_eq!(shell.complaints.text(), "");
    let complaints = shell.complaints.clone();
    let error = shell.session.end().unwrap_err();
    assert_eq!(error.kind(), ScriptErrorKind::Unretrieved);
    insta::assert_snapshot!(complaints.text(), @r"
    never retrieved: ArithmeticError: Division by zero: 1 / 0
      at input 1:1:24
      in task 1, submitted at input 1:1:9
    ");
}

#[test]
fn to_show_a_failed_future_is_not_to_ask_for_it() {
    let mut shell = Shell::new();
    shell.run("let f = to_thread(|| 1 / 0); wait([f]);");
    let handle = shell.value("f");
    assert_eq!(shell.session.show(&handle), "<Future 1 finished: failed>");
    shell.run("print(f);");
    shell.run("let f = 0;");
    assert_eq!(shell.complaints.text(), "");
    drop(handle);
    assert_eq!(shell.complaints.wait_for(1).lines().count(), 3);
    shell.session.end().unwrap();
}

#[test]
fn who_has_asked_hears_nothing_more() {
    let mut shell = Shell::new();
    shell.run("let f = to_thread(|| 1 / 0);");
    assert_eq!(shell.fail("f.result()").kind_name(), "ArithmeticError");
    shell.run("let f = 0;");
    shell.end();
}

#[test]
fn threads_that_are_stuck_for_ever_are_reported_at_the_end() {
    let mut shell = Shell::new();
    shell.run("let q = queue(); let t = start_thread(|| q.get());");
    shell.check("1 + 1", "2");
    let error = shell.session.end().unwrap_err();
    insta::assert_snapshot!(error.report(), @r"
    DeadlockError: nothing can go on: script waits for the end of thread 1; thread 1 waits for a value in the empty queue 1 (at input 1:1:44)
      queue 1 was made at input 1:1:9
    ");
}

/// What a variable holds to tell that the session has let go of it.
#[derive(Clone)]
struct Goodbye(Arc<Mutex<Option<Promise<()>>>>);

impl Drop for Goodbye {
    fn drop(&mut self) {
        if Arc::strong_count(&self.0) == 2
            && let Some(promise) = self.0.lock().unwrap().take()
        {
            promise.set_result(()).unwrap();
        }
    }
}

#[test]
fn the_end_can_be_stopped() {
    let (promise, is_ending) = promise();
    let goodbye = Goodbye(Arc::new(Mutex::new(Some(promise))));
    let given = goodbye.clone();
    let mut shell = Shell::with(|builder| {
        let builder = builder.handle_type::<Goodbye>();
        builder.register(move |engine| {
            engine.register_fn("goodbye", move || Dynamic::from(given.clone()));
        })
    });
    shell.run("let pool = thread_pool(1); let f = pool.submit(|| loop { });");
    shell.run("let last = goodbye();");
    let handle = shell.session.handle();
    let stopper = host::spawn(Spawn::default(), move || {
        is_ending.result().unwrap();
        handle.stop_because("interrupted");
    });
    // Only what is given to inputs and what they hold of it is left.
    drop(goodbye);
    let error = shell.session.end().unwrap_err();
    stopper.unwrap().join().unwrap();
    assert_eq!(error.kind(), ScriptErrorKind::Interrupted);
    assert_eq!(
        error.message(),
        "interrupted while the script, at its end, waited for what it had started"
    );
}

/// What tasks hold as long as they are there.
#[derive(Clone)]
struct Probe(#[expect(dead_code, reason = "it is counted")] Arc<()>);

#[test]
fn a_dropped_session_leaves_nothing_behind() {
    let alive = Arc::new(());
    let given = alive.clone();
    let mut shell = Shell::with(|builder| {
        let builder = builder.handle_type::<Probe>();
        builder.register(move |engine| {
            engine.register_fn("probe", move || Dynamic::from(Probe(given.clone())));
        })
    });
    shell.run("let pool = thread_pool(2); let gate = event(); let p = probe();");
    shell.run("for i in 0..10 { pool.submit(|| { gate.wait(); print(p) }); }");
    shell.run("let t = start_thread(|| loop { p; });");
    let printed = shell.printed.clone();
    drop(shell);
    assert_eq!(printed.text(), "");
    assert_eq!(Arc::strong_count(&alive), 1);
}
