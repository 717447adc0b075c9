//! The fork in the road at the beginning of `main`: is this process a parent, or was it started as a worker?

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::registry::Registry;
use crate::wire::handshake::{PROTOCOL, WORKER_ARG};
use crate::worker;

/// Has [`init`] been called?
static IS_INITIALISED: AtomicBool = AtomicBool::new(false);

/// Makes this program one whose process pools work. To be the first line of `main`.
///
/// A pool starts the running program again for each of its workers. In such a process this function runs calls until the
/// pool has no more, and never returns; whatever is done before it is done again in every worker. Otherwise it returns at
/// once.
///
/// What would be Python's `if __name__ == "__main__":`.
pub fn init() {
    init_with(Registry::new());
}

/// As [`init`], for a program that is to be the worker of others: these call the functions of `registry` by name.
pub fn init_with(registry: Registry) {
    IS_INITIALISED.store(true, Ordering::Release);
    let mut args = std::env::args_os().skip(1);
    if args.next().is_none_or(|first| first != WORKER_ARG) {
        return;
    }
    let version = args.next().unwrap_or_default();
    if version != PROTOCOL.to_string().as_str() {
        let version = version.to_string_lossy();
        eprintln!("this worker speaks version {PROTOCOL} of the protocol, its parent {version}");
        process::exit(2);
    }
    process::exit(worker::run(registry));
}

/// Has the program called [`init`]?
pub(crate) fn is_initialised() -> bool {
    IS_INITIALISED.load(Ordering::Acquire)
}
