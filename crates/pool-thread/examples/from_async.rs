//! Blocking work from async code, in four ways: Python's `asyncio.to_thread` and `run_in_executor`, here under tokio.

use std::time::Duration;

use futures_core::host;
use pool_thread::{ThreadPool, default_pool};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    for line in run(Duration::from_secs(1))? {
        println!("{line}");
    }
    Ok(())
}

/// What each of the four gives, with seconds as long as `second`.
pub(crate) fn run(second: Duration) -> Outcome<[String; 4]> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    runtime.block_on(async {
        Ok([
            on_the_default_pool(second).await?,
            doubled_on_the_default_pool(second).await?.to_string(),
            on_a_pool_of_its_own().await?.to_string(),
            several_at_once(second).await?.join(", "),
        ])
    })
}

/// `await asyncio.to_thread(blocking_io_task, 42)`: submit to the pool that is always there, and await.
async fn on_the_default_pool(second: Duration) -> Outcome<String> {
    let blocking_io_task = move |n: u32| {
        block_for(second);
        format!("Result {n}")
    };
    Ok(default_pool().submit(move || blocking_io_task(42))?.await?)
}

/// `await loop.run_in_executor(None, blocking_operation, 5)`: `None` stands for that same pool.
async fn doubled_on_the_default_pool(second: Duration) -> Outcome<u32> {
    let blocking_operation = move |x: u32| {
        block_for(second);
        x * 2
    };
    Ok(default_pool()
        .submit(move || blocking_operation(5))?
        .await?)
}

/// `await loop.run_in_executor(executor, cpu_bound_task, 1000000)`: a pool with its own number of workers.
async fn on_a_pool_of_its_own() -> Outcome<u64> {
    let pool = ThreadPool::new(4)?;
    let cpu_bound_task = |n: u64| (0..n).map(|i| i * i).sum();
    Ok(pool.submit(move || cpu_bound_task(1_000_000))?.await?)
}

/// `await asyncio.gather(…)`: submitted first, so they run at the same time, and awaited one after the other.
async fn several_at_once(second: Duration) -> Outcome<Vec<String>> {
    let fetch_from_db = move |query_id: u32| {
        block_for(second / 2);
        format!("Data for query {query_id}")
    };
    let queries: Result<Vec<_>, _> = (1..=3)
        .map(|query_id| default_pool().submit(move || fetch_from_db(query_id)))
        .collect();
    let mut rows = Vec::new();
    for query in queries? {
        rows.push(query.await?);
    }
    Ok(rows)
}

/// Stands for a database, a file, a library that knows no async.
fn block_for(time: Duration) {
    // It ends early only when the thread is interrupted, and nobody does that here.
    let _ = host::sleep(time);
}
