//! The check of an exercise: a script that says whether a run was right, and if not, what was wrong and what to look at.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_script::rhai::{Dynamic, Engine, EvalAltResult, Map, Position};
use futures_script::{Interpreter, ScriptError};

use crate::harmless::harmless;
use crate::learn::attempt::TIME_LIMIT;
use crate::learn::stops::Stops;
use crate::report;
use crate::script::Script;

/// What a learner is told about a run that is not right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Words {
    /// What is not right in what happened.
    pub(crate) message: String,
    /// What to look at.
    pub(crate) hint: String,
}

/// What a check says.
#[derive(Clone, Debug)]
pub(crate) enum Opinion {
    Right,
    Wrong(Words),
    /// The check itself has failed.
    Broken(ScriptError),
}

/// A check that can be asked about many runs, one after the other.
pub(crate) struct Check {
    script: Script,
    interpreter: Interpreter,
    desk: Desk,
    stops: Stops,
}

/// What comes before the text of a check, on its first line.
const PRELUDE: &str = "const run = the_run(); ";

impl Check {
    /// A check with this text.
    pub(crate) fn new(script: Script, stops: &Stops) -> Self {
        let desk = Desk::default();
        let (natives, heard) = (desk.clone(), desk.clone());
        let interpreter = script
            .let_import(Interpreter::builder())
            .input(std::io::empty())
            .time_limit(TIME_LIMIT)
            .output(move |line| heard.say(line))
            .register(move |engine| natives.register(engine))
            .register(|engine| {
                // In the language such a key is `()`, and a check with a misspelt fact would be wrong without a word.
                engine.set_fail_on_invalid_map_property(true);
            })
            .build();
        Check {
            script,
            interpreter,
            desk,
            stops: stops.clone(),
        }
    }

    /// The text, for reports.
    pub(crate) fn script(&self) -> &Script {
        &self.script
    }

    /// Asks about a run of which this is known.
    pub(crate) fn ask(&self, facts: Map) -> Opinion {
        {
            let mut papers = self.desk.lock();
            papers.is_heard = facts.get("schedule").is_some_and(|it| it.as_int() == Ok(0));
            papers.run = facts.into();
            papers.words = None;
        }
        let _running = self.stops.watch(&self.interpreter);
        let text = format!("{PRELUDE}{}", self.script.text);
        let result = self.interpreter.execute(&self.script.name, &text);
        match (self.desk.lock().words.take(), result) {
            (Some(words), _) => Opinion::Wrong(words),
            (None, Ok(())) => Opinion::Right,
            (None, Err(error)) => Opinion::Broken(error),
        }
    }
}

/// Where a check finds what it is asked about, and leaves its answer.
#[derive(Clone, Default)]
struct Desk(Arc<Mutex<Papers>>);

#[derive(Default)]
struct Papers {
    run: Dynamic,
    words: Option<Words>,
    /// Is what the check prints of interest? It is for who writes it, and so only of the first of many runs.
    is_heard: bool,
}

impl Desk {
    /// Standard output is the learner's.
    fn say(&self, line: &str) {
        if self.lock().is_heard {
            report::rendered(line);
        }
    }

    fn register(self, engine: &mut Engine) {
        let asked = self.clone();
        engine.register_fn("the_run", move || asked.lock().run.clone());
        let expecting = self.clone();
        engine.register_fn(
            "expect",
            move |holds: bool, message: &str, hint: &str| -> Result<(), Box<EvalAltResult>> {
                if holds {
                    return Ok(());
                }
                Err(expecting.reject(message, hint))
            },
        );
        engine.register_fn(
            "reject",
            move |message: &str, hint: &str| -> Result<(), Box<EvalAltResult>> {
                Err(self.reject(message, hint))
            },
        );
    }

    /// Notes what is wrong, if it is the first thing, and ends the check: no script can catch this error.
    fn reject(&self, message: &str, hint: &str) -> Box<EvalAltResult> {
        let words = Words {
            message: harmless(message.trim()),
            hint: harmless(hint.trim()),
        };
        self.lock().words.get_or_insert(words);
        Box::new(EvalAltResult::ErrorTerminated(
            Dynamic::UNIT,
            Position::NONE,
        ))
    }

    fn lock(&self) -> MutexGuard<'_, Papers> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
