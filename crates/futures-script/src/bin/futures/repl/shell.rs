//! The shell: from input to input, until somebody has had enough.

use std::cell::RefCell;
use std::rc::Rc;

use futures_core::host;
use futures_script::rhai::Dynamic;
use futures_script::{ScriptError, ScriptErrorKind, Session};

use crate::api::{self, Paint};
use crate::repl::entered::{Entered, LAST_VALUE};
use crate::repl::keys::IsComplete;
use crate::repl::names::{Own, Type};
use crate::repl::reading::{Read, Reader};
use crate::repl::tokens::{What, tokens};
use crate::repl::value::Show;
use crate::repl::watch::{HUNG_UP, Watch};
use crate::repl::world::{Plan, World};
use crate::run::FAILED;
use crate::{colours, report, timeline};

/// How deep the keys of maps are offered.
const MOST_LEVELS: usize = 3;

/// How many keys of a map are offered.
const MOST_KEYS: usize = 100;

/// A shell with its session.
pub(crate) struct Shell {
    pub(crate) plan: Plan,
    pub(crate) world: World,
    session: Rc<RefCell<Option<Session>>>,
    pub(crate) watch: Watch,
    pub(crate) entered: Entered,
    /// For the text of commands.
    pub(crate) paint: Paint,
    /// Does somebody type?
    is_terminal: bool,
    /// Has anything failed?
    pub(crate) has_failed: bool,
}

/// What comes after an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Then {
    GoOn,
    /// The shell ends; with this exit code, if an input says so.
    End(Option<u8>),
}

/// What is shown of an input that has worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    Value,
    Nothing,
}

impl Shell {
    /// One that begins with an empty session.
    ///
    /// # Errors
    /// If the system has no thread to give.
    pub(crate) fn new(plan: Plan, watch: Watch, is_terminal: bool) -> Result<Self, ScriptError> {
        let (world, session) = plan.open()?;
        watch.set_everything(world.interpreter.stop_handle());
        let is_coloured =
            colours::wanted_here(std::io::IsTerminal::is_terminal(&std::io::stdout()));
        let paint = if is_coloured {
            Paint::Colours
        } else {
            Paint::Plain
        };
        Ok(Shell {
            plan,
            world,
            session: Rc::new(RefCell::new(Some(session))),
            watch,
            entered: Entered::default(),
            paint,
            is_terminal,
            has_failed: false,
        })
    }

    /// Runs all that `reader` gives, and returns the exit code.
    pub(crate) fn run(mut self, mut reader: Reader) -> u8 {
        let mut said = None;
        while self.watch.ended_by().is_none() {
            reader.note_names(|| self.own_names());
            let is_complete = self.is_complete();
            let read = self.watch.reading(|| reader.read(is_complete));
            let then = match read {
                Read::Input(text) => self.input(&text),
                Read::Interrupted => Then::GoOn,
                Read::End => Then::End(None),
                Read::HungUp => {
                    self.world
                        .interpreter
                        .stop_handle()
                        .stop_because("the terminal was closed");
                    Then::End(Some(HUNG_UP))
                }
            };
            if let Then::End(code) = then {
                said = code;
                break;
            }
        }
        self.leave(said)
    }

    /// Ends the shell, and returns the exit code; an input may have said which.
    pub(crate) fn leave(mut self, said: Option<u8>) -> u8 {
        let is_ended_well = self.end();
        let failed = (!self.is_terminal && (self.has_failed || !is_ended_well)).then_some(FAILED);
        self.watch.ended_by().or(said).or(failed).unwrap_or(0)
    }

    fn is_complete(&self) -> IsComplete {
        let session = self.session.clone();
        Box::new(move |text| {
            let session = session.borrow();
            session
                .as_ref()
                .is_none_or(|session| session.is_complete(text))
        })
    }

    fn input(&mut self, text: &str) -> Then {
        if let Some(command) = text.trim().strip_prefix(':') {
            return self.command(command);
        }
        if tokens(text).iter().all(|token| token.what == What::Comment) {
            return Then::GoOn;
        }
        let word = text.trim();
        if let Some(meant) = meant(word) {
            let name = word.trim_end_matches("()");
            let is_own = self.with_session(|session| {
                session.variables().iter().any(|own| own.name == name)
                    || session.functions().iter().any(|own| own.name == name)
            });
            if !is_own {
                return self.refuse(&format!("there is no '{word}' here; {meant}"));
            }
        }
        self.statements(text, Shown::Value)
    }

    /// Runs statements, and shows what they come to.
    pub(crate) fn statements(&mut self, text: &str, shown: Shown) -> Then {
        let outcome = self.evaluate(text);
        match outcome {
            Ok(value) => {
                let has_value = !value.is_unit();
                self.entered.add(text, has_value);
                if has_value {
                    if shown == Shown::Value && !is_silent(text) {
                        self.say(&self.shown(&value));
                    }
                    self.with_session(|session| session.define(LAST_VALUE, value));
                }
                Then::GoOn
            }
            Err(error) => self.failed(&error),
        }
    }

    /// Runs statements, which Ctrl-C stops.
    fn evaluate(&mut self, text: &str) -> Result<Dynamic, ScriptError> {
        let mut session = self.session.borrow_mut();
        let Some(session) = &mut *session else {
            return Ok(Dynamic::UNIT);
        };
        let handle = session.handle();
        if let Some(keyboard) = &self.plan.keyboard {
            keyboard.set_running(true);
        }
        let outcome = self.watch.running(handle, || session.run(text));
        if let Some(keyboard) = &self.plan.keyboard {
            keyboard.set_running(false);
        }
        outcome
    }

    /// Runs statements and says how long that took.
    pub(crate) fn timed(&mut self, text: &str) -> Then {
        let began = host::now();
        let then = self.statements(text, Shown::Value);
        let took = host::now().saturating_sub(began).as_secs_f64();
        self.say(&format!("{took:.3} s"));
        then
    }

    fn failed(&mut self, error: &ScriptError) -> Then {
        if let Some(code) = error.exit_code() {
            return Then::End(Some(code));
        }
        if self.watch.ended_by().is_some() {
            return Then::End(None);
        }
        self.has_failed = true;
        if error.kind() == ScriptErrorKind::Interrupted && self.is_terminal {
            // The terminal has shown a ^C, and the cursor stands behind it.
            self.say("");
        }
        self.show_error(error);
        if error.kind() == ScriptErrorKind::BrokenPipe {
            return Then::End(Some(0));
        }
        Then::GoOn
    }

    fn show_error(&self, error: &ScriptError) {
        if error.kind() == ScriptErrorKind::BrokenPipe {
            return;
        }
        let hint = api::hint(error).map(|hint| hint.replace("futures api", ":help"));
        let text = report::of_script_error(
            error,
            &self.plan.script,
            hint.as_deref(),
            report::is_coloured(),
        );
        self.plan.screen.complain(&text);
    }

    /// Writes a line, or several.
    pub(crate) fn say(&self, text: &str) {
        self.plan.screen.print(text);
    }

    /// Says what is wrong with what was typed.
    pub(crate) fn refuse(&mut self, why: &str) -> Then {
        self.has_failed = true;
        self.plan.screen.complain(&report::of_failure(why));
        Then::GoOn
    }

    /// The value as it is shown.
    fn shown(&self, value: &Dynamic) -> String {
        let session = self.session.borrow();
        let leaf = |value: &Dynamic| {
            session
                .as_ref()
                .map_or_else(String::new, |session| session.show(value))
        };
        let show = Show {
            width: timeline::columns(),
            leaf: &leaf,
        };
        show.shown(value)
    }

    /// The value in a line of a table.
    pub(crate) fn shown_in_line(&self, value: &Dynamic) -> String {
        let session = self.session.borrow();
        let leaf = |value: &Dynamic| {
            session
                .as_ref()
                .map_or_else(String::new, |session| session.show(value))
        };
        let show = Show {
            width: timeline::columns(),
            leaf: &leaf,
        };
        show.in_one_line(value)
    }

    /// Asks the session something.
    pub(crate) fn with_session<R: Default>(&self, ask: impl FnOnce(&mut Session) -> R) -> R {
        let mut session = self.session.borrow_mut();
        session.as_mut().map_or_else(R::default, ask)
    }

    /// Begins anew. What ran is stopped.
    pub(crate) fn clear(&mut self) -> Then {
        self.world.interpreter.stop_handle().stop_because("cleared");
        let old = self.session.take();
        // It has been stopped, and what is left of it need not be told.
        drop(old);
        match self.plan.open() {
            Ok((world, session)) => {
                self.watch.set_everything(world.interpreter.stop_handle());
                self.world = world;
                self.session.replace(Some(session));
                self.entered = Entered::default();
                Then::GoOn
            }
            Err(error) => {
                self.show_error(&error);
                Then::End(Some(FAILED))
            }
        }
    }

    /// Ends the session: waits for what still runs, and says so. Did it end well?
    fn end(&mut self) -> bool {
        let is_told = self.is_terminal && self.watch.ended_by().is_none();
        let what = if is_told { self.what_runs() } else { None };
        let Some(session) = self.session.take() else {
            return true;
        };
        let ended = self.watch.ending(|| {
            // Only now does Ctrl-C do what this says.
            if let Some(what) = what {
                self.say(&format!("waiting for {what}; Ctrl-C stops that"));
            }
            session.end()
        });
        match ended {
            Err(error) if error.kind() == ScriptErrorKind::Exit => true,
            Err(_) if self.watch.ended_by().is_some() => false,
            Err(error) => {
                if error.kind() == ScriptErrorKind::Interrupted {
                    self.say("");
                }
                self.show_error(&error);
                false
            }
            Ok(()) => true,
        }
    }

    /// The names that the session has made, with the types of what they stand for.
    fn own_names(&self) -> Own {
        let session = self.session.borrow();
        let Some(session) = &*session else {
            return Own::default();
        };
        let variables = session.variables().into_iter();
        let functions = session.functions().into_iter();
        Own {
            variables: variables
                .map(|variable| (variable.name, type_of(session, &variable.value, 0)))
                .collect(),
            functions: functions
                .map(|function| {
                    let usage = format!("{}({})", function.name, function.params.join(", "));
                    (function.name, usage)
                })
                .collect(),
        }
    }
}

/// What to type instead of a word that other shells know.
fn meant(word: &str) -> Option<&'static str> {
    match word {
        "quit" | "quit()" | "exit" => Some("':quit' or Ctrl-D ends the shell"),
        "help" | "help()" => Some("':help' lists the commands"),
        "_" => Some("the last value is called 'ans'"),
        _ => None,
    }
}

/// The type of a value, as the reference calls it.
fn type_of(session: &Session, value: &Dynamic, level: usize) -> Type {
    let name = session.type_name(value);
    let mut found = Type::of_word(reference_name(&name));
    if let Some(map) = value.read_lock::<futures_script::rhai::Map>()
        && level < MOST_LEVELS
    {
        let keys = map.iter().take(MOST_KEYS);
        found.keys = keys
            .map(|(key, value)| (key.to_string(), type_of(session, value, level + 1)))
            .collect();
    }
    found
}

/// What the reference calls a type that scripts call so.
fn reference_name(name: &str) -> &str {
    match name {
        "integer" => "int",
        "character" => "char",
        other => other,
    }
}

/// Does it end with a semicolon, behind which no value is wanted?
fn is_silent(text: &str) -> bool {
    let all = tokens(text);
    let last = all.iter().rfind(|token| token.what != What::Comment);
    last.is_some_and(|last| last.text == ";")
}
