//! A panic of a call, with who had called whom, for the parent to tell.
//!
//! A backtrace is taken without being asked for, as Python sends the traceback of every exception. The first of a worker
//! reads the symbols of the program, which takes tens of milliseconds; later ones take a tenth of one.
//! `RUST_BACKTRACE=0` (or `RUST_LIB_BACKTRACE=0`, which counts before it, as ever) turns them off.

use std::backtrace::Backtrace;
use std::cell::RefCell;
use std::ffi::OsString;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_core::panics;
use serde::{Deserialize, Serialize};

/// What is told of a panic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Panicked {
    pub(crate) message: String,
    /// As `file:line:column`.
    pub(crate) location: Option<String>,
    pub(crate) backtrace: Option<String>,
}

thread_local! {
    static NOTED: RefCell<Noted> = const { RefCell::new(Noted::Off) };
}

/// What the panic hook does on a thread, and has done.
enum Noted {
    /// This thread runs no call: a backtrace would be taken for nothing.
    Off,
    On,
    Last(String),
}

/// Calls `f` and catches its panic. Afterwards the hook is as quiet as before, also for calls within calls.
pub(crate) fn catch<T>(f: impl FnOnce() -> T) -> Result<T, Panicked> {
    install_hook();
    let before = NOTED.replace(Noted::On);
    let result = panics::catch(f);
    let noted = NOTED.replace(before);
    result.map_err(|panic| Panicked {
        message: panic.message().to_owned(),
        location: panic.location().map(str::to_owned),
        backtrace: match noted {
            Noted::Last(backtrace) => Some(backtrace),
            Noted::Off | Noted::On => None,
        },
    })
}

/// The hook that was there before is called as ever.
fn install_hook() {
    static INSTALLED: AtomicBool = AtomicBool::new(false);
    // A hook cannot be changed while its thread panics; the next catch will do it.
    if INSTALLED.load(Ordering::Relaxed)
        || std::thread::panicking()
        || INSTALLED.swap(true, Ordering::Relaxed)
    {
        return;
    }
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let _ = NOTED.try_with(|noted| {
            // Borrowed already: the panic comes out of this very hook.
            if let Ok(mut noted) = noted.try_borrow_mut()
                && !matches!(*noted, Noted::Off)
                && is_wanted(|name| std::env::var_os(name))
            {
                *noted = Noted::Last(of_the_call(&Backtrace::force_capture().to_string()));
            }
        });
        before(info);
    }));
}

/// Is this backtrace that of a panic in `stumble`, or missing where the environment turns backtraces off?
#[cfg(test)]
#[track_caller]
pub(crate) fn check_backtrace(backtrace: Option<&str>) {
    match is_wanted(|name| std::env::var_os(name)) {
        true => {
            let backtrace = backtrace.expect("nobody has turned backtraces off");
            assert!(backtrace.contains("stumble"), "{backtrace}");
            assert!(!backtrace.contains("perform_chunk"), "{backtrace}");
        }
        false => assert_eq!(backtrace, None),
    }
}

/// Has nobody turned backtraces off?
fn is_wanted(variable: impl Fn(&str) -> Option<OsString>) -> bool {
    let setting = variable("RUST_LIB_BACKTRACE").or_else(|| variable("RUST_BACKTRACE"));
    setting.is_none_or(|setting| setting != "0")
}

/// The lines of a backtrace that lie between the machinery of panics and that of this crate; all of them if either is
/// not found, as in a program without symbols.
fn of_the_call(backtrace: &str) -> String {
    let is_frame = |line: &str| {
        let number = line.trim_start().split(':').next();
        number.is_some_and(|number| number.parse::<u32>().is_ok())
    };
    let lines: Vec<&str> = backtrace.lines().collect();
    let frames = || lines.iter().enumerate().filter(|(_, line)| is_frame(line));
    let is_of_panics = |line: &str| PANIC.iter().any(|name| line.contains(name));
    let is_of_this_crate = |line: &str| CATCH.iter().any(|name| line.contains(name));
    let first = frames()
        .skip_while(|(_, line)| !line.contains(PANIC[0]))
        .find(|(_, line)| !is_of_panics(line))
        .map_or(0, |(number, _)| number);
    let end = frames()
        .find(|(number, line)| *number >= first && is_of_this_crate(line))
        .map_or(lines.len(), |(number, _)| number);
    let lines = lines.get(first..end).filter(|lines| !lines.is_empty());
    lines.map_or_else(|| backtrace.to_owned(), |lines| lines.join("\n"))
}

/// The frame that is the first to know of a panic, and those that lie between it and the code that panicked.
const PANIC: [&str; 2] = ["rust_begin_unwind", "core::panicking::"];

/// The frames of this crate that lie between a call and the worker.
const CATCH: [&str; 3] = [
    concat!(env!("CARGO_CRATE_NAME"), "::function::"),
    concat!(env!("CARGO_CRATE_NAME"), "::perform::"),
    concat!(module_path!(), "::catch"),
];

#[cfg(test)]
mod tests {
    use super::{catch, check_backtrace, is_wanted, of_the_call};

    const BACKTRACE: &str = "\
   0: std::backtrace::Backtrace::force_capture
   1: pool_process::worker::panics::install_hook::{{closure}}
             at ./panics.rs:7:1
   2: std::panicking::begin_panic_handler::{{closure}}
   3: __rustc::rust_begin_unwind
   4: core::panicking::panic_fmt
   5: program::inner
             at ./main.rs:3:4
   6: program::outer
   7: pool_process::perform::perform::{{closure}}
   8: pool_process::worker::panics::catch
   9: main
";

    #[test]
    fn only_the_frames_of_the_call_are_told() {
        let expected = "   5: program::inner\n             at ./main.rs:3:4\n   6: program::outer";
        assert_eq!(of_the_call(BACKTRACE), expected);
        let stripped = "   0: <unknown>\n   1: <unknown>";
        assert_eq!(of_the_call(stripped), stripped);
    }

    #[test]
    fn backtraces_can_be_turned_off() {
        let set = |library: Option<&str>, all: Option<&str>| {
            is_wanted(|name| {
                let value = match name {
                    "RUST_LIB_BACKTRACE" => library,
                    _ => all,
                };
                value.map(Into::into)
            })
        };
        assert!(set(None, None));
        assert!(set(None, Some("full")));
        assert!(!set(None, Some("0")));
        assert!(!set(Some("0"), Some("1")));
        assert!(set(Some("1"), Some("0")));
    }

    #[inline(never)]
    fn stumble() {
        panic!("on purpose, {}", 7);
    }

    #[test]
    fn a_panic_has_message_location_and_backtrace() {
        let panicked = catch(stumble).unwrap_err();
        assert_eq!(panicked.message, "on purpose, 7");
        let location = panicked.location.unwrap();
        assert!(location.contains("panics.rs:"), "{location}");
        check_backtrace(panicked.backtrace.as_deref());
    }

    #[test]
    fn a_panic_within_a_panicking_call_is_told_apart() {
        let outer = catch(|| {
            let inner = catch(|| panic!("the inner one")).unwrap_err();
            assert_eq!(inner.message, "the inner one");
            stumble();
        });
        let outer = outer.unwrap_err();
        assert_eq!(outer.message, "on purpose, 7");
        check_backtrace(outer.backtrace.as_deref());
    }

    #[test]
    fn no_backtrace_is_taken_outside_of_a_call() {
        catch(|| ()).unwrap();
        let panic = futures_core::panics::catch(stumble).unwrap_err();
        assert_eq!(panic.backtrace(), None);
        assert_eq!(catch(|| 7), Ok(7));
    }
}
