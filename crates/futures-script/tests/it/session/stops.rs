//! How an input is stopped, and that the session goes on.

use std::sync::Mutex;
use std::time::Duration;

use futures_core::host::{self, Spawn};
use futures_core::promise;
use futures_script::{ScriptError, ScriptErrorKind};

use super::shell::Shell;

/// A session whose inputs know `ready()`.
struct Stoppable {
    shell: Shell,
    ready: std::sync::Arc<Mutex<Option<futures_core::Promise<()>>>>,
}

impl Stoppable {
    fn new() -> Self {
        let ready = std::sync::Arc::new(Mutex::new(None::<futures_core::Promise<()>>));
        let told = ready.clone();
        let shell = Shell::with(|builder| {
            builder.register(move |engine| {
                engine.register_fn("ready", move || {
                    if let Some(promise) = told.lock().unwrap().take() {
                        promise.set_result(()).unwrap();
                    }
                });
            })
        });
        Stoppable { shell, ready }
    }

    /// Runs an input and stops it once something has called `ready()`.
    #[track_caller]
    fn stop(&mut self, text: &str) -> ScriptError {
        let (ready, is_ready) = promise();
        *self.ready.lock().unwrap() = Some(ready);
        let handle = self.shell.session.handle();
        let stopper = host::spawn(Spawn::default(), move || {
            is_ready.result().unwrap();
            handle.stop_because("interrupted");
        });
        let error = self.shell.fail(text);
        stopper.unwrap().join().unwrap();
        assert_eq!(
            error.kind(),
            ScriptErrorKind::Interrupted,
            "{}",
            error.report()
        );
        error
    }
}

#[test]
fn a_loop_ends_and_the_session_goes_on() {
    let mut session = Stoppable::new();
    session.shell.run("let n = 0;");
    session.stop("loop {\n    n += 1;\n    if n == 1000 { ready(); }\n}");
    session.shell.check("n >= 1000", "true");
    session.shell.check("sleep(0.001); 1 + 1", "2");
    session.shell.end();
}

#[test]
fn no_script_can_catch_it() {
    let mut session = Stoppable::new();
    session.stop("loop { try { ready(); loop { } } catch { print(\"caught\"); } }");
    assert_eq!(session.shell.printed.text(), "");
    session.shell.end();
}

#[test]
fn a_wait_ends_and_its_task_lives() {
    let mut session = Stoppable::new();
    session
        .shell
        .run("let gate = event(); let pool = thread_pool(2);");
    session
        .shell
        .run("let f = pool.submit(|| { ready(); gate.wait(); \"done\" });");
    let error = session.stop("let g = pool.submit(|| { ready(); gate.wait(); 2 });\nf.result()");
    assert!(error.message().starts_with("interrupted"), "{error}");
    assert_eq!(error.place().unwrap().source(), "input 3");
    session
        .shell
        .check("[f.done(), g.done()]", "[false, false]");
    session.shell.run("gate.set();");
    session
        .shell
        .check("[f.result(), g.result()]", "[\"done\", 2]");
    session.shell.end();
}

#[test]
fn every_kind_of_wait_ends() {
    let mut session = Stoppable::new();
    session
        .shell
        .run("let pool = thread_pool(1); let gate = event();");
    session.shell.run("let held = lock(); let t = start_thread(|| { held.acquire(); gate.wait(); held.release(); });");
    session
        .shell
        .run("let f = pool.submit(|| gate.wait()); while !held.locked() { sleep(0.001) }");
    for wait in [
        "sleep(1000)",
        "f.exception()",
        "wait([f])",
        "for f in as_completed([f]) { }",
        "for x in pool.map(|x| x, 0..3) { }",
        "gather([f])",
        "queue().get(1000)",
        "held.acquire()",
        "with held { }",
        "semaphore(0).acquire(1000)",
        "event().wait(1000)",
        "t.join()",
        "pool.shutdown()",
    ] {
        session.stop(&format!("ready(); {wait}"));
        session.shell.check("1 + 1", "2");
    }
    session.shell.run("gate.set();");
    session.shell.end();
}

#[test]
fn a_with_block_is_left_and_its_tasks_that_run_live() {
    let mut session = Stoppable::new();
    session.shell.run("let gate = event(); let fs = list();");
    session.stop(
        "with thread_pool(1) as pool {
             fs.push(pool.submit(|| { ready(); gate.wait(); 1 }));
             fs.push(pool.submit(|| 2));
             fs[0].result()
         }",
    );
    session
        .shell
        .check("[fs[0].done(), fs[1].cancelled()]", "[false, true]");
    session.shell.run("gate.set();");
    session.shell.check("fs[0].result()", "1");
    session.shell.end();
}

#[test]
fn the_end_of_a_with_block_is_a_wait_like_others() {
    let mut session = Stoppable::new();
    session.shell.run("let gate = event(); let fs = list();");
    session.stop(
        "with thread_pool(1) as pool {
             fs.push(pool.submit(|| { ready(); gate.wait(); 1 }));
             fs.push(pool.submit(|| 2));
         }",
    );
    session
        .shell
        .check("[fs[0].done(), fs[1].cancelled()]", "[false, true]");
    session.shell.run("gate.set();");
    session.shell.check("fs[0].result()", "1");
    session.shell.end();
}

#[test]
fn a_lock_is_given_back() {
    let mut session = Stoppable::new();
    session.shell.run("let held = lock();");
    session.stop("with held { ready(); loop { } }");
    session.shell.check("held.locked()", "false");
    session.shell.check("with held { 1 }", "1");
    session.shell.end();
}

#[test]
fn a_stop_that_finds_no_input_does_nothing() {
    let mut shell = Shell::new();
    let handle = shell.session.handle();
    handle.stop();
    shell.check("sleep(0.001); 1", "1");
    handle.stop();
    shell.check("sleep(0.001); 2", "2");
    shell.end();
    handle.stop();
}

#[test]
fn the_time_limit_is_for_each_input() {
    let mut shell = Shell::with(|builder| builder.time_limit(Duration::from_secs(1)));
    shell.run(
        "let gate = event(); let f = to_thread(|| { while !gate.is_set() { sleep(0.001) } 1 });",
    );
    for text in ["loop { }", "f.result()", "sleep(1000)"] {
        let error = shell.fail(text);
        assert_eq!(
            error.kind(),
            ScriptErrorKind::TimedOut,
            "{}",
            error.report()
        );
        assert!(
            error.message().starts_with("timed out after 1 s"),
            "{error}"
        );
    }
    shell.run("gate.set();");
    shell.check("f.result()", "1");
    shell.end();
}

#[test]
fn a_deadlock_ends_the_input() {
    let mut shell = Shell::new();
    shell.run("let q = queue(); let pool = thread_pool(#{thread_name_prefix: \"net\"});");
    shell.run("let f = pool.submit(|| q.get());");
    let error = shell.fail("f.result()");
    assert_eq!(error.kind_name(), "DeadlockError");
    insta::assert_snapshot!(error.report(), @r"
    DeadlockError: nothing can go on: script waits for the result of task 1 (at input 3:1:3); task 1 on net_0 waits for a value in the empty queue 1 (at input 2:1:26)
      queue 1 was made at input 1:1:9
      task 1 was submitted at input 2:1:14
    ");
    // It was the input that could not go on. Another one helps.
    shell.check("f.done()", "false");
    shell.run("q.put(7);");
    shell.check("f.result()", "7");
    let error = shell.fail("q.get()");
    assert_eq!(error.kind_name(), "DeadlockError");
    shell.end();
}

#[test]
fn a_stop_of_the_interpreter_ends_the_session() {
    let mut shell = Shell::new();
    shell.run("let f = to_thread(|| { loop { } });");
    shell.interpreter.stop_handle().stop();
    assert!(shell.session.is_over());
    assert_eq!(shell.fail("1").kind(), ScriptErrorKind::Interrupted);
    assert_eq!(shell.fail("2").kind(), ScriptErrorKind::Interrupted);
    let error = shell.session.end().unwrap_err();
    assert_eq!(error.kind(), ScriptErrorKind::Interrupted);
}
