//! A program that offers scripts a function and a shared counter of its own, runs one, and uses its value.
//!
//! `cargo run -p futures-script --example embed`

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use futures_script::Interpreter;
use futures_script::rhai::Engine;

/// Clones are the same counter, which is what makes it a handle.
#[derive(Clone, Default)]
struct Counter(Arc<AtomicI64>);

fn extend(engine: &mut Engine) {
    engine.register_fn("is_prime", |n: i64| n > 1 && (2..n).all(|d| n % d != 0));
    engine
        .register_type_with_name::<Counter>("Counter")
        .register_fn("counter", Counter::default)
        .register_fn("add", |counter: &mut Counter, n: i64| {
            counter.0.fetch_add(n, Ordering::Relaxed);
        })
        .register_fn("get", |counter: &mut Counter| {
            counter.0.load(Ordering::Relaxed)
        });
}

const SCRIPT: &str = r#"
    let checked = counter();
    let primes = 0;
    with thread_pool() as pool {
        let are_prime = pool.map(|n| { checked.add(1); is_prime(n) }, 1..=1000, #{chunksize: 50});
        for is_prime in are_prime { if is_prime { primes += 1; } }
    }
    #{primes: primes, checked: checked.get()}
"#;

fn main() -> Result<(), Box<dyn Error>> {
    let interpreter = Interpreter::builder()
        .handle_type::<Counter>()
        .register(extend)
        .build();
    let value = interpreter.run("primes", SCRIPT)?;
    assert_eq!(value.to_string(), r##"#{"checked": 1000, "primes": 168}"##);
    println!("{value}");

    // What goes wrong in a script, or in a task of it, comes back with its place and call stack.
    let error = interpreter
        .run(
            "broken",
            "with thread_pool(1) as pool { pool.submit(|n| n / 0, 1).result() }",
        )
        .unwrap_err();
    assert_eq!(error.kind_name(), "ArithmeticError");
    println!("{}", error.report());
    Ok(())
}
