//! How far a map has come: what its next result waits for, seen from outside of the thread that waits.
//!
//! Each item carries a [`Ticket`], which tells when its call begins and when it is over or will never be made. A wait
//! for the next result ends only once the items of a whole chunk are over.

use std::collections::VecDeque;
use std::sync::Arc;

use futures_core::host::Lock;
use futures_core::{TaskId, task};

use crate::backend::Order;
use crate::waiting::Awaited;

/// The items of one map.
#[derive(Clone)]
pub(crate) struct Progress(Arc<Inner>);

struct Inner {
    order: Order,
    /// How many items a task has, at most.
    chunk_size: usize,
    /// The pool that the tasks are given to.
    pool: u32,
    state: Lock<State>,
}

#[derive(Default)]
struct State {
    /// The chunks from the first one that matters.
    chunks: VecDeque<Chunk>,
    /// How many chunks were before those.
    n_gone: usize,
    /// How many items were taken off the input.
    pulled: usize,
    /// How many results were given to the script.
    yielded: usize,
    /// How many items are in chunks that are over.
    over: usize,
    /// How many chunks no thread has taken up.
    pending: usize,
}

#[derive(Clone, Copy, Default)]
struct Chunk {
    pulled: usize,
    over: usize,
    has_begun: bool,
}

impl Chunk {
    fn is_over(self) -> bool {
        self.over == self.pulled
    }
}

/// The part of one item; dropping it says that its call is over, or will not be made.
pub(crate) struct Ticket {
    progress: Progress,
    chunk: usize,
}

impl Progress {
    pub(crate) fn new(order: Order, chunk_size: usize, pool: u32) -> Self {
        Progress(Arc::new(Inner {
            order,
            chunk_size,
            pool,
            state: Lock::default(),
        }))
    }

    /// For the next item of the input.
    pub(crate) fn pull(&self) -> Ticket {
        let mut state = self.0.state.lock();
        let chunk = state.pulled / self.0.chunk_size;
        state.pulled += 1;
        let index = chunk - state.n_gone;
        if index == state.chunks.len() {
            state.chunks.push_back(Chunk::default());
            state.pending += 1;
        }
        state.chunks[index].pulled += 1;
        drop(state);
        Ticket {
            progress: self.clone(),
            chunk,
        }
    }

    /// The script was given a result.
    pub(crate) fn yielded(&self) {
        self.0.state.lock().yielded += 1;
    }

    /// The next result, as the calling thread waits for it.
    pub(crate) fn next_awaited(&self) -> Awaited {
        let (named, looked_at) = (self.clone(), self.clone());
        let own_pool = task::current_id().map(TaskId::pool);
        Awaited::new(
            move |_| match named.0.order {
                Order::Input => format!("result [{}] of a map", named.0.state.lock().yielded),
                Order::Completion => "the next result of a map_unordered".to_owned(),
            },
            move || looked_at.is_next_there(own_pool == Some(looked_at.0.pool)),
        )
        .by_tasks(own_pool, [self.0.pool])
    }

    /// A worker that waits for a pending task of its own pool runs it, or lends its place to somebody who does.
    fn is_next_there(&self, waits_in_its_pool: bool) -> bool {
        let state = self.0.state.lock();
        if state.yielded >= state.pulled {
            return true;
        }
        match self.0.order {
            Order::Input => {
                let chunk = (state.yielded / self.0.chunk_size).checked_sub(state.n_gone);
                let chunk = chunk.and_then(|index| state.chunks.get(index));
                chunk.is_none_or(|chunk| chunk.is_over() || waits_in_its_pool && !chunk.has_begun)
            }
            Order::Completion => {
                state.over > state.yielded || waits_in_its_pool && state.pending > 0
            }
        }
    }

    fn begin(&self, chunk: usize) {
        self.change(chunk, |_| {});
    }

    fn end(&self, chunk: usize) {
        self.change(chunk, |chunk| chunk.over += 1);
    }

    fn change(&self, number: usize, change: impl FnOnce(&mut Chunk)) {
        let mut state = self.0.state.lock();
        let state = &mut *state;
        let index = number - state.n_gone;
        let chunk = &mut state.chunks[index];
        if !chunk.has_begun {
            chunk.has_begun = true;
            state.pending -= 1;
        }
        change(chunk);
        if chunk.is_over() {
            state.over += chunk.pulled;
        }
        while let Some(chunk) = state.chunks.front()
            && chunk.pulled == self.0.chunk_size
            && chunk.is_over()
        {
            state.chunks.pop_front();
            state.n_gone += 1;
        }
    }
}

impl Ticket {
    /// The call of the item begins.
    pub(crate) fn begin(&self) {
        self.progress.begin(self.chunk);
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.progress.end(self.chunk);
    }
}

#[cfg(test)]
mod tests {
    use super::{Order, Progress};

    #[test]
    fn the_next_of_an_ordered_map_is_there_when_its_whole_chunk_is_over() {
        let progress = Progress::new(Order::Input, 2, 1);
        let [a, b, c] = [(); 3].map(|()| progress.pull());
        c.begin();
        drop(c);
        assert!(!progress.is_next_there(false));
        a.begin();
        drop(a);
        assert!(!progress.is_next_there(false));
        drop(b);
        assert!(progress.is_next_there(false));
        for _ in 0..3 {
            assert!(progress.is_next_there(false));
            progress.yielded();
        }
        assert!(progress.is_next_there(false));
    }

    #[test]
    fn the_next_of_an_unordered_map_is_any_that_is_over() {
        let progress = Progress::new(Order::Completion, 1, 1);
        let [a, b] = [(); 2].map(|()| progress.pull());
        assert!(!progress.is_next_there(false));
        drop(b);
        assert!(progress.is_next_there(false));
        progress.yielded();
        assert!(!progress.is_next_there(false));
        drop(a);
        assert!(progress.is_next_there(false));
    }

    #[test]
    fn a_worker_of_the_same_pool_sees_to_what_has_not_begun() {
        for order in [Order::Input, Order::Completion] {
            let progress = Progress::new(order, 1, 1);
            let ticket = progress.pull();
            assert!(progress.is_next_there(true));
            ticket.begin();
            assert!(!progress.is_next_there(true));
        }
    }
}
