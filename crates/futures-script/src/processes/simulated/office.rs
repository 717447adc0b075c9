//! What the threads of a simulated pool share: the desk, and what a worker is made from.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use futures_core::host::{self, Lock, Spawn, WaitReason, Wake};
use futures_core::{Shutdown, TaskId, current_seat, lending};
use pool_process::Unfinished;

use crate::limits;
use crate::processes::simulated::books::After;
use crate::processes::simulated::call::Work;
use crate::processes::simulated::config::Config;
use crate::processes::simulated::desk::Desk;
use crate::processes::simulated::pids::Pids;
use crate::processes::simulated::{reader, timer, worker};
use crate::run::Run;

/// A simulated pool as its threads see it.
pub(super) struct Office {
    pub(super) config: Arc<Config>,
    pub(super) desk: Lock<Desk>,
    /// The script, as a worker is given it.
    pub(super) program: Vec<u8>,
    /// Where what workers print is printed.
    pub(super) parent: Weak<Run>,
    numbers: AtomicU64,
    this: Weak<Office>,
}

impl Office {
    pub(super) fn new(config: Config, program: Vec<u8>, parent: Weak<Run>) -> Arc<Self> {
        let config = Arc::new(config);
        Arc::new_cyclic(|this| Office {
            desk: Lock::new(Desk::new(config.clone(), Pids::of_this_world())),
            config,
            program,
            parent,
            numbers: AtomicU64::new(0),
            this: this.clone(),
        })
    }

    pub(super) fn next_id(&self) -> TaskId {
        let number = self.numbers.fetch_add(1, Ordering::Relaxed) + 1;
        TaskId::new(self.config.number, number)
    }

    /// For those who must not keep the pool alive.
    pub(super) fn weak(&self) -> Weak<Office> {
        self.this.clone()
    }

    /// Does what a critical section has left to do. No lock may be held.
    pub(super) fn act(&self, after: After) {
        let Some(office) = self.this.upgrade() else {
            return;
        };
        if let Some(me) = after.start_reader {
            let office = office.clone();
            self.start("reader", move || reader::read(&office, me));
        }
        if after.starts_timer {
            let office = office.clone();
            self.start("timer", move || timer::watch(&office));
        }
        for (number, process) in after.start {
            let office = office.clone();
            let name = format!("process {}", process.pid());
            self.start_named(name, move || worker::work(&office, number, &process));
        }
        for process in after.stop {
            process.stop();
        }
        for thread in after.wake {
            thread.unpark();
        }
    }

    pub(super) fn start(&self, role: &str, body: impl FnOnce() + Send + 'static) {
        self.start_named(format!("{}-{role}", self.config.name), body);
    }

    fn start_named(&self, name: String, body: impl FnOnce() + Send + 'static) {
        let spec = Spawn {
            name,
            stack_size: Some(limits::STACK_SIZE),
        };
        #[expect(
            clippy::expect_used,
            reason = "a world that cannot have its threads cannot be simulated"
        )]
        let thread = host::spawn(spec, body).expect("the system has no thread to give");
        // The world joins it; whoever waits for the end of the pool asks the desk.
        drop(thread);
    }

    /// Takes no more calls and, if `mode` says so, cancels what has not begun.
    pub(super) fn close(&self, mode: Shutdown) {
        let mut after = After::default();
        let cancelled = self.desk.lock().close(mode, &mut after);
        self.act(after);
        cancel(&cancelled);
    }

    /// Ends everything by force: calls that run fail, calls that wait are cancelled.
    pub(super) fn force(&self) {
        let mut after = After::default();
        let cancelled = self.desk.lock().force(&mut after);
        self.act(after);
        cancel(&cancelled);
    }

    /// Waits until nothing is left. A callback that runs on a thread of the pool does not.
    ///
    /// # Errors
    /// What is left when `deadline` has passed, or when the wait was interrupted.
    pub(super) fn join(&self, deadline: Option<Duration>) -> Result<(), Unfinished> {
        if current_seat().is_some_and(|seat| seat.pool() == self.config.number) {
            return Ok(());
        }
        let reason = WaitReason::Shutdown {
            pool: self.config.name.clone(),
        };
        lending(&reason, || self.join_waiting(deadline, &reason))
    }

    fn join_waiting(
        &self,
        deadline: Option<Duration>,
        reason: &WaitReason,
    ) -> Result<(), Unfinished> {
        let me = host::current();
        loop {
            {
                let mut desk = self.desk.lock();
                if desk.is_over {
                    return Ok(());
                }
                if !desk.end_waiters.contains(&me) {
                    desk.end_waiters.push(me.clone());
                }
            }
            if host::park(deadline, reason) != Wake::Notified {
                let stats = self.desk.lock().stats();
                return Err(Unfinished {
                    running: stats.active,
                    pending: stats.pending,
                });
            }
        }
    }
}

fn cancel(withdrawn: &[Arc<dyn Work>]) {
    for work in withdrawn {
        work.cancel();
    }
}
