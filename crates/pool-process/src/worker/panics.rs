//! A panic of a call, with who had called whom, for the parent to tell.

use std::backtrace::Backtrace;
use std::cell::RefCell;
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
            {
                *noted = Noted::Last(Backtrace::force_capture().to_string());
            }
        });
        before(info);
    }));
}

#[cfg(test)]
mod tests {
    use super::catch;

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
        let backtrace = panicked.backtrace.unwrap();
        assert!(backtrace.contains("stumble"), "{backtrace}");
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
        assert!(outer.backtrace.unwrap().contains("stumble"));
    }

    #[test]
    fn no_backtrace_is_taken_outside_of_a_call() {
        catch(|| ()).unwrap();
        let panic = futures_core::panics::catch(stumble).unwrap_err();
        assert_eq!(panic.backtrace(), None);
        assert_eq!(catch(|| 7), Ok(7));
    }
}
