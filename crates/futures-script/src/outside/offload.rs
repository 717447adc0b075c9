//! The two ways in which natives block on something outside, both of which can be ended.
//!
//! [`here`] is for operations that wait for descriptors and look at their [`Cancel`] meanwhile: they run on the calling
//! thread, which costs less than a microsecond. [`elsewhere`] is for calls that nothing can wake, such as the look-up of
//! a host's name: they run on a helper thread of the run, which costs some fifteen microseconds, and are left to themselves
//! when the wait is ended.
//!
//! Both count as waits for something that can come by itself, so a run in which others wait for such a thread is never
//! called stuck. In a simulated world nobody else goes on meanwhile, and it takes no virtual time.

use std::sync::Arc;

use futures_core::{Error as TaskError, ErrorKind};
use rhai::{NativeCallContext, Position};

use crate::current;
use crate::error::{Raise, ScriptErrorKind, ScriptResult, fail};
use crate::outside::helpers::{Failed, Helped};
use crate::outside::trouble::Outcome;
use crate::outside::{Cancel, Permissions};
use crate::waiting;

/// Runs `work` on the calling thread, in the real world; `what` is what it waits for, in words such as "the file x.csv".
///
/// `work` must look at its [`Cancel`] at least every few milliseconds, and return something, it does not matter what,
/// when it is cancelled.
///
/// # Errors
/// If the run or the task is to end, one that no script can catch, at `position`.
pub(crate) fn here<T>(
    position: Position,
    what: &str,
    work: impl FnOnce(&Arc<Cancel>) -> T,
) -> ScriptResult<T> {
    waiting::wait_outside(position, what, work)
}

/// As [`here`], on a thread of its own: the wait is over at once when it is to end, whatever `work` does.
///
/// `work` should nevertheless stop when its [`Cancel`] says so: its thread is taken until then.
///
/// # Errors
/// As [`here`], and if `work` panics or the system has no thread to give.
pub(crate) fn elsewhere<T: Send + 'static>(
    position: Position,
    what: &str,
    work: impl FnOnce(&Arc<Cancel>) -> T + Send + 'static,
) -> ScriptResult<T> {
    let run = current::run()?;
    let helped = here(position, what, |cancel| run.helpers().help(cancel, work))?;
    match helped {
        Helped::Done(value) => Ok(value),
        Helped::Interrupted => {
            let text = format!("the wait for {what} was interrupted");
            Err(TaskError::new(ErrorKind::Interrupted, text).raise_at(position))
        }
        Helped::Failed(Failed(why)) => Err(fail(ScriptErrorKind::System, why)),
    }
}

/// Runs `work` on the file or directory that a native was given as `path`, as far as the script is allowed.
///
/// # Errors
/// What `work` fails with, thrown by the native, and as [`here`].
pub(crate) fn on_file<T>(
    context: &NativeCallContext<'_>,
    path: &str,
    work: impl FnOnce(&Permissions, &Cancel) -> Outcome<T>,
) -> ScriptResult<T> {
    let run = current::run()?;
    let what = format!("the file {path}");
    let done = here(context.call_position(), &what, |cancel| {
        work(run.permissions(), cancel)
    });
    done?.map_err(|trouble| trouble.raise(context))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::{Arc, Mutex, OnceLock};

    use futures_core::host;
    use rhai::{Dynamic, INT, NativeCallContext};

    use super::elsewhere;
    use crate::error::ScriptResult;
    use crate::monitor::Monitor;
    use crate::outside::cancel::Ready;
    use crate::{Interpreter, ScriptError, Simulation, StopHandle};

    /// An interpreter whose scripts call `away(n)`, which calls `work` on a helper.
    fn interpreter(
        work: impl Fn(INT, &super::Cancel) -> INT + Send + Sync + 'static,
    ) -> Interpreter {
        let work = Arc::new(work);
        let away = move |context: NativeCallContext<'_>, n: INT| -> ScriptResult<INT> {
            let work = work.clone();
            elsewhere(context.call_position(), "a test", move |cancel| {
                work(n, cancel)
            })
        };
        Interpreter::builder()
            .register(move |engine| {
                engine.register_fn("away", away);
            })
            .build()
    }

    fn run(interpreter: &Interpreter, script: &str) -> Result<Dynamic, ScriptError> {
        interpreter.run("test", script)
    }

    #[test]
    fn helpers_are_used_again_and_gone_with_the_run() {
        let threads = Arc::new(Mutex::new(BTreeSet::new()));
        let (seen, alive) = (threads.clone(), Arc::new(()));
        let held = alive.clone();
        let interpreter = interpreter(move |n, _| {
            thread_local!(static HELD: std::cell::RefCell<Option<Arc<()>>> = const { std::cell::RefCell::new(None) });
            HELD.set(Some(held.clone()));
            seen.lock().unwrap().insert(host::current().number());
            n + 1
        });
        let sum = run(
            &interpreter,
            "let n = 0; for i in 0..100 { n = away(n); } n",
        );
        assert_eq!(sum.unwrap().as_int(), Ok(100));
        assert_eq!(threads.lock().unwrap().len(), 1);
        // That of the interpreter; what the helper held went with it.
        assert_eq!(Arc::strong_count(&alive), 2);
        let simulated = interpreter.simulate("test", "away(1)", &Simulation::new());
        assert_eq!(simulated.result.unwrap().as_int(), Ok(2));
        assert_eq!(Arc::strong_count(&alive), 2);
    }

    #[test]
    fn a_killed_task_leaves_work_that_nothing_can_wake() {
        let gate = Arc::new(Monitor::new(false));
        let theirs = gate.clone();
        let interpreter = interpreter(move |n, _| match n {
            0 => {
                // As the look-up of a name: deaf until it is over.
                let _ = theirs.wait("a gate", None, |is_open| is_open.then_some(()));
                0
            }
            _ => {
                theirs.change(|is_open| *is_open = true);
                n
            }
        });
        let script = "let began = event();
let f = to_thread(|| { began.set(); away(0) });
began.wait();
f.kill();
let message = f.exception().message;
away(1);
message";
        let message = run(&interpreter, script).unwrap();
        assert_eq!(message.to_string(), "the task was killed");
    }

    #[test]
    fn work_is_told_to_stop() {
        let told = Arc::new(Mutex::new(None));
        let hears = told.clone();
        let stop: Arc<OnceLock<StopHandle>> = Arc::default();
        let stops = stop.clone();
        let interpreter = interpreter(move |n, cancel| {
            stops.get().expect("set before the run").stop();
            *hears.lock().unwrap() = Some(cancel.sleep_until(None).unwrap());
            n
        });
        assert!(stop.set(interpreter.stop_handle()).is_ok());
        let error = run(&interpreter, "away(0)").unwrap_err();
        assert_eq!(
            error.message(),
            "the script was stopped while it waited for a test"
        );
        // The end of the run waits for the helper.
        assert_eq!(*told.lock().unwrap(), Some(Ready::Cancelled));
    }

    #[test]
    fn a_panic_is_an_error() {
        let interpreter = interpreter(|_, _| panic!("boom"));
        let error = run(
            &interpreter,
            "try { away(0) } catch (e) { throw e.message }",
        )
        .unwrap_err();
        assert!(
            error
                .message()
                .contains("a function of the language panicked: boom"),
            "{error}"
        );
    }
}
