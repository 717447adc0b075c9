//! Awaiting futures without any async runtime: twenty lines are enough for a `block_on`.
//!
//! It waits through the host, as every wait of this workspace does, so that it can be interrupted and simulated too.

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use futures_core::host::{self, Spawn, Thread, WaitReason};
use futures_core::{Error, Future, Job, SharedFuture, Task};

fn main() {
    println!("{}", run());
}

pub(crate) fn run() -> String {
    block_on(async {
        let pages = ["a page", "a longer page", "by far the longest one"];
        let fetched: Vec<Future<&str>> = pages.map(|page| on_a_thread(move || page)).into();

        // A future with one owner moves its value out.
        let mut letters = 0;
        for future in fetched {
            letters += future.await.expect("no fetch fails").len();
        }

        // One that is shared can be awaited as often as asked: a copy of its value, or a loan.
        let count: SharedFuture<usize> = on_a_thread(move || pages.len()).shared();
        let copied: usize = count.clone().await.expect("counting does not fail");
        let lent: &usize = (&count).await.expect("counting does not fail");
        assert_eq!(copied, *lent);

        // What went wrong in a task comes out where it is awaited.
        let failed: Result<(), Error> = on_a_thread(|| panic!("on purpose")).await;
        assert!(failed.unwrap_err().is_panicked());

        format!("fetched {copied} pages, {letters} letters")
    })
}

/// Runs `job` on a thread of its own.
fn on_a_thread<J: Job>(job: J) -> Future<J::Output> {
    let (task, future) = Task::builder(job).build().split();
    // The handle is dropped: whoever awaits the future knows when the thread is through.
    let thread = host::spawn(Spawn::default(), move || {
        task.run();
    });
    drop(thread.expect("the system has a thread to give"));
    future
}

/// Wakes the thread that polls.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Polls `future` on this thread until it is ready, and sleeps in between.
fn block_on<F: std::future::Future>(future: F) -> F::Output {
    let waker = Waker::from(Arc::new(Unpark(host::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => {
                let _ = host::park(None, &WaitReason::Other("an async block"));
            }
        }
    }
}
