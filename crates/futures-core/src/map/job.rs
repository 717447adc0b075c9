//! The jobs that a map submits: one item, or a chunk of them whose items fail singly.

use std::sync::Arc;

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
    type Output = Vec<Result<R, Error>>;

    fn run(self) -> Result<Vec<Result<R, Error>>, Error> {
        let f = &*self.f;
        let mut results = Vec::with_capacity(self.items.len());
        let mut items = self.items.into_iter();
        // One catch for as many items as go well, so that a small item costs no more than its call.
        while items.len() > 0 {
            let before = results.len();
            let caught = panics::catch(|| {
                for item in items.by_ref() {
                    results.push(Ok(f(item)));
                }
            });
            if let Err(panic) = caught {
                debug_assert!(results.len() >= before, "what went well is kept");
                results.push(Err(Error::panicked(panic)));
            }
        }
        Ok(results)
    }
}
