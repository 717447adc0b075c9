//! Runs scripts and collects what they print.

use std::sync::{Arc, Mutex};

use futures_core::{Promise, SharedFuture, promise};
use futures_script::rhai::Dynamic;
use futures_script::{Builder, Interpreter, ScriptError};

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
#[derive(Clone)]
pub(crate) struct Gate {
    opener: Arc<Mutex<Option<Promise<()>>>>,
    open: SharedFuture<()>,
}

impl Gate {
    pub(crate) fn new() -> Self {
        let (opener, open) = promise();
        Gate {
            opener: Arc::new(Mutex::new(Some(opener))),
            open: open.shared(),
        }
    }

    pub(crate) fn open(&self) {
        let opener = self.opener.lock().unwrap().take();
        if let Some(opener) = opener {
            opener.set_result(()).unwrap();
        }
    }

    pub(crate) fn pass(&self) {
        self.open.wait().unwrap();
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
            engine.register_fn("gate", Gate::new);
            engine.register_fn("open", |gate: &mut Gate| gate.open());
            engine.register_fn("pass", |gate: &mut Gate| gate.pass());
            engine.register_fn("boom", || -> i64 { panic!("native boom") });
        })
}

pub(crate) fn run(script: &str) -> Outcome {
    let (printed, complaints) = (Lines::default(), Lines::default());
    let (print, complain) = (printed.clone(), complaints.clone());
    let interpreter = builder()
        .output(move |line| print.push(line))
        .complaints(move |line| complain.push(line))
        .build();
    let result = interpreter.run("test.rhai", script);
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
