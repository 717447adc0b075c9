//! `with RESOURCE as NAME { … }` and `with RESOURCE { … }`: what the block used is ended on every way out of it.

use rhai::{Dynamic, EvalAltResult, EvalContext, Expression, ImmutableString, Position};

use crate::error::{ScriptErrorKind, ScriptResult, fail};
use crate::language::Definitions;
use crate::language::pool::Pool;
use crate::run::Ended;
use crate::variables::WithNames;

/// Something whose use has an end.
pub(super) trait Resource {
    /// Ends the use; `at` is where the resource stands in the script.
    ///
    /// # Errors
    /// If the end failed, or waiting for it was cut short.
    fn leave(&self, ended: Ended, at: Position) -> ScriptResult<()>;
}

pub(super) fn define(language: &mut Definitions<'_>) {
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
    fn leave(mut self, ended: Ended) -> ScriptResult<()> {
        self.0
            .take()
            .map_or(Ok(()), |resource| resource.leave(ended, self.1))
    }
}

impl Drop for InUse {
    fn drop(&mut self) {
        if let Some(resource) = self.0.take() {
            // The panic goes on and is what will be reported.
            let _ = resource.leave(Ended::Badly, self.1);
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
    let left = in_use.leave(ended);
    // What the block failed with is the cause of whatever failed at its end.
    outcome.and_then(|value| left.map(|()| value))
}

fn resource(
    context: &EvalContext<'_, '_, '_, '_, '_, '_>,
    value: &Dynamic,
    at: Position,
) -> ScriptResult<Box<dyn Resource>> {
    if let Some(pool) = value.read_lock::<Pool>() {
        return Ok(Box::new(pool.clone()));
    }
    let type_name = context.engine().map_type_name(value.type_name());
    let mut error = fail(
        ScriptErrorKind::Type,
        format!("with needs a pool, not a value of type {type_name}"),
    );
    error.set_position(at);
    Err(error)
}
