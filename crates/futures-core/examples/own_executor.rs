//! An executor of one's own: a stack, whose newest job is done first, on the thread that says `work`.
//!
//! All that an executor does is to make tasks, keep their running halves and hand out the others. `wait`, `map`,
//! `as_completed` and `.await` then work with it as with any pool.

use std::sync::Arc;

use futures_core::host::Lock;
use futures_core::{
    Error, ErrorKind, Executor, Future, Job, MapOptions, Rejected, Shutdown, Task, as_completed,
    map_with,
};

/// The stack. Its handles share it.
#[derive(Clone, Default)]
struct Stack(Arc<Lock<State>>);

#[derive(Default)]
struct State {
    /// Tasks of jobs of any kind: a task no longer knows its job's type.
    tasks: Vec<Task>,
    is_closed: bool,
}

impl Stack {
    /// Does everything that is on the stack, the newest first.
    fn work(&self) {
        // The lock is free while a task runs, so that a task can submit others.
        while let Some(task) = self.pop() {
            task.run();
        }
    }

    fn pop(&self) -> Option<Task> {
        self.0.lock().tasks.pop()
    }
}

impl<J: Job> Executor<J> for Stack {
    fn submit(&self, job: J) -> Result<Future<J::Output>, Rejected<J>> {
        let new = Task::builder(job).build();
        let mut state = self.0.lock();
        if state.is_closed {
            drop(state);
            // Nobody has seen the task, so the caller can have the job back.
            let error = Error::new(ErrorKind::ShutDown, "the stack is closed");
            return Err(Rejected::new(error, new.into_job()));
        }
        let (task, future) = new.split();
        state.tasks.push(task);
        Ok(future)
    }

    fn shutdown(&self, mode: Shutdown) {
        self.0.lock().is_closed = true;
        if mode.cancels() {
            while let Some(task) = self.pop() {
                task.cancel();
            }
        } else if mode.waits() {
            self.work();
        }
    }
}

fn main() {
    println!("{}", run());
}

pub(crate) fn run() -> String {
    let stack = Stack::default();
    let futures = ["first", "second", "third"]
        .map(|word| stack.submit(move || word).expect("the stack is open"));
    let in_order_of_their_ends = as_completed(futures, None);
    stack.work();
    let words: Vec<&str> = in_order_of_their_ends
        .map(|future| future.and_then(Future::result).expect("no word fails"))
        .collect();

    let squares = map_with(MapOptions::new(), stack.clone(), |n: i32| n * n, 1..=3);
    stack.work();
    let squares: Vec<String> = squares
        .map(|square| square.expect("no square fails").to_string())
        .collect();

    Executor::<fn()>::shutdown(&stack, Shutdown::Drain);
    let refused = stack.submit(|| "late").expect_err("the stack is closed");
    let late = refused.to_string();
    assert_eq!((refused.into_job())(), "late");

    format!(
        "{}; squares {}; refused: {late}",
        words.join(" "),
        squares.join(" ")
    )
}
