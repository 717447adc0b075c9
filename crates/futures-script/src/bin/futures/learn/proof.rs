//! The proof of one exercise: unsolved it fails, wrong solutions are rejected with the hint that fits, its solution holds.

use std::fmt::Write as _;

use futures_core::ErrorKind;
use futures_script::{ScriptError, ScriptErrorKind, closest};

use crate::learn::attempt::Way;
use crate::learn::check::{Check, Words};
use crate::learn::course::{Course, Exercise, Text, WRONG};
use crate::learn::facts::misspelt;
use crate::learn::info::INFO;
use crate::learn::stops::Stops;
use crate::learn::todo::Todo;
use crate::learn::trial::{Outcome, Trial, Wrong};
use crate::script::Script;

/// How many wrong solutions an exercise has at least.
const LEAST_WRONG: usize = 2;

/// What the first line of a wrong solution begins with.
const HINT: &str = "//! hint:";

/// What came out about an exercise.
#[derive(Clone, Debug, Default)]
pub(crate) struct Proof {
    pub(crate) name: String,
    /// What is wrong with the exercise; nothing if it is proved.
    pub(crate) faults: Vec<String>,
    /// What a learner is told of each script that must fail.
    pub(crate) words: String,
    pub(crate) n_wrong: usize,
    pub(crate) schedules: u64,
}

/// Proves an exercise.
pub(crate) fn prove(
    course: &Course,
    exercise: &Exercise,
    files: &[String],
    stops: &Stops,
) -> Proof {
    let mut prover = Prover {
        course,
        exercise,
        stops,
        proof: Proof {
            name: exercise.name.clone(),
            schedules: exercise.schedules,
            ..Proof::default()
        },
        is_check_broken: false,
    };
    prover.title_and_hint();
    if let Some(fault) = prover.no_files(files) {
        prover.fault(fault);
        return prover.proof;
    }
    let texts = [Text::Exercise, Text::Check, Text::Solution];
    let [unsolved, check, solution] = texts.map(|which| prover.text(which));
    let wrong = prover.wrong_ones(files);
    let (Some(unsolved), Some(check), Some(solution)) = (unsolved, check, solution) else {
        return prover.proof;
    };
    prover.texts(&unsolved, &solution);
    let check = Check::new(check, stops);
    prover.unsolved(&unsolved, &check);
    for (path, script, hint) in &wrong {
        prover.wrong(path, script, hint, &check);
    }
    if !prover.is_check_broken {
        prover.solution(&solution, &check);
    }
    prover.proof
}

struct Prover<'a> {
    course: &'a Course,
    exercise: &'a Exercise,
    stops: &'a Stops,
    proof: Proof,
    /// Has the check failed itself? It is asked no more then: it would take as long once more, and say the same.
    is_check_broken: bool,
}

impl Prover<'_> {
    fn title_and_hint(&mut self) {
        for (key, value) in [
            ("title", &self.exercise.title),
            ("hint", &self.exercise.hint),
        ] {
            if value.trim().is_empty() {
                self.fault(format!("its `{key}` in info.toml is empty"));
            }
        }
    }

    /// What is said if nothing in the folder has the name of the exercise: that is one fault, not one of each file.
    fn no_files(&self, files: &[String]) -> Option<String> {
        let name = &self.exercise.name;
        let texts = [Text::Exercise, Text::Check, Text::Solution];
        if texts.iter().any(|which| files.contains(&which.path(name))) {
            return None;
        }
        let known = files.iter().filter_map(|path| {
            let other = path.strip_suffix(".rhai")?;
            (!other.contains('/') && self.course.number(other) == 0).then_some(other)
        });
        let help = closest(name, known).map(|meant| format!("; is it {meant}, which is there?"));
        Some(format!(
            "no file has this name of {INFO}: there is no {name}.rhai{}",
            help.unwrap_or_default()
        ))
    }

    fn text(&mut self, which: Text) -> Option<Script> {
        let found = self.course.text(&self.exercise.name, which);
        match found {
            Ok(script) => Some(script),
            Err(trouble) => {
                let what = match which {
                    Text::Exercise => "the exercise",
                    Text::Check => "its check",
                    Text::Solution => "its solution",
                };
                self.fault(format!("{what} is missing: {}", trouble.words()));
                None
            }
        }
    }

    /// The wrong solutions: their paths, texts and hints.
    fn wrong_ones(&mut self, files: &[String]) -> Vec<(String, Script, String)> {
        let folder = format!("{WRONG}/{}/", self.exercise.name);
        let paths = files.iter().filter_map(|path| {
            let name = path.strip_prefix(&folder)?.strip_suffix(".rhai")?;
            (!name.contains('/')).then_some(path)
        });
        let paths: Vec<&String> = paths.collect();
        self.proof.n_wrong = paths.len();
        if paths.len() < LEAST_WRONG {
            let has = match paths.len() {
                0 => "no wrong solutions".to_owned(),
                1 => "only one wrong solution".to_owned(),
                several => format!("only {several} wrong solutions"),
            };
            self.fault(format!("it has {has} in {folder}, and needs {LEAST_WRONG}"));
        }
        let mut found = Vec::new();
        for path in paths {
            match self.course.files().script(path) {
                Err(trouble) => self.fault(format!("{path}: {}", trouble.words())),
                Ok(script) => {
                    let first = script.text.lines().next().unwrap_or_default();
                    match first.strip_prefix(HINT).map(str::trim) {
                        Some(hint) if !hint.is_empty() => {
                            let hint = hint.to_owned();
                            found.push((path.clone(), script, hint));
                        }
                        _ => self.fault(format!(
                            "{path}: its first line must be `{HINT} …`, the hint with which it is to be rejected"
                        )),
                    }
                }
            }
        }
        found
    }

    fn texts(&mut self, unsolved: &Script, solution: &Script) {
        let title = unsolved.text.lines().next().unwrap_or_default();
        if title
            .strip_prefix("//!")
            .is_none_or(|title| title.trim().is_empty())
        {
            self.fault("its first line must be `//! ` and a title".to_owned());
        }
        let n_todos = Todo::all(&unsolved.text).count();
        if n_todos != 1 {
            self.fault(format!(
                "it must have exactly one line with `// TODO: …`, and has {n_todos}"
            ));
        }
        if let Some(todo) = Todo::find(&solution.text) {
            self.fault(format!(
                "its solution still has a TODO, in line {}",
                todo.line
            ));
        }
    }

    fn unsolved(&mut self, script: &Script, check: &Check) {
        match self.trial(script, check) {
            Outcome::Right(_) => self.fault(
                "it passes unsolved: its check has to notice that nothing was done".to_owned(),
            ),
            Outcome::NoScript(error) => self.fault(format!(
                "unsolved, it must be a script that runs: {}",
                in_a_line(&error)
            )),
            Outcome::Wrong(wrong) => {
                self.note_words("as it is at first", &wrong);
                match &wrong.words {
                    None => self.fault(format!(
                        "unsolved, it ends with an error, and its check has nothing to say about that: {}",
                        error_of(&wrong)
                    )),
                    Some(words) => self.empty_words("unsolved", words),
                }
            }
            Outcome::Broken(error) => self.broken("the unsolved exercise", &error),
            Outcome::Stopped => {}
        }
    }

    fn wrong(&mut self, path: &str, script: &Script, hint: &str, check: &Check) {
        if self.is_check_broken {
            return;
        }
        match self.trial(script, check) {
            Outcome::Right(_) => self.fault(format!(
                "{path} is accepted as a solution: its check has to notice what is wrong"
            )),
            Outcome::NoScript(error) => {
                self.fault(format!(
                    "{path} must be a script that runs: {}",
                    in_a_line(&error)
                ));
            }
            Outcome::Wrong(wrong) => {
                self.note_words(path, &wrong);
                match &wrong.words {
                    None => self.fault(format!(
                        "{path} ends with an error, and its check has nothing to say about that: {}",
                        error_of(&wrong)
                    )),
                    Some(words) if words.hint != hint => self.fault(format!(
                        "{path} is rejected with another hint\n  expected: {hint}\n  found:    {}\n  saying:   {}",
                        words.hint, words.message
                    )),
                    Some(words) => self.empty_words(path, words),
                }
            }
            Outcome::Broken(error) => self.broken(path, &error),
            Outcome::Stopped => {}
        }
    }

    fn solution(&mut self, script: &Script, check: &Check) {
        let of_simulation = self.trial(script, check);
        let is_right = matches!(of_simulation, Outcome::Right(_));
        self.solution_is(of_simulation);
        if is_right {
            let trial = Trial {
                script,
                check,
                schedules: self.exercise.schedules,
                stops: self.stops,
            };
            let outcome = trial.run_for_real();
            self.solution_is(outcome);
        }
    }

    fn solution_is(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Right(_) | Outcome::Stopped => {}
            Outcome::NoScript(error) => {
                self.fault(format!("its solution is no script: {}", in_a_line(&error)));
            }
            Outcome::Wrong(wrong) => {
                let place = match wrong.attempt.way {
                    Way::Real => "on real threads".to_owned(),
                    Way::Simulated { schedule: 0 } => "in the first run".to_owned(),
                    Way::Simulated { schedule } => format!("under schedule {schedule}"),
                };
                let mut fault = format!("its solution is rejected {place}");
                if wrong.attempt.error.is_some() {
                    let _ = write!(fault, "\n  error:    {}", error_of(&wrong));
                }
                if let Some(words) = &wrong.words {
                    let _ = write!(
                        fault,
                        "\n  message:  {}\n  hint:     {}",
                        words.message, words.hint
                    );
                }
                self.fault(fault);
            }
            Outcome::Broken(error) => self.broken("its solution", &error),
        }
    }

    fn trial(&self, script: &Script, check: &Check) -> Outcome {
        let trial = Trial {
            script,
            check,
            schedules: self.exercise.schedules,
            stops: self.stops,
        };
        trial.run(&|_| {})
    }

    fn empty_words(&mut self, what: &str, words: &Words) {
        for (which, text) in [("message", &words.message), ("hint", &words.hint)] {
            if text.is_empty() {
                self.fault(format!("{what}: the {which} of its check is empty"));
            }
        }
    }

    fn broken(&mut self, what: &str, error: &ScriptError) {
        self.is_check_broken = true;
        let said = match misspelt(error) {
            Some(words) => format!("{words}{}", place_of(error)),
            None => in_a_line(error),
        };
        self.fault(format!(
            "its check fails itself, asked about {what}: {said}"
        ));
    }

    /// Notes what a learner is told.
    fn note_words(&mut self, what: &str, wrong: &Wrong) {
        let mut told = format!("{what}:\n");
        if wrong.found.is_some() {
            told += "  (not in the first run)\n";
        }
        if let Some(error) = &wrong.attempt.error {
            let _ = writeln!(told, "  error: {}", in_short(error));
        }
        if let Some(words) = &wrong.words {
            let _ = writeln!(told, "  {}\n  Hint: {}", words.message, words.hint);
        }
        self.proof.words += &told;
    }

    fn fault(&mut self, text: String) {
        self.proof.faults.push(text);
    }
}

fn error_of(wrong: &Wrong) -> String {
    let error = wrong.attempt.error.as_ref();
    error.map_or_else(String::new, in_a_line)
}

/// The kind of an error and what it says, without who waits where, which is drawn for the learner.
fn in_short(error: &ScriptError) -> String {
    let message = error.message().lines().next().unwrap_or_default();
    let message = match error.kind() {
        ScriptErrorKind::Task(ErrorKind::Deadlock) => message.split(": ").next(),
        _ => None,
    }
    .unwrap_or(message);
    format!("{}: {message}", error.kind_name())
}

/// The kind of an error, the first line of its message and its place.
fn in_a_line(error: &ScriptError) -> String {
    let message = error.message().lines().next().unwrap_or_default();
    format!("{}: {message}{}", error.kind_name(), place_of(error))
}

fn place_of(error: &ScriptError) -> String {
    let place = error.place().map(|place| format!(", at {place}"));
    place.unwrap_or_default()
}
