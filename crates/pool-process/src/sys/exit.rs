//! How a process ended, and how to say that.

use std::fmt;

use rustix::process::{Signal, WaitIdStatus};

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// By itself, with this code.
    Code(i32),
    /// By this signal.
    Signal {
        /// Its number.
        number: i32,
        /// Did the system write a core file?
        core_dumped: bool,
    },
    /// Nobody knows: somebody else has reaped it, or this process ignores SIGCHLD.
    Unknown,
}

impl Exit {
    pub(super) fn from_status(status: &WaitIdStatus) -> Self {
        if let Some(code) = status.exit_status() {
            Exit::Code(code)
        } else if let Some(number) = status.terminating_signal() {
            Exit::Signal {
                number,
                core_dumped: status.dumped(),
            }
        } else {
            Exit::Unknown
        }
    }
}

impl Exit {
    /// Was it this signal?
    pub(crate) fn is_by(self, signal: Signal) -> bool {
        matches!(self, Exit::Signal { number, .. } if number == signal.as_raw())
    }
}

impl fmt::Display for Exit {
    /// Reads after "the worker ".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Exit::Code(code) => write!(f, "exited with code {code}"),
            Exit::Signal {
                number,
                core_dumped,
            } => {
                write!(f, "was killed by ")?;
                match signal_name(number) {
                    Some(name) => write!(f, "{name}")?,
                    None => write!(f, "signal {number}")?,
                }
                if core_dumped {
                    write!(f, " (core dumped)")
                } else {
                    Ok(())
                }
            }
            Exit::Unknown => write!(f, "ended"),
        }
    }
}

/// The names of the signals that end a process and that people know.
pub(crate) fn signal_name(number: i32) -> Option<&'static str> {
    const NAMES: [(Signal, &str); 18] = [
        (Signal::HUP, "SIGHUP"),
        (Signal::INT, "SIGINT"),
        (Signal::QUIT, "SIGQUIT"),
        (Signal::ILL, "SIGILL"),
        (Signal::TRAP, "SIGTRAP"),
        (Signal::ABORT, "SIGABRT"),
        (Signal::BUS, "SIGBUS"),
        (Signal::FPE, "SIGFPE"),
        (Signal::KILL, "SIGKILL"),
        (Signal::USR1, "SIGUSR1"),
        (Signal::SEGV, "SIGSEGV"),
        (Signal::USR2, "SIGUSR2"),
        (Signal::PIPE, "SIGPIPE"),
        (Signal::ALARM, "SIGALRM"),
        (Signal::TERM, "SIGTERM"),
        (Signal::XCPU, "SIGXCPU"),
        (Signal::XFSZ, "SIGXFSZ"),
        (Signal::SYS, "SIGSYS"),
    ];
    NAMES
        .iter()
        .find(|(signal, _)| signal.as_raw() == number)
        .map(|&(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::Exit;

    #[test]
    fn ends_are_told_in_words() {
        for (exit, words) in [
            (Exit::Code(7), "exited with code 7"),
            (
                Exit::Signal {
                    number: 9,
                    core_dumped: false,
                },
                "was killed by SIGKILL",
            ),
            (
                Exit::Signal {
                    number: 11,
                    core_dumped: true,
                },
                "was killed by SIGSEGV (core dumped)",
            ),
            (
                Exit::Signal {
                    number: 40,
                    core_dumped: false,
                },
                "was killed by signal 40",
            ),
            (Exit::Unknown, "ended"),
        ] {
            assert_eq!(exit.to_string(), words);
        }
    }
}
