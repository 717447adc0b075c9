//! Which signals a worker does not care for.

#![expect(
    unsafe_code,
    reason = "the standard library cannot change what a signal does"
)]

use std::ffi::c_int;
use std::io;

/// A handler, as C sees it: a function, or one of two numbers that are none.
type Handler = usize;

/// The number by which a signal is ignored.
const IGNORE: Handler = 1;
/// The number by which `signal` reports an error.
const ERROR: Handler = Handler::MAX;

unsafe extern "C" {
    /// In the C library, which the standard library links anyway.
    fn signal(number: c_int, handler: Handler) -> Handler;
}

/// From now on this process, and each program that it starts, ignores SIGINT.
///
/// Ctrl-C is for the parent to judge. It does not reach a worker with a process group of its own, but the parent may be
/// told not to make one, and some send SIGINT to every process they find.
pub(crate) fn ignore_interrupt() -> io::Result<()> {
    // SAFETY: the declaration is that of C: a number of a signal and a handler, which is as wide as a pointer. No
    // handler is installed that could run, so none can break the rules for handlers; one that there may have been is
    // not called any more, which is no concern of memory safety.
    let before = unsafe { signal(rustix::process::Signal::INT.as_raw(), IGNORE) };
    if before == ERROR {
        return Err(io::Error::last_os_error());
    }
    Ok(())
}
