//! How a worker process ends that ends itself: with an exit code, or by a signal.

use std::fmt;
use std::process;

use signal_hook::consts;
use signal_hook::low_level::emulate_default_handler;

/// The signals that end a process which does nothing about them.
const SIGNALS: [(&str, i32); 15] = [
    ("SIGABRT", consts::SIGABRT),
    ("SIGALRM", consts::SIGALRM),
    ("SIGBUS", consts::SIGBUS),
    ("SIGFPE", consts::SIGFPE),
    ("SIGHUP", consts::SIGHUP),
    ("SIGILL", consts::SIGILL),
    ("SIGINT", consts::SIGINT),
    ("SIGKILL", consts::SIGKILL),
    ("SIGPIPE", consts::SIGPIPE),
    ("SIGQUIT", consts::SIGQUIT),
    ("SIGSEGV", consts::SIGSEGV),
    ("SIGSYS", consts::SIGSYS),
    ("SIGTERM", consts::SIGTERM),
    ("SIGTRAP", consts::SIGTRAP),
    ("SIGXCPU", consts::SIGXCPU),
];

/// How a process has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// By itself, with this code.
    Code(u8),
    /// By the signal of this name and number.
    Signal(&'static str, i32),
}

impl Exit {
    /// What a bug in native code comes to most often.
    pub(crate) const ABORTED: Exit = Exit::Signal("SIGABRT", consts::SIGABRT);

    /// By the signal that is called so, with or without SIG; `None` if there is no such one that ends a process.
    pub(crate) fn by_signal(name: &str) -> Option<Self> {
        let is_meant = |known: &str| known == name || known.strip_prefix("SIG") == Some(name);
        let found = SIGNALS.iter().find(|(known, _)| is_meant(known));
        found.map(|&(name, number)| Exit::Signal(name, number))
    }

    /// The names of the signals.
    pub(crate) fn signal_names() -> impl Iterator<Item = &'static str> {
        SIGNALS.iter().map(|(name, _)| *name)
    }

    /// Ends this process in that way, without another word.
    pub(super) fn end_here(self) -> ! {
        match self {
            Exit::Code(code) => process::exit(code.into()),
            Exit::Signal(_, number) => {
                // Whatever this process does about the signal otherwise.
                let _ = emulate_default_handler(number);
                process::abort()
            }
        }
    }
}

impl fmt::Display for Exit {
    /// Reads after "worker process 1001 ", as it does in the errors of real processes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Exit::Code(code) => write!(f, "exited with code {code}"),
            Exit::Signal(name, _) => write!(f, "was killed by {name}"),
        }
    }
}
