//! Runs scripts and collects what they print.

use std::sync::{Arc, Mutex};

use futures_core::host::{self, Lock, Thread, WaitReason, Wake};
use futures_script::futures_sim::Scheduler;
use futures_script::rhai::Dynamic;
use futures_script::{Builder, Interpreter, ScriptError, Simulation};

/// Lines that several threads write.
#[derive(Clone, Default)]
pub(crate) struct Lines(Arc<Mutex<Vec<String>>>);

impl Lines {
    pub(crate) fn push(&self, line: &str) {
        self.0.lock().unwrap().push(line.to_owned());
    }

    pub(crate) fn text(&self) -> String {
        self.0.lock().unwrap().join("\n")
    }
}

/// Where a script's tasks wait until somebody lets them through, once and for all.
///
/// Waits as a lock or a device would, so that the worker is taken: one that waits for a future lends its place.
#[derive(Clone, Default)]
pub(crate) struct Gate(Arc<Lock<GateState>>);

#[derive(Default)]
struct GateState {
    is_open: bool,
    waiting: Vec<Thread>,
}

impl Gate {
    pub(crate) fn open(&self) {
        let waiting = {
            let mut state = self.0.lock();
            state.is_open = true;
            std::mem::take(&mut state.waiting)
        };
        waiting.iter().for_each(Thread::unpark);
    }

    fn pass(&self) {
        let me = host::current();
        loop {
            {
                let mut state = self.0.lock();
                if state.is_open {
                    return;
                }
                state.waiting.push(me.clone());
            }
            if host::park(None, &WaitReason::Other("a gate")) == Wake::Interrupted {
                return;
            }
        }
    }
}

/// What a script printed, what was complained about, and how it ended.
pub(crate) struct Outcome {
    pub(crate) printed: String,
    pub(crate) complaints: String,
    pub(crate) result: Result<Dynamic, ScriptError>,
}

/// An interpreter whose scripts know `gate()`, `gate.open()`, `gate.pass()` and `boom()`, a native that panics.
pub(crate) fn builder() -> Builder {
    Interpreter::builder()
        .handle_type::<Gate>()
        .register(|engine| {
            engine.register_type_with_name::<Gate>("Gate");
            engine.register_fn("gate", Gate::default);
            engine.register_fn("open", |gate: &mut Gate| gate.open());
            engine.register_fn("pass", |gate: &mut Gate| gate.pass());
            engine.register_fn("boom", || -> i64 { panic!("native boom") });
        })
}

/// How scripts are simulated, if the variable `SIMULATE_SCRIPTS` of the environment asks for it: with `fifo` or the seed
/// that it says. Nearly all of these tests must pass all the same.
fn simulation() -> Option<Simulation> {
    let how = std::env::var("SIMULATE_SCRIPTS").ok()?;
    let scheduler = match how.parse() {
        Ok(seed) => Scheduler::Random { seed },
        Err(_) => Scheduler::Fifo,
    };
    Some(Simulation::new().scheduler(scheduler))
}

pub(crate) fn run(script: &str) -> Outcome {
    let (printed, complaints) = (Lines::default(), Lines::default());
    let (print, complain) = (printed.clone(), complaints.clone());
    let interpreter = builder()
        .output(move |line| print.push(line))
        .complaints(move |complaint| complain.push(&complaint.to_string()))
        .build();
    let result = match simulation() {
        Some(simulation) => {
            interpreter
                .simulate("test.rhai", script, &simulation)
                .result
        }
        None => interpreter.run("test.rhai", script),
    };
    Outcome {
        printed: printed.text(),
        complaints: complaints.text(),
        result,
    }
}

/// The script must end well and its value look like this.
#[track_caller]
pub(crate) fn check(script: &str, expect: &str) {
    match run(script).result {
        Ok(value) => assert_eq!(value.to_string(), expect, "{script}"),
        Err(error) => panic!("{script}\n{}", error.report()),
    }
}

/// The script must end well and print these lines.
#[track_caller]
pub(crate) fn check_printed(script: &str, expect: &str) {
    let outcome = run(script);
    if let Err(error) = outcome.result {
        panic!("{script}\n{}", error.report());
    }
    assert_eq!(outcome.printed, expect, "{script}");
}

/// The script must fail, and the report of its error be this.
#[track_caller]
pub(crate) fn check_error(script: &str, expect: &str) {
    match run(script).result {
        Ok(value) => panic!("{script}\nended with {value}"),
        Err(error) => assert_eq!(error.report(), expect, "{script}"),
    }
}

/// Each of the scripts must fail with the report beside it, which says nothing of what only the engine knows.
#[track_caller]
pub(crate) fn check_errors(cases: &[(&str, &str)]) {
    let foreign = [
        "rhai::",
        "futures_",
        "anon$",
        "ImmutableString",
        "i64",
        "f64",
    ];
    for (script, expect) in cases {
        check_error(script, expect);
        let said = foreign.iter().find(|word| expect.contains(**word));
        assert_eq!(said, None, "{expect}");
    }
}
