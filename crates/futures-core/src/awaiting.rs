//! Futures as `async` code awaits them, in any runtime.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use crate::cell::AnyCell;
use crate::observer::Watcher;
use crate::poller::Poller;
use crate::{Error, Future, SharedFuture};

/// The registration of one `await`; dropping it takes the waker off the future's list.
#[derive(Default)]
struct Registration {
    poller: Option<Arc<Poller>>,
}

impl Registration {
    /// Has the future ended? If not, the context's waker will be woken when it does.
    fn poll(&mut self, cell: &(dyn AnyCell + 'static), context: &Context<'_>) -> bool {
        if cell.word().is_done() {
            return true;
        }
        if let Some(poller) = &self.poller {
            poller.update(context.waker());
            return cell.word().is_done();
        }
        let poller = Arc::new(Poller::new(context.waker()));
        match cell.watch(Watcher::Poller(poller.clone())) {
            Ok(()) => {
                self.poller = Some(poller);
                false
            }
            Err(_) => true,
        }
    }

    fn cancel(&mut self, cell: &(dyn AnyCell + 'static)) {
        if let Some(mine) = self.poller.take() {
            cell.unwatch(
                |watcher| matches!(watcher, Watcher::Poller(other) if Arc::ptr_eq(other, &mine)),
            );
        }
    }
}

/// What awaiting a [`Future`] by value polls. Yields its result.
#[must_use = "an awaited future does nothing unless polled"]
pub struct Awaiting<T: Send + 'static> {
    /// `None` once the result has been yielded.
    future: Option<Future<T>>,
    registration: Registration,
}

impl<T: Send + 'static> std::future::Future for Awaiting<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let future = this.future.as_ref().expect("polled after it was ready");
        if !this.registration.poll(future.cell(), context) {
            return Poll::Pending;
        }
        this.registration.cancel(future.cell());
        match this.future.take() {
            Some(future) => Poll::Ready(future.into_outcome()),
            None => Poll::Pending,
        }
    }
}

impl<T: Send + 'static> Drop for Awaiting<T> {
    fn drop(&mut self) {
        if let Some(future) = &self.future {
            self.registration.cancel(future.cell());
        }
    }
}

impl<T: Send + 'static> IntoFuture for Future<T> {
    type Output = Result<T, Error>;
    type IntoFuture = Awaiting<T>;

    fn into_future(self) -> Awaiting<T> {
        Awaiting {
            future: Some(self),
            registration: Registration::default(),
        }
    }
}

/// What awaiting a [`SharedFuture`] polls. Yields a copy of its result.
#[must_use = "an awaited future does nothing unless polled"]
pub struct AwaitingShared<T: Send + Sync + 'static> {
    future: SharedFuture<T>,
    registration: Registration,
}

impl<T: Clone + Send + Sync + 'static> std::future::Future for AwaitingShared<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        if !this.registration.poll(this.future.cell(), context) {
            return Poll::Pending;
        }
        this.registration.cancel(this.future.cell());
        Poll::Ready(this.future.outcome().cloned())
    }
}

impl<T: Send + Sync + 'static> Drop for AwaitingShared<T> {
    fn drop(&mut self) {
        self.registration.cancel(self.future.cell());
    }
}

impl<T: Clone + Send + Sync + 'static> IntoFuture for SharedFuture<T> {
    type Output = Result<T, Error>;
    type IntoFuture = AwaitingShared<T>;

    fn into_future(self) -> AwaitingShared<T> {
        AwaitingShared {
            future: self,
            registration: Registration::default(),
        }
    }
}

/// What awaiting a reference to a [`SharedFuture`] polls. Lends its result.
#[must_use = "an awaited future does nothing unless polled"]
pub struct AwaitingRef<'a, T: Send + Sync + 'static> {
    future: &'a SharedFuture<T>,
    registration: Registration,
}

impl<'a, T: Send + Sync + 'static> std::future::Future for AwaitingRef<'a, T> {
    type Output = Result<&'a T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        if !this.registration.poll(this.future.cell(), context) {
            return Poll::Pending;
        }
        this.registration.cancel(this.future.cell());
        Poll::Ready(this.future.outcome())
    }
}

impl<T: Send + Sync + 'static> Drop for AwaitingRef<'_, T> {
    fn drop(&mut self) {
        self.registration.cancel(self.future.cell());
    }
}

impl<'a, T: Send + Sync + 'static> IntoFuture for &'a SharedFuture<T> {
    type Output = Result<&'a T, Error>;
    type IntoFuture = AwaitingRef<'a, T>;

    fn into_future(self) -> AwaitingRef<'a, T> {
        AwaitingRef {
            future: self,
            registration: Registration::default(),
        }
    }
}

macro_rules! debug {
    ($($generics:tt)*) => {
        impl $($generics)* {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple("Awaiting").field(&self.future).finish()
            }
        }
    };
}

debug!(<T: Send + 'static> fmt::Debug for Awaiting<T>);
debug!(<T: Send + Sync + 'static> fmt::Debug for AwaitingShared<T>);
debug!(<T: Send + Sync + 'static> fmt::Debug for AwaitingRef<'_, T>);
