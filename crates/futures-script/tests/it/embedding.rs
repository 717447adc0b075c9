//! What programs that embed the language can do.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use futures_core::{Executor, Inline, SharedFuture};
use futures_script::rhai::{Array, Dynamic};
use futures_script::{Builder, FrameKind, Interpreter, ScriptErrorKind};

use crate::support::Lines;

#[test]
fn functions_and_types_can_be_added() {
    #[derive(Clone)]
    struct Counter(Arc<AtomicI64>);

    let counter = Counter(Arc::default());
    let given = counter.clone();
    let interpreter = Interpreter::builder()
        .handle_type::<Counter>()
        .register(move |engine| {
            engine.register_type_with_name::<Counter>("Counter");
            engine.register_fn("counter", move || given.clone());
            engine.register_fn("add", |counter: &mut Counter, n: i64| {
                counter.0.fetch_add(n, Ordering::Relaxed) + n
            });
        })
        .build();
    let script = "let c = counter(); with thread_pool(4) as p { for n in 1..=100 { p.submit(|| c.add(n)); } }";
    let _ = interpreter.run("count", script).unwrap();
    assert_eq!(counter.0.load(Ordering::Relaxed), 5050);
}

#[test]
fn arguments_arrive_everywhere() {
    let interpreter = Interpreter::builder().arguments(["a", "b"]).build();
    let value = interpreter.run(
        "args",
        "fn f() { ARGS } with thread_pool(1) as p { p.submit(f).result() }",
    );
    let value = value.unwrap().cast::<Array>();
    assert_eq!(Dynamic::from_array(value).to_string(), r#"["a", "b"]"#);
}

#[test]
fn a_future_of_the_program_is_one_of_the_script() {
    let future: SharedFuture<Dynamic> = Inline.submit(|| Dynamic::from(42_i64)).unwrap().shared();
    let interpreter = Interpreter::builder()
        .register(move |engine| {
            engine.register_fn("answer", move || future.clone());
        })
        .build();
    let value = interpreter
        .run("answer", "gather([answer(), answer()])")
        .unwrap();
    assert_eq!(value.to_string(), "[42, 42]");
    let value = interpreter.run(
        "answer",
        "let seen = [answer().result(), answer() == answer(), answer().args, wait([answer()]).done.len()];
         for f in as_completed([answer()]) { seen.push(f.result()) }
         seen",
    );
    assert_eq!(value.unwrap().to_string(), "[42, true, [], 1, 42]");
}

#[test]
fn printing_goes_where_it_is_sent_line_by_line() {
    let lines = Lines::default();
    let print = lines.clone();
    let interpreter = Interpreter::builder()
        .output(move |line| print.push(line))
        .build();
    let _ = interpreter
        .run("print", "print(\"a\\nb\"); print(); debug(1)")
        .unwrap();
    assert_eq!(lines.text(), "a\nb\n\nprint:1:25 | 1");
}

#[test]
fn an_error_can_be_taken_apart() {
    let script = "fn f() { throw 42 }\nwith thread_pool(1) as p { p.submit(f).result() }";
    let error = Interpreter::new().run("parts", script).unwrap_err();
    assert_eq!(error.kind(), ScriptErrorKind::Thrown);
    assert_eq!(error.value().as_int(), Ok(42));
    assert_eq!(error.to_string(), "42");
    assert_eq!(format!("{error:?}"), r#"Thrown("42" at parts:1:10)"#);
    let place = error.place().unwrap();
    assert_eq!(
        (place.source(), place.line(), place.column()),
        ("parts", 1, 10)
    );
    assert_eq!(
        error.stack()[1].kind(),
        &FrameKind::Task("task 1".to_owned())
    );
    assert_eq!(error.stack()[1].at().unwrap().to_string(), "parts:2:30");
}

#[test]
fn one_interpreter_runs_many_scripts_each_with_pools_of_its_own() {
    let interpreter = Interpreter::new();
    for n in 0..3 {
        let value = interpreter.run("many", &format!("thread_pool(1).submit(|| {n}).result()"));
        assert_eq!(value.unwrap().as_int(), Ok(n));
    }
}

#[test]
fn what_needs_a_run_says_so_without_one() {
    let _interpreter = Interpreter::builder()
        .register(|engine| {
            let error = engine.eval::<Dynamic>("thread_pool(1)").unwrap_err();
            assert_eq!(error.position().line(), Some(1));
        })
        .build();
}

#[test]
fn a_byte_order_mark_a_shebang_and_carriage_returns_do_not_matter() {
    let value = Interpreter::new().run(
        "crlf",
        "\u{feff}#!/usr/bin/env futures\r\nlet x = 1;\r\nx + 1\r\n",
    );
    assert_eq!(value.unwrap().as_int(), Ok(2));
    let error = Interpreter::new()
        .run("crlf", "#!/usr/bin/env futures\r\n\r\n nothing")
        .unwrap_err();
    assert_eq!(error.place().unwrap().to_string(), "crlf:3:2");
}

#[test]
fn a_quick_run_takes_the_second_size() {
    let script = "const N = scaled(1_000, 3); fn n() { global::N }
        with thread_pool(1) as pool { [N, pool.submit(n).result(), pool.submit(|| scaled(\"long\", 0.1)).result()] }";
    let run = |builder: Builder| builder.build().run("sizes", script).unwrap().to_string();
    assert_eq!(run(Interpreter::builder()), "[1000, 1000, \"long\"]");
    assert_eq!(run(Interpreter::builder().quick()), "[3, 3, 0.1]");
}
