//! What scripts compute, as Rust functions that scripts can call.

use std::hint::black_box;

use futures_script::Builder;

/// Registers them all, under the names that the scripts know.
pub(crate) fn register(builder: Builder) -> Builder {
    builder.register(|engine| {
        engine
            .register_fn("double_plus_one", |item: i64| item * 2 + 1)
            .register_fn("sum_of_squares", sum_of_squares)
            .register_fn("count_primes", count_primes)
            .register_fn("fib", fib);
    })
}

fn sum_of_squares(limit: i64) -> i64 {
    // The compiler knows a formula for this sum.
    (0..limit).map(|number| black_box(number * number)).sum()
}

fn count_primes(limit: i64) -> i64 {
    let is_prime = |candidate: &i64| {
        let mut divisors = (2..).take_while(|divisor| divisor * divisor <= *candidate);
        divisors.all(|divisor| candidate % divisor != 0)
    };
    (2..limit).filter(is_prime).count() as i64
}

fn fib(number: i64) -> i64 {
    if number < 2 {
        number
    } else {
        fib(black_box(number - 1)) + fib(number - 2)
    }
}
