//! The jobs that a map submits: one item, or a chunk of them whose items fail singly.

use std::error::Error as StdError;
use std::sync::Arc;
use std::vec;

use crate::job::failure;
use crate::{Error, Job, panics};

/// How a map makes jobs of its items.
///
/// Maps of closures need not know of it. Implement it for an executor with jobs of its own kind, and
/// [`map_jobs`](crate::map_jobs) does for them what [`map_with`](crate::map_with) does for closures:
///
/// ```
/// use futures_core::{ChunkResults, Error, Inline, Job, MapJobs, MapOptions, map_jobs};
///
/// /// The answer of a server that this executor talks to.
/// struct Ask(Vec<u32>);
///
/// impl Job for Ask {
///     type Output = ChunkResults<u32>;
///     fn run(self) -> Result<ChunkResults<u32>, Error> {
///         Ok(ChunkResults::new(self.0.iter().map(|n| n * n).collect(), Vec::new()))
///     }
/// }
///
/// struct AskOne(u32);
///
/// impl Job for AskOne {
///     type Output = u32;
///     fn run(self) -> Result<u32, Error> {
///         Ok(self.0 * self.0)
///     }
/// }
///
/// struct Asking;
///
/// impl MapJobs<u32> for Asking {
///     type Output = u32;
///     type One = AskOne;
///     type Chunk = Ask;
///     fn one(&self, item: u32) -> AskOne {
///         AskOne(item)
///     }
///     fn chunk(&self, items: Vec<u32>) -> Ask {
///         Ask(items)
///     }
/// }
///
/// let options = MapOptions::new().chunk_size(2);
/// assert_eq!(map_jobs(options, Inline, Asking, 1..=5).values().unwrap(), [1, 4, 9, 16, 25]);
/// ```
pub trait MapJobs<I> {
    /// What becomes of an item.
    type Output: Send + 'static;
    /// The job of one item.
    type One: Job<Output = Self::Output>;
    /// The job of several items, each of which has a result or a failure of its own.
    type Chunk: Job<Output = ChunkResults<Self::Output>>;

    /// Makes the job of one item.
    fn one(&self, item: I) -> Self::One;

    /// Makes the job of several items, at least one.
    fn chunk(&self, items: Vec<I>) -> Self::Chunk;
}

/// The closure of a map, which all of its jobs have in common.
pub(super) struct Shared<A>(pub(super) Arc<A>);

impl<A: Apply<I>, I: Send + 'static> MapJobs<I> for Shared<A> {
    type Output = A::Output;
    type One = One<A, I>;
    type Chunk = Chunk<A, I>;

    #[inline]
    fn one(&self, item: I) -> One<A, I> {
        One {
            apply: self.0.clone(),
            item,
        }
    }

    fn chunk(&self, items: Vec<I>) -> Chunk<A, I> {
        Chunk {
            apply: self.0.clone(),
            items,
        }
    }
}

/// A function that a map applies: one that cannot fail, or one whose `Err` is the failure of its item.
///
/// Sealed; made by [`map`](crate::map) and [`map_fallible`](crate::map_fallible).
pub trait Apply<I>: Send + Sync + 'static {
    /// What it makes of an item.
    type Output: Send + 'static;

    /// Applies it to one item.
    ///
    /// # Errors
    /// Why the item has no value.
    fn apply(&self, item: I) -> Result<Self::Output, Error>;

    /// Applies it to item after item until one fails; the values go to the end of `values`.
    ///
    /// # Errors
    /// Why the item that was taken last has no value.
    fn apply_all(
        &self,
        items: &mut vec::IntoIter<I>,
        values: &mut Vec<Self::Output>,
    ) -> Result<(), Error>;
}

/// A function whose results are all values.
#[derive(Clone, Copy, Debug)]
pub struct Plain<F>(pub(super) F);

impl<F, I, R> Apply<I> for Plain<F>
where
    F: Fn(I) -> R + Send + Sync + 'static,
    R: Send + 'static,
{
    type Output = R;

    fn apply(&self, item: I) -> Result<R, Error> {
        Ok((self.0)(item))
    }

    fn apply_all(&self, items: &mut vec::IntoIter<I>, values: &mut Vec<R>) -> Result<(), Error> {
        // One loop that the compiler can unroll; after a panic both sides stand where they were.
        values.extend(items.map(&self.0));
        Ok(())
    }
}

/// A function whose `Err` is the failure of its item.
#[derive(Clone, Copy, Debug)]
pub struct Trying<F>(pub(super) F);

impl<F, I, R, E> Apply<I> for Trying<F>
where
    F: Fn(I) -> Result<R, E> + Send + Sync + 'static,
    R: Send + 'static,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    type Output = R;

    fn apply(&self, item: I) -> Result<R, Error> {
        (self.0)(item).map_err(failure)
    }

    fn apply_all(&self, items: &mut vec::IntoIter<I>, values: &mut Vec<R>) -> Result<(), Error> {
        for item in items {
            values.push(self.apply(item)?);
        }
        Ok(())
    }
}

/// One item of a map.
#[derive(Debug)]
pub struct One<A, I> {
    apply: Arc<A>,
    item: I,
}

impl<A: Apply<I>, I: Send + 'static> Job for One<A, I> {
    type Output = A::Output;

    fn run(self) -> Result<A::Output, Error> {
        self.apply.apply(self.item)
    }
}

/// Several items of a map. The failure of one is that item's alone.
#[derive(Debug)]
pub struct Chunk<A, I> {
    apply: Arc<A>,
    items: Vec<I>,
}

impl<A: Apply<I>, I: Send + 'static> Job for Chunk<A, I> {
    type Output = ChunkResults<A::Output>;

    fn run(self) -> Result<ChunkResults<A::Output>, Error> {
        let mut values = Vec::with_capacity(self.items.len());
        let mut failures = Vec::new();
        let mut items = self.items.into_iter();
        // One catch for as many items as go well, so that a small item costs no more than its call.
        while items.len() > 0 {
            let failure = match panics::catch(|| self.apply.apply_all(&mut items, &mut values)) {
                Ok(Ok(())) => continue,
                Ok(Err(error)) => error,
                Err(panic) => Error::panicked(panic),
            };
            failures.push((values.len() + failures.len(), failure));
        }
        Ok(ChunkResults::new(values, failures))
    }
}

/// The results of a chunk, in the order of its items.
///
/// Values and failures are apart, since a vector of values alone takes half the memory of one of `Result`s, and first
/// touching memory is most of what a small item costs.
#[derive(Debug)]
pub struct ChunkResults<R> {
    values: vec::IntoIter<R>,
    /// With their places in the chunk, ascending.
    failures: vec::IntoIter<(usize, Error)>,
    /// How many values come before the next failure; without one, more than there are.
    before_failure: usize,
}

impl<R> ChunkResults<R> {
    /// The values of the items that have one, and the failures of the others with their places among all items.
    ///
    /// # Panics
    /// If the places do not ascend or leave a gap that the values do not fill.
    pub fn new(values: Vec<R>, failures: Vec<(usize, Error)>) -> Self {
        let items = values.len() + failures.len();
        assert!(
            failures.is_sorted_by(|(before, _), (after, _)| before < after)
                && failures.last().is_none_or(|(place, _)| *place < items),
            "the failures of a chunk have places among its items, in order"
        );
        let before_failure = failures.first().map_or(usize::MAX, |(place, _)| *place);
        ChunkResults {
            values: values.into_iter(),
            failures: failures.into_iter(),
            before_failure,
        }
    }

    /// Moves the values to the end of `values`, all at once, if none of the items failed.
    pub(super) fn drain_values(&mut self, values: &mut Vec<R>) {
        if self.failures.len() == 0 {
            values.extend(std::mem::take(&mut self.values));
        }
    }

    /// The failures that were not yielded.
    pub(super) fn failures(&self) -> impl Iterator<Item = &Error> {
        self.failures.as_slice().iter().map(|(_, error)| error)
    }

    #[cold]
    fn next_failure(&mut self) -> Option<Result<R, Error>> {
        let (place, error) = self.failures.next()?;
        let next = self.failures.as_slice().first();
        self.before_failure = next.map_or(usize::MAX, |(next, _)| next - place - 1);
        Some(Err(error))
    }
}

impl<R> Iterator for ChunkResults<R> {
    type Item = Result<R, Error>;

    #[inline]
    fn next(&mut self) -> Option<Result<R, Error>> {
        if self.before_failure == 0 {
            return self.next_failure();
        }
        self.before_failure -= 1;
        self.values.next().map(Ok)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.values.len() + self.failures.len();
        (left, Some(left))
    }
}

#[cfg(test)]
mod tests {
    use super::ChunkResults;
    use crate::{Error, ErrorKind};

    #[test]
    fn failures_stand_at_their_places() {
        for failed in 0..32_u32 {
            let is_failed = |place: usize| failed >> place & 1 == 1;
            let values: Vec<usize> = (0..5).filter(|place| !is_failed(*place)).collect();
            let failures = (0..5)
                .filter(|place| is_failed(*place))
                .map(|place| (place, Error::new(ErrorKind::Failed, place.to_string())))
                .collect();
            let results: Vec<_> = ChunkResults::new(values, failures)
                .map(|result| result.map_err(|error| error.to_string()))
                .collect();
            let expected: Vec<_> = (0..5)
                .map(|place| {
                    if is_failed(place) {
                        Err(place.to_string())
                    } else {
                        Ok(place)
                    }
                })
                .collect();
            assert_eq!(results, expected);
        }
    }
}
