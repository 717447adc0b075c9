//! Whatever a `for` loop can walk through, as arguments.

use rhai::{Array, Dynamic, EvalAltResult, NativeCallContext, Position, Scope};

use crate::current;
use crate::error::ScriptResult;
use crate::values::{Row, type_name, wrong_type, wrong_value};

/// How many items a native keeps at once. More would need so much memory that the process could be ended for it, which
/// no script could catch; fewer would refuse what fits.
pub(crate) const MOST_ITEMS: usize = 100_000_000;

/// How many pairs; each is an array of its own, which takes several times the memory of an item.
pub(crate) const MOST_PAIRS: usize = MOST_ITEMS / 10;

/// How many items count as one operation of the run. To make an item takes far less time than most operations.
const ITEMS_PER_OPERATION: usize = 1024;

/// The items of an input, one at a time. Each looks at whether to stop.
pub(crate) struct Items {
    source: Source,
    taken: usize,
    at: Position,
}

enum Source {
    Row(Row),
    Array(std::vec::IntoIter<Dynamic>),
}

impl Items {
    /// How many are left.
    pub(crate) fn len(&self) -> u128 {
        match &self.source {
            Source::Row(row) => row.len(),
            Source::Array(array) => array.len() as u128,
        }
    }

    /// All of them; `most` is how many may be kept, of what is called `what`.
    ///
    /// # Errors
    /// If there are more.
    pub(crate) fn at_most(
        self,
        context: &NativeCallContext<'_>,
        most: usize,
        what: &str,
    ) -> ScriptResult<Self> {
        fits(context, self.len(), most, what)?;
        Ok(self)
    }
}

impl Iterator for Items {
    type Item = ScriptResult<Dynamic>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = match &mut self.source {
            Source::Row(row) => Dynamic::from(row.next()?),
            Source::Array(array) => array.next()?,
        };
        let look = if self.taken.is_multiple_of(ITEMS_PER_OPERATION) {
            current::go_on(self.at)
        } else {
            current::look(self.at)
        };
        self.taken += 1;
        Some(look.map(|()| next))
    }
}

/// Refuses to keep more than `most` of what is called `what`.
///
/// # Errors
/// If there are that many.
pub(crate) fn fits(
    context: &NativeCallContext<'_>,
    len: u128,
    most: usize,
    what: &str,
) -> ScriptResult<()> {
    if len <= most as u128 {
        return Ok(());
    }
    let text = format!("{len} {what} are too many to keep at once; the most is {most}");
    Err(wrong_value(context, &text))
}

/// Everything that a `for` loop over `input` yields.
///
/// # Errors
/// If nothing can walk through it, a step fails, or it is more than can be kept.
pub(crate) fn items(context: &NativeCallContext<'_>, input: Dynamic) -> ScriptResult<Array> {
    let items = walk(context, input)?.at_most(context, MOST_ITEMS, "items")?;
    match items.source {
        Source::Array(array) => Ok(array.collect()),
        Source::Row(_) => items.collect(),
    }
}

/// Walks through `input` as a `for` loop does.
///
/// # Errors
/// If nothing can walk through it, or a step fails.
pub(crate) fn walk(context: &NativeCallContext<'_>, input: Dynamic) -> ScriptResult<Items> {
    let at = context.call_position();
    let source = match input.flatten().try_cast_result::<Array>() {
        Ok(array) => Source::Array(array.into_iter()),
        Err(input) => match Row::of(&input) {
            Some(row) => Source::Row(row),
            None => Source::Array(collect(context, input)?.into_iter()),
        },
    };
    Ok(Items {
        source,
        taken: 0,
        at,
    })
}

/// What the engine finds in `input`.
fn collect(context: &NativeCallContext<'_>, input: Dynamic) -> ScriptResult<Array> {
    let given = type_name(context, &input);
    let mut scope = Scope::new();
    scope.push_dynamic("input", input);
    let walk = "let items = []; for item in input { items.push(item) } items";
    context
        .engine()
        .eval_with_scope(&mut scope, walk)
        .map_err(|error| match *error {
            EvalAltResult::ErrorFor(_) => wrong_type(
                context,
                &format!("items must be something that `for` can walk through, such as an array or a range, not {given}"),
            ),
            _ => error,
        })
}
