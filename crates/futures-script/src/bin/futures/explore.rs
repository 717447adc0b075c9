//! `futures explore`: many simulated runs of one script, in search of a schedule in which it fails.

use std::cell::RefCell;
use std::io::{self, Read, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_core::host::{self, Spawn, Wake};
use futures_script::futures_sim::{Exploration, Explored, Failure, Found, Verdict};
use futures_script::timeline::Recorder;
use futures_script::{
    Complaint, Interpreter, ScriptError, ScriptErrorKind, Simulated, StopHandle, Unheard,
};

use crate::arguments::Explore;
use crate::run::{DEADLOCK, FAILED, TIMED_OUT, show_error};
use crate::script::{self, Script};
use crate::signals::{self, Caught};
use crate::test::Expected;
use crate::{USAGE_ERROR, again, ask, report, timeline};

/// What ends a search early: a signal, or that its time is up.
#[derive(Clone)]
struct Watch {
    caught: Caught,
    is_late: Arc<AtomicBool>,
    /// What runs at the moment.
    stop: Arc<Mutex<StopHandle>>,
}

impl Watch {
    /// Watches from here to the end of the process.
    fn begin(stop: StopHandle, limit: Option<Duration>) -> io::Result<Self> {
        let stop = Arc::new(Mutex::new(stop));
        let stopped = stop.clone();
        let caught = signals::watch(move |why| stop_now(&stopped, why))?;
        let watch = Watch {
            caught,
            is_late: Arc::default(),
            stop,
        };
        if let Some(limit) = limit {
            let late = watch.clone();
            let spec = Spawn {
                name: "time limit".to_owned(),
                stack_size: None,
            };
            let end = move || {
                if host::sleep(limit) == Wake::Deadline {
                    late.is_late.store(true, Ordering::Relaxed);
                    stop_now(&late.stop, "the time was up");
                }
            };
            // Nobody waits for it: if the search ends, so does the process.
            drop(host::spawn(spec, end)?);
        }
        Ok(watch)
    }

    fn is_enough(&self) -> bool {
        self.caught.exit_code().is_some() || self.is_late.load(Ordering::Relaxed)
    }

    /// From now on something else runs.
    fn turn_to(&self, stop: StopHandle) {
        *self.stop.lock().unwrap_or_else(PoisonError::into_inner) = stop;
    }
}

fn stop_now(stop: &Mutex<StopHandle>, why: &str) {
    let stop = stop.lock().unwrap_or_else(PoisonError::into_inner).clone();
    stop.stop_because(why);
}

pub(crate) fn explore(mut what: Explore) -> ExitCode {
    let script = match script::read(&what.script) {
        Ok(script) => script,
        Err(why) => {
            report::failure(&why);
            return ExitCode::from(USAGE_ERROR);
        }
    };
    if ask::allow_header(&mut what.options.allowed, &script).is_err() {
        return ExitCode::from(USAGE_ERROR);
    }
    let (what, script) = (&what, Arc::new(script));
    let input = Recorded::new(&script);
    let unheard = FailedUnheard::default();
    let expect = what.search.expect.as_deref();
    let expected = match expect.map(|path| Expected::read(path, &script)).transpose() {
        Ok(expected) => expected,
        Err(why) => {
            report::failure(&why);
            return ExitCode::from(USAGE_ERROR);
        }
    };
    let interpreter = quiet(what, &script, &input, &unheard, expected.as_ref());
    let watch = match Watch::begin(interpreter.stop_handle(), what.options.timeout) {
        Ok(watch) => watch,
        Err(error) => {
            report::failure(&format!("cannot watch over the script: {error}"));
            return ExitCode::from(FAILED);
        }
    };
    let watched = watch.clone();
    let no_script = RefCell::default();
    let explored = Exploration::new(what.search.seeds)
        .first_seed(what.search.first_seed)
        .strategy(what.search.strategy)
        .simulation(what.simulation())
        .stop_when(move || watched.is_enough())
        .run_each(|simulation| {
            let (name, text) = (&script.name, &script.text);
            let Simulated { result, outcome } =
                interpreter.simulate_execution(name, text, simulation);
            unheard.end_of_run();
            if let Err(error) = result
                && error.kind() == ScriptErrorKind::Syntax
            {
                no_script.replace(Some(error));
            }
            let difference = expected.as_ref().and_then(Expected::difference);
            outcome.judge(|()| difference.map(other_lines))
        });
    if let Some(error) = no_script.into_inner() {
        show_error(&error, &script, &what.options);
        return ExitCode::from(USAGE_ERROR);
    }
    match &explored.found {
        None => {
            let code = none_failed(what, &explored, &watch);
            if !what.options.quiet {
                unheard.report(&script);
            }
            code
        }
        Some(found) => {
            say(&format!(
                "seed {} fails, in run {}; {}. This is that run, as short as it could be made:",
                found.seed,
                found.seeds_tried,
                distinct(&explored)
            ));
            let code = show(what, &script, &input, found, &watch);
            ExitCode::from(watch.caught.exit_code().unwrap_or(code))
        }
    }
}

/// An interpreter whose scripts nobody hears, except for what fails in them and ends none.
fn quiet(
    what: &Explore,
    script: &Script,
    input: &Recorded,
    unheard: &FailedUnheard,
    expected: Option<&Expected>,
) -> Interpreter {
    let (input, unheard, expected) = (input.clone(), unheard.clone(), expected.cloned());
    let builder = script
        .let_import(Interpreter::builder())
        .arguments(what.arguments.clone())
        .output(move |line| {
            if let Some(expected) = &expected {
                expected.print(line);
            }
        })
        .input_for_each_run(move || Box::new(input.rewound()));
    let options = what.options_of_runs();
    let builder = options.configure(builder, &Recorder::new());
    builder
        .complaints(move |complaint| unheard.note(complaint))
        .build()
}

/// The failures of threads and callbacks. They end no script, so a search does not stop at them, and whoever has put a
/// `check` into a thread would take its silence for success.
#[derive(Clone, Default)]
struct FailedUnheard(Arc<Mutex<Noted>>);

#[derive(Default)]
struct Noted {
    first: Option<Complaint>,
    is_in_this_run: bool,
    n_runs: u64,
}

impl FailedUnheard {
    fn note(&self, complaint: &Complaint) {
        let Complaint::Failure {
            why: Unheard::Callback | Unheard::Thread,
            ..
        } = complaint
        else {
            return;
        };
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        noted.is_in_this_run = true;
        noted.first.get_or_insert_with(|| complaint.clone());
    }

    fn end_of_run(&self) {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        noted.n_runs += u64::from(std::mem::take(&mut noted.is_in_this_run));
    }

    fn report(&self, script: &Script) {
        let noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(first) = &noted.first else {
            return;
        };
        report::complaint(first, script);
        let runs = match noted.n_runs {
            1 => "1 run",
            several => &format!("{several} runs"),
        };
        report::warning(
            &format!("in {runs} a thread or a callback failed as above, which ends no script"),
            "a task whose result() is asked for makes the run fail; so does a check, at the end, of what was noted in a cell()",
        );
    }
}

/// The failure of a run that has printed something else than `--expect` says.
fn other_lines(difference: String) -> Verdict {
    Verdict {
        what: OTHER_LINES.to_owned(),
        text: difference,
    }
}

fn is_other_lines(failure: &Failure) -> bool {
    matches!(failure, Failure::Program(verdict) if verdict.what == OTHER_LINES)
}

/// Any other lines than those expected are the same failure for who looks for a shorter schedule.
const OTHER_LINES: &str = "other lines than expected";

fn none_failed(what: &Explore, explored: &Explored, watch: &Watch) -> ExitCode {
    let n_runs = explored.runs;
    let runs = if n_runs == 1 {
        "1 run"
    } else {
        &format!("{n_runs} runs")
    };
    let why = match watch.caught.exit_code() {
        _ if n_runs == what.search.seeds => "",
        Some(_) => "interrupted: ",
        None => "the time was up: ",
    };
    say(&format!("{why}{runs}, {}, none failed", distinct(explored)));
    if n_runs > 1 && explored.distinct == 1 {
        report::warning(
            "all runs went the same way, so nothing was explored",
            "does the script start anything that could run in another order?",
        );
    }
    match watch.caught.exit_code() {
        Some(code) => ExitCode::from(code),
        None if n_runs == 0 => ExitCode::from(TIMED_OUT),
        None => ExitCode::SUCCESS,
    }
}

fn distinct(explored: &Explored) -> String {
    match explored.distinct {
        1 => "1 distinct schedule".to_owned(),
        several => format!("{several} distinct schedules"),
    }
}

/// Runs the script once more in the schedule that was found, with everything that it prints, and says how to do so again.
fn show(
    what: &Explore,
    script: &Arc<Script>,
    input: &Recorded,
    found: &Found,
    watch: &Watch,
) -> u8 {
    let (told, input, recorder) = (script.clone(), input.clone(), Recorder::new());
    let options = what.options_of_replay(found);
    let builder = script
        .let_import(Interpreter::builder())
        .arguments(what.arguments.clone())
        .complaints(move |complaint| report::complaint(complaint, &told))
        .input_for_each_run(move || Box::new(input.rewound()));
    let interpreter = options
        .configure(builder, &recorder)
        .recorder(&recorder)
        .build();
    watch.turn_to(interpreter.stop_handle());
    let simulation = options.simulation();
    let simulated = interpreter.simulate_execution(&script.name, &script.text, &simulation);
    timeline::print(&recorder);
    let code = match &simulated.result {
        Err(error) => {
            show_error(error, script, &options);
            exit_code(error, found)
        }
        Ok(_) if is_other_lines(&found.failure) => {
            report::failure(&found.failure.to_string());
            FAILED
        }
        Ok(_) => {
            report::failure(
                "this time it did not fail: something that it does follows neither from the schedule nor from the seed",
            );
            FAILED
        }
    };
    let n_turns = found.schedule.len();
    let turns = |n: usize| {
        if n == 1 {
            "1 turn".to_owned()
        } else {
            format!("{n} turns")
        }
    };
    let reduced = match found.turns_before {
        before if before > n_turns => format!(", reduced from {before}"),
        _ => String::new(),
    };
    say(&format!(
        "schedule: {} ({}{reduced})",
        found.schedule,
        turns(n_turns)
    ));
    let trace = simulated.outcome.trace();
    let turns = trace.schedule().turns().iter().zip(trace.turns_in_words());
    for (turn, words) in turns.take(MOST_TURNS) {
        say(&format!("  {turn}: {words}"));
    }
    if n_turns > MOST_TURNS {
        say(&format!("  … and {} more", n_turns - MOST_TURNS));
    }
    say(&format!("to see it again: {}", again::command(what, found)));
    code
}

/// How many turns are put into words. Whoever reads follows the first few.
const MOST_TURNS: usize = 10;

fn exit_code(error: &ScriptError, found: &Found) -> u8 {
    match error.exit_code() {
        Some(code) => code,
        None if found.failure.is_deadlock() => DEADLOCK,
        None => FAILED,
    }
}

fn say(line: &str) {
    // Whoever reads may have gone.
    let _ = writeln!(io::stdout(), "{line}");
}

/// Standard input for runs of which each reads it from its beginning.
#[derive(Clone)]
struct Recorded {
    /// What has been read so far.
    seen: Arc<Mutex<Vec<u8>>>,
    at: usize,
    /// Was it read to its end, as the script?
    is_empty: bool,
}

impl Recorded {
    fn new(script: &Script) -> Self {
        Recorded {
            seen: Arc::default(),
            at: 0,
            is_empty: script.is_from_input,
        }
    }

    fn rewound(&self) -> Self {
        Recorded {
            at: 0,
            ..self.clone()
        }
    }
}

impl Read for Recorded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.is_empty {
            return Ok(0);
        }
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if self.at == seen.len() {
            let n_read = io::stdin().read(buffer)?;
            seen.extend_from_slice(&buffer[..n_read]);
            self.at += n_read;
            return Ok(n_read);
        }
        let rest = &seen[self.at..];
        let n_read = rest.len().min(buffer.len());
        buffer[..n_read].copy_from_slice(&rest[..n_read]);
        self.at += n_read;
        Ok(n_read)
    }
}
