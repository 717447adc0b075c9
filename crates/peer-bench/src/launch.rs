//! S4: starts a program again and again, and takes the time and the processor time of whole processes.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use std::{env, fs, process};

use crate::catalog::Kind;
use crate::machine;
use crate::options::Order;

const MILLISECONDS_PER_SECOND: f64 = 1e3;

/// The same program in both languages, to run one task on a pool.
const TASK_SCRIPT: &str = "thread_pool(2).submit(|| 6 * 7).result();\n";
const TASK_PYTHON: &str = "from concurrent.futures import ThreadPoolExecutor
ThreadPoolExecutor(2).submit(lambda: 6 * 7).result()
";

/// The values of the row's metrics.
pub(crate) fn measure(order: &Order) -> Vec<f64> {
    let program = order
        .program
        .as_deref()
        .expect("the driver names a program");
    let (leading, task) = match order.peer.kind {
        Kind::Python => (&[][..], TASK_PYTHON),
        _ => (&["run"][..], TASK_SCRIPT),
    };
    // The system counts the processor time of children in hundredths of a second.
    let n_launches = order.size.tasks(200);
    let mut values = Vec::new();
    for text in ["", task] {
        let file = Scratch::new(text);
        values.extend(per_launch(program, leading, &file.0, n_launches));
    }
    values
}

/// Milliseconds of processor time and of elapsed time.
fn per_launch(program: &Path, leading: &[&str], file: &Path, n_launches: usize) -> [f64; 2] {
    let launch = || {
        let status = Command::new(program)
            .args(leading)
            .arg(file)
            .status()
            .unwrap_or_else(|error| panic!("cannot start {}: {error}", program.display()));
        assert!(status.success(), "{} failed: {status}", program.display());
    };
    launch();
    let (begin, cpu) = (Instant::now(), machine::children_cpu_seconds());
    for _ in 0..n_launches {
        launch();
    }
    let times = [
        machine::children_cpu_seconds() - cpu,
        begin.elapsed().as_secs_f64(),
    ];
    times.map(|seconds| seconds * MILLISECONDS_PER_SECOND / n_launches as f64)
}

/// A file that goes with this value.
struct Scratch(PathBuf);

impl Scratch {
    fn new(text: &str) -> Self {
        let path = env::temp_dir().join(format!("peer-bench-{}.script", process::id()));
        fs::write(&path, text).expect("the folder for temporary files takes a file");
        Scratch(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // There is nobody to tell.
        let _ = fs::remove_file(&self.0);
    }
}
