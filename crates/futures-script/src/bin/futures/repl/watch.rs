//! Ctrl-C, and signals that want the shell to end.
//!
//! What Ctrl-C means depends on what the shell does: it ends the input that runs, it clears a line that is typed (which the
//! line editor sees to itself), and while the shell ends it stops what is waited for, and then the shell.

use std::io::{self, PipeReader, PipeWriter, Write};
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use futures_core::host::{self, Lock, Spawn};
use futures_script::{SessionHandle, StopHandle};
use rustix::process::{Signal, getpid, kill_process};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

/// How long the shell may take to end after a signal. If it needs longer, something of it does not stop.
const TIME_TO_END: Duration = Duration::from_secs(5);

/// How long a line editor may take to hear that it is to end, before it is told again.
const TIME_TO_HEAR: Duration = Duration::from_millis(20);

/// What the shell ends with when its terminal is closed: 128 and the number of the signal.
pub(crate) const HUNG_UP: u8 = 129;

const INTERRUPTED: i32 = 130;

const TERMINATED: u8 = 143;

/// What signals are to do.
#[derive(Clone)]
pub(crate) struct Watch(Arc<Shared>);

struct Shared {
    doing: Lock<Doing>,
    /// The exit code of the signal that wants the shell to end; 0 if none has come.
    ended_by: AtomicU8,
    /// Stops whatever the shell has started, of the session that it has now.
    everything: Lock<Option<StopHandle>>,
    /// Tells who reads lines of a Ctrl-C.
    interrupts: PipeWriter,
    /// How the terminal was found.
    modes: Option<Termios>,
}

/// What the shell does.
enum Doing {
    /// It waits for an input.
    Reading,
    /// It runs one.
    Running(SessionHandle),
    /// It works for itself.
    Busy,
    /// It waits for what is to end before it ends.
    Ending { is_stopped: bool },
}

impl Watch {
    /// Watches from here to the end of the process. What is returned can be read from after a Ctrl-C at a prompt of
    /// [`Lines`](super::lines::Lines).
    ///
    /// # Errors
    /// What the operating system says.
    pub(crate) fn begin() -> io::Result<(Self, PipeReader)> {
        let (reader, interrupts) = io::pipe()?;
        let watch = Watch(Arc::new(Shared {
            doing: Lock::new(Doing::Busy),
            ended_by: AtomicU8::new(0),
            everything: Lock::new(None),
            interrupts,
            modes: tcgetattr(io::stdin()).ok(),
        }));
        let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
        let watching = watch.clone();
        let serve = move || {
            for signal in signals.forever() {
                match signal {
                    SIGINT => watching.interrupt(),
                    SIGHUP => watching.end(HUNG_UP),
                    _ => watching.end(TERMINATED),
                }
            }
        };
        spawn("signals", serve)?;
        Ok((watch, reader))
    }

    /// What stops everything that the session of the shell starts.
    pub(crate) fn set_everything(&self, stop: StopHandle) {
        let is_over = self.ended_by().is_some();
        let mut everything = self.0.everything.lock();
        if is_over {
            stop.stop_because("terminated");
        }
        *everything = Some(stop);
    }

    /// The exit code of the signal that wants the shell to end, if one has come.
    pub(crate) fn ended_by(&self) -> Option<u8> {
        Some(self.0.ended_by.load(Ordering::SeqCst)).filter(|code| *code != 0)
    }

    /// The shell waits for an input while `read` runs.
    pub(crate) fn reading<R>(&self, read: impl FnOnce() -> R) -> R {
        self.during(Doing::Reading, read)
    }

    /// The shell runs an input while `run` runs, which `handle` stops.
    pub(crate) fn running<R>(&self, handle: SessionHandle, run: impl FnOnce() -> R) -> R {
        self.during(Doing::Running(handle), run)
    }

    /// The shell waits for its end while `end` runs.
    pub(crate) fn ending<R>(&self, end: impl FnOnce() -> R) -> R {
        self.during(Doing::Ending { is_stopped: false }, end)
    }

    fn during<R>(&self, doing: Doing, work: impl FnOnce() -> R) -> R {
        *self.0.doing.lock() = doing;
        let result = work();
        *self.0.doing.lock() = Doing::Busy;
        result
    }

    fn interrupt(&self) {
        if self.ended_by().is_some() {
            // It is to end anyhow.
            return;
        }
        let mut doing = self.0.doing.lock();
        match &mut *doing {
            Doing::Reading => self.tell_lines(),
            Doing::Busy => {}
            Doing::Running(handle) => {
                let handle = handle.clone();
                drop(doing);
                handle.stop_because("interrupted");
            }
            Doing::Ending { is_stopped } => {
                if std::mem::replace(is_stopped, true) {
                    self.exit(INTERRUPTED);
                }
                drop(doing);
                self.stop_everything("interrupted");
            }
        }
    }

    /// Ends the shell: at once what it runs, and itself as soon as it notices.
    fn end(&self, code: u8) {
        let is_first =
            self.0
                .ended_by
                .compare_exchange(0, code, Ordering::SeqCst, Ordering::SeqCst);
        if is_first.is_err() {
            return;
        }
        self.stop_everything(if code == HUNG_UP {
            "the terminal was closed"
        } else {
            "terminated"
        });
        let watch = self.clone();
        let wake = move || {
            let deadline = host::deadline_in(TIME_TO_END);
            while deadline.is_none_or(|deadline| host::now() < deadline) {
                // A line editor ends by an interrupt, but only if it has begun; the process ends when all has.
                if matches!(*watch.0.doing.lock(), Doing::Reading) {
                    watch.tell_lines();
                    let _ = kill_process(getpid(), Signal::INT);
                }
                let _ = host::sleep(TIME_TO_HEAR);
            }
            watch.exit(code.into());
        };
        if spawn("end", wake).is_err() {
            self.exit(code.into());
        }
    }

    fn stop_everything(&self, why: &str) {
        let everything = self.0.everything.lock().clone();
        if let Some(stop) = everything {
            stop.stop_because(why);
        }
    }

    fn tell_lines(&self) {
        // Nobody may read, and then the pipe is full one day, long before which the shell has ended.
        let _ = (&self.0.interrupts).write_all(b"!");
    }

    /// Ends the process, with the terminal as it was found.
    fn exit(&self, code: i32) -> ! {
        if let Some(modes) = &self.0.modes {
            let _ = tcsetattr(io::stdin(), OptionalActions::Now, modes);
        }
        process::exit(code)
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let spec = Spawn {
        name: name.to_owned(),
        stack_size: None,
    };
    // It goes on until the process ends.
    host::spawn(spec, work).map(drop)
}
