//! The lines of a script's log, which differ from run to run by their times and by which worker had which task.

const LEVELS: [&str; 4] = ["DEBUG ", "INFO ", "WARNING ", "ERROR "];

/// The text with the seconds at the beginning of each line of the log, and the numbers of workers in it, set to zero.
pub(crate) fn without_luck(text: &str) -> String {
    text.split_inclusive('\n')
        .map(|line| log_line(line).unwrap_or_else(|| line.to_owned()))
        .collect()
}

/// `None` if the line is not one of the log.
fn log_line(line: &str) -> Option<String> {
    let (time, rest) = line.trim_start().split_once(' ')?;
    time.parse::<f64>().ok()?;
    if !LEVELS.iter().any(|level| rest.starts_with(level)) {
        return None;
    }
    let (who, what) = rest.split_once(": ")?;
    let who = match who.rsplit_once('_') {
        Some((pool, worker)) if worker.parse::<u32>().is_ok() => format!("{pool}_0"),
        _ => match who.rsplit_once("process ") {
            Some((task, process)) if process.parse::<u32>().is_ok() => format!("{task}process 0"),
            _ => who.to_owned(),
        },
    };
    Some(format!("0.000 {who}: {what}"))
}

#[test]
fn the_times_of_the_log_do_not_count() {
    assert_eq!(
        without_luck("    1.250 INFO    script: a: b_1\n1.5 seconds\n  2.5\n"),
        "0.000 INFO    script: a: b_1\n1.5 seconds\n  2.5\n"
    );
}

#[test]
fn the_workers_in_the_log_do_not_count() {
    assert_eq!(
        without_luck(
            "    1.250 DEBUG   task 7 on ThreadPool-0_3: a\n   12.000 ERROR   my_pool: b\n"
        ),
        "0.000 DEBUG   task 7 on ThreadPool-0_0: a\n0.000 ERROR   my_pool: b\n"
    );
}
