//! Completion order for pools whose handles cannot be selected over: every task sends into one
//! shared channel, and nobody holds a handle.

/// A pool that runs closures and forgets them.
pub(super) trait Execute {
    fn execute(&self, task: impl FnOnce() + Send + 'static);
}

pub(super) fn sum(pool: &impl Execute, n_tasks: u64) -> u64 {
    let (sender, receiver) = crossbeam_channel::unbounded();
    for number in 0..n_tasks {
        let sender = sender.clone();
        pool.execute(move || {
            sender
                .send(number)
                .expect("the receiver waits for every task")
        });
    }
    drop(sender);
    receiver.iter().sum()
}
