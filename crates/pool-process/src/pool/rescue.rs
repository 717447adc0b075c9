//! How calls that were sent ahead get away from a worker whose present call takes long.
//!
//! Sending ahead bets on calls being short. Where the bet is lost, whoever comes for more takes the calls that wait
//! behind the long one back into the queue, at its front, so that they lose no more than a moment of their turn; and an
//! idle worker takes over half of what waits anywhere.

use crate::pool::after::After;
use crate::pool::config::Config;
use crate::pool::desk::Desk;
use crate::pool::staff::Given;
use crate::sys::clock;

/// A call that has run for so long, in nanoseconds, is one that others should not wait behind: a multiple of what a worker
/// is meant to have ahead.
const LONG: u64 = 5_000_000;

impl Desk {
    /// Takes back what waits behind a long call in the hands of others than this worker, which is about to be served.
    pub(crate) fn rescue_from_others(&mut self, number: u32) {
        let mut rescued = Vec::new();
        let mut now = None;
        for worker in self.staff.values_mut() {
            if worker.number == number || worker.n_calls() < 2 {
                continue;
            }
            let Some(since) = worker.running_since() else {
                continue;
            };
            let now = *now.get_or_insert_with(clock::monotonic_ns);
            if now.saturating_sub(since) >= LONG {
                let taken = worker.take_back_all();
                rescued.extend(taken);
            }
        }
        if !rescued.is_empty() {
            rescued.sort_by_key(|record| record.id.number());
            self.requeue(rescued);
        }
    }

    /// Lets an idle worker take over half of what the busiest one has not begun. False: there is nothing.
    pub(crate) fn relieve(&mut self, config: &Config, number: u32, after: &mut After) -> bool {
        let busiest = self
            .staff
            .values()
            .filter(|worker| worker.n_calls() > 1)
            .map(|worker| (worker.n_waiting(), worker.number))
            .max();
        let Some((waiting @ 1.., busiest)) = busiest else {
            return false;
        };
        let Some(victim) = self.staff.get_mut(&busiest) else {
            return false;
        };
        let taken = victim.take_back(waiting.div_ceil(2));
        let mut left = Vec::new();
        let mut refused = Given::Yes;
        let mut gave = false;
        for record in taken {
            match self.staff.get_mut(&number) {
                Some(worker)
                    if refused == Given::Yes && worker.has_credit(config.max_tasks_per_child) =>
                {
                    if worker.n_calls() == 0 {
                        record.assign();
                    }
                    refused = worker.give(&record);
                }
                _ => {
                    left.push(record);
                    continue;
                }
            }
            match refused {
                Given::Yes => gave = true,
                Given::NotNow | Given::Never => left.push(record),
            }
        }
        self.show(number, after);
        self.requeue(left);
        self.not_given(config, number, refused, after);
        gave
    }
}
