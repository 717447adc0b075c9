//! `pool.map(fn, items…, #{timeout, chunksize, buffersize})` and `pool.map_unordered(…)`.

use std::any::TypeId;
use std::time::Duration;

use futures_core::{Error as TaskError, ErrorKind, MapOptions};
use rhai::{Array, Dynamic, NativeCallContext, Position};

use crate::backend::{Item, ItemResults, Order};
use crate::call::{Arguments, Callee, Role};
use crate::error::{Raise, ScriptResult};
use crate::language::Definitions;
use crate::language::pool::Pool;
use crate::language::process_pool::ProcessPool;
use crate::map_failures::is_of_item;
use crate::progress::Progress;
use crate::reference::{Entry, Section};
use crate::values::{Items, MOST_ITEMS, Options, Turns, fits, function, wrong_type};
use crate::{capture, current, values, waiting};

/// How many inputs a map may take its arguments from.
const MAX_INPUTS: usize = 4;

/// What a map gives to a script: the results, one at a time.
#[derive(Clone)]
struct Results {
    turns: Turns<ItemResults>,
    progress: Progress,
    /// How long the whole map may take.
    limit: Option<Duration>,
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
                next.transpose().map_err(|error| self.in_own_words(error))
            };
            if is_ready {
                return next().map_err(|error| error.raise_at(Position::NONE));
            }
            let awaited = self.progress.next_awaited().within(self.limit);
            waiting::wait_in_loop(self.at, Some(awaited), next)
        });
        next.and_then(|next| next).transpose()
    }
}

impl Results {
    /// The wait for a task knows only what was left of the time.
    fn in_own_words(&self, error: TaskError) -> TaskError {
        match self.limit {
            Some(limit) if error.kind() == ErrorKind::TimedOut && !is_of_item(&error) => {
                let limit = limit.as_secs_f64();
                let text = format!("the map was not done within {limit} s");
                TaskError::new(ErrorKind::TimedOut, text)
            }
            _ => error,
        }
    }
}

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Pools,
        &[
            "Pool.map(f: function, items: items, more…: any) -> Results",
            "Pool.map_unordered(f: function, items: items, more…: any) -> Results",
        ],
        "Calls a function with each item, in the workers of the pool, and gives the results one after the other.",
    )
    .details(
        "`map` gives the results in the order of the items, `map_unordered` each as soon as it is there. With several \
         inputs, up to 4, the function takes one argument of each, and the shortest input is the end. A map at the end \
         holds the options.\n\n\
         All items are submitted at once, unless `buffersize` says how many may be ahead. What a task throws is thrown \
         where its result would come.",
    )
    .options(&[
        ("timeout", "seconds", "none", "how long all of it may take, from now on"),
        ("chunksize", "int", "1", "so many items are one task, which is faster for short ones"),
        ("buffersize", "int", "all", "at most so many items are ahead of the results that were taken"),
    ])
    .errors(&[
        ("TimeoutError", "the time is up, thrown by the loop over the results"),
        ("ValueError", "there are more than 100 million items, and no `buffersize`"),
        ("TypeError", "`f` is no function, or there is nothing to walk through"),
    ])
    .example(
        r#"
with thread_pool(4) as pool {
    print(pool.map(|n| n * n, 1..=4).to_array());
    for sum in pool.map(|a, b| a + b, [1, 2], [10, 20], #{timeout: 60}) { print(sum); }
}"#,
        "[1, 4, 9, 16]\n11\n22",
    )
    .python("pool.map(f, xs, ys, timeout=60, chunksize=8, buffersize=100)"),
    Entry::of_type(
        Section::Pools,
        &["Results"],
        "The results of a map, one after the other: for a `for` loop. Each result is given once.",
    ),
    Entry::function(
        Section::Pools,
        &["Results.to_array() -> array"],
        "Waits for all results that are left, and gives them as an array.",
    )
    .errors(&[("TimeoutError", "the time of the map is up"), ("Thrown", "a task has thrown something, which may be of any kind")])
    .example(
        r#"
with thread_pool(2) as pool {
    let lengths = pool.map(|word| word.len(), ["to", "threads"]);
    print(sum(lengths.to_array()));
}"#,
        "9",
    )
    .python("list(pool.map(f, xs))"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
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
    let wanted = if inputs.last().is_some_and(Dynamic::is_map) {
        let given = inputs.pop().unwrap_or_default();
        map_options(&Options::new(
            context,
            &given,
            &["timeout", "chunksize", "buffersize"],
        )?)?
    } else {
        Wanted {
            options: MapOptions::new(),
            chunk_size: 1,
            limit: None,
            is_buffered: false,
        }
    };
    let mut sources = inputs
        .into_iter()
        .map(|input| values::walk(context, input))
        .collect::<ScriptResult<Vec<Items>>>()?;
    if !wanted.is_buffered
        && let Some(len) = sources.iter().map(Items::len).min()
    {
        fits(context, len, MOST_ITEMS, "items without a buffersize")?;
    }
    if sources.is_empty() {
        return Err(wrong_type(context, "items are needed after the function"));
    }
    let callee = Callee::new(current::run()?, context, &function, Role::Task)
        .map_err(|error| error.raise(context))?;
    let progress = Progress::new(order, wanted.chunk_size, pool.backend().number());
    let pulled = progress.clone();
    // As Python's, a map over several inputs ends with the shortest.
    let items = std::iter::from_fn(move || -> Option<Item> {
        let mut arguments = Arguments::new();
        for source in &mut sources {
            // A look failed: who takes the results will be told.
            let item = source.next()?.ok()?;
            arguments.push(item);
        }
        let arguments = arguments.iter().map(capture::copy).collect();
        Some(Item {
            arguments,
            ticket: pulled.pull(),
        })
    });
    let results = waiting::wait(context, || {
        let items = Box::new(items);
        pool.backend()
            .map(order, wanted.options, pool.call_options(), callee, items)
    })?;
    // It may have ended early, for a task that is to end.
    current::look(context.call_position())?;
    Ok(Results {
        turns: Turns::new(results),
        progress,
        limit: wanted.limit,
        at: context.call_position(),
    })
}

/// What the options of a map say.
struct Wanted {
    options: MapOptions,
    /// The number of items in a chunk.
    chunk_size: usize,
    limit: Option<Duration>,
    is_buffered: bool,
}

fn map_options(given: &Options<'_>) -> ScriptResult<Wanted> {
    let mut options = MapOptions::new();
    let limit = given.seconds("timeout")?;
    if let Some(timeout) = limit {
        options = options.timeout(timeout);
    }
    let chunk_size = given.positive("chunksize")?;
    if let Some(items) = chunk_size {
        options = options.chunk_size(items);
    }
    let buffer_size = given.positive("buffersize")?;
    if let Some(items) = buffer_size {
        options = options.buffer_size(items);
    }
    Ok(Wanted {
        options,
        chunk_size: chunk_size.unwrap_or(1),
        limit,
        is_buffered: buffer_size.is_some(),
    })
}
