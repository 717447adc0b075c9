//! The fork in the road at the beginning of an embedding program's `main`: is this process one of its workers?

use std::sync::OnceLock;

use crate::builder::Builder;
use crate::interpreter::Interpreter;

/// What the program adds to the language; set once [`init`] has been called.
static CONFIGURE: OnceLock<fn(Builder) -> Builder> = OnceLock::new();

/// Makes this program one whose scripts can use `process_pool`. To be the first line of `main`.
///
/// A process pool starts the running program again for each of its workers. In such a process this function runs calls
/// until there are no more and never returns; otherwise it returns at once.
///
/// In place of [`pool_process::init`](https://docs.rs/pool-process), which it calls.
pub fn init() {
    init_with(|builder| builder);
}

/// As [`init`], for a program that adds functions and types of its own: what `configure` gives to the builder is what
/// the scripts' functions find in a worker. A program best builds its interpreters with the same function.
///
/// ```no_run
/// use futures_script::{Builder, Interpreter};
///
/// fn with_our_functions(builder: Builder) -> Builder {
///     builder.register(|engine| {
///         engine.register_fn("double", |n: i64| 2 * n);
///     })
/// }
///
/// fn main() {
///     futures_script::init_with(with_our_functions);
///
///     let interpreter = with_our_functions(Interpreter::builder()).build();
///     let four = interpreter.run("four", "
///         with process_pool(1) as pool { pool.submit(|| double(2)).result() }
///     ");
///     assert_eq!(four.unwrap().as_int(), Ok(4));
/// }
/// ```
pub fn init_with(configure: fn(Builder) -> Builder) {
    let _ = CONFIGURE.set(configure);
    pool_process::init();
}

/// Has the program called [`init`]?
pub(crate) fn is_initialised() -> bool {
    CONFIGURE.get().is_some()
}

/// What a worker builds its interpreter with.
pub(crate) fn builder() -> Builder {
    let builder = Interpreter::builder();
    match CONFIGURE.get() {
        Some(configure) => configure(builder),
        None => builder,
    }
}
