//! Equal seeds give equal logs: in one process and in several, wherever they run and whatever else the machine does.

use std::env;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use conformance::Counter;
use futures_core::host::{self, JoinHandle};
use futures_core::{Shutdown, as_completed};
use futures_sim::{Simulation, Strategy};
use pool_thread::ThreadPool;

use crate::support::spawn;

/// Set for a process that is to print the logs, to the number of the processor that it is to run on.
const PRINT: &str = "FUTURES_SIM_PRINT_LOGS";

const BEGIN: &str = "<the logs>";
const END: &str = "</the logs>";

/// Something of everything: nested waits, sleeps that end together, a cancellation, a cycle, a shutdown, choices.
fn program() {
    let pool = ThreadPool::new(2).unwrap();
    let sleeps: Vec<_> = [3, 1, 1, 2]
        .map(|seconds| {
            pool.submit(move || host::sleep(Duration::from_secs(seconds)))
                .unwrap()
        })
        .into();
    let outer = pool.handle();
    let nested = pool.submit(move || {
        let inner = outer.submit(|| host::choose(5)).unwrap();
        inner.result().unwrap()
    });
    let met = Counter::new();
    let other = {
        let (pool, met) = (pool.handle(), met.clone());
        spawn("other", move || {
            met.add();
            let _ = pool.submit(|| ()).map(|future| future.cancel());
        })
    };
    met.wait_for(1);
    for future in as_completed(sleeps, Some(Duration::from_secs(2))) {
        let Ok(future) = future else { break };
        assert!(future.result().is_ok());
    }
    pool.shutdown(Shutdown::CancelPending);
    drop(nested);
    other.join().unwrap();
}

/// The logs of the program under forty seeds, with everything else that a run tells of itself.
fn logs() -> String {
    let mut text = String::new();
    for seed in 0..40 {
        let outcome = Simulation::new()
            .scheduler(Strategy::Mixed.scheduler(seed, 100))
            .keep_log()
            .run(program);
        let trace = outcome.trace();
        text += &format!(
            "seed {seed}: {:x}, {} steps, {} switches, {:?}, {:?}\n",
            trace.fingerprint(),
            trace.steps(),
            trace.switches(),
            trace.elapsed(),
            outcome.failure(),
        );
        for entry in trace.log() {
            text += &format!("{entry}\n");
        }
    }
    text
}

/// The logs of another process, which runs in `folder` and on processor `cpu`.
fn logs_of_a_process(folder: &Path, cpu: usize) -> String {
    let output = Command::new(env::current_exe().unwrap())
        .args(["--exact", "determinism::in_two_processes", "--nocapture"])
        .env(PRINT, cpu.to_string())
        .current_dir(folder)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let logs = text
        .split_once(BEGIN)
        .and_then(|(_, text)| text.split_once(END));
    logs.expect("the logs between their marks").0.to_owned()
}

/// Keeps all processors busy until it is dropped.
struct Load {
    is_over: Arc<AtomicBool>,
    threads: Vec<JoinHandle>,
}

impl Load {
    fn new() -> Self {
        let is_over = Arc::new(AtomicBool::new(false));
        let threads = (0..host::cpus()).map(|_| {
            let is_over = is_over.clone();
            spawn("load", move || {
                while !is_over.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            })
        });
        let threads = threads.collect();
        Load { is_over, threads }
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

#[cfg(target_os = "linux")]
fn stay_on(cpu: usize) {
    let mut only = rustix::thread::CpuSet::new();
    only.set(cpu);
    // A processor that this process may not use: the logs must be the same anyway.
    let _ = rustix::thread::sched_setaffinity(None, &only);
}

#[cfg(not(target_os = "linux"))]
fn stay_on(_: usize) {}

#[test]
fn in_two_processes() {
    if let Ok(cpu) = env::var(PRINT) {
        stay_on(cpu.parse().unwrap());
        println!("{BEGIN}{}{END}", logs());
        return;
    }
    let quiet = logs_of_a_process(Path::new("."), 0);
    assert!(quiet.lines().count() > 1000, "{quiet}");
    let load = Load::new();
    let busy = logs_of_a_process(&env::temp_dir(), host::cpus() - 1);
    drop(load);
    assert_eq!(quiet, busy);
}

/// Nothing of a run is left for the next one: no counter, no pool, no number of a thread.
#[test]
fn one_after_the_other() {
    assert_eq!(logs(), logs());
}

/// Runs at the same time know nothing of each other.
#[test]
fn side_by_side() {
    let alone = logs();
    let equal = Counter::new();
    let threads = [(); 3].map(|()| {
        let (alone, equal) = (alone.clone(), equal.clone());
        spawn("runs", move || {
            if logs() == alone {
                equal.add();
            }
        })
    });
    for thread in threads {
        thread.join().unwrap();
    }
    assert_eq!(equal.get(), 3);
}
