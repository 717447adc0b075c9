//! Awaiting futures under tokio. Nothing has to be adapted: a future of this crate is one for any runtime.

use futures_core::host::{self, Spawn};
use futures_core::{Future, Job, SharedFuture, Task};

fn main() {
    println!("{}", run());
}

pub(crate) fn run() -> String {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime without timers or sockets needs nothing of the system");
    runtime.block_on(async {
        let pages = ["a page", "a longer page", "by far the longest one"];
        let count: SharedFuture<usize> = on_a_thread(move || pages.len()).shared();

        // Async tasks that wait for threads, all at the same time and on one thread of tokio's.
        let fetches = pages.map(|page| {
            let count = count.clone();
            tokio::spawn(async move {
                let text = on_a_thread(move || page).await.expect("no fetch fails");
                assert_eq!(count.await.expect("counting does not fail"), 3);
                text.len()
            })
        });
        let mut letters = 0;
        for fetch in fetches {
            letters += fetch.await.expect("the async task does not panic");
        }

        // Giving up on a future takes its waker off; the task runs on, and others get its result.
        let (promise, never_kept) = futures_core::promise::<()>();
        let waiting = tokio::spawn(never_kept.into_future());
        tokio::task::yield_now().await;
        waiting.abort();
        assert!(waiting.await.unwrap_err().is_cancelled());
        promise
            .set_result(())
            .expect("nobody has cancelled the future itself");

        let n_pages = count.result().expect("it has ended");
        format!("fetched {n_pages} pages, {letters} letters")
    })
}

/// Runs `job` on a thread of its own.
fn on_a_thread<J: Job>(job: J) -> Future<J::Output> {
    let (task, future) = Task::builder(job).build().split();
    let thread = host::spawn(Spawn::default(), move || {
        task.run();
    });
    drop(thread.expect("the system has a thread to give"));
    future
}
