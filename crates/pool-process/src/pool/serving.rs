//! Who is given what: the queue's calls to whoever has room, and a rest or an end to whoever has nothing left to do.

use std::sync::Arc;
use std::time::Duration;

use crate::pool::after::After;
use crate::pool::config::Config;
use crate::pool::desk::{Desk, Doors};
use crate::pool::losses::Only;
use crate::pool::record::Record;
use crate::pool::staff::{Given, Stage, Why};

/// After so much time a call is offered again that no worker could be given, for want of room or of files on their way.
const TRY_AGAIN: Duration = Duration::from_millis(5);

impl Desk {
    /// Gives a call to a worker that has none.
    pub(crate) fn give_to(
        &mut self,
        config: &Config,
        number: u32,
        record: Arc<Record>,
        after: &mut After,
    ) {
        let given = match self.staff.get_mut(&number) {
            Some(worker) => worker.give(&record),
            None => Given::NotNow,
        };
        if given == Given::Yes {
            self.show(number, after);
            self.plan_look(&record, after);
            return;
        }
        self.requeue(vec![record]);
        self.not_given(config, number, given, after);
    }

    /// Shows a worker what it was given.
    pub(crate) fn show(&mut self, number: u32, after: &mut After) {
        if let Some(worker) = self.staff.get_mut(&number)
            && worker.publish()
            && let Some(link) = worker.link()
        {
            after.ring(link);
        }
    }

    /// Sees to it that a call which a worker could not be given, and which is in the queue again, is not forgotten there.
    pub(crate) fn not_given(
        &mut self,
        config: &Config,
        number: u32,
        given: Given,
        after: &mut After,
    ) {
        match given {
            Given::Yes => {}
            // The next reply of anybody looks at the queue; but perhaps nobody has anything to reply to.
            Given::NotNow => self.plan_look_in(Some(TRY_AGAIN), after),
            Given::Never => {
                let why =
                    Why::Broken("what it has written into the shared memory is no sense".into());
                self.condemn(config, number, Only::Anyway, why, after);
            }
        }
    }

    /// Gives a worker what it may have: from the queue, from others, or a rest.
    pub(crate) fn serve(&mut self, config: &Config, number: u32, after: &mut After) {
        self.rescue_from_others(number);
        let Some(worker) = self.staff.get_mut(&number) else {
            return;
        };
        if worker.stage != Stage::Ready {
            return;
        }
        let takes_more = self.doors == Doors::Open && self.broken.is_none();
        if !worker.is_regular() {
            // Nobody will come by again to end it when those with calls are done.
            if !takes_more {
                self.retire(config, number, after);
            }
            return;
        }
        let mut refused = Given::Yes;
        let mut shortest: Option<Duration> = None;
        while worker.has_credit(config.max_tasks_per_child) {
            let Some(record) = self.queue.pop_front() else {
                break;
            };
            if record.is_over() {
                self.n_gone -= 1;
                continue;
            }
            if worker.n_calls() == 0 {
                record.assign();
            }
            refused = worker.give(&record);
            if refused != Given::Yes {
                self.queue.push_front(record);
                break;
            }
            shortest = shortest.into_iter().chain(record.timeout).min();
        }
        if worker.publish()
            && let Some(link) = worker.link()
        {
            after.ring(link);
        }
        let has_calls = worker.n_calls() > 0;
        let is_used_up = worker.is_used_up(config.max_tasks_per_child);
        self.plan_look_in(shortest, after);
        if refused == Given::Never || refused != Given::Yes && !has_calls {
            self.not_given(config, number, refused, after);
            return;
        }
        if has_calls {
            return;
        }
        if is_used_up || !takes_more && self.n_queued() == 0 {
            self.retire(config, number, after);
        } else if self.n_queued() == 0
            && !self.relieve(config, number, after)
            && !self.idle.contains(&number)
            && self.is_ready(number)
        {
            self.idle.push(number);
        }
    }

    fn is_ready(&self, number: u32) -> bool {
        let worker = self.staff.get(&number);
        worker.is_some_and(|worker| worker.stage == Stage::Ready)
    }

    /// Gives everybody what they may have, or a rest.
    pub(crate) fn serve_everybody(&mut self, config: &Config, after: &mut After) {
        let numbers: Vec<u32> = self.staff.keys().copied().collect();
        for number in numbers {
            self.serve(config, number, after);
        }
    }
}
