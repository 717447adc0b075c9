//! What a critical section of the desk leaves to be done once its lock is released.

use std::sync::Arc;

use crate::pool::link::Link;
use crate::pool::orders::Order;
use crate::pool::staff::Worker;

/// Bells to ring, orders to give, and what is struck from the books.
#[must_use = "bells are to be rung and orders to be given"]
#[derive(Default)]
pub(crate) struct After {
    /// Apart from the others, so that the usual case allocates nothing.
    bell: Option<Arc<Link>>,
    bells: Vec<Arc<Link>>,
    pub(crate) orders: Vec<Order>,
    /// Workers that are gone. With them go files, memory, and perhaps the last handle to a call.
    gone: Vec<Worker>,
}

impl After {
    /// The worker behind this link sleeps and has something to do.
    pub(crate) fn ring(&mut self, link: &Arc<Link>) {
        match &self.bell {
            None => self.bell = Some(link.clone()),
            Some(_) => self.bells.push(link.clone()),
        }
    }

    /// Takes over what another critical section has left.
    pub(crate) fn absorb(&mut self, more: After) {
        for link in more.bell.iter().chain(&more.bells) {
            self.ring(link);
        }
        self.orders.extend(more.orders);
        self.gone.extend(more.gone);
    }

    /// Keeps what was struck from the books until the lock is released.
    pub(crate) fn part_with(&mut self, worker: Worker) {
        self.gone.push(worker);
    }

    /// Rings the bells; the orders are returned.
    pub(crate) fn act(self) -> Vec<Order> {
        for link in self.bell.iter().chain(&self.bells) {
            link.ring();
        }
        self.orders
    }
}
