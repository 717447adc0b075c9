//! The map whose results come in the order of the items.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::job::{Chunk, MapJobs, One, Plain, Shared, Trying};
use super::options::MapOptions;
use super::source::{Part, Results, Source};
use super::unheard::listener;
use crate::{Error, Executor, host};

/// Applies `f` to every item on `executor`, one task per item; the results come in the order of the items.
///
/// The tasks are submitted here and now, as in Python, whether or not the iterator is ever asked. An item whose call
/// panics is yielded as an error and the iteration goes on (Python's ends there, losing the good results behind it).
///
/// ```
/// use futures_core::{Inline, map};
///
/// let squares: Result<Vec<i32>, _> = map(Inline, |n: i32| n * n, [5, 2, 3]).collect();
/// assert_eq!(squares.unwrap(), [25, 4, 9]);
/// ```
pub fn map<'a, E, F, I, R>(executor: E, f: F, items: I) -> Map<'a, R>
where
    E: Executor<One<Plain<F>, I::Item>> + Executor<Chunk<Plain<F>, I::Item>> + Send + 'a,
    F: Fn(I::Item) -> R + Send + Sync + 'static,
    I: IntoIterator<IntoIter: Send + 'a, Item: Send + 'static>,
    R: Send + 'static,
{
    map_with(MapOptions::new(), executor, f, items)
}

/// As [`map`], with chunks, a bound on what is on its way, or a time limit.
pub fn map_with<'a, E, F, I, R>(options: MapOptions, executor: E, f: F, items: I) -> Map<'a, R>
where
    E: Executor<One<Plain<F>, I::Item>> + Executor<Chunk<Plain<F>, I::Item>> + Send + 'a,
    F: Fn(I::Item) -> R + Send + Sync + 'static,
    I: IntoIterator<IntoIter: Send + 'a, Item: Send + 'static>,
    R: Send + 'static,
{
    map_jobs(options, executor, Shared(Arc::new(Plain(f))), items)
}

/// As [`map_with`], with a function whose `Err` is the failure of its item, as an exception is in Python.
///
/// ```
/// use futures_core::{Inline, MapOptions, map_fallible};
///
/// let numbers = map_fallible(MapOptions::new(), Inline, |text: &str| text.parse::<i32>(), ["1", "two", "3"]);
/// let results: Vec<_> = numbers.map(|number| number.ok()).collect();
/// assert_eq!(results, [Some(1), None, Some(3)]);
/// ```
pub fn map_fallible<'a, E, F, I, R, X>(
    options: MapOptions,
    executor: E,
    f: F,
    items: I,
) -> Map<'a, R>
where
    E: Executor<One<Trying<F>, I::Item>> + Executor<Chunk<Trying<F>, I::Item>> + Send + 'a,
    F: Fn(I::Item) -> Result<R, X> + Send + Sync + 'static,
    X: Into<Box<dyn std::error::Error + Send + Sync>>,
    I: IntoIterator<IntoIter: Send + 'a, Item: Send + 'static>,
    R: Send + 'static,
{
    map_jobs(options, executor, Shared(Arc::new(Trying(f))), items)
}

/// As [`map_with`], with jobs that `jobs` makes of the items, for executors that do not run closures.
pub fn map_jobs<'a, E, M, I>(
    options: MapOptions,
    executor: E,
    jobs: M,
    items: I,
) -> Map<'a, M::Output>
where
    E: Executor<M::One> + Executor<M::Chunk> + Send + 'a,
    M: MapJobs<I::Item> + Send + 'a,
    I: IntoIterator<IntoIter: Send + 'a>,
{
    let deadline = options.timeout.map(host::deadline_in);
    let mut source = Source::new(executor, jobs, items, &options);
    let mut parts = VecDeque::new();
    source.fill(|part| parts.push_back(part));
    Map {
        source,
        parts,
        results: Results::One(None),
        deadline,
        started: false,
    }
}

/// The iterator of [`map`].
///
/// Dropping it once it was asked for an item cancels what is pending of the rest; dropping it before cancels nothing,
/// as in Python.
pub struct Map<'a, R: Send + 'static> {
    source: Source<'a, R>,
    parts: VecDeque<Part<R>>,
    /// What is left of the part that is being yielded.
    results: Results<R>,
    deadline: Option<Option<Duration>>,
    started: bool,
}

impl<R: Send + 'static> Map<'_, R> {
    /// Waits for everything and returns the values in one vector, as Python's `list(executor.map(…))` does.
    ///
    /// Takes the results chunk by chunk, which for small items is several times as fast as one by one.
    ///
    /// # Errors
    /// The first failure in the order of the items; what is pending of the rest is cancelled.
    ///
    /// ```
    /// use futures_core::{Inline, MapOptions, map_with};
    ///
    /// let options = MapOptions::new().chunk_size(100);
    /// let doubled = map_with(options, Inline, |n: u64| 2 * n, 0..1000).values().unwrap();
    /// assert_eq!(doubled.len(), 1000);
    /// ```
    pub fn values(mut self) -> Result<Vec<R>, Error> {
        self.started = true;
        let mut values = Vec::with_capacity(self.size_hint().0);
        loop {
            let before = values.len();
            self.results.drain_values(&mut values)?;
            let parts = &mut self.parts;
            self.source
                .yielded(values.len() - before, |part| parts.push_back(part));
            match self.next_part() {
                None => return Ok(values),
                Some(first) => values.push(first?),
            }
        }
    }

    /// Calls `hear` with each failure that is not yielded, because the iterator was dropped or its wait has failed before:
    /// at that moment, or when the task has ended, on the thread that has ended it. Not with those of calls that were
    /// cancelled.
    ///
    /// A failure that nobody walks as far as would otherwise be seen by nobody.
    ///
    /// ```
    /// use std::sync::atomic::{AtomicU32, Ordering};
    /// use futures_core::{Inline, map_fallible};
    ///
    /// static FAILED: AtomicU32 = AtomicU32::new(0);
    /// let parsed = map_fallible(Default::default(), Inline, |text: &str| text.parse::<u8>(), ["1", "no", "neither"]);
    /// drop(parsed.on_unheard(|_| _ = FAILED.fetch_add(1, Ordering::Relaxed)));
    /// assert_eq!(FAILED.load(Ordering::Relaxed), 2);
    /// ```
    pub fn on_unheard(mut self, hear: impl Fn(&Error) + Send + Sync + 'static) -> Self
    where
        R: Sync,
    {
        self.source.unheard = listener(hear);
        self
    }

    /// Is the next result there, so that asking for it does not wait for a task?
    ///
    /// ```
    /// use futures_core::{Inline, map};
    ///
    /// let mut doubled = map(Inline, |n: u64| 2 * n, [1, 2]);
    /// assert!(doubled.is_ready());
    /// doubled.by_ref().for_each(drop);
    /// assert!(!doubled.is_ready());
    /// ```
    pub fn is_ready(&self) -> bool {
        self.results.size_hint().0 > 0 || self.parts.front().is_some_and(Part::is_done)
    }

    fn cancel_rest(&mut self) {
        self.source.stop();
        // From the back, so that no worker takes up a later part in place of a cancelled earlier one.
        while let Some(part) = self.parts.pop_back() {
            part.cancel();
            self.source.leave(part);
        }
    }

    /// The first item of the next part, once that is done.
    fn next_part(&mut self) -> Option<Result<R, Error>> {
        self.started = true;
        loop {
            if self.parts.is_empty() {
                return self.source.take_refusal().map(Err);
            }
            if let Err(error) = self.wait_for_front() {
                self.cancel_rest();
                return Some(Err(error));
            }
            self.results = self
                .parts
                .pop_front()
                .map_or(Results::One(None), Part::into_results);
            if let Some(result) = self.results.next() {
                let parts = &mut self.parts;
                self.source.yielded(1, |part| parts.push_back(part));
                return Some(result);
            }
        }
    }

    fn wait_for_front(&self) -> Result<(), Error> {
        let Some(front) = self.parts.front() else {
            return Ok(());
        };
        if front.is_done() {
            return Ok(());
        }
        let left = self.deadline.map(|deadline| match deadline {
            Some(deadline) => deadline.saturating_sub(host::now()),
            None => Duration::MAX,
        });
        front.wait(left).map(drop)
    }
}

impl<R: Send + 'static> Iterator for Map<'_, R> {
    type Item = Result<R, Error>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if let Some(result) = self.results.next() {
            let parts = &mut self.parts;
            self.source.yielded(1, |part| parts.push_back(part));
            return Some(result);
        }
        self.next_part()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let on_their_way =
            self.results.size_hint().0 + self.parts.iter().map(Part::items).sum::<usize>();
        (on_their_way, None)
    }
}

impl<R: Send + 'static> Drop for Map<'_, R> {
    fn drop(&mut self) {
        if self.started {
            self.cancel_rest();
        }
        self.source.leave_results(&mut self.results);
        for part in self.parts.drain(..) {
            self.source.leave(part);
        }
    }
}

impl<R: Send + 'static> fmt::Debug for Map<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Map")
            .field("tasks_on_their_way", &self.parts.len())
            .finish_non_exhaustive()
    }
}
