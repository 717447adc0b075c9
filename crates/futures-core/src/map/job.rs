//! The jobs that a map submits: one item, or a chunk of them whose items fail singly.

use std::sync::Arc;
use std::vec;

use crate::{Error, Job, panics};

/// One item of a map.
#[derive(Debug)]
pub struct One<F, I> {
    pub(super) f: Arc<F>,
    pub(super) item: I,
}

impl<F, I, R> Job for One<F, I>
where
    F: Fn(I) -> R + Send + Sync + 'static,
    I: Send + 'static,
    R: Send + 'static,
{
    type Output = R;

    fn run(self) -> Result<R, Error> {
        Ok((self.f)(self.item))
    }
}

/// Several items of a map. A panic in one is that item's error alone.
#[derive(Debug)]
pub struct Chunk<F, I> {
    pub(super) f: Arc<F>,
    pub(super) items: Vec<I>,
}

impl<F, I, R> Job for Chunk<F, I>
where
    F: Fn(I) -> R + Send + Sync + 'static,
    I: Send + 'static,
    R: Send + 'static,
{
    type Output = ChunkResults<R>;

    fn run(self) -> Result<ChunkResults<R>, Error> {
        let f = &*self.f;
        let mut values = Vec::with_capacity(self.items.len());
        let mut failures = Vec::new();
        let mut items = self.items.into_iter();
        // One catch for as many items as go well, so that a small item costs no more than its call.
        while items.len() > 0 {
            let caught = panics::catch(|| {
                for item in items.by_ref() {
                    values.push(f(item));
                }
            });
            if let Err(panic) = caught {
                failures.push((values.len() + failures.len(), Error::panicked(panic)));
            }
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
    fn new(values: Vec<R>, failures: Vec<(usize, Error)>) -> Self {
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
