//! A program that links the process pool and nothing else.

use std::time::Duration;

use pool_process::{Call, ProcessPool, SubmitOptions};

fn collatz_steps(mut n: u64) -> u32 {
    let mut steps = 0;
    while n != 1 {
        n = if n % 2 == 0 { n / 2 } else { 3 * n + 1 };
        steps += 1;
    }
    steps
}

fn crash(code: i32) {
    std::process::exit(code);
}

fn spin(_: ()) {
    loop {
        std::hint::spin_loop();
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    pool_process::init();
    let pool = ProcessPool::new(2)?;

    let steps: Result<Vec<u32>, _> = pool.map(collatz_steps, 1..=10).collect();
    let steps = steps?;
    println!("{steps:?}");
    assert_eq!(steps, [0, 1, 7, 2, 5, 8, 16, 3, 19, 6]);

    let error = pool.submit(crash, 7)?.result().unwrap_err();
    println!("{error}");
    assert!(error.is_worker_died());

    let limit = SubmitOptions::new().task_timeout(Duration::from_millis(50));
    let error = pool.submit_with(limit, Call::new(spin, ()))?.result().unwrap_err();
    println!("{error}");
    assert!(error.is_task_timeout());

    assert_eq!(pool.submit(collatz_steps, 27)?.result()?, 111);
    Ok(())
}
