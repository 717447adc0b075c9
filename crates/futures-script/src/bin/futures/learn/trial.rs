//! The trial of a script: a first run, its check, and then the same under many schedules.

use std::cell::RefCell;

use futures_script::futures_sim::{Exploration, Found, Scheduler, Simulation, Verdict};
use futures_script::rhai::{Dynamic, Map};
use futures_script::{Interpreter, ScriptError, ScriptErrorKind};

use crate::learn::attempt::{self, Attempt, MAX_STEPS};
use crate::learn::check::{Check, Opinion, Words};
use crate::learn::facts::{TextFacts, facts};
use crate::learn::stops::Stops;
use crate::script::Script;

/// How many runs may be spent to make a failing schedule shorter. The learner waits for it.
const TRIES: u32 = 100;

/// A script that is to be tried.
pub(crate) struct Trial<'a> {
    pub(crate) script: &'a Script,
    pub(crate) check: &'a Check,
    /// Under how many schedules it has to hold.
    pub(crate) schedules: u64,
    pub(crate) stops: &'a Stops,
}

/// What a trial came to.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// The text is no script, so nothing has run.
    NoScript(ScriptError),
    /// A run was not right.
    Wrong(Box<Wrong>),
    /// All were right; this was the first one.
    Right(Box<Attempt>),
    /// The check has failed, which is its author's fault.
    Broken(ScriptError),
    /// Somebody wanted the end.
    Stopped,
}

/// A run that was not right.
#[derive(Debug)]
pub(crate) struct Wrong {
    pub(crate) attempt: Attempt,
    /// What the check says; nothing if it has nothing to say about the error with which the script ended.
    pub(crate) words: Option<Words>,
    /// The schedule, if it was not the first one.
    pub(crate) found: Option<Found>,
}

/// What is to be said of one run.
#[derive(Clone, Debug)]
enum Judgement {
    Right,
    Wrong(Option<Words>),
    Broken(ScriptError),
}

impl Trial<'_> {
    /// Tries the script; `progress` is told how many schedules it has held under.
    pub(crate) fn run(&self, progress: &dyn Fn(u64)) -> Outcome {
        let interpreter = attempt::interpreter(self.script);
        let text = match text_facts(&interpreter, self.script) {
            Ok(text) => text,
            Err(error) => return Outcome::NoScript(error),
        };
        let (first, _) = self.attempt(&interpreter, &simulation(), 0);
        if self.stops.is_stopped() {
            return Outcome::Stopped;
        }
        if let Some(error) = &first.error
            && error.kind() == ScriptErrorKind::Import
        {
            return Outcome::NoScript(error.clone());
        }
        match self.judge(&text, &first) {
            // Perhaps it was the check that was ended.
            _ if self.stops.is_stopped() => Outcome::Stopped,
            Judgement::Broken(error) => Outcome::Broken(error),
            Judgement::Wrong(words) => wrong(first, words, None),
            Judgement::Right => self.explore(&interpreter, &text, first, progress),
        }
    }

    /// Runs the script on real threads, once.
    pub(crate) fn run_for_real(&self) -> Outcome {
        let interpreter = attempt::interpreter(self.script);
        let text = match text_facts(&interpreter, self.script) {
            Ok(text) => text,
            Err(error) => return Outcome::NoScript(error),
        };
        let attempt = Attempt::real(&interpreter, self.stops, self.script);
        if self.stops.is_stopped() {
            return Outcome::Stopped;
        }
        match self.judge(&text, &attempt) {
            _ if self.stops.is_stopped() => Outcome::Stopped,
            Judgement::Broken(error) => Outcome::Broken(error),
            Judgement::Wrong(words) => wrong(attempt, words, None),
            Judgement::Right => Outcome::Right(Box::new(attempt)),
        }
    }

    fn explore(
        &self,
        interpreter: &Interpreter,
        text: &TextFacts,
        first: Attempt,
        progress: &dyn Fn(u64),
    ) -> Outcome {
        let state = RefCell::new(Search::default());
        let stops = self.stops.clone();
        let explored = Exploration::new(self.schedules)
            .first_seed(1)
            .simulation(simulation())
            .tries(TRIES)
            .stop_when(move || stops.is_stopped())
            .run_each(|simulation| {
                let mut state = state.borrow_mut();
                // What comes after a failure are shorter schedules of the same.
                state.schedule += u64::from(state.failed.is_none());
                let (attempt, outcome) = self.attempt(interpreter, simulation, state.schedule);
                match self.judge(text, &attempt) {
                    Judgement::Right => {
                        if state.failed.is_none() {
                            progress(state.schedule);
                        }
                        outcome.forgive()
                    }
                    Judgement::Wrong(words) => {
                        let what = words.as_ref().map_or("", |words| &words.hint).to_owned();
                        let text = words.as_ref().map_or("", |words| &words.message).to_owned();
                        state.failed.get_or_insert((attempt, words));
                        outcome.judge(|()| Some(Verdict { what, text }))
                    }
                    Judgement::Broken(error) => {
                        state.broken.get_or_insert(error);
                        let verdict = Verdict {
                            what: "the check".to_owned(),
                            text: String::new(),
                        };
                        outcome.judge(|()| Some(verdict))
                    }
                }
            });
        let Search {
            schedule,
            failed,
            broken,
        } = state.into_inner();
        if self.stops.is_stopped() {
            return Outcome::Stopped;
        }
        if let Some(error) = broken {
            return Outcome::Broken(error);
        }
        let (Some(found), Some((attempt, words))) = (explored.found, failed) else {
            return Outcome::Right(Box::new(first));
        };
        let again = simulation()
            .seed(found.seed)
            .scheduler(Scheduler::Replay(found.schedule.clone()));
        let (shown, _) = self.attempt(interpreter, &again, schedule);
        match self.judge(text, &shown) {
            Judgement::Wrong(words) => wrong(shown, words, Some(found)),
            // Something in it follows neither from the schedule nor from the seed.
            _ => wrong(attempt, words, Some(found)),
        }
    }

    fn attempt(
        &self,
        interpreter: &Interpreter,
        simulation: &Simulation,
        schedule: u64,
    ) -> (Attempt, futures_script::futures_sim::Outcome<()>) {
        Attempt::simulated(interpreter, self.stops, self.script, simulation, schedule)
    }

    /// Asks the check about a run. Of one that ended with an error it is asked twice, the second time without the error:
    /// if it says the same, it has not looked at the error at all.
    fn judge(&self, text: &TextFacts, attempt: &Attempt) -> Judgement {
        let known = facts(text, &self.script.name, attempt);
        let Some(error) = &attempt.error else {
            return match self.check.ask(known) {
                Opinion::Right => Judgement::Right,
                Opinion::Wrong(words) => Judgement::Wrong(Some(words)),
                Opinion::Broken(error) => Judgement::Broken(error),
            };
        };
        let without = Map::from_iter([("error".into(), Dynamic::UNIT)]);
        let without: Map = known.clone().into_iter().chain(without).collect();
        match (self.check.ask(known), self.check.ask(without)) {
            (Opinion::Right, Opinion::Wrong(_)) => Judgement::Right,
            (Opinion::Right, _) => Judgement::Wrong(None),
            (Opinion::Wrong(words), other) => {
                let is_about_error = !matches!(other, Opinion::Wrong(other) if other == words);
                let is_distraction = is_slip(error) || attempt.is_endless() || attempt.is_flood;
                let is_said = is_about_error || !is_distraction;
                Judgement::Wrong(Some(words).filter(|_| is_said))
            }
            // A check may count on results that a script that failed does not have.
            (Opinion::Broken(_), _) => Judgement::Wrong(None),
        }
    }
}

/// How far a search has come.
#[derive(Default)]
struct Search {
    schedule: u64,
    failed: Option<(Attempt, Option<Words>)>,
    broken: Option<ScriptError>,
}

/// What can be said of the text.
fn text_facts(interpreter: &Interpreter, script: &Script) -> Result<TextFacts, ScriptError> {
    let findings = interpreter.check(&script.name, &script.text);
    let codes = findings.iter().map(|finding| finding.code().name());
    Ok(TextFacts {
        reading: interpreter.read(&script.name, &script.text)?,
        findings: codes.map(str::to_owned).collect(),
    })
}

/// Is this an error in writing, of which more words would only distract?
pub(crate) fn is_slip(error: &ScriptError) -> bool {
    matches!(
        error.kind(),
        ScriptErrorKind::Syntax
            | ScriptErrorKind::Import
            | ScriptErrorKind::Name
            | ScriptErrorKind::Attribute
    )
}

fn wrong(attempt: Attempt, words: Option<Words>, found: Option<Found>) -> Outcome {
    Outcome::Wrong(Box::new(Wrong {
        attempt,
        words,
        found,
    }))
}

/// What runs are run with; the first one in the canonical schedule.
fn simulation() -> Simulation {
    Simulation::new().max_steps(MAX_STEPS).quiet()
}
