//! Maps as resources of `with`: `#{enter: || …, exit: |error| …}`, Python's `__enter__` and `__exit__`.
//!
//! Both are optional, but one must be there. The block's name stands for what `enter` returns, or for the map if there
//! is no `enter`. `exit` may take what the block has thrown (`()` if nothing); if it returns `true`, and only then, that
//! goes no further. In both, `this` is a copy of the map that they share.

use std::sync::Arc;

use futures_core::host::Lock;
use rhai::{
    Dynamic, EvalAltResult, EvalContext, FnPtr, GlobalRuntimeState, Map, NativeCallContext,
    Position,
};

use crate::complaint::{Complaint, Unheard};
use crate::current;
use crate::error::{ScriptErrorKind, ScriptResult, fail, from_engine};
use crate::language::with::{Left, Resource};
use crate::run::Run;
use crate::started::Ended;
use crate::values::definition;

/// A map in use.
pub(super) struct MapResource {
    run: Arc<Run>,
    global: GlobalRuntimeState,
    /// What `this` is; changed by the functions.
    this: Lock<Dynamic>,
    enter: Option<FnPtr>,
    exit: Option<FnPtr>,
}

impl MapResource {
    /// `None` if the map has neither function.
    pub(super) fn new(
        context: &EvalContext<'_, '_, '_, '_, '_, '_>,
        value: &Dynamic,
    ) -> ScriptResult<Option<Self>> {
        let functions = value.read_lock::<Map>().map(|map| {
            let function = |name: &str| {
                let function = map.get(name)?.read_lock::<FnPtr>()?.clone();
                Some(function)
            };
            (function("enter"), function("exit"))
        });
        let Some((enter, exit)) = functions else {
            return Ok(None);
        };
        if enter.is_none() && exit.is_none() {
            return Ok(None);
        }
        let resource = MapResource {
            run: current::run()?,
            global: context.global_runtime_state().clone(),
            this: Lock::new(value.clone()),
            enter,
            exit,
        };
        resource.check("enter", resource.enter.as_ref(), 0)?;
        resource.check("exit", resource.exit.as_ref(), 1)?;
        Ok(Some(resource))
    }

    /// Refuses a function that wants more than it will be given.
    fn check(&self, name: &str, function: Option<&FnPtr>, most: usize) -> ScriptResult<()> {
        let n_parameters = function.map_or(0, |function| self.n_parameters(function));
        if n_parameters <= most {
            return Ok(());
        }
        let given = match most {
            0 => "no argument",
            _ => "one argument, what the block has thrown",
        };
        let text = format!("with: `{name}` is given {given}, but takes {n_parameters}");
        Err(fail(ScriptErrorKind::Type, text))
    }

    fn call(
        &self,
        function: &FnPtr,
        arguments: &mut [Dynamic],
        at: Position,
    ) -> ScriptResult<Dynamic> {
        let context = NativeCallContext::new_with_all_fields(
            self.run.engine(),
            "with",
            self.global.source(),
            &self.global,
            at,
        );
        let mut this = self.this.lock().clone();
        let outcome = function.call_raw(&context, Some(&mut this), arguments);
        *self.this.lock() = this;
        outcome
    }

    /// Tells that the clean-up did not come to its end, if it was stopped: what it was to put in order is not.
    fn complain_of_cut(&self, error: &EvalAltResult) {
        if let EvalAltResult::ErrorTerminated(..) = error {
            let source = self.global.source().unwrap_or_default();
            let (why, error) = (Unheard::CutOff, from_engine(error, source));
            self.run.complain(&Complaint::Failure { why, error });
        }
    }

    fn n_parameters(&self, function: &FnPtr) -> usize {
        let definition = definition(&self.global.lib, function.fn_name());
        definition.map_or(0, |definition| {
            definition
                .params
                .len()
                .saturating_sub(function.curry().len())
        })
    }
}

impl Resource for MapResource {
    fn enter(&self, at: Position) -> ScriptResult<Option<Dynamic>> {
        self.enter
            .as_ref()
            .map(|enter| self.call(enter, &mut [], at))
            .transpose()
    }

    fn leave(&self, _: Ended, thrown: Option<Dynamic>, at: Position) -> ScriptResult<Left> {
        let Some(exit) = &self.exit else {
            return Ok(Left::Throwing);
        };
        current::look(at).inspect_err(|error| self.complain_of_cut(error))?;
        let has_thrown = thrown.is_some();
        let mut arguments = vec![thrown.unwrap_or_default()];
        arguments.truncate(self.n_parameters(exit));
        let result = self
            .call(exit, &mut arguments, at)
            .inspect_err(|error| self.complain_of_cut(error))?;
        // As in Python, there is nothing to stop on a `return` or `break`; and nobody catches an `exit(n)`.
        Ok(if has_thrown && result.as_bool() == Ok(true) {
            Left::Caught
        } else {
            Left::Throwing
        })
    }
}
