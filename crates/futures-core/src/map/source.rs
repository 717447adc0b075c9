//! Turns the items of an input into submitted tasks, one at a time.

use std::mem;
use std::sync::Arc;
use std::time::Duration;

use super::job::{ChunkResults, MapJobs};
use super::options::MapOptions;
use super::unheard::{Left, Unheard};
use crate::cell::AnyCell;
use crate::future::wait_for_one;
use crate::waitable::{Waitable, Watched};
use crate::{Error, Executor, Future, Status};

/// A submitted task of a map.
pub(super) enum Part<R: Send + 'static> {
    One(Future<R>),
    /// With the number of items.
    Many(Future<ChunkResults<R>>, usize),
}

/// The results of one task, in the order of its items.
pub(super) enum Results<R> {
    One(Option<Result<R, Error>>),
    Many(ChunkResults<R>),
    /// The task as a whole came to nothing: so many items have this error.
    Lost(Error, usize),
}

impl<R> Results<R> {
    /// Moves the values up to the first failure to the end of `values`.
    pub(super) fn drain_values(&mut self, values: &mut Vec<R>) -> Result<(), Error> {
        if let Results::Many(results) = self {
            results.drain_values(values);
        }
        for result in self {
            values.push(result?);
        }
        Ok(())
    }
}

impl<R> Results<R> {
    /// The failures that were not yielded; that of a task counts once.
    pub(super) fn failures(&self) -> impl Iterator<Item = &Error> {
        let (of_items, of_task) = match self {
            Results::One(result) => (
                None,
                result.as_ref().and_then(|result| result.as_ref().err()),
            ),
            Results::Many(results) => (Some(results.failures()), None),
            Results::Lost(error, left) => (None, (*left > 0).then_some(error)),
        };
        of_items.into_iter().flatten().chain(of_task)
    }
}

impl<R> Iterator for Results<R> {
    type Item = Result<R, Error>;

    #[inline]
    fn next(&mut self) -> Option<Result<R, Error>> {
        match self {
            Results::One(result) => result.take(),
            Results::Many(results) => results.next(),
            Results::Lost(_, 0) => None,
            Results::Lost(error, left) => {
                *left -= 1;
                Some(Err(error.clone()))
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = match self {
            Results::One(result) => usize::from(result.is_some()),
            Results::Many(results) => return results.size_hint(),
            Results::Lost(_, left) => *left,
        };
        (left, Some(left))
    }
}

impl<R: Send + 'static> Watched for Part<R> {
    const MAY_REPEAT: bool = false;

    fn cell(&self) -> &(dyn AnyCell + 'static) {
        match self {
            Part::One(future) => future.cell(),
            Part::Many(future, _) => future.cell(),
        }
    }

    fn cell_arc(&self) -> Arc<dyn AnyCell> {
        match self {
            Part::One(future) => future.cell_arc(),
            Part::Many(future, _) => future.cell_arc(),
        }
    }
}

impl<R: Send + 'static> Waitable for Part<R> {}

impl<R: Send + 'static> Part<R> {
    pub(super) fn items(&self) -> usize {
        match self {
            Part::One(_) => 1,
            Part::Many(_, items) => *items,
        }
    }

    pub(super) fn is_done(&self) -> bool {
        self.cell().word().is_done()
    }

    pub(super) fn wait(&self, left: Option<Duration>) -> Result<Status, Error> {
        wait_for_one(self.cell(), || self.cell_arc(), left)
    }

    pub(super) fn cancel(&self) {
        self.cell().cancel();
    }

    /// The results of a part that is done.
    pub(super) fn into_results(self) -> Results<R> {
        match self {
            Part::One(future) => Results::One(Some(future.into_outcome())),
            Part::Many(future, items) => match future.into_outcome() {
                Ok(results) => Results::Many(results),
                Err(error) => Results::Lost(error, items),
            },
        }
    }
}

/// Takes the next items off the input and submits them.
type SubmitNext<'a, R> = Box<dyn FnMut() -> Option<Result<Part<R>, Error>> + Send + 'a>;

/// Submits the next items: `None` when there are no more, an error when the executor refuses.
pub(super) struct Source<'a, R: Send + 'static> {
    submit_next: SubmitNext<'a, R>,
    /// How many items a task has, at most.
    chunk: usize,
    /// How many items may be on their way; at least a chunk.
    room: usize,
    on_their_way: usize,
    ended: bool,
    /// The executor refused, which is to be said after everything that it had taken before.
    refused: Option<Error>,
    /// Who wants to hear of failures that are not yielded.
    pub(super) unheard: Unheard<R>,
}

impl<'a, R: Send + 'static> Source<'a, R> {
    pub(super) fn new<E, M, I>(executor: E, jobs: M, items: I, options: &MapOptions) -> Self
    where
        E: Executor<M::One> + Executor<M::Chunk> + Send + 'a,
        M: MapJobs<I::Item, Output = R> + Send + 'a,
        I: IntoIterator<IntoIter: Send + 'a>,
    {
        let mut items = items.into_iter();
        let chunk = options.items_per_chunk(items.size_hint().0);
        let submit_next: SubmitNext<'a, R> = if chunk == 1 {
            Box::new(move || {
                let job = jobs.one(items.next()?);
                Some(executor.submit(job).map(Part::One).map_err(Error::from))
            })
        } else {
            Box::new(move || {
                let mut batch = Vec::with_capacity(chunk.min(items.size_hint().0.max(1)));
                batch.extend(items.by_ref().take(chunk));
                let count = batch.len();
                if count == 0 {
                    return None;
                }
                let submitted = executor.submit(jobs.chunk(batch)).map_err(Error::from);
                Some(submitted.map(|future| Part::Many(future, count)))
            })
        };
        let room = options
            .buffer_size
            .map_or(usize::MAX, |items| items.max(chunk));
        Source {
            submit_next,
            chunk,
            room,
            on_their_way: 0,
            ended: false,
            refused: None,
            unheard: None,
        }
    }

    /// Parts with a task whose results will not be yielded.
    pub(super) fn leave(&self, part: Part<R>) {
        if let Some(unheard) = &self.unheard {
            unheard(Left::Part(part));
        }
    }

    /// Parts with results that will not be yielded.
    pub(super) fn leave_results(&self, results: &mut Results<R>) {
        if let Some(unheard) = &self.unheard {
            unheard(Left::Results(mem::replace(results, Results::One(None))));
        }
    }

    /// Submits as much as there is room for, handing each part to `keep`.
    pub(super) fn fill(&mut self, mut keep: impl FnMut(Part<R>)) {
        while !self.ended && self.on_their_way <= self.room - self.chunk {
            match (self.submit_next)() {
                None => self.ended = true,
                Some(Ok(part)) => {
                    self.on_their_way += part.items();
                    keep(part);
                }
                Some(Err(error)) => {
                    self.ended = true;
                    self.refused = Some(error);
                }
            }
        }
    }

    /// So many items have been yielded, which may make room for more.
    #[inline]
    pub(super) fn yielded(&mut self, items: usize, keep: impl FnMut(Part<R>)) {
        if self.room != usize::MAX {
            self.on_their_way -= items;
            self.fill(keep);
        }
    }

    /// Submits nothing more.
    pub(super) fn stop(&mut self) {
        self.ended = true;
        self.refused = None;
    }

    pub(super) fn take_refusal(&mut self) -> Option<Error> {
        self.refused.take()
    }
}
