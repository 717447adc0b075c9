//! `with RESOURCE as NAME { … }` and `with RESOURCE { … }`: what the block used is ended on every way out of it.

use std::sync::Arc;

use rhai::{Dynamic, EvalAltResult, EvalContext, Expression, ImmutableString, Map, Position};

use crate::complaint::Unheard;
use crate::current;
use crate::ending::UnderWay;
use crate::error::{ScriptError, ScriptErrorKind, ScriptResult, fail, from_engine};
use crate::language::Definitions;
use crate::language::lock::ScriptLock;
use crate::language::pool::Pool;
use crate::language::semaphore::Semaphore;
use crate::language::with_map::MapResource;
use crate::reference::{Entry, Section};
use crate::run::Run;
use crate::started::Ended;
use crate::started::Started;
use crate::values::{closest, with_article};
use crate::variables::WithNames;

/// Something whose use has an end.
pub(super) trait Resource {
    /// Begins the use; returns what the block's name stands for, if that is not the resource itself.
    ///
    /// # Errors
    /// If it cannot begin, or waiting for it was cut short.
    fn enter(&self, at: Position) -> ScriptResult<Option<Dynamic>> {
        let _ = at;
        Ok(None)
    }

    /// Ends the use; `thrown` is what the block has thrown, and `at` where the resource stands in the script.
    ///
    /// # Errors
    /// If the end failed, or waiting for it was cut short.
    fn leave(&self, ended: Ended, thrown: Option<Dynamic>, at: Position) -> ScriptResult<Left>;

    /// What its end waits for, if that is something that the script has started.
    fn started(&self) -> Option<Arc<dyn Started>> {
        None
    }
}

/// What becomes of what a block has thrown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Left {
    /// It goes on.
    Throwing,
    /// The resource has dealt with it.
    Caught,
}

const ENTRIES: &[Entry] = &[
    Entry::syntax(
        Section::Language,
        &["with"],
        &["with RESOURCE as NAME { … }", "with RESOURCE { … }"],
        "Uses a resource for a block, and ends its use on every way out of it.",
    )
    .details(
        "A pool is shut down at the end of the block, which waits for its tasks; if the block throws, those that have not \
         begun are cancelled first. A lock or a semaphore is taken before the block and given back after it. The value \
         of the block is the value of the `with`.\n\n\
         Anything else is a map with a function `enter`, whose result the name stands for, or `exit`, which is called at \
         the end with what was thrown, or `()`; if it returns `true`, that goes no further.",
    )
    .errors(&[("TypeError", "the resource is nothing of that kind")])
    .example(
        r#"
let doubled = with thread_pool(2) as pool {
    gather([1, 2].map(|n| pool.submit(|| n * 2)))
};
print(doubled);

let timer = #{
    enter: || { print("begin"); "T" },
    exit: |e| { print(if e == () { "well" } else { `badly: ${e}` }); true },
};
with timer as name { print(name); throw "stop"; }"#,
        "[2, 4]\nbegin\nT\nbadly: stop",
    )
    .python("with ThreadPoolExecutor(2) as pool:"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    let names = language.with_names.clone();
    language.engine.register_custom_syntax_with_state_raw(
        "with",
        move |symbols, next, _| Ok(next_symbol(&names, symbols, next)),
        true,
        |context, inputs, _| with(context, inputs),
    );
}

/// What must follow the symbols read so far, of which `next` is the first one not read; `None` at the end.
fn next_symbol(
    names: &WithNames,
    symbols: &[ImmutableString],
    next: &str,
) -> Option<ImmutableString> {
    let block = ImmutableString::from("$block$");
    match symbols {
        [_with] => Some("$expr$".into()),
        [_with, _resource] if next == "as" => Some("as".into()),
        [_with, _resource] => Some(block),
        [_with, _resource, _as] if **_as == *"as" => Some("$ident$".into()),
        [_with, _resource, _as, name] => {
            names.lock().insert(name.clone());
            Some(block)
        }
        _ => None,
    }
}

/// Ends the use of a resource also when the block panics.
struct InUse(Option<Box<dyn Resource>>, Position);

impl InUse {
    /// If the end may take long, notes for whom `error` is interesting meanwhile.
    fn begin_ending<'a>(
        &self,
        run: &'a Run,
        error: impl FnOnce() -> ScriptError,
    ) -> Option<UnderWay<'a>> {
        let started = self.0.as_ref()?.started()?;
        Some(run.begin_ending(vec![started], error()))
    }

    fn leave(mut self, ended: Ended, thrown: Option<Dynamic>) -> ScriptResult<Left> {
        self.0.take().map_or(Ok(Left::Throwing), |resource| {
            resource.leave(ended, thrown, self.1)
        })
    }
}

impl Drop for InUse {
    fn drop(&mut self) {
        if let Some(resource) = self.0.take() {
            // The panic goes on and is what will be reported.
            let _ = resource.leave(Ended::Badly, None, self.1);
        }
    }
}

fn with(
    context: &mut EvalContext<'_, '_, '_, '_, '_, '_>,
    inputs: &[Expression<'_>],
) -> ScriptResult<Dynamic> {
    let [expression, name @ .., block] = inputs else {
        return Err(fail(
            ScriptErrorKind::Syntax,
            "`with` needs a resource and a block",
        ));
    };
    let at = expression.position();
    let value = context.eval_expression_tree(expression)?.flatten();
    let resource = resource(context, &value, at)?;
    let value = resource.enter(at)?.unwrap_or(value);
    let n_variables = context.scope().len();
    if let Some(name) = name.first().and_then(Expression::get_string_value) {
        context.scope_mut().push_dynamic(name.to_owned(), value);
    }
    let in_use = InUse(Some(resource), at);
    let outcome = context.eval_expression_tree(block);
    context.scope_mut().rewind(n_variables);
    let ended = match &outcome {
        Ok(_) => Ended::Well,
        Err(error) => match **error {
            EvalAltResult::Return(..) | EvalAltResult::LoopBreak(..) => Ended::Well,
            _ => Ended::Badly,
        },
    };
    let thrown = match (&outcome, ended) {
        (Err(error), Ended::Badly) => thrown(context, error),
        _ => None,
    };
    let run = current::run()?;
    let under_way = match (&outcome, ended) {
        (Err(error), Ended::Badly) => in_use.begin_ending(&run, || {
            from_engine(error, context.source().unwrap_or_default())
        }),
        _ => None,
    };
    let left = in_use.leave(ended, thrown);
    drop(under_way);
    match (outcome, left) {
        (Ok(value), Ok(_)) => Ok(value),
        (Ok(_), Err(error)) => Err(error),
        (Err(_), Ok(Left::Caught)) => Ok(Dynamic::UNIT),
        (Err(error), Ok(Left::Throwing)) => Err(error),
        // What the block failed with is the cause, and goes on; what failed at its end would be lost.
        (Err(error), Err(second)) => {
            let source = context.source().unwrap_or_default();
            let second = from_engine(&second, source);
            if second.kind() != ScriptErrorKind::Interrupted {
                run.complain_of(Unheard::EndOfWith, second);
            }
            Err(error)
        }
    }
}

/// What `catch` would catch; `None` if it would not.
fn thrown(context: &EvalContext<'_, '_, '_, '_, '_, '_>, error: &EvalAltResult) -> Option<Dynamic> {
    match error.unwrap_inner() {
        EvalAltResult::ErrorRuntime(value, _) => Some(value.clone()),
        _ if error.is_catchable() => {
            let source = context.source().unwrap_or_default();
            Some(Dynamic::from(from_engine(error, source)))
        }
        _ => None,
    }
}

fn resource(
    context: &EvalContext<'_, '_, '_, '_, '_, '_>,
    value: &Dynamic,
    at: Position,
) -> ScriptResult<Box<dyn Resource>> {
    if let Some(pool) = Pool::in_value(value) {
        return Ok(Box::new(pool));
    }
    if let Some(lock) = value.read_lock::<ScriptLock>() {
        return Ok(Box::new(lock.clone()));
    }
    if let Some(semaphore) = value.read_lock::<Semaphore>() {
        return Ok(Box::new(semaphore.clone()));
    }
    let throw_at = |mut error: Box<EvalAltResult>| {
        error.set_position(at);
        error
    };
    if let Some(map) = MapResource::new(context, value).map_err(throw_at)? {
        return Ok(Box::new(map));
    }
    let given = with_article(context.engine().map_type_name(value.type_name()));
    let misspelt = value.read_lock::<Map>().and_then(|map| {
        let mut keys = map.keys();
        keys.find_map(|key| Some((key.to_string(), closest(key, ["enter", "exit"])?)))
            .filter(|(key, meant)| key != meant)
    });
    let missing = match misspelt {
        Some((key, meant)) => format!(" with `{key}`; did you mean `{meant}`?"),
        None if value.is_map() => " without either".to_owned(),
        None => String::new(),
    };
    Err(throw_at(fail(
        ScriptErrorKind::Type,
        format!(
            "with: a pool, a lock, a semaphore or a map with a function `enter` or `exit` is needed, \
             not {given}{missing}"
        ),
    )))
}
