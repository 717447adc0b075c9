//! What the operating system says about this machine and its load. Linux only; elsewhere the values are missing or 0.

use std::fs;

/// `/proc` counts time in these on every Linux that Rust runs on.
const TICKS_PER_SECOND: f64 = 100.0;
/// The unit of `schedstat`, which is finer than ticks: a second of an idle pool is only a few of them.
const NANOSECONDS_PER_SECOND: f64 = 1e9;
/// The unit of `/proc/self/status`.
const KIBIBYTE: f64 = 1024.0;

/// Cores, processor and kernel; no names of hosts.
pub(crate) fn describe() -> String {
    let n_cores = std::thread::available_parallelism().map_or(0, usize::from);
    let processor =
        line_value("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown processor".to_owned());
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let kernel: Vec<&str> = kernel.trim().split(['.', '-']).take(2).collect();
    let virtual_machine = if is_virtual() {
        ", virtual machine"
    } else {
        ""
    };
    format!(
        "{n_cores} cores ({processor}{virtual_machine}), {} {} {}",
        std::env::consts::OS,
        kernel.join("."),
        std::env::consts::ARCH
    )
}

/// Resident memory of this process.
pub(crate) fn resident_bytes() -> f64 {
    line_value("/proc/self/status", "VmRSS")
        .and_then(|value| value.split_whitespace().next()?.parse::<f64>().ok())
        .map_or(0.0, |kibibytes| kibibytes * KIBIBYTE)
}

/// Processor time that all living threads of this process have used. A thread that is running is counted up to its
/// last switch or tick, so the caller should have slept just before.
pub(crate) fn own_cpu_seconds() -> f64 {
    let threads = fs::read_dir("/proc/self/task").into_iter().flatten();
    let nanoseconds = threads.filter_map(|thread| {
        let times = fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
        times.split_whitespace().next()?.parse::<f64>().ok()
    });
    nanoseconds.sum::<f64>() / NANOSECONDS_PER_SECOND
}

/// Processor time that finished children of this process have used, all their threads together.
pub(crate) fn children_cpu_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The program's name, in parentheses, may hold spaces: fields are counted after it.
    let fields = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace();
    let ticks = fields
        .skip(13)
        .take(2)
        .filter_map(|field| field.parse::<f64>().ok());
    ticks.sum::<f64>() / TICKS_PER_SECOND
}

/// Processor time that all programs together have used since the machine started.
pub(crate) fn all_cpu_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/stat").unwrap_or_default();
    let first = stat.lines().next().unwrap_or_default();
    let fields: Vec<f64> = first
        .split_whitespace()
        .skip(1)
        .filter_map(|field| field.parse().ok())
        .collect();
    // user nice system idle iowait irq softirq: all but idle and iowait.
    let busy = fields
        .iter()
        .take(7)
        .enumerate()
        .filter(|(column, _)| ![3, 4].contains(column));
    busy.map(|(_, ticks)| ticks).sum::<f64>() / TICKS_PER_SECOND
}

fn is_virtual() -> bool {
    line_value("/proc/cpuinfo", "flags")
        .is_some_and(|flags| flags.split_whitespace().any(|flag| flag == "hypervisor"))
}

fn line_value(path: &str, key: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let line = text.lines().find(|line| line.starts_with(key))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}
