//! Ctrl-C and SIGTERM: the first one stops the script, the second one ends the process on the spot.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

/// Which signal has come.
#[derive(Clone, Debug, Default)]
pub(crate) struct Caught(Arc<AtomicU8>);

impl Caught {
    /// The exit code that the signal means, if one has come: 128 and its number, as shells have it.
    pub(crate) fn exit_code(&self) -> Option<u8> {
        match self.0.load(Ordering::Relaxed) {
            0 => None,
            code => Some(code),
        }
    }
}

/// Calls `stop` with the reason when a signal comes, from here to the end of the process.
///
/// # Errors
/// What the operating system says.
#[cfg(unix)]
pub(crate) fn watch(stop: impl Fn(&str) + Send + 'static) -> io::Result<Caught> {
    use std::sync::atomic::AtomicBool;

    use futures_core::host::{self, Spawn};
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::flag;
    use signal_hook::iterator::Signals;

    let has_come = Arc::new(AtomicBool::new(false));
    for (signal, code) in [(SIGINT, 130), (SIGTERM, 143)] {
        // In this order: the first signal sets what the second one finds set. That happens inside the handler, so it
        // works whatever the other threads do.
        flag::register_conditional_shutdown(signal, code, has_come.clone())?;
        flag::register(signal, has_come.clone())?;
    }
    let caught = Caught::default();
    let noted = caught.clone();
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    let watch = move || {
        for signal in signals.forever() {
            let (code, why) = match signal {
                SIGINT => (130, "interrupted"),
                _ => (143, "terminated"),
            };
            noted.0.store(code, Ordering::Relaxed);
            stop(why);
        }
    };
    let spec = Spawn {
        name: "signals".to_owned(),
        stack_size: None,
    };
    // It watches until the process ends.
    drop(host::spawn(spec, watch)?);
    Ok(caught)
}

/// Elsewhere Ctrl-C ends the process at once, as the operating system has it.
#[cfg(not(unix))]
pub(crate) fn watch(_: impl Fn(&str) + Send + 'static) -> io::Result<Caught> {
    Ok(Caught::default())
}
