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
//! The same at length, side by side with Python and with everything that trips a Python reader, is the book in `docs/` of
//! the repository.
//!
//! | Python | script |
//! |---|---|
//! | `with ThreadPoolExecutor(3) as pool:` | `with thread_pool(3) as pool { … }` |
//! | `with ProcessPoolExecutor(3) as pool:` | `with process_pool(3) as pool { … }` |
//! | `pool.submit(f, a, b)` | `pool.submit(f, a, b)` |
//! | `pool.map(f, xs, timeout=1, chunksize=8)` | `pool.map(f, xs, #{timeout: 1, chunksize: 8})` |
//! | `f.result(timeout=1)`, `f.exception()`, `f.cancel()` | the same, `f.result(1)` |
//! | `f.add_done_callback(print)` | `f.add_done_callback(\|f\| print(f))` |
//! | `executor.kill_workers()`, `executor.terminate_workers()` | the same, of a process pool |
//! | | `f.kill()`; `process_pool(#{task_timeout: 2})` |
//! | `wait(fs, return_when=FIRST_COMPLETED)` | `wait(fs, #{return_when: FIRST_COMPLETED})` |
//! | `for f in as_completed(fs, timeout=1):` | `for f in as_completed(fs, #{timeout: 1}) { … }` |
//! | `await asyncio.gather(*fs)` | `gather(fs)` |
//! | `await asyncio.to_thread(f, a)` | `to_thread(f, a).result()` |
//! | `Thread(target=f, args=(a,))`, `t.start()`, `t.join()` | `thread_of(f, a)`, `t.start()`, `t.join()`; `start_thread(f, a)` |
//! | `Lock()`, `with lock:`, `lock.acquire(timeout=1)` | `lock()`, `with lock { … }`, `lock.acquire(1)` |
//! | `Semaphore(2)`, `Event()`, `Barrier(3)` | `semaphore(2)`, `event()`, `barrier(3)` |
//! | `Queue(10)`, `q.put(x)`, `q.get(timeout=1)` | `queue(10)`, `q.put(x)`, `q.get(1)` |
//! | a list that threads share | `list()`: `push`, `pop`, `l[0]`, `len`, `to_array` |
//! | a variable that threads share | `cell(0)`: `get`, `set`; `atomic(0)`: `get`, `set`, `add`, `swap`, `compare_and_set` |
//! | `with` on an object with `__enter__` and `__exit__` | `with #{enter: …, exit: \|error\| …} as NAME { … }` |
//! | `input()`, `input("name? ")` | `read_line()`, `read_line("name? ")`; `()` at the end of the input |
//! | `sys.argv[1:]` | `ARGS` |
//! | `logging.info("…")` | `log.info("…")`, `log.warning(…)`, `log.error(…)`, `log.debug(…)` |
//! | `sum(xs)`, `min(xs)`, `max(xs)`, `zip(a, b)`, `enumerate(xs)`, `range(3)` | the same |
//! | `", ".join(xs)` | `xs.join(", ")`, of any values |
//! | `sorted(xs, key=f, reverse=True)` | `sorted(xs, #{key: f, reverse: true})` |
//! | `round(x, 2)`, `f"{x:.2f}"` | `round(x, 2)`, `format(x, ".2f")` |
//! | `random.random()`, `random.randint(1, 6)`, `random.uniform(0.1, 0.5)` | `random()`, `random(1, 6)`, `random(0.1, 0.5)` |
//! | `time.sleep(0.5)`, `time.monotonic()` | `sleep(0.5)`, `now()` |
//! | | `scaled(10_000_000, 1_000)`: the second one under `futures run --quick` |
//! | `assert x > 0, "…"` | `check(x > 0, "…")` |
//! | `self.assertEqual(x, 3)` | `check_eq(x, 3)` |
//! | `with self.assertRaises(ValueError):` | `check_throws(\|\| …, "ValueError")` |
//! | `except TimeoutError:` | `catch (e) { if e.kind == "TimeoutError" { … } }` |
//!
//! # Captures are copies
//!
//! What a task captures, and what it is given, is copied when it is submitted: each task of a loop sees its own value of
//! the loop's variable, and nothing is shared by accident. Captures are read-only, and a task that changes one fails,
//! since the change would be lost. Pools, futures and other handles stay the same object in every copy.
//!
//! A future keeps copies of the arguments of its task as `f.args`. Values that nest more than 128 levels deep are not
//! copied, which is an error, and shown only in part.
//!
//! What tasks are to share, they share by name: locks, queues, lists, cells and the others of the table are handles.
//! What is put into them and taken out is copied. `cell` keeps nobody apart: between its `get` and `set` another task may
//! come, which is the race of every lesson. `atomic` and `with lock { … }` are the cures:
//!
//! ```
//! let total = futures_script::Interpreter::new().run("count", r#"
//!     let total = cell(0);
//!     let lock = lock();
//!     with thread_pool(4) as pool {
//!         gather((0..4).map(|task| pool.submit(|| {
//!             for n in 0..100 { with lock { total.set(total.get() + 1) } }
//!         })));
//!     }
//!     total.get()
//! "#);
//! assert_eq!(total.unwrap().as_int(), Ok(400));
//! ```
//!
//! # Processes
//!
//! A `process_pool` starts the running program again for each of its workers, so a program that embeds scripts calls
//! [`init`] in the first line of its `main`, or [`init_with`] if it adds functions of its own. A worker compiles the script
//! and calls its functions; the script itself is not run again. Handles stay where they are: a lock or a future that is
//! given to such a task is refused, with its place inside the value.
//!
//! # How a script ends
//!
//! At its end a script waits for everything that it has started, also for threads. If it throws, pending tasks are
//! cancelled first. `f.kill()` stops a running task at its next operation, or ends its wait.
//!
//! A task that failed while nobody ever asked for its `result()` or `exception()` is reported, and the script fails with
//! [`ScriptErrorKind::Unretrieved`] unless the [`Builder`] allows it. A run in which everybody waits for somebody else,
//! without a time limit, is ended with a `DeadlockError` that says who waits for what; no script can catch that one.
//!
//! A run can be stopped from outside: by a [`StopHandle`], by [`Builder::time_limit`] and [`Builder::max_operations`].
//! No script can catch that either. The error says where the script was and what it waited for, and in its
//! [stack](ScriptError::stack) where its tasks were meanwhile.
//!
//! # Simulation
//!
//! [`Interpreter::simulate`] runs a script in virtual time and in an order that can be repeated, and
//! [`Exploration`](futures_sim::Exploration) searches many orders for one in which it fails:
//!
//! ```
//! use futures_script::{Interpreter, futures_sim::Exploration};
//!
//! let race = r#"
//!     let total = cell(0);
//!     let add = |n| total.set(total.get() + n);
//!     gather([to_thread(add, 1), to_thread(add, 2)]);
//!     check(total.get() == 3);
//! "#;
//! let interpreter = Interpreter::new();
//! let explored = Exploration::new(1000).run_each(|simulation| {
//!     interpreter.simulate("race", race, simulation).outcome
//! });
//! assert!(explored.found.is_some());
//! ```
//!
//! One trap of Rhai remains: while a method of a captured variable runs, a closure given to it cannot look at that same
//! variable (`list.map(|x| x + list.len())`). The error says so; `let copy = list;` before it helps.

mod backend;
#[cfg(doctest)]
mod book;
mod budget;
mod builder;
mod call;
mod callees;
mod capture;
mod chance;
mod check;
mod comments;
mod complaint;
mod constants;
mod current;
mod cut_short;
mod data;
mod dispose;
mod end_of_run;
mod ending;
mod engine;
mod error;
mod explain;
mod given;
mod groups;
mod handles;
mod hidden;
mod init;
mod input;
mod interpreter;
mod known;
mod lanes;
mod language;
mod limits;
mod log_level;
mod made;
mod map_failures;
mod modules;
mod monitor;
mod network;
mod output;
mod outside;
mod printing;
mod processes;
mod progress;
mod reading;
mod receivers;
pub mod reference;
mod refused;
mod remote;
mod run;
mod running;
mod seal;
mod session;
mod settings;
mod simulated;
mod source;
mod started;
mod statements;
mod stuck;
mod threads;
mod traces;
mod unretrieved;
mod values;
mod variables;
mod view;
mod waiting;
mod wall_clock;
mod who;

pub use builder::Builder;
pub use check::{Code, Explanation, Finding, Note, Severity, Span};
pub use complaint::{Complaint, Unheard};
pub use error::{Frame, FrameKind, Place, ScriptError, ScriptErrorKind};
pub use init::{init, init_with};
pub use interpreter::{Interpreter, StopHandle};
pub use log_level::LogLevel;
pub use outside::{Answers, Permission, Permissions, Recording};
pub use reading::Reading;
pub use session::{Function, FutureView, PoolView, Session, SessionHandle, ThreadView, Variable};
pub use simulated::Simulated;
pub use values::closest;

/// The simulated world that scripts can be run in, and searched for schedules in which they fail.
pub use futures_sim::{self, Simulation};

/// The engine behind the language, for programs that register functions of their own.
pub use rhai;
/// Pictures of what happens, for [`Builder::recorder`].
pub use timeline;
