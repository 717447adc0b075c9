//! The smallest program with a process pool.

use pool_process::ProcessPool;

fn square(n: u64) -> u64 {
    n * n
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    pool_process::init();
    let pool = ProcessPool::new(2)?;
    let answer = pool.submit(square, 7)?;
    println!("7 squared is {}", answer.result()?);
    let squares: Result<Vec<u64>, _> = pool.map(square, 1..=5).collect();
    println!("{:?}", squares?);
    let crash = pool.submit(|code: i32| -> () { std::process::exit(code) }, 7)?;
    println!("{}", crash.result().unwrap_err());
    let panic = pool.submit(|n: u8| -> u8 { panic!("no {n}") }, 7)?;
    println!("{}", panic.result().unwrap_err());
    println!("{:?}", pool.stats());
    Ok(())
}
