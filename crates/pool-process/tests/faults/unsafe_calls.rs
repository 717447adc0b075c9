//! Damage that safe code cannot do.

#![expect(
    unsafe_code,
    reason = "a call that breaks the rules is what is to be survived"
)]

use std::ffi::c_int;
use std::ptr;

unsafe extern "C" {
    /// In the C library, which the standard library links anyway.
    fn signal(number: c_int, handler: usize) -> usize;
    fn close(fd: c_int) -> c_int;
}

/// Writes to address zero.
pub(crate) fn segfault(_: ()) {
    // SAFETY: none: nothing is mapped at address zero, so the system ends this process, which is what is asked for.
    unsafe { ptr::write_volatile(ptr::null_mut::<u8>(), 1) };
}

/// Closes a file descriptor, whoever it belongs to.
pub(crate) fn close_file(fd: i32) {
    // SAFETY: none: whoever owns the descriptor finds it closed. This process runs no more than this call and the end of
    // the worker, which must cope.
    unsafe { close(fd) };
}

/// Ignores SIGTERM from now on.
pub(crate) fn ignore_termination() {
    // SAFETY: the declaration is that of C, and 1 is `SIG_IGN`: no handler is installed that could run.
    unsafe { signal(rustix::process::Signal::TERM.as_raw(), 1) };
}
