//! Threads of the real world that sit in calls which nothing can wake, in place of threads of a script.

use std::sync::Arc;
use std::time::Duration;

use futures_core::host::{self, JoinHandle, Lock, Spawn, Wake};
use futures_core::panics;

use crate::monitor::Monitor;
use crate::outside::Cancel;

/// How long the end of a run waits for helpers that have been told to stop. Who sits in a call of the operating system
/// that has no end is left there, and goes when that returns.
const TIME_TO_STOP: Duration = Duration::from_millis(200);

/// What a helper does, in two parts: the first takes its time, the second tells of the result.
type Job = Box<dyn FnOnce() -> Box<dyn FnOnce()> + Send>;

/// The helpers of a run. There are as many as are needed at the same time; those without work are used again.
#[derive(Default)]
pub(crate) struct Helpers(Arc<Lock<Staff>>);

#[derive(Default)]
struct Staff {
    /// Those without work.
    idle: Vec<Arc<Monitor<Desk>>>,
    threads: Vec<JoinHandle>,
    /// Is the run over?
    is_closed: bool,
}

/// What a helper looks at.
enum Desk {
    Empty,
    Work(Job),
    Closed,
}

/// What came of some work.
pub(crate) enum Helped<T> {
    Done(T),
    /// Nobody waits for it any more.
    Interrupted,
    Failed(Failed),
}

/// Why some work was not done, in words.
pub(crate) struct Failed(pub(crate) String);

impl Helpers {
    /// Runs `work` on a helper and waits for it, in the real world. If the wait is interrupted, `cancel` says so to `work`.
    pub(crate) fn help<T: Send + 'static>(
        &self,
        cancel: &Arc<Cancel>,
        work: impl FnOnce(&Arc<Cancel>) -> T + Send + 'static,
    ) -> Helped<T> {
        let result = Arc::new(Monitor::new(None));
        let (theirs, told) = (cancel.clone(), result.clone());
        let job: Job = Box::new(move || {
            let done = panics::catch(|| work(&theirs)).map_err(|panic| panic.to_string());
            // Whoever is gone wants nothing; what was made is dropped here, not by those who go on.
            Box::new(move || told.change(|told| *told = Some(done)))
        });
        if let Err(error) = self.give(job) {
            return Helped::Failed(Failed(format!("no thread to wait on: {error}")));
        }
        match result.wait("something outside", None, Option::take) {
            Ok(Some(Ok(value))) => Helped::Done(value),
            Ok(Some(Err(panic))) => Helped::Failed(Failed(format!(
                "a function of the language panicked: {panic}"
            ))),
            Ok(None) | Err(_) => {
                cancel.cancel();
                Helped::Interrupted
            }
        }
    }

    fn give(&self, job: Job) -> std::io::Result<()> {
        let idle = self.0.lock().idle.pop();
        if let Some(desk) = idle {
            desk.change(|desk| *desk = Desk::Work(job));
            return Ok(());
        }
        let desk = Arc::new(Monitor::new(Desk::Work(job)));
        let staff = self.0.clone();
        let spec = Spawn {
            name: "helper".to_owned(),
            stack_size: None,
        };
        let thread = host::spawn(spec, move || serve(&desk, &staff))?;
        self.0.lock().threads.push(thread);
        Ok(())
    }

    /// Ends those that have no work, and waits for the others a moment.
    pub(crate) fn end(&self) {
        let threads = self.close();
        if threads.is_empty() {
            return;
        }
        host::outside(|| {
            let deadline = host::deadline_in(TIME_TO_STOP);
            for mut thread in threads {
                while let Err((Wake::Interrupted, handle)) = thread.join_until(deadline) {
                    // The run is over; there is nothing else to interrupt.
                    host::current().clear_interrupt();
                    thread = handle;
                }
            }
        });
    }

    fn close(&self) -> Vec<JoinHandle> {
        let (idle, threads) = {
            let mut staff = self.0.lock();
            staff.is_closed = true;
            (
                std::mem::take(&mut staff.idle),
                std::mem::take(&mut staff.threads),
            )
        };
        for desk in idle {
            desk.change(|desk| *desk = Desk::Closed);
        }
        threads
    }
}

impl Drop for Helpers {
    /// Lets those without work go; a run that has come to its end has none left.
    fn drop(&mut self) {
        drop(self.close());
    }
}

/// The life of a helper.
fn serve(desk: &Arc<Monitor<Desk>>, staff: &Lock<Staff>) {
    loop {
        let job = desk.wait("work", None, |desk| {
            match std::mem::replace(desk, Desk::Empty) {
                Desk::Empty => None,
                Desk::Work(job) => Some(Some(job)),
                Desk::Closed => Some(None),
            }
        });
        let Ok(Some(Some(job))) = job else {
            return;
        };
        let tell = job();
        // Before it tells: who hears of it may have the next work at hand.
        let goes_on = {
            let mut staff = staff.lock();
            if !staff.is_closed {
                staff.idle.push(desk.clone());
            }
            !staff.is_closed
        };
        tell();
        if !goes_on {
            return;
        }
    }
}
