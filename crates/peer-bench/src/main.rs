//! Measures thread pools beside each other: ours, its rivals, CPython, and the floors below them all. Pools of
//! processes likewise, scripts beside the same programs in Python, and how the time of each operation grows.
//!
//! `cargo run --release --manifest-path crates/peer-bench/Cargo.toml -- --help` says what can be chosen.
//! The program starts itself anew for every single measurement, so that no pool inherits another one's threads or
//! heap, and goes round the peers again and again, so that a change in the machine's mood hits all of them.

mod catalog;
mod child;
mod command;
mod counting;
mod driver;
mod floors;
mod gate;
mod growth;
mod growth_table;
mod launch;
mod load;
mod machine;
mod natives;
mod number;
mod options;
mod peers;
mod pool;
mod process_table;
mod processes;
mod report;
mod results;
mod rows;
mod script_table;
mod scripts;
mod simulation_table;
mod simulations;
mod stats;
mod summary;
mod versions;

use std::process::ExitCode;

/// Counts allocations when a row asks for it and forwards to the system's allocator otherwise.
#[global_allocator]
static ALLOCATOR: counting::Counting = counting::Counting;

fn main() -> ExitCode {
    // In this order: the workers of ours must not get as far as the rival's question, and those of the rival carry our
    // arguments, so that question comes before they are looked at.
    pool_process::init();
    procspawn::init();
    match options::parse(std::env::args().skip(1)) {
        Ok(options::Command::Help) => {
            print!("{}", options::HELP);
            ExitCode::SUCCESS
        }
        Ok(options::Command::Echo { message }) => processes::echo(message),
        Ok(options::Command::Child(order)) => child::run(&order),
        Ok(options::Command::Drive(options)) => drive(&options),
        Err(message) => {
            eprintln!("peer-bench: {message}");
            ExitCode::from(2)
        }
    }
}

fn drive(options: &options::Options) -> ExitCode {
    let results = driver::run(options);
    for group in options.groups() {
        let page = report::page(&results, options, group);
        println!("{page}");
        if let Some(path) = &options.markdown
            && let Err(error) = report::write(&report::file_of(path, group), group, &page)
        {
            eprintln!("peer-bench: cannot write {}: {error}", path.display());
            return ExitCode::FAILURE;
        }
    }
    if results.failures().is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
