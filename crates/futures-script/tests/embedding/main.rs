//! A program of its own with scripts that use process pools: its workers are this test binary, so its `main` is no test
//! harness's. It ends well if everything is as it should be.

mod sessions;

use std::sync::{Arc, Mutex};

use futures_script::{Builder, Complaint, Interpreter, ScriptError, Simulation};

/// Something of the program that stays one object.
#[derive(Clone)]
struct Counter;

fn with_our_functions(builder: Builder) -> Builder {
    builder.handle_type::<Counter>().register(|engine| {
        engine.register_type_with_name::<Counter>("Counter");
        engine.register_fn("counter", || Counter);
        engine.register_fn("double", |n: i64| 2 * n);
        engine.register_fn("boom", || -> i64 { panic!("native boom") });
    })
}

/// What a script printed, what was complained about, and how it ended.
fn run(script: &str) -> (String, Vec<String>, Result<String, ScriptError>) {
    let (printed, complaints) = (
        Arc::new(Mutex::new(Vec::new())),
        Arc::new(Mutex::new(Vec::new())),
    );
    let (print, complain) = (printed.clone(), complaints.clone());
    let interpreter = with_our_functions(Interpreter::builder())
        .output(move |line| print.lock().unwrap().push(line.to_owned()))
        .complaints(move |complaint| {
            complain.lock().unwrap().push(match complaint {
                Complaint::Log { level, line } => {
                    format!("{level}: {}", line.rsplit(": ").next().unwrap())
                }
                Complaint::Worker { line } => format!("worker: {line}"),
                other => other.to_string(),
            });
        })
        .build();
    let value = interpreter
        .run("test.rhai", script)
        .map(|value| value.to_string());
    let printed = printed.lock().unwrap().join("\n");
    let complaints = complaints.lock().unwrap().clone();
    (printed, complaints, value)
}

fn main() {
    futures_script::init_with(with_our_functions);

    let (_, _, value) =
        run("with process_pool(2) as pool { pool.map(|n| double(n) + 1, 1..=3).to_array() }");
    assert_eq!(value.unwrap(), "[3, 5, 7]");

    // What is printed and logged there goes to where this program wants it, in the order in which it was said.
    let script = "
        let pool = process_pool(1);
        pool.submit(|| { print(\"a\\u0001b\"); print(\"\\u0001c\"); log.warning(\"careful\"); print(\"d\") }).result();
    ";
    let (printed, complaints, value) = run(script);
    value.unwrap();
    assert_eq!(printed, "a\u{1}b\n\u{1}c\nd");
    assert_eq!(complaints, ["WARNING: careful"]);

    // A handle of the program is one of this process, and has its name in the refusal.
    let (_, _, value) = run("let c = counter(); process_pool(1).submit(|| c)");
    let error = value.unwrap_err();
    assert_eq!(error.kind_name(), "PicklingError");
    assert!(
        error
            .message()
            .starts_with("the captured variable `c` is a Counter,"),
        "{error}"
    );

    // A panic in a function of the program is the failure of its task; the process goes on.
    let script = "
        let pool = process_pool(1);
        let panicked = pool.submit(|| boom()).exception();
        [panicked.kind, pool.submit(|| 1).result(), pool.stats().died_workers]
    ";
    let (_, complaints, value) = run(script);
    assert_eq!(value.unwrap(), "[\"Panic\", 1, 0]");
    assert!(
        complaints.iter().any(|line| line.contains("native boom")),
        "{complaints:?}"
    );

    // Each script has workers that know it, and no other.
    let script = |n: i64| {
        format!("const N = {n}; process_pool(1).submit(|| global::N + double(N)).result()")
    };
    for n in 0..3 {
        let (_, _, value) = run(&script(n));
        assert_eq!(value.unwrap(), (3 * n).to_string());
    }

    // Simulated workers have the program's functions as well.
    let interpreter = with_our_functions(Interpreter::builder()).build();
    let script = "with process_pool(2) as pool { pool.map(|n| double(n) + 1, 1..=3).to_array() }";
    let simulated = interpreter.simulate("simulated.rhai", script, &Simulation::new());
    assert_eq!(simulated.result.unwrap().to_string(), "[3, 5, 7]");

    sessions::workers_know_later_inputs();
    sessions::what_was_submitted_before_keeps_its_functions();
    sessions::workers_know_what_inputs_import();
    sessions::errors_of_workers_name_the_input();
    sessions::inputs_are_stopped_while_workers_work();
    println!("embedding: all is well");
}
