//! What both kinds of future can tell and do: everything but to hand out the result.

/// The methods that a future has whether it has one owner or many.
///
/// A macro and not a trait, so that they are there without an import and are documented where they are looked for.
macro_rules! reader_methods {
    () => {
        pub(crate) fn cell(&self) -> &(dyn AnyCell + 'static) {
            &*self.cell
        }

        pub(crate) fn cell_arc(&self) -> Arc<dyn AnyCell> {
            self.cell.clone()
        }

        /// Names the task.
        pub fn id(&self) -> TaskId {
            self.cell.head().id()
        }

        /// The label that the task was submitted with.
        pub fn label(&self) -> Option<&str> {
            self.cell.label()
        }

        /// Where it stands, in Python's words.
        pub fn state(&self) -> State {
            state_of(self.cell())
        }

        /// How it ended, or `None` while it has not.
        pub fn status(&self) -> Option<Status> {
            self.cell.word().status()
        }

        /// Cancels the task if it has not been handed to a worker. Says whether it is cancelled now.
        ///
        /// Start and cancel are one compare-and-swap, so exactly one of them happens. The work is dropped here, and those
        /// who wait are told at once (CPython leaves that to a worker, which may never come by).
        pub fn cancel(&self) -> bool {
            cancel(self.cell())
        }

        /// Asks a task to stop, cancelling it if it is pending and otherwise setting the flag that it can read with
        /// [`task::is_cancelled`](crate::task::is_cancelled). False: it has ended.
        pub fn cancel_running(&self) -> bool {
            cancel_running(self.cell())
        }

        /// Ends a task that runs in another process by force. False for a task that cannot be killed, such as one of a
        /// thread pool.
        pub fn kill(&self) -> bool {
            self.cell.control().is_some_and(|control| control.kill())
        }

        /// Was it cancelled?
        pub fn cancelled(&self) -> bool {
            self.state() == State::Cancelled
        }

        /// Has it been handed to a worker and not ended?
        pub fn running(&self) -> bool {
            self.state() == State::Running
        }

        /// Has it ended, in whatever way?
        pub fn done(&self) -> bool {
            self.cell.word().is_done()
        }

        /// Waits for the end and says how it ended.
        ///
        /// On a worker of the same pool a task that nobody has begun is run right here; otherwise the worker lends its
        /// place to another thread while it is blocked. So waiting inside a task is safe at any pool size.
        ///
        /// # Errors
        /// Only of the wait itself: [`Deadlock`](crate::ErrorKind::Deadlock) if it could never end,
        /// [`Interrupted`](crate::ErrorKind::Interrupted) if it was interrupted.
        pub fn wait(&self) -> Result<Status, Error> {
            wait_for_one(self.cell(), || self.cell_arc(), None)
        }

        /// Waits for the end, but not longer than `timeout`. The task is not affected by a timeout.
        ///
        /// # Errors
        /// As [`wait`](Self::wait), and [`TimedOut`](crate::ErrorKind::TimedOut).
        pub fn wait_timeout(&self, timeout: Duration) -> Result<Status, Error> {
            wait_for_one(self.cell(), || self.cell_arc(), Some(timeout))
        }
    };
}

pub(crate) use reader_methods;
