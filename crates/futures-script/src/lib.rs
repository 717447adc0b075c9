//! The script language of futures and pools: [Rhai](https://rhai.rs) plus everything in Python's `concurrent.futures`.
//!
//! Scripts submit functions to pools, wait for futures and share results:
//!
//! ```
//! let results = futures_script::Interpreter::new().run("squares", r#"
//!     with thread_pool(3) as pool {
//!         let futures = [5, 2, 3].map(|n| pool.submit(|n| n * n, n));
//!         gather(futures)
//!     }
//! "#);
//! assert_eq!(results.unwrap().to_string(), "[25, 4, 9]");
//! ```
//!
//! [`Interpreter`] runs them inside a program, which can add functions of its own; the `futures` command of this package
//! runs them from files. What goes wrong comes back as a [`ScriptError`], with its place and call stack.
//!
//! # The language in a table
//!
//! | Python | script |
//! |---|---|
//! | `with ThreadPoolExecutor(3) as pool:` | `with thread_pool(3) as pool { … }` |
//! | `pool.submit(f, a, b)` | `pool.submit(f, a, b)` |
//! | `pool.map(f, xs, timeout=1, chunksize=8)` | `pool.map(f, xs, #{timeout: 1, chunksize: 8})` |
//! | `f.result(timeout=1)`, `f.exception()`, `f.cancel()` | the same, `f.result(1)` |
//! | `f.add_done_callback(print)` | `f.add_done_callback(\|f\| print(f))` |
//! | `wait(fs, return_when=FIRST_COMPLETED)` | `wait(fs, #{return_when: FIRST_COMPLETED})` |
//! | `for f in as_completed(fs, timeout=1):` | `for f in as_completed(fs, #{timeout: 1}) { … }` |
//! | `await asyncio.gather(*fs)` | `gather(fs)` |
//! | `time.sleep(0.5)`, `time.monotonic()` | `sleep(0.5)`, `now()` |
//! | `except TimeoutError:` | `catch (e) { if e.kind == "TimeoutError" { … } }` |
//!
//! # Captures are copies
//!
//! What a task captures, and what it is given, is copied when it is submitted: each task of a loop sees its own value of
//! the loop's variable, and nothing is shared by accident. Captures are read-only, and a task that changes one fails,
//! since the change would be lost. Pools, futures and other handles stay the same object in every copy.
//!
//! One trap of Rhai remains: while a method of a captured variable runs, a closure given to it cannot look at that same
//! variable (`list.map(|x| x + list.len())`). The error says so; `let copy = list;` before it helps.

mod backend;
mod call;
mod callees;
mod capture;
mod chance;
mod constants;
mod current;
mod dispose;
mod engine;
mod error;
mod explain;
mod handles;
mod interpreter;
mod language;
mod limits;
mod log_level;
mod monitor;
mod output;
mod run;
mod seal;
mod source;
mod statements;
mod stuck;
mod threads;
mod values;
mod variables;
mod waiting;
mod who;

pub use error::{Frame, FrameKind, Place, ScriptError, ScriptErrorKind};
pub use interpreter::{Builder, Interpreter, StopHandle};
pub use log_level::LogLevel;

/// The engine behind the language, for programs that register functions of their own.
pub use rhai;
