//! Values that nest 100,000 levels deep or hold themselves end in no stack overflow. Each test runs in a process of its
//! own, which an overflow would end.

use std::env;
use std::process::Command;

use futures_script::Builder;
use futures_script::rhai::{Array, Dynamic, Map};

use crate::support::builder;

const LEVELS: usize = 100_000;

/// Says to the test that it is the process that the script is to run in.
const CHILD: &str = "FUTURES_SCRIPT_DEEP_CHILD";

/// An interpreter whose scripts know `nested_array()` and `nested_map()`.
fn deep_builder() -> Builder {
    builder().register(|engine| {
        engine.register_fn("nested_array", || {
            (0..LEVELS).fold(Array::new(), |inner, _| vec![Dynamic::from_array(inner)])
        });
        engine.register_fn("nested_map", || {
            (0..LEVELS).fold(Map::new(), |inner, _| {
                Map::from([("x".into(), Dynamic::from_map(inner))])
            })
        });
    })
}

/// Runs `script`, which knows `nested_array()` and `nested_map()`, in another process; its value must be `expect`.
#[track_caller]
fn check(test: &str, script: &str, expect: &str) {
    if env::var_os(CHILD).is_none() {
        let output = Command::new(env::current_exe().unwrap())
            .args(["--exact", &format!("deep::{test}"), "--nocapture"])
            .env(CHILD, "1")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}: {said}", output.status);
        return;
    }
    let interpreter = deep_builder().output(|_| {}).build();
    let value = interpreter
        .run("deep.rhai", script)
        .map_err(|error| error.report());
    assert_eq!(value.unwrap().to_string(), expect, "{script}");
}

/// Everything that may be done with a deep value `a`; what is refused is refused with an error.
const USES: &str = "
    print(a); debug(a); let texts = [a.to_string(), a.to_debug(), `${a}`];
    let copy = a;
    let seen = [];
    for use_it in [|a| a == a, |a| [a] != [a], |a| a in [a], |a| to_thread(|| a), |a| to_thread(|x| x, a),
            |a| list().push(a), |a| cell(a), |a| queue().put(a), |a| list([a])] {
        try { use_it.call(a); seen.push(\"fine\") } catch (e) { seen.push(e.kind) }
    }
    copy = ();
    a = ();
    seen";

const REFUSED: &str = r#"["RecursionError", "RecursionError", "RecursionError", "ValueError", "ValueError", "ValueError", "ValueError", "ValueError", "ValueError"]"#;

#[test]
fn a_deep_array_in_the_script() {
    check(
        "a_deep_array_in_the_script",
        &format!("let a = nested_array(); {USES}"),
        REFUSED,
    );
}

#[test]
fn a_deep_map_in_the_script() {
    check(
        "a_deep_map_in_the_script",
        &format!("let a = nested_map(); {USES}"),
        REFUSED,
    );
}

#[test]
fn deep_values_in_a_task() {
    check(
        "deep_values_in_a_task",
        &format!(
            "fn test(a) {{ {USES} }}
             [to_thread(|| test(nested_array())).result(), to_thread(|| test(nested_map())).result()]"
        ),
        &format!("[{REFUSED}, {REFUSED}]"),
    );
}

#[test]
fn closures_that_hold_closures() {
    check(
        "closures_that_hold_closures",
        "fn nest() { let a = 0; for i in 0..100000 { let b = a; a = || b; } a }
         let a = nest();
         print(a); print([a]);
         let seen = [];
         try { to_thread(a) } catch (e) { seen.push(e.kind) }
         a = ();
         seen.push(to_thread(|| { let a = nest(); type_of(a) }).result());
         seen",
        r#"["ValueError", "Fn"]"#,
    );
}

#[test]
fn a_deep_value_that_leaves_its_task() {
    check(
        "a_deep_value_that_leaves_its_task",
        "[to_thread(|| nested_array()).exception().kind, to_thread(|| throw nested_map()).exception().kind,
          to_thread(|| log.info(nested_map())).result()]",
        r#"["ValueError", "Thrown", ()]"#,
    );
}

#[test]
fn a_deep_value_that_is_thrown_or_returned_or_exited_with_by_the_script() {
    if env::var_os(CHILD).is_some() {
        for script in ["throw nested_array()", "nested_map()", "exit(nested_map())"] {
            let interpreter = deep_builder().build();
            let error = interpreter.run("deep.rhai", script).expect_err(script);
            assert!(error.report().len() < 2000, "{script}");
        }
        return;
    }
    check(
        "a_deep_value_that_is_thrown_or_returned_or_exited_with_by_the_script",
        "",
        "",
    );
}

#[test]
fn handles_that_hold_handles_and_themselves() {
    check(
        "handles_that_hold_handles_and_themselves",
        "fn nest(make) { let a = make.call(0); for i in 0..100000 { a = make.call(a) } a }
         fn test() {
             for make in [|a| list([a]), |a| cell(a), |a| { let q = queue(); q.put([a]); q }] {
                 let a = nest(make); print(a); print([a]); a = ();
             }
             let l = list(); l.push(l); print(l); print(l.to_array());
             let c = cell(0); c.set([c]); print(c.get());
             to_thread(|| { l.len(); c.get() }).result();
             5
         }
         [test(), to_thread(test).result()]",
        "[5, 5]",
    );
}

#[test]
fn futures_that_hold_futures_and_themselves() {
    check(
        "futures_that_hold_futures_and_themselves",
        "fn chain(give) {
             with thread_pool(1) as pool {
                 let a = pool.submit(|| 0);
                 for i in 0..20000 { a = give.call(pool, a); if i % 100 == 0 { a.result(); } }
                 a.result();
                 print(a);
             }
             5
         }
         fn test() {
             let seen = [chain(|pool, a| pool.submit(|a| 1, a)), chain(|pool, a| pool.submit(|| a))];
             let own = cell(0);
             let f = to_thread(|| own);
             own.set([f]);
             print(f); print(f.result().get());
             seen
         }
         [test(), to_thread(test).result()]",
        "[[5, 5], [5, 5]]",
    );
}
