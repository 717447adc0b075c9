//! The example of the README, word for word; a test compares the two.

use pool_thread::ThreadPool;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let pool = ThreadPool::new(4)?;

    let answer = pool.submit(|| 6 * 7)?;
    let squares: Result<Vec<u64>, _> = pool.map(|n: u64| n * n, 1..=5).collect();

    assert_eq!(answer.result()?, 42);
    assert_eq!(squares?, [1, 4, 9, 16, 25]);
    Ok(())
}
