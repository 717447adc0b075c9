//! `pool.map(fn, items…, #{timeout, chunksize, buffersize})` and `pool.map_unordered(…)`.

use std::any::TypeId;
use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use futures_core::MapOptions;
use rhai::{Array, Dynamic, INT, NativeCallContext, Position};

use crate::backend::{Item, ItemResults, Order};
use crate::call::{Callee, Role};
use crate::callees::Callees;
use crate::error::{Raise, ScriptResult};
use crate::language::Definitions;
use crate::language::pool::Pool;
use crate::values::{Options, Turns, function, wrong_type};
use crate::{capture, current, values, waiting};

/// How many inputs a map may take its arguments from.
const MAX_INPUTS: usize = 4;

/// What a map gives to a script: the results, one at a time.
#[derive(Clone)]
struct Results(Turns<ItemResults>);

impl Iterator for Results {
    type Item = ScriptResult<Dynamic>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.0.take("this map()", |results| {
            let is_ready = results.is_ready();
            let mut next = || results.next().transpose();
            if is_ready {
                next().map_err(|error| error.raise_at(Position::NONE))
            } else {
                waiting::wait_at(Position::NONE, None, next)
            }
        });
        next.and_then(|next| next).transpose()
    }
}

pub(super) fn define(language: &mut Definitions<'_>) {
    language.handle::<Results>("Results");
    language.iterator::<Results>();
    language.function("to_array", |results: &mut Results| -> ScriptResult<Array> {
        results.clone().collect()
    });
    language.shown_as(|_: &Results| "<Results>".to_owned());
    for (name, order) in [("map", Order::Input), ("map_unordered", Order::Completion)] {
        language.variadic(
            name,
            &[TypeId::of::<Pool>()],
            2..=2 + MAX_INPUTS,
            move |context, arguments| map(context, order, arguments),
        );
    }
}

fn map(
    context: &NativeCallContext<'_>,
    order: Order,
    arguments: &mut [&mut Dynamic],
) -> ScriptResult<Results> {
    let [pool, mapped, inputs @ ..] = arguments else {
        unreachable!("registered with three or more")
    };
    let pool = pool
        .read_lock::<Pool>()
        .map(|pool| pool.clone())
        .expect("registered for pools");
    let function = function(context, mapped)?;
    let mut inputs: Vec<Dynamic> = inputs.iter_mut().map(|input| input.take()).collect();
    let options = if inputs.last().is_some_and(Dynamic::is_map) {
        let given = inputs.pop().unwrap_or_default();
        map_options(&Options::new(
            context,
            &given,
            &["timeout", "chunksize", "buffersize"],
        )?)?
    } else {
        MapOptions::new()
    };
    let mut sources = inputs
        .into_iter()
        .map(|input| items(context, input))
        .collect::<ScriptResult<Vec<_>>>()?;
    if sources.is_empty() {
        return Err(wrong_type(context, "items are needed after the function"));
    }
    let callee = Callee::new(current::run()?, context, &function, Role::Task)
        .map_err(|error| error.raise(context))?;
    let callees = Callees::new(callee);
    // As Python's, a map over several inputs ends with the shortest.
    let items = std::iter::from_fn(move || -> Option<Item> {
        sources
            .iter_mut()
            .map(Iterator::next)
            .collect::<Option<Item>>()
    });
    let results = waiting::wait(context, || {
        let call = move |item: Item| callees.call(item?).and_then(|value| capture::copy(&value));
        Ok(pool
            .backend()
            .map(order, options, Arc::new(call), Box::new(items)))
    })?;
    Ok(Results(Turns::new(results)))
}

fn map_options(given: &Options<'_>) -> ScriptResult<MapOptions> {
    let mut options = MapOptions::new();
    if let Some(timeout) = given.seconds("timeout")? {
        options = options.timeout(timeout);
    }
    if let Some(items) = given.positive("chunksize")? {
        options = options.chunk_size(items);
    }
    if let Some(items) = given.positive("buffersize")? {
        options = options.buffer_size(items);
    }
    Ok(options)
}

type Items = Box<dyn Iterator<Item = Result<Dynamic, crate::error::ScriptError>> + Send>;

/// The items of an input, copied one by one as they are needed.
fn items(context: &NativeCallContext<'_>, input: Dynamic) -> ScriptResult<Items> {
    let input = match input.try_cast_result::<Range<INT>>() {
        Ok(range) => return Ok(Box::new(range.map(|number| Ok(number.into())))),
        Err(input) => input,
    };
    let input = match input.try_cast_result::<RangeInclusive<INT>>() {
        Ok(range) => return Ok(Box::new(range.map(|number| Ok(number.into())))),
        Err(input) => input,
    };
    let array = values::items(context, input)?;
    Ok(Box::new(array.into_iter().map(|item| capture::copy(&item))))
}
