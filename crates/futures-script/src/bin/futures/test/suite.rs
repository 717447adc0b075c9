//! The whole of `futures test`: what is found, tested and reported.

use std::fs;
use std::io;
use std::process::ExitCode;

use futures_core::host;
use futures_script::closest;
use pool_thread::ThreadPool;

use crate::again::quoted;
use crate::arguments::{Test, Unreferenced};
use crate::run::FAILED;
use crate::test::case::Plan;
use crate::test::find::{Case, Found, with_slashes};
use crate::test::junit;
use crate::test::report::{Report, Summary, say};
use crate::test::running::Running;
use crate::test::verdict::{Tested, Verdict};
use crate::{USAGE_ERROR, report, signals};

pub(crate) fn test(what: Test) -> ExitCode {
    let found = match find(&what) {
        Ok(found) => found,
        Err(why) => {
            report::failure(&why);
            return ExitCode::from(USAGE_ERROR);
        }
    };
    if what.lists {
        for (path, case) in &found.cases {
            match &case.header {
                Ok(header) => say(&format!("{} {path}", header.mode.name())),
                Err(why) => say(&format!("wrong {path}: {why}")),
            }
        }
        return ExitCode::SUCCESS;
    }
    let running = Running::default();
    let ended = running.clone();
    let caught = match signals::watch(move |_| ended.interrupt()) {
        Ok(caught) => caught,
        Err(error) => {
            report::failure(&format!("cannot watch over the scripts: {error}"));
            return ExitCode::from(FAILED);
        }
    };
    let began = host::now();
    let tested = match run(&what, found.cases, &running) {
        Ok(tested) => tested,
        Err(why) => {
            report::failure(&why);
            return ExitCode::from(FAILED);
        }
    };
    let time = host::now().saturating_sub(began);
    let mut is_good = tested
        .iter()
        .all(|tested| matches!(tested.verdict, Verdict::Passed | Verdict::Accepted));
    let unreferenced: Vec<String> = match what.unreferenced {
        Unreferenced::Ignore | Unreferenced::Delete => Vec::new(),
        Unreferenced::Warn | Unreferenced::Reject => {
            let paths = found.unreferenced.iter();
            paths.map(|path| with_slashes(path)).collect()
        }
    };
    is_good &= what.unreferenced != Unreferenced::Reject || unreferenced.is_empty();
    Report::new(what.options.quiet).summary(&Summary {
        tested: &tested,
        without: &found.without,
        courses: &found.courses,
        unreferenced: &unreferenced,
        time,
        is_interrupted: caught.exit_code().is_some(),
    });
    let mut attempts = Vec::new();
    if what.unreferenced == Unreferenced::Delete {
        for path in &found.unreferenced {
            let removed = fs::remove_file(path);
            attempts.push(removed.map_err(|error| cannot("remove", &with_slashes(path), &error)));
        }
    }
    if let Some(path) = &what.junit {
        let written = fs::write(path, junit::document(&tested, time));
        attempts.push(written.map_err(|error| cannot("write", &with_slashes(path), &error)));
    }
    for why in attempts.into_iter().filter_map(Result::err) {
        report::failure(&why);
        is_good = false;
    }
    match caught.exit_code() {
        Some(code) => ExitCode::from(code),
        None if is_good => ExitCode::SUCCESS,
        None => ExitCode::from(FAILED),
    }
}

/// The scripts that somebody wants tested.
fn find(what: &Test) -> Result<Found, String> {
    let mut found = Found::below(&what.paths)?;
    if found.cases.is_empty() {
        let paths = what.paths.iter().map(|path| path.to_string_lossy());
        let paths = paths.collect::<Vec<_>>().join(", ");
        let hint = match (found.without.first(), found.courses.first()) {
            (Some(script), _) => {
                format!("; {script} is one if it has `//! output: ordered` at its top")
            }
            (None, Some(course)) => format!(
                "; a course is tested by `futures learn --course {} test`",
                quoted(course)
            ),
            (None, None) => String::new(),
        };
        return Err(format!("there is no script to test in {paths}{hint}"));
    }
    if let Some(filter) = &what.filter {
        let names: Vec<String> = found.cases.keys().cloned().collect();
        found.filter(|path| filter.matches(path));
        if found.cases.is_empty() {
            let stem = |path: &String| {
                let name = path.rsplit('/').next().unwrap_or(path);
                name.trim_end_matches(".rhai").to_owned()
            };
            let stems: Vec<String> = names.iter().map(stem).collect();
            let hint = match closest(filter.text(), stems.iter().map(String::as_str)) {
                Some(meant) => format!("; did you mean '{meant}'?"),
                None => String::new(),
            };
            return Err(format!(
                "none of {} scripts is called like '{}'{hint}",
                names.len(),
                filter.text()
            ));
        }
    }
    Ok(found)
}

/// Tests them, so many at once, and reports them in their order.
fn run(
    what: &Test,
    cases: impl IntoIterator<Item = (String, Case), IntoIter: Send>,
    running: &Running,
) -> Result<Vec<Tested>, String> {
    let plan = Plan {
        options: what.words(),
        timeout: what.timeout,
        accepts: what.accepts,
        seeds: what.seeds,
    };
    let pool = ThreadPool::builder()
        .max_workers(what.jobs.unwrap_or_else(host::cpus))
        .thread_name_prefix("test")
        .build()
        .map_err(|error| error.to_string())?;
    let report = Report::new(what.options.quiet);
    let (tester, fails_fast) = (running.clone(), what.fails_fast);
    let test = move |(_, case): (String, Case)| {
        let tested = plan.test(&case, &tester);
        if fails_fast && matches!(tested.verdict, Verdict::Failed(_)) {
            tester.enough();
        }
        tested
    };
    let mut all = Vec::new();
    for tested in pool.map(test, cases) {
        let tested = tested.map_err(|error| format!("the test itself failed: {error}"))?;
        report.tested(&tested);
        all.push(tested);
    }
    Ok(all)
}

fn cannot(verb: &str, path: &str, error: &io::Error) -> String {
    format!("cannot {verb} {path}: {error}")
}
