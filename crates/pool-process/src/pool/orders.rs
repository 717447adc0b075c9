//! What the keeper of the children can be asked to do: a closed list.

use std::collections::VecDeque;

use futures_core::host::NestedLock;

use crate::sys::poll::Waker;

/// A request to the keeper.
#[derive(Debug)]
pub(crate) enum Order {
    /// Start the process of this worker.
    Start(u32),
    /// End the process of this worker, which the desk has condemned; politely first, if there is a grace.
    End(u32),
    /// End the process of this worker at once.
    Kill(u32),
    /// Ask this worker's process to end by itself, and end it by force when the grace is over.
    Terminate(u32),
    /// This worker was asked to end, having no calls: see that it does.
    Retired(u32),
    /// This worker has closed its end of the channel: it is about to die, or must.
    HungUp(u32),
    /// Look when the next running call exceeds its time.
    Look,
    /// The reader of this number waits in code of a user, and nobody could be started to read in its place: try again.
    Read(u64),
    /// See whether anything is left to do.
    Finish,
}

/// Where orders wait for the keeper.
pub(crate) struct Mailbox {
    orders: NestedLock<VecDeque<Order>>,
    waker: Waker,
}

impl Mailbox {
    pub(crate) fn new(waker: Waker) -> Self {
        Mailbox {
            orders: NestedLock::default(),
            waker,
        }
    }

    pub(crate) fn waker(&self) -> &Waker {
        &self.waker
    }

    /// Leaves orders, and wakes the keeper if there are any.
    pub(crate) fn leave(&self, orders: impl IntoIterator<Item = Order>) {
        let mut orders = orders.into_iter().peekable();
        if orders.peek().is_none() {
            return;
        }
        self.orders.lock().extend(orders);
        self.waker.wake();
    }

    /// Takes what has been left.
    pub(crate) fn take(&self) -> VecDeque<Order> {
        self.waker.drain();
        std::mem::take(&mut *self.orders.lock())
    }
}
