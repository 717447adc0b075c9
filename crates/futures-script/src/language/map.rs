//! `pool.map(fn, items…, #{timeout, chunksize, buffersize})` and `pool.map_unordered(…)`.

use std::any::TypeId;
use std::ops::{Range, RangeInclusive};
use std::time::Duration;

use futures_core::MapOptions;
use rhai::{Array, Dynamic, INT, NativeCallContext, Position};

use crate::backend::{Item, ItemResults, Order};
use crate::call::{Callee, Role};
use crate::error::{Raise, ScriptResult};
use crate::language::Definitions;
use crate::language::pool::Pool;
use crate::language::process_pool::ProcessPool;
use crate::progress::Progress;
use crate::values::{Options, Turns, function, wrong_type};
use crate::{capture, current, values, waiting};

/// How many inputs a map may take its arguments from.
const MAX_INPUTS: usize = 4;

/// What a map gives to a script: the results, one at a time.
#[derive(Clone)]
struct Results {
    turns: Turns<ItemResults>,
    progress: Progress,
    timeout: Option<Duration>,
    /// Where the map was started; a loop over it has no place of its own.
    at: Position,
}

impl Iterator for Results {
    type Item = ScriptResult<Dynamic>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.turns.take("this map()", |results| {
            let is_ready = results.is_ready();
            let mut next = || {
                let next = results.next();
                if next.is_some() {
                    self.progress.yielded();
                }
                next.transpose()
            };
            if is_ready {
                return next().map_err(|error| error.raise_at(Position::NONE));
            }
            let awaited = self.progress.next_awaited().within(self.timeout);
            waiting::wait_in_loop(self.at, Some(awaited), next)
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
    for pool in [TypeId::of::<Pool>(), TypeId::of::<ProcessPool>()] {
        for (name, order) in [("map", Order::Input), ("map_unordered", Order::Completion)] {
            language.variadic(
                name,
                &[pool],
                2..=2 + MAX_INPUTS,
                move |context, arguments| map(context, order, arguments),
            );
        }
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
    let pool = Pool::in_value(pool).expect("registered for pools");
    let function = function(context, mapped)?;
    let mut inputs: Vec<Dynamic> = inputs.iter_mut().map(|input| input.take()).collect();
    let (options, chunk_size, timeout) = if inputs.last().is_some_and(Dynamic::is_map) {
        let given = inputs.pop().unwrap_or_default();
        map_options(&Options::new(
            context,
            &given,
            &["timeout", "chunksize", "buffersize"],
        )?)?
    } else {
        (MapOptions::new(), 1, None)
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
    let progress = Progress::new(order, chunk_size, pool.backend().number());
    let pulled = progress.clone();
    // As Python's, a map over several inputs ends with the shortest.
    let items = std::iter::from_fn(move || -> Option<Item> {
        // Without a `buffersize` all are submitted at once, which may take long.
        if current::reason_to_stop().is_some() {
            return None;
        }
        let arguments = sources
            .iter_mut()
            .map(Iterator::next)
            .collect::<Option<Result<_, _>>>()?;
        Some(Item {
            arguments,
            ticket: pulled.pull(),
        })
    });
    let results = waiting::wait(context, || {
        let items = Box::new(items);
        pool.backend()
            .map(order, options, pool.call_options(), callee, items)
    })?;
    Ok(Results {
        turns: Turns::new(results),
        progress,
        timeout,
        at: context.call_position(),
    })
}

/// The options, the number of items in a chunk, and the time limit.
fn map_options(given: &Options<'_>) -> ScriptResult<(MapOptions, usize, Option<Duration>)> {
    let mut options = MapOptions::new();
    let mut chunk_size = 1;
    let timeout = given.seconds("timeout")?;
    if let Some(timeout) = timeout {
        options = options.timeout(timeout);
    }
    if let Some(items) = given.positive("chunksize")? {
        options = options.chunk_size(items);
        chunk_size = items;
    }
    if let Some(items) = given.positive("buffersize")? {
        options = options.buffer_size(items);
    }
    Ok((options, chunk_size, timeout))
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
