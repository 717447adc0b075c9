//! The pool that people write by hand: threads that take boxed closures from one crossbeam channel.

use crossbeam_channel::Sender;

use super::by_channel::{self, Execute};
use crate::pool::{Handle, Pool};

type Task = Box<dyn FnOnce() + Send>;

pub(crate) struct Channel {
    tasks: Sender<Task>,
}

impl Execute for Channel {
    fn execute(&self, task: impl FnOnce() + Send + 'static) {
        self.tasks
            .send(Box::new(task))
            .expect("the workers hold the other end for ever");
    }
}

impl Pool for Channel {
    fn start(n_workers: usize) -> Self {
        let (tasks, receiver) = crossbeam_channel::unbounded::<Task>();
        for _ in 0..n_workers {
            let receiver = receiver.clone();
            std::thread::spawn(move || {
                for task in receiver {
                    task();
                }
            });
        }
        Channel { tasks }
    }

    fn submit<T, F>(&self, task: F) -> impl Handle<T>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        self.execute(move || drop(sender.send(task())));
        receiver
    }

    fn sum_as_completed(&self, n_tasks: u64) -> u64 {
        by_channel::sum(self, n_tasks)
    }
}
