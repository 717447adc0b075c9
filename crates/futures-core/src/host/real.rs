//! The real world: the operating system's clock and threads.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "here the operating system is reached"
)]

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use once_cell::race::OnceBox;

use crate::host::{Host, Join, Locals, Spawn, Thread, WaitReason, Wake};

/// How often a thread polls for its token before it sleeps: busily at first, then giving way each time.
///
/// More busy polls catch a token that comes within a microsecond at less cost, but when both threads share a processor
/// they only delay the one that is to set it. More polls that give way (half a microsecond each, if nobody else wants to
/// run) save more sleeps and keep an otherwise idle processor awake for longer.
const BUSY_POLLS: u32 = 30;
const POLLS: u32 = BUSY_POLLS + 8;

struct Real {
    began: Instant,
    cpus: usize,
    locals: Locals,
    /// How many threads poll at this moment.
    spinning: AtomicUsize,
}

/// The one real host. Two threads may both make it at first; neither waits for the other.
pub(super) fn host() -> &'static dyn Host {
    real()
}

fn real() -> &'static Real {
    static REAL: OnceBox<Real> = OnceBox::new();
    REAL.get_or_init(|| {
        Box::new(Real {
            began: Instant::now(),
            cpus: std::thread::available_parallelism().map_or(1, usize::from),
            locals: Locals::new(),
            spinning: AtomicUsize::new(0),
        })
    })
}

impl Real {
    /// Polls for the token for a few microseconds, unless as many threads as there are processors do so already.
    ///
    /// A wake-up through the operating system costs 5 to 10 µs to the waker and up to 25 µs until the sleeper runs; a
    /// poll sees the token after 0.1 µs. But polling for long takes the processor away from the very thread that is to
    /// set the token: hence the bound, and hence the yields.
    fn spin(&self, thread: &Thread) -> bool {
        if self.cpus < 2 {
            return false;
        }
        let mut token = false;
        if self.spinning.fetch_add(1, Ordering::Relaxed) < self.cpus {
            // The first polls are free of system calls; each of the others lets somebody else have the processor.
            for round in 0..POLLS {
                if round < BUSY_POLLS {
                    std::hint::spin_loop();
                } else {
                    std::thread::yield_now();
                }
                token = thread.take_token();
                if token {
                    break;
                }
            }
        }
        self.spinning.fetch_sub(1, Ordering::Relaxed);
        token
    }
}

impl Host for Real {
    fn now(&self) -> Duration {
        self.began.elapsed()
    }

    fn park(&self, thread: &Thread, deadline: Option<Duration>, _: &WaitReason) -> Wake {
        if thread.take_token() {
            return Wake::Notified;
        }
        if thread.is_interrupted() {
            return Wake::Interrupted;
        }
        if self.spin(thread) {
            return Wake::Notified;
        }
        loop {
            if thread.take_token() {
                return Wake::Notified;
            }
            if thread.is_interrupted() {
                return Wake::Interrupted;
            }
            match deadline {
                None => std::thread::park(),
                Some(deadline) => match deadline.checked_sub(self.now()) {
                    None | Some(Duration::ZERO) => return Wake::Deadline,
                    Some(left) => std::thread::park_timeout(left),
                },
            }
        }
    }

    fn unpark(&self, thread: &Thread) {
        thread.unpark_os();
    }

    fn spawn(&self, spec: Spawn, body: Box<dyn FnOnce() + Send>) -> io::Result<Box<dyn Join>> {
        let mut builder = std::thread::Builder::new().name(spec.name);
        if let Some(size) = spec.stack_size {
            builder = builder.stack_size(size);
        }
        Ok(Box::new(RealJoin(builder.spawn(body)?)))
    }

    fn yield_point(&self, _: &'static str) {}

    fn choose(&self, _: usize) -> usize {
        0
    }

    fn cpus(&self) -> usize {
        self.cpus
    }

    fn may_spin(&self) -> bool {
        self.cpus > 1
    }

    fn may_block(&self) -> bool {
        true
    }

    fn locals(&self) -> &Locals {
        &self.locals
    }
}

struct RealJoin(std::thread::JoinHandle<()>);

impl Join for RealJoin {
    fn join(self: Box<Self>) {
        // A panic that escaped was reported by the panic hook; there is nobody else to tell.
        let _ = self.0.join();
    }
}
