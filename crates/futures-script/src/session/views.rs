//! What a session shows of itself. Looking never waits for an input, and changes nothing.

use std::sync::Arc;

use futures_core::host;
use rhai::{Dynamic, ImmutableString, NativeCallContext, Position};
use timeline::{Text, Timeline};

use super::complete::is_complete;
use super::owner::Session;
use crate::error::{Place, ScriptError};
use crate::known::shown_param;
use crate::run::Run;
use crate::started::{Standing, Started};
use crate::values::plain_type;

/// A variable of a [`Session`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Variable {
    /// What it is called.
    pub name: String,
    /// What it holds, as a copy; handles stay one object.
    pub value: Dynamic,
    /// The type of the value, as scripts call it.
    pub type_name: String,
    /// Was it defined by `const`?
    pub is_constant: bool,
}

/// A function that an input of a [`Session`] has defined.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Function {
    /// What it is called.
    pub name: String,
    /// The names of its parameters.
    pub params: Vec<String>,
}

/// A pool of a [`Session`], as it stood when it was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PoolView {
    /// What its workers are called after.
    pub name: String,
    /// What its workers are: `thread` or `process`.
    pub kind: &'static str,
    /// How many tasks it runs at once, at most.
    pub max_workers: usize,
    /// How many workers there are.
    pub workers: usize,
    /// How many tasks wait for a worker.
    pub pending: usize,
    /// How many tasks have begun and not ended.
    pub running: usize,
    /// How many tasks have ended: with a value, with an error, or cancelled.
    pub done: u64,
    /// Does it take no more tasks?
    pub is_shut_down: bool,
}

/// A future of a [`Session`], as it stood when it was looked at.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FutureView {
    /// The number of its task in its pool.
    pub number: u64,
    /// The name of the pool; empty if that has ended and no variable holds it any more.
    pub pool: String,
    /// What the task was submitted as.
    pub label: Option<String>,
    /// How far it has come: `pending`, `running`, `finished`, `failed` or `cancelled`.
    pub state: &'static str,
    /// How many seconds ago it was submitted.
    pub age: f64,
    /// Where it was submitted.
    pub submitted_at: Option<Place>,
    /// What it has failed with.
    pub error: Option<ScriptError>,
}

/// A thread that an input of a [`Session`] has started by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ThreadView {
    /// What it is called in logs and reports.
    pub name: String,
    /// Has it not ended yet?
    pub is_alive: bool,
    /// What it waits for without a time limit, in words that follow "waits for"; `None` if it does not, or cannot be seen
    /// to.
    pub waits_for: Option<String>,
}

impl Session {
    /// The pools that inputs have made, in the order of their making; without those that have ended and that no variable
    /// holds any more.
    pub fn pools(&self) -> Vec<PoolView> {
        let started = self.started();
        let pools = started.iter().filter_map(|thing| match thing.standing() {
            Standing::Pool(pool) => Some(PoolView {
                name: thing.title(),
                kind: pool.kind,
                max_workers: pool.max_workers,
                workers: pool.workers,
                pending: pool.pending,
                running: pool.running,
                done: pool.done,
                is_shut_down: pool.is_shut_down,
            }),
            Standing::Thread => None,
        });
        pools.collect()
    }

    /// The futures of the tasks that have not ended, and those that somebody holds, in the order of submission. The tasks
    /// of a `map` have none.
    ///
    /// Whoever sees a failure here has not asked for it: it is reported all the same if nobody else does.
    pub fn futures(&self) -> Vec<FutureView> {
        let started = self.desk.run.started();
        let name = |number: u32| {
            let pool = started.iter().find(|thing| thing.pool() == Some(number));
            pool.map(|pool| pool.title()).unwrap_or_default()
        };
        let traces = self.desk.run.traces().all();
        let futures = traces.iter().map(|trace| {
            let (state, error) = trace.state();
            FutureView {
                number: trace.id.number(),
                pool: name(trace.id.pool()),
                label: trace.label.as_ref().map(ToString::to_string),
                state,
                age: host::now().saturating_sub(trace.submitted).as_secs_f64(),
                submitted_at: trace.place.clone(),
                error,
            }
        });
        futures.collect()
    }

    /// The threads that inputs have started by hand, in that order; without those that have ended and that no variable
    /// holds any more.
    pub fn threads(&self) -> Vec<ThreadView> {
        let run = &self.desk.run;
        let (waiters, _) = run.stopper().waiters();
        let waits_for = |name: &str| {
            let waiter = waiters
                .iter()
                .rfind(|waiter| waiter.who.thread().name() == name)?;
            Some(waiter.unlimited()?.name(run))
        };
        let started = self.started();
        let threads = started
            .iter()
            .filter(|thing| thing.standing() == Standing::Thread);
        let threads = threads.map(|thing| ThreadView {
            name: thing.title(),
            is_alive: thing.is_alive(),
            waits_for: waits_for(&thing.title()),
        });
        threads.collect()
    }

    /// What has happened so far, if the interpreter has a [`Builder::recorder`](crate::Builder::recorder).
    pub fn timeline(&self) -> Option<Timeline> {
        Some(self.desk.run.recorder()?.timeline())
    }

    /// The [`timeline`](Self::timeline) as text of so many columns.
    pub fn lanes(&self, width: usize) -> Option<String> {
        Some(Text::new().width(width).draw(&self.timeline()?))
    }

    /// What is there still: what is alive, or held by anybody but the list.
    fn started(&self) -> Vec<Arc<dyn Started>> {
        let mut started = self.desk.run.started();
        started.retain(|thing| thing.is_alive() || Arc::strong_count(thing) > 2);
        started
    }

    /// The variables and constants of the inputs so far, in the order in which they were defined.
    pub fn variables(&self) -> Vec<Variable> {
        let found: Vec<(String, bool, Dynamic)> = {
            let state = self.desk.state.lock();
            let Some(state) = &*state else {
                return Vec::new();
            };
            let variables = state.variables.iter_raw();
            let variable = |(name, is_constant, value): (&str, bool, &Dynamic)| {
                (name.to_owned(), is_constant, value.flatten_clone())
            };
            variables.map(variable).collect()
        };
        let variable = |(name, is_constant, value): (String, bool, Dynamic)| Variable {
            type_name: self.type_name(&value),
            name,
            value,
            is_constant,
        };
        found.into_iter().rev().map(variable).collect()
    }

    /// The functions that inputs have defined, by their names.
    pub fn functions(&self) -> Vec<Function> {
        let state = self.desk.state.lock();
        let Some(state) = &*state else {
            return Vec::new();
        };
        let functions = state.inputs.functions().iter_functions();
        let mut functions: Vec<Function> = functions
            .filter(|function| !function.name.starts_with("anon$"))
            .map(|function| Function {
                name: function.name.to_owned(),
                params: function
                    .params
                    .iter()
                    .map(|&name| shown_param(name))
                    .collect(),
            })
            .collect();
        functions.sort();
        functions
    }

    /// Gives a variable this value for the next inputs, and makes it if there is none. A constant of that name stays.
    pub fn define(&mut self, name: &str, value: Dynamic) {
        let state = self.desk.state.lock().take();
        if let Some(mut state) = state {
            // Without the lock, since what it held before may go, and with that a value of the script.
            if state.variables.is_constant(name) != Some(true) {
                state.variables.set_value(name, value);
            }
            *self.desk.state.lock() = Some(state);
        }
    }

    /// The type of a value, as scripts call it.
    pub fn type_name(&self, value: &Dynamic) -> String {
        let engine = self.desk.run.engine();
        plain_type(engine.map_type_name(value.type_name()))
    }

    /// A value as a shell shows it: as `debug` does, so that a string is in quotes.
    pub fn show(&self, value: &Dynamic) -> String {
        let value = value.clone();
        let shown = self.ask(|run| show(run, value).into());
        shown.into_string().unwrap_or_default()
    }

    /// Is this a complete input, or should a prompt ask for another line?
    ///
    /// An input is incomplete if something is open in it that further lines can close: a bracket, a comment, a string in
    /// backticks, a block that has to come, an operator that lacks its right side. It is complete if it can be run; also
    /// if nothing that follows could mend it, so that the error is shown. `if x { … }` is complete: an `else` stands
    /// in the line of the brace.
    pub fn is_complete(&self, text: &str) -> bool {
        let text = text.to_owned();
        let is_complete = self.ask(move |run| is_complete(run.engine(), &text).into());
        is_complete.as_bool().unwrap_or(true)
    }
}

fn show(run: &Run, value: Dynamic) -> String {
    let engine = run.engine();
    let global = engine.new_global_runtime_state();
    let name = "to_debug";
    let context =
        NativeCallContext::new_with_all_fields(engine, name, None, &global, Position::NONE);
    let words = value.type_name();
    let shown = context.call_native_fn::<ImmutableString>(name, (value,));
    shown.map_or_else(|_| format!("<{words}>"), |text| text.to_string())
}
