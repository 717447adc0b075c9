//! The map whose results come in the order in which they are ready.

use std::fmt;
use std::sync::Arc;

use super::job::{Chunk, MapJobs, One, Plain, Shared, Trying};
use super::options::MapOptions;
use super::source::{Part, Results, Source};
use super::unheard::listener;
use crate::as_completed::{AsCompleted, as_completed};
use crate::waitable::Watched;
use crate::{Error, Executor};

/// Applies `f` to every item on `executor`; the results come as they are ready. Otherwise as [`map`](crate::map).
///
/// Python has this for processes only (`multiprocessing.Pool.imap_unordered`).
pub fn map_unordered<'a, E, F, I, R>(executor: E, f: F, items: I) -> MapUnordered<'a, R>
where
    E: Executor<One<Plain<F>, I::Item>> + Executor<Chunk<Plain<F>, I::Item>> + Send + 'a,
    F: Fn(I::Item) -> R + Send + Sync + 'static,
    I: IntoIterator<IntoIter: Send + 'a, Item: Send + 'static>,
    R: Send + 'static,
{
    map_unordered_with(MapOptions::new(), executor, f, items)
}

/// As [`map_unordered`], with chunks, a bound on what is on its way, or a time limit.
pub fn map_unordered_with<'a, E, F, I, R>(
    options: MapOptions,
    executor: E,
    f: F,
    items: I,
) -> MapUnordered<'a, R>
where
    E: Executor<One<Plain<F>, I::Item>> + Executor<Chunk<Plain<F>, I::Item>> + Send + 'a,
    F: Fn(I::Item) -> R + Send + Sync + 'static,
    I: IntoIterator<IntoIter: Send + 'a, Item: Send + 'static>,
    R: Send + 'static,
{
    map_jobs_unordered(options, executor, Shared(Arc::new(Plain(f))), items)
}

/// As [`map_unordered_with`], with a function whose `Err` is the failure of its item.
pub fn map_unordered_fallible<'a, E, F, I, R, X>(
    options: MapOptions,
    executor: E,
    f: F,
    items: I,
) -> MapUnordered<'a, R>
where
    E: Executor<One<Trying<F>, I::Item>> + Executor<Chunk<Trying<F>, I::Item>> + Send + 'a,
    F: Fn(I::Item) -> Result<R, X> + Send + Sync + 'static,
    X: Into<Box<dyn std::error::Error + Send + Sync>>,
    I: IntoIterator<IntoIter: Send + 'a, Item: Send + 'static>,
    R: Send + 'static,
{
    map_jobs_unordered(options, executor, Shared(Arc::new(Trying(f))), items)
}

/// As [`map_unordered_with`], with jobs that `jobs` makes of the items, for executors that do not run closures.
pub fn map_jobs_unordered<'a, E, M, I>(
    options: MapOptions,
    executor: E,
    jobs: M,
    items: I,
) -> MapUnordered<'a, M::Output>
where
    E: Executor<M::One> + Executor<M::Chunk> + Send + 'a,
    M: MapJobs<I::Item> + Send + 'a,
    I: IntoIterator<IntoIter: Send + 'a>,
{
    let mut parts = as_completed(Vec::new(), options.timeout);
    let mut source = Source::new(executor, jobs, items, &options);
    source.fill(|part| parts.add(part));
    MapUnordered {
        source,
        parts,
        results: Results::One(None),
        started: false,
    }
}

/// The iterator of [`map_unordered`]. Dropped half-way it cancels what is pending, as [`Map`](crate::Map) does.
pub struct MapUnordered<'a, R: Send + 'static> {
    source: Source<'a, R>,
    parts: AsCompleted<Part<R>>,
    results: Results<R>,
    started: bool,
}

impl<R: Send + 'static> MapUnordered<'_, R> {
    /// Calls `hear` with each failure that is not yielded, because the iterator was dropped or its wait has failed before:
    /// at that moment, or when the task has ended, on the thread that has ended it. Not with those of calls that were
    /// cancelled.
    ///
    /// As [`Map::on_unheard`](crate::Map::on_unheard).
    pub fn on_unheard(mut self, hear: impl Fn(&Error) + Send + Sync + 'static) -> Self
    where
        R: Sync,
    {
        self.source.unheard = listener(hear);
        self
    }

    /// Is the next result certainly there, so that asking for it does not wait for a task? That is so for the rest of a
    /// chunk.
    ///
    /// ```
    /// use futures_core::{Inline, MapOptions, map_unordered_with};
    ///
    /// let options = MapOptions::new().chunk_size(2);
    /// let mut doubled = map_unordered_with(options, Inline, |n: u64| 2 * n, [1, 2]);
    /// assert_eq!(doubled.next().unwrap().unwrap(), 2);
    /// assert!(doubled.is_ready());
    /// ```
    pub fn is_ready(&self) -> bool {
        self.results.size_hint().0 > 0
    }

    fn cancel_rest(&mut self) {
        self.source.stop();
        for part in self.parts.members().rev() {
            part.cell().cancel();
        }
        self.leave_rest();
    }

    fn leave_rest(&mut self) {
        for part in self.parts.take_members() {
            self.source.leave(part);
        }
    }
}

impl<R: Send + 'static> Iterator for MapUnordered<'_, R> {
    type Item = Result<R, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.started = true;
        loop {
            if let Some(result) = self.results.next() {
                let parts = &mut self.parts;
                self.source.yielded(1, |part| parts.add(part));
                return Some(result);
            }
            match self.parts.next() {
                None => return self.source.take_refusal().map(Err),
                Some(Ok(part)) => self.results = part.into_results(),
                Some(Err(error)) => {
                    self.cancel_rest();
                    self.parts = as_completed(Vec::new(), None);
                    return Some(Err(error));
                }
            }
        }
    }
}

impl<R: Send + 'static> Drop for MapUnordered<'_, R> {
    fn drop(&mut self) {
        if self.started {
            self.cancel_rest();
        }
        self.source.leave_results(&mut self.results);
        self.leave_rest();
    }
}

impl<R: Send + 'static> fmt::Debug for MapUnordered<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MapUnordered")
            .field("tasks_on_their_way", &self.parts.remaining())
            .finish_non_exhaustive()
    }
}
