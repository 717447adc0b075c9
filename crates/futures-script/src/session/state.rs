//! What one input of a session leaves to the next: its variables, constants and functions.

use std::collections::BTreeSet;
use std::sync::{PoisonError, RwLock};

use rhai::{Caches, Dynamic, Scope};

use crate::constants::Live;
use crate::error::{ScriptError, from_engine};
use crate::interpreter;
use crate::known::OwnNames;
use crate::modules::{Input, Inputs, Shelf};
use crate::run::Run;

/// What the inputs so far have left.
pub(super) struct State {
    pub(super) inputs: Inputs,
    pub(super) variables: Scope<'static>,
    /// The constants, as functions see them.
    constants: Live,
}

impl State {
    /// That of a session that is about to begin.
    pub(super) fn new(source: &str) -> Self {
        State {
            inputs: Inputs::new(source),
            variables: Scope::new(),
            constants: Live::default(),
        }
    }

    /// Runs an input on the calling thread, which is that of the session.
    ///
    /// # Errors
    /// What it throws, or that it is no script. What it has done until then is done.
    pub(super) fn evaluate(&mut self, run: &Run, text: &str) -> Result<Dynamic, ScriptError> {
        let input = self
            .inputs
            .add(run.engine(), text, || Shelf::of(run.import_from()))?;
        run.add_own_names(OwnNames::of(&input.ast));
        let outcome = self.run_statements(run, &input);
        self.settle();
        self.inputs.note_end(&input);
        outcome
    }

    fn run_statements(&mut self, run: &Run, input: &Input) -> Result<Dynamic, ScriptError> {
        let engine = run.engine();
        let mut global = engine.new_global_runtime_state();
        global.source = Some(run.source().into());
        global.lib.push(self.inputs.library().clone());
        global.constants = Some(self.constants.clone());
        #[expect(
            deprecated,
            reason = "the only way to run statements with the functions and constants of the inputs before"
        )]
        let value = engine.eval_statements_raw(
            &mut global,
            &mut Caches::new(),
            &mut self.variables,
            input.ast.statements(),
        );
        let value = value.map_err(|error| from_engine(&error, run.source()));
        value.and_then(interpreter::value_of_script)
    }

    /// Lets go of variables that others have taken the names of, and makes all constants those of functions, too.
    fn settle(&mut self) {
        if self.has_shadowed() {
            self.forget_shadowed();
        }
        // Where there are functions the engine does so itself.
        if self.inputs.library().is_empty() {
            self.publish_constants();
        }
    }

    fn has_shadowed(&self) -> bool {
        let mut known = BTreeSet::new();
        let mut names = self.variables.iter_raw().map(|(name, ..)| name);
        !names.all(|name| known.insert(name))
    }

    /// No input can name them any more, and a closure that has captured one holds it itself.
    fn forget_shadowed(&mut self) {
        let all: Vec<_> = std::mem::take(&mut self.variables).into_iter().collect();
        let mut known = BTreeSet::new();
        let mut kept: Vec<(String, Dynamic)> = Vec::new();
        for (name, value, _) in all.into_iter().rev() {
            if known.insert(name.clone()) {
                kept.push((name, value));
            }
        }
        for (name, value) in kept.into_iter().rev() {
            // It stays a constant if it was one.
            self.variables.push_dynamic(name, value);
        }
    }

    fn publish_constants(&mut self) {
        let mut constants = {
            let known = self.constants.read();
            known.unwrap_or_else(PoisonError::into_inner).clone()
        };
        for (name, is_constant, value) in self.variables.iter_raw() {
            if is_constant {
                constants.insert(name.into(), value.flatten_clone());
            }
        }
        // Another map: each thread keeps the copy that it has made of this one.
        self.constants = Live::new(RwLock::new(constants));
    }
}
