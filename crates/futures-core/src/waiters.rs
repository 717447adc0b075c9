//! The list of those who want to hear that a future has ended.
//!
//! Vocabulary: a *waiter* is an entry; the *completer* is whoever publishes the end. The proof that no waiter is lost:
//! an entry is made under the list's lock, together with setting the HAS_WAITERS flag, and only if that very operation
//! saw the future unfinished. So the flag was set before the end was published, the completer sees it in the word that
//! its own publishing operation returns, and then takes the list under the same lock, after the entry was made.

use crate::sync::{Mutex, MutexGuard};

/// One entry is stored in place, which is the common case; more go to the heap.
enum List<O> {
    Empty,
    One(O),
    #[expect(
        clippy::box_collection,
        reason = "a thin pointer keeps every pending task eight bytes smaller"
    )]
    Many(Box<Vec<O>>),
}

pub(crate) struct Waiters<O> {
    list: Mutex<List<O>>,
}

impl<O> Waiters<O> {
    pub(crate) fn new() -> Self {
        Self {
            list: Mutex::new(List::Empty),
        }
    }

    fn lock(&self) -> MutexGuard<'_, List<O>> {
        // Nothing that can panic runs under this lock but allocation, after which the list is as it was.
        self.list
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// Puts `waiter` on the list, if `note` (which sets the flag) says that the future has not ended.
    ///
    /// # Errors
    /// Hands the waiter back: the future has ended.
    pub(crate) fn register(&self, note: impl FnOnce() -> bool, waiter: O) -> Result<(), O> {
        let mut list = self.lock();
        if !note() {
            return Err(waiter);
        }
        *list = match std::mem::replace(&mut *list, List::Empty) {
            List::Empty => List::One(waiter),
            List::One(first) => List::Many(Box::new(vec![first, waiter])),
            List::Many(mut many) => {
                many.push(waiter);
                List::Many(many)
            }
        };
        Ok(())
    }

    /// Is there an entry that `is` holds for?
    pub(crate) fn any(&self, mut is: impl FnMut(&O) -> bool) -> bool {
        match &*self.lock() {
            List::Empty => false,
            List::One(waiter) => is(waiter),
            List::Many(many) => many.iter().any(is),
        }
    }

    /// Takes every entry off, in the order in which they came.
    pub(crate) fn take(&self) -> Taken<O> {
        let list = std::mem::replace(&mut *self.lock(), List::Empty);
        match list {
            List::Empty => Taken::One(None),
            List::One(waiter) => Taken::One(Some(waiter)),
            List::Many(many) => Taken::Many(many.into_iter()),
        }
    }

    /// Takes the first entry off that `is` holds for. `None`: the completer has taken it.
    pub(crate) fn remove(&self, is: impl Fn(&O) -> bool) -> Option<O> {
        let mut list = self.lock();
        match &mut *list {
            List::Empty => None,
            List::One(waiter) if is(waiter) => match std::mem::replace(&mut *list, List::Empty) {
                List::One(waiter) => Some(waiter),
                _ => None,
            },
            List::One(_) => None,
            List::Many(many) => {
                let at = many.iter().position(is)?;
                Some(many.remove(at))
            }
        }
    }
}

/// What [`Waiters::take`] took.
pub(crate) enum Taken<O> {
    One(Option<O>),
    Many(std::vec::IntoIter<O>),
}

impl<O> Iterator for Taken<O> {
    type Item = O;

    fn next(&mut self) -> Option<O> {
        match self {
            Taken::One(waiter) => waiter.take(),
            Taken::Many(many) => many.next(),
        }
    }
}
