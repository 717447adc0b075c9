//! How many workers a pool has: who is hired, who is kept in reserve, and who is asked to end.

use crate::pool::after::After;
use crate::pool::config::Config;
use crate::pool::desk::{Desk, Doors};
use crate::pool::orders::Order;
use crate::pool::staff::{Post, Stage, Worker};

impl Desk {
    /// Asks an idle worker to end, and sees to it that there are others.
    pub(crate) fn retire(&mut self, config: &Config, number: u32, after: &mut After) {
        self.idle.retain(|idle| *idle != number);
        after.orders.push(Order::Retired(number));
        if let Some(worker) = self.staff.get_mut(&number)
            && worker.retire()
            && let Some(link) = worker.link()
        {
            after.ring(link);
        }
        self.fill_staff(config, after);
    }

    /// Starts as many workers as the queue can use and the limit allows, and keeps some to spare.
    pub(crate) fn fill_staff(&mut self, config: &Config, after: &mut After) {
        if self.broken.is_some() || self.doors == Doors::Forced {
            return;
        }
        while self.n_regular() < config.max_workers && self.n_queued() > self.n_starting() {
            match self.promote_spare() {
                Some((number, _)) => self.serve(config, number, after),
                None => {
                    self.hire(Post::Regular, after);
                }
            }
        }
        self.keep_spares(config, after);
    }

    pub(crate) fn keep_spares(&mut self, config: &Config, after: &mut After) {
        if config.spare_workers == 0 || self.doors != Doors::Open || self.broken.is_some() {
            return;
        }
        let n_spare = self.staff.values().filter(|worker| worker.is_spare());
        for _ in n_spare.count()..config.spare_workers {
            self.hire(Post::Spare, after);
        }
    }

    pub(crate) fn hire(&mut self, post: Post, after: &mut After) -> u32 {
        let number = self.next_worker;
        self.next_worker += 1;
        self.staff.insert(number, Worker::new(number, post));
        self.counters.largest = self.counters.largest.max(self.staff.len());
        after.orders.push(Order::Start(number));
        number
    }

    /// Puts a spare worker among the regular ones, preferably one that is ready.
    pub(crate) fn promote_spare(&mut self) -> Option<(u32, Stage)> {
        let spares = self.staff.values_mut().filter(|worker| worker.is_spare());
        let spare = spares.max_by_key(|worker| worker.stage == Stage::Ready)?;
        spare.post = Post::Regular;
        Some((spare.number, spare.stage.clone()))
    }

    /// How many workers count against the limit.
    pub(crate) fn n_regular(&self) -> usize {
        let counts = |worker: &&Worker| {
            worker.is_regular() && matches!(worker.stage, Stage::Starting | Stage::Ready)
        };
        self.staff.values().filter(counts).count()
    }

    /// How many workers are on their way that nobody counts on yet.
    fn n_starting(&self) -> usize {
        let is_free = |worker: &&Worker| {
            let hand = worker.hand.as_ref();
            // A call that was killed before its worker was ready is nobody's any more.
            let has_none = hand.is_none_or(|hand| hand.is_over());
            worker.stage == Stage::Starting && worker.is_regular() && has_none
        };
        self.staff.values().filter(is_free).count()
    }
}
