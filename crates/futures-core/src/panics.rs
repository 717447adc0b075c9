//! The one place where panics are caught: those of tasks, callbacks, observers, initializers and users' destructors.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};

/// A panic that was caught: what it said and where.
#[derive(Clone, Debug)]
pub struct Panic {
    message: String,
    location: Option<String>,
    backtrace: Option<Box<str>>,
}

impl Panic {
    /// A panic that somebody else has caught, for instance another process.
    pub fn new(message: impl Into<String>, location: Option<String>) -> Self {
        Panic {
            message: message.into(),
            location,
            backtrace: None,
        }
    }

    /// Adds who had called whom.
    pub fn with_backtrace(mut self, backtrace: impl Into<Box<str>>) -> Self {
        self.backtrace = Some(backtrace.into());
        self
    }

    /// What the panic said.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where it happened, as `file:line:column`, if that is known.
    pub fn location(&self) -> Option<&str> {
        self.location.as_deref()
    }

    /// Who had called whom, if that was noted. [`catch`] does not: it takes milliseconds.
    pub fn backtrace(&self) -> Option<&str> {
        self.backtrace.as_deref()
    }
}

impl fmt::Display for Panic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.location {
            Some(location) => write!(f, " (at {location})"),
            None => Ok(()),
        }
    }
}

thread_local! {
    /// See [`silence`].
    static IS_SILENT: Cell<bool> = const { Cell::new(false) };
    /// Where this thread panicked last and what it said, kept for whoever catches it.
    static LAST: RefCell<Option<(String, String)>> = const { RefCell::new(None) };
}

/// Makes the location of a panic known to [`catch`]. The hook that was there before is called as ever.
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
        if let Some(location) = info.location() {
            let last = (location.to_string(), message_of(info.payload()));
            let _ = LAST.try_with(|slot| slot.replace(Some(last)));
        }
        if !IS_SILENT.try_with(Cell::get).unwrap_or(false) {
            before(info);
        }
    }));
}

/// From now on, panics of the calling thread are not reported on standard error.
///
/// For a thread whose panics are expected and told by other means, such as one that searches for failing runs.
pub fn silence() {
    install_hook();
    IS_SILENT.set(true);
}

/// Calls `f` and catches its panic.
///
/// The panic hook still runs, so the panic is reported on standard error as any other.
///
/// # Errors
/// The panic. Its payload is dropped here, and a payload that panics in turn is forgotten.
pub fn catch<R>(f: impl FnOnce() -> R) -> Result<R, Panic> {
    install_hook();
    catch_unwind(AssertUnwindSafe(f)).map_err(|payload| {
        let message = message_of(&*payload);
        let last = LAST
            .try_with(|slot| slot.borrow_mut().take())
            .unwrap_or(None);
        // A panic that was caught before and thrown again did not pass the hook, and what is noted may be of another.
        let location = last
            .filter(|(_, said)| *said == message)
            .map(|(location, _)| location);
        drop_quietly(payload);
        Panic::new(message, location)
    })
}

/// Calls `f` and holds its panic back, to be resumed with `std::panic::resume_unwind` when the time has come.
///
/// # Errors
/// What the panic carries.
pub fn hold<R>(f: impl FnOnce() -> R) -> std::thread::Result<R> {
    catch_unwind(AssertUnwindSafe(f))
}

/// Drops a value of a user's; a panic in its destructor is caught (the panic hook has reported it).
pub fn drop_quietly<T>(value: T) {
    if !std::mem::needs_drop::<T>() {
        return;
    }
    if let Err(payload) = catch_unwind(AssertUnwindSafe(|| drop(value))) {
        // Almost always it is a text. The destructor of anything else may panic as well, and so on; leaking it ends that.
        if text_of(&*payload).is_none() {
            std::mem::forget(payload);
        }
    }
}

fn message_of(payload: &(dyn Any + Send)) -> String {
    text_of(payload)
        .unwrap_or("a value that is not text")
        .to_owned()
}

fn text_of(payload: &(dyn Any + Send)) -> Option<&str> {
    let literal = payload.downcast_ref::<&str>().copied();
    literal.or_else(|| payload.downcast_ref::<String>().map(String::as_str))
}
