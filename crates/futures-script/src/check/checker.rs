//! Checks a script: [`Interpreter::check`].

use std::sync::Arc;

use futures_core::host::{self, Lock, Spawn};
use futures_core::panics;
use rhai::{Dynamic, Engine};

use crate::check::modules::Modules;
use crate::check::program::{Program, Token, TokenKind, lex};
use crate::check::{Finding, KeptKnowledge, Knowledge, Types, allow, rules, syntax};
use crate::error::from_parser;
use crate::interpreter::Interpreter;
use crate::modules::refused_imports;
use crate::settings::Settings;
use crate::{limits, source, statements};

/// A script, and all that findings are computed from.
pub(crate) struct Checked<'a> {
    pub(crate) program: &'a Program,
    pub(crate) modules: &'a Modules,
    pub(crate) knowledge: &'a Knowledge,
    pub(crate) types: &'a Types<'a>,
    engine: &'a Engine,
}

impl Checked<'_> {
    /// Does the engine know a variable or constant of this name that is no part of the language, because a program that
    /// embeds it has added one?
    pub(crate) fn is_known_to_engine(&self, name: &str) -> bool {
        let value = self.engine.eval_expression::<Dynamic>(name);
        value.is_ok_and(|value| !value.is_unit())
    }
}

impl Interpreter {
    /// Looks for what is wrong with the script `text` without running it; what is found, in the order of the places.
    ///
    /// `name` is what the script is called, as for [`run`](Self::run): its path, if it is a file. Imported files are read
    /// from where [`Builder::import_from`](crate::Builder::import_from) says; nothing else is read, and nothing is done.
    ///
    /// What cannot be known for sure is not reported: a method that some value may have, an argument of a type that is
    /// not known. A comment silences the findings of its line, or, where it stands alone, of the next one:
    ///
    /// ```
    /// use futures_script::{Code, Interpreter};
    ///
    /// let interpreter = Interpreter::new();
    /// let text = "let pool = thread_poll(2); // check: allow(unused-variable)";
    /// let findings = interpreter.check("pool.rhai", text);
    /// assert_eq!(findings.len(), 1);
    /// assert_eq!(findings[0].code(), Code::UnknownFunction);
    /// assert_eq!(findings[0].message(), "no function `thread_poll`");
    /// assert_eq!(findings[0].help(), Some("did you mean `thread_pool`?"));
    /// assert_eq!(findings[0].span().first_column(), 12);
    /// ```
    ///
    /// # Panics
    /// If no thread can be started to do it on.
    pub fn check(&self, name: &str, text: &str) -> Vec<Finding> {
        let slot = Arc::new(Lock::new(None));
        let result = slot.clone();
        let (engine, knowledge) = self.for_checks();
        let (name, text) = (name.to_owned(), source::normalize(text));
        let settings = self.settings.clone();
        // The engine's parser is recursive, so it needs the stack that scripts have.
        let spec = Spawn {
            name: "check".to_owned(),
            stack_size: Some(limits::STACK_SIZE),
        };
        let spawned = host::spawn(spec, move || {
            let found = panics::catch(|| check_here(&engine, &settings, &knowledge, &name, &text));
            *result.lock() = Some(found);
        });
        let mut thread = match spawned {
            Ok(thread) => thread,
            Err(error) => panic!("no thread to check the script on: {error}"),
        };
        while let Err(handle) = thread.join() {
            // An interrupt is for whoever waits for something that may never come.
            host::current().clear_interrupt();
            thread = handle;
        }
        let outcome = slot.lock().take();
        match outcome {
            Some(Ok(findings)) => findings,
            Some(Err(panic)) => panic!("the checker panicked: {panic}"),
            None => Vec::new(),
        }
    }
}

fn check_here(
    engine: &Engine,
    settings: &Settings,
    knowledge: &KeptKnowledge,
    name: &str,
    text: &str,
) -> Vec<Finding> {
    let (tokens, comments) = lex(text);
    let parsed = statements::parse(engine, text);
    let import = parsed.as_ref().ok();
    let import = import.and_then(|parsed| refused_imports(&parsed.tokens));
    let mut findings = match (parsed, import) {
        (Ok(_), Some((at, words))) => vec![syntax::refused_import(at, &words, text)],
        (Ok(_), None) => {
            let known = knowledge.lock().clone();
            let known =
                known.unwrap_or_else(|| Arc::new(Knowledge::of(engine, &settings.vocabulary)));
            *knowledge.lock() = Some(known.clone());
            find(engine, settings, &known, &tokens)
        }
        (Err(error), _) => vec![syntax::refused(&from_parser(&error, name, text), text)],
    };
    findings = allow::without_allowed(findings, &comments, |line| line_of_code(&tokens, line));
    findings.sort_by_key(|finding| (finding.span(), finding.code()));
    findings.dedup();
    findings
}

fn find(
    engine: &Engine,
    settings: &Settings,
    knowledge: &Knowledge,
    tokens: &[Token],
) -> Vec<Finding> {
    let Some(mut program) = Program::of(tokens) else {
        return Vec::new();
    };
    let modules = Modules::of(&mut program, engine, &settings.import_from);
    let types = Types::new(&program, knowledge);
    let mut findings = rules::find(&Checked {
        program: &program,
        modules: &modules,
        knowledge,
        types: &types,
        engine,
    });
    findings.extend(modules.findings.iter().cloned());
    findings
}

/// The first line behind `line` in which there is something besides comments.
fn line_of_code(tokens: &[Token], line: usize) -> Option<usize> {
    let behind = tokens
        .iter()
        .filter(|token| token.kind != TokenKind::End)
        .map(|token| token.span.first_line());
    behind.filter(|found| *found > line).min()
}
