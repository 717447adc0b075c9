//! What a critical section of the desk leaves to be done once its lock is released.

use std::sync::Arc;

use crate::pool::link::Link;
use crate::pool::orders::Order;

/// Bells to ring and orders to give.
#[must_use = "bells are to be rung and orders to be given"]
#[derive(Default)]
pub(crate) struct After {
    /// Apart from the others, so that the usual case allocates nothing.
    bell: Option<Arc<Link>>,
    bells: Vec<Arc<Link>>,
    pub(crate) orders: Vec<Order>,
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
    }

    /// Rings the bells; the orders are returned.
    pub(crate) fn act(self) -> Vec<Order> {
        for link in self.bell.iter().chain(&self.bells) {
            link.ring();
        }
        self.orders
    }
}
