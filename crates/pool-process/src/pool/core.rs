//! What all threads of a pool share: its configuration, its desk, and the ways to its two threads.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use futures_core::host::{self, JoinHandle, Lock, NestedLock, Spawn, Thread, WaitReason, Wake};
use futures_core::{Event, Shutdown, Status, TaskId, current_seat, lending};

use crate::pool::after::After;
use crate::pool::completions::{Completion, Completions};
use crate::pool::config::Config;
use crate::pool::desk::{Desk, Doors};
use crate::pool::links::Links;
use crate::pool::losses::{Force, Lost};
use crate::pool::orders::{Mailbox, Order};
use crate::pool::record::Record;
use crate::pool::watch::Watch;
use crate::pool::{keeper, reader};
use crate::sys::faults::SpawnFaults;
use crate::sys::parcel::Spares;
use crate::sys::poll::Waker;

pub(crate) struct Core {
    pub(crate) config: Config,
    pub(crate) desk: NestedLock<Desk>,
    pub(crate) mailbox: Mailbox,
    /// The workers whose replies are read.
    pub(crate) links: Links,
    /// Calls that have ended, and whose futures are yet to be told.
    pub(crate) completions: Completions,
    /// Files of large arguments whose calls have ended.
    pub(crate) spares: Spares,
    pub(crate) faults: SpawnFaults,
    numbers: AtomicU64,
    threads: Lock<Vec<OwnThread>>,
}

/// A thread of the pool.
struct OwnThread {
    /// Only a hint that it can be joined without a wait; to ask the handle takes a lock, which is not done under another.
    has_ended: Arc<AtomicBool>,
    handle: JoinHandle,
}

impl Core {
    /// What the threads of a pool share, without the threads.
    ///
    /// # Errors
    /// The operating system refuses files to wake them by.
    pub(super) fn new(config: Config, faults: SpawnFaults) -> io::Result<Self> {
        Ok(Core {
            config,
            desk: NestedLock::new(Desk::new()),
            mailbox: Mailbox::new(Waker::new()?),
            links: Links::new()?,
            completions: Completions::default(),
            spares: Spares::default(),
            faults,
            numbers: AtomicU64::new(0),
            threads: Lock::default(),
        })
    }

    /// Starts the pool's two threads.
    ///
    /// # Errors
    /// What the operating system refuses: threads, or files to wait on.
    pub(crate) fn start(config: Config, faults: SpawnFaults) -> io::Result<Arc<Self>> {
        let core = Arc::new(Core::new(config, faults)?);
        let watch = Watch::new(&core.links)?;
        let poll = keeper::watch(&core.mailbox)?;
        core.spawn("keeper", {
            let core = core.clone();
            move || keeper::keep(&core, poll)
        })?;
        if let Err(error) = core.spawn("reader", {
            let core = core.clone();
            move || reader::read(&core, watch)
        }) {
            core.desk.lock().doors = Doors::Closed;
            core.set_over();
            return Err(error);
        }
        let mut after = After::default();
        core.desk.lock().keep_spares(&core.config, &mut after);
        core.act(after);
        Ok(core)
    }

    /// Starts a thread of the pool.
    ///
    /// # Errors
    /// What the operating system says.
    pub(crate) fn spawn(&self, role: &str, body: impl FnOnce() + Send + 'static) -> io::Result<()> {
        let spec = Spawn {
            name: format!("{}-{role}", self.config.name),
            stack_size: self.config.callback_stack_size,
        };
        let has_ended = Arc::new(AtomicBool::new(false));
        let handle = host::spawn(spec, {
            let has_ended = has_ended.clone();
            move || {
                body();
                has_ended.store(true, Ordering::Relaxed);
            }
        })?;
        // Each callback that waits costs a thread, and one that is not joined keeps its stack.
        let ended = {
            let mut threads = self.threads.lock();
            threads.push(OwnThread { has_ended, handle });
            threads
                .extract_if(.., |thread| thread.has_ended.load(Ordering::Relaxed))
                .collect::<Vec<_>>()
        };
        for thread in ended {
            // It is past its last instruction of ours.
            let _ = thread.handle.join();
        }
        Ok(())
    }

    pub(crate) fn next_id(&self) -> TaskId {
        let number = self.numbers.fetch_add(1, Ordering::Relaxed) + 1;
        TaskId::new(self.config.number, number)
    }

    /// Rings the bells and gives the orders that a critical section has left.
    pub(crate) fn act(&self, after: After) {
        self.mailbox.leave(after.act());
    }

    /// Ends calls that have no reply. Runs callbacks: no lock may be held.
    pub(crate) fn end(&self, lost: Vec<Lost>) {
        for (record, error) in lost {
            self.complete(Completion::lost(record, error));
        }
    }

    /// Tells the future of a call how it has ended. Runs callbacks: no lock may be held.
    pub(crate) fn complete(&self, completion: Completion) {
        let Completion {
            record,
            worker,
            busy,
            outcome,
        } = completion;
        let Some(settle) = record.take_settle() else {
            return;
        };
        // One that was sent in advance has begun without our being told.
        settle.set_running();
        record.forget_payload();
        let task = record.id;
        if let Some(worker) = worker {
            self.config
                .tell_at(busy, || Event::Started { task, worker });
        }
        let expected = outcome.is_value();
        let status = settle.settle(outcome.into_result());
        if expected && status == Status::Failed {
            // A value that could not be decoded.
            let mut desk = self.desk.lock();
            desk.counters.finished -= 1;
            desk.counters.failed += 1;
        }
        let worker = worker.unwrap_or(Event::CALLER);
        self.config.tell(|| Event::Ended {
            task,
            worker,
            status,
        });
    }

    /// Takes no more calls and, if `mode` says so, cancels what has not begun.
    pub(crate) fn close(&self, mode: Shutdown) {
        let mut after = After::default();
        let cancelled = {
            let mut desk = self.desk.lock();
            if desk.doors == Doors::Open {
                desk.doors = Doors::Closed;
            }
            let cancelled = match mode.cancels() {
                true => desk.withdraw_cancellable(),
                false => Vec::new(),
            };
            desk.serve_everybody(&self.config, &mut after);
            after.orders.push(Order::Finish);
            cancelled
        };
        self.act(after);
        self.cancel(cancelled);
    }

    /// Ends everything by force: calls that run fail, calls that wait are cancelled.
    pub(crate) fn force(&self, how: Force) {
        let mut after = After::default();
        let (cancelled, lost) = self.desk.lock().force(&self.config, how, &mut after);
        self.act(after);
        self.cancel(cancelled);
        self.end(lost);
    }

    /// Cancels the futures of calls that were withdrawn. Runs callbacks: no lock may be held.
    fn cancel(&self, withdrawn: Vec<Arc<Record>>) {
        for record in withdrawn {
            if let Some(settle) = record.take_settle() {
                settle.cancel();
            }
        }
    }

    /// Is the calling thread one that this pool needs in order to end?
    fn is_own_thread(&self) -> bool {
        current_seat().is_some_and(|seat| seat.pool() == self.config.number)
    }

    /// Waits until the pool's processes and threads are gone. A callback that runs on a thread of the pool does not.
    ///
    /// # Errors
    /// What is left when `deadline` has passed, or when the wait was interrupted.
    pub(crate) fn join(&self, deadline: Option<Duration>) -> Result<(), Unfinished> {
        if self.is_own_thread() {
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
                    break;
                }
                if !desk.end_waiters.contains(&me) {
                    desk.end_waiters.push(me.clone());
                }
            }
            match host::park(deadline, reason) {
                Wake::Notified => {}
                Wake::Deadline | Wake::Interrupted => {
                    let stats = self.desk.lock().stats();
                    return Err(Unfinished {
                        running: stats.active,
                        pending: stats.pending,
                    });
                }
            }
        }
        let threads = std::mem::take(&mut *self.threads.lock());
        for OwnThread { mut handle, .. } in threads {
            // Past their last instruction of ours, so an interruption can wait until that is done.
            while let Err(again) = handle.join() {
                host::current().clear_interrupt();
                handle = again;
            }
        }
        Ok(())
    }

    /// Says that both threads are at their end: the reader, which says so, and the keeper, which goes when it hears it.
    pub(crate) fn set_over(&self) {
        let waiters = {
            let mut desk = self.desk.lock();
            desk.is_over = true;
            std::mem::take(&mut desk.end_waiters)
        };
        self.mailbox.leave([Order::Finish]);
        waiters.iter().for_each(Thread::unpark);
    }
}

/// A shutdown that did not end in time: what is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unfinished {
    /// Workers that have calls.
    pub running: usize,
    /// Calls that no worker has begun.
    pub pending: usize,
}

impl std::fmt::Display for Unfinished {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "the shutdown is not complete: {} running, {} pending",
            self.running, self.pending
        )
    }
}

impl std::error::Error for Unfinished {}
