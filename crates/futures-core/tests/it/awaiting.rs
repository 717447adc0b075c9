//! Awaiting: one waker per future, none left behind.

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use futures_core::{Executor, Inline, SharedFuture, promise};

/// A waker that counts how often it is woken; the count of its `Arc` says how many copies there are.
#[derive(Default)]
struct Counter {
    woken: AtomicUsize,
}

impl Wake for Counter {
    fn wake(self: Arc<Self>) {
        self.woken.fetch_add(1, Ordering::Relaxed);
    }
}

impl Counter {
    fn new() -> (Arc<Counter>, Waker) {
        let counter = Arc::new(Counter::default());
        let waker = Waker::from(counter.clone());
        (counter, waker)
    }

    fn woken(&self) -> usize {
        self.woken.load(Ordering::Relaxed)
    }
}

/// Copies of the waker beyond the test's own two handles.
fn copies(counter: &Arc<Counter>) -> usize {
    Arc::strong_count(counter) - 2
}

fn poll<F: Future>(future: Pin<&mut F>, waker: &Waker) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(waker))
}

#[test]
fn a_thousand_polls_keep_one_waker() {
    let (counter, waker) = Counter::new();
    let (promise, future) = promise::<i32>();
    let mut awaiting = pin!(future.into_future());
    for _ in 0..1000 {
        assert!(poll(awaiting.as_mut(), &waker).is_pending());
        assert_eq!(copies(&counter), 1);
    }
    promise.set_result(7).unwrap();
    assert_eq!(counter.woken(), 1);
    assert_eq!(copies(&counter), 0);
    let Poll::Ready(result) = poll(awaiting.as_mut(), &waker) else {
        panic!("it has ended");
    };
    assert_eq!(result.unwrap(), 7);
    assert_eq!(copies(&counter), 0);
}

/// A task that moves to another place of its runtime comes with another waker; the last one counts.
#[test]
fn the_last_waker_is_the_one_that_is_woken() {
    let (first, first_waker) = Counter::new();
    let (second, second_waker) = Counter::new();
    let (promise, future) = promise::<i32>();
    let mut awaiting = pin!(future.into_future());
    for waker in [&first_waker, &second_waker, &first_waker, &second_waker] {
        assert!(poll(awaiting.as_mut(), waker).is_pending());
    }
    assert_eq!((copies(&first), copies(&second)), (0, 1));
    promise.set_result(7).unwrap();
    assert_eq!((first.woken(), second.woken()), (0, 1));
    assert_eq!((copies(&first), copies(&second)), (0, 0));
}

#[test]
fn dropping_what_awaits_removes_the_waker() {
    let (counter, waker) = Counter::new();
    let (promise, future) = promise::<i32>();
    let shared = future.shared();

    let mut by_value = Box::pin(shared.clone().into_future());
    let mut by_reference = Box::pin((&shared).into_future());
    assert!(poll(by_value.as_mut(), &waker).is_pending());
    assert!(poll(by_reference.as_mut(), &waker).is_pending());
    assert_eq!(copies(&counter), 2);
    drop(by_value);
    assert_eq!(copies(&counter), 1);
    drop(by_reference);
    assert_eq!(copies(&counter), 0);

    promise.set_result(7).unwrap();
    assert_eq!(counter.woken(), 0);
}

/// Giving up on a future that has one owner lets its task run on, and keeps no waker.
#[test]
fn dropping_the_await_of_an_owner_removes_the_waker() {
    let (counter, waker) = Counter::new();
    let (promise, future) = promise::<i32>();
    let mut awaiting = Box::pin(future.into_future());
    assert!(poll(awaiting.as_mut(), &waker).is_pending());
    assert_eq!(copies(&counter), 1);
    drop(awaiting);
    assert_eq!(copies(&counter), 0);
    promise.set_result(7).unwrap();
    assert_eq!(counter.woken(), 0);
}

/// An await that was never polled, or only when the future had ended, registers nothing.
#[test]
fn a_future_that_has_ended_is_ready_at_once() {
    let (counter, waker) = Counter::new();
    let shared: SharedFuture<String> = Inline.submit(|| "here".to_owned()).unwrap().shared();
    let lent = pin!((&shared).into_future());
    let Poll::Ready(Ok(text)) = poll(lent, &waker) else {
        panic!("it has ended");
    };
    assert_eq!(text, "here");
    let copied = pin!(shared.clone().into_future());
    let Poll::Ready(Ok(text)) = poll(copied, &waker) else {
        panic!("it has ended");
    };
    assert_eq!(text, "here");
    assert_eq!((copies(&counter), counter.woken()), (0, 0));
}

#[test]
fn everybody_who_awaits_is_woken() {
    let (promise, future) = promise::<i32>();
    let shared = future.shared();
    let wakers: Vec<_> = (0..10).map(|_| Counter::new()).collect();
    let mut awaits: Vec<_> = wakers
        .iter()
        .map(|_| Box::pin(shared.clone().into_future()))
        .collect();
    for (awaiting, (_, waker)) in awaits.iter_mut().zip(&wakers) {
        assert!(poll(awaiting.as_mut(), waker).is_pending());
    }
    promise.set_result(7).unwrap();
    for (awaiting, (counter, waker)) in awaits.iter_mut().zip(&wakers) {
        assert_eq!((counter.woken(), copies(counter)), (1, 0));
        assert!(poll(awaiting.as_mut(), waker).is_ready());
    }
}

/// The error of a task, its cancellation and its promise's end come out of the await as they come out of `result`.
#[test]
fn an_await_yields_errors() {
    let (_, waker) = Counter::new();
    let (promise, future) = promise::<i32>();
    drop(promise);
    let Poll::Ready(Err(error)) = poll(pin!(future.into_future()), &waker) else {
        panic!("it has ended");
    };
    assert!(error.is_abandoned());

    let (_promise, future) = futures_core::promise::<i32>();
    future.cancel();
    let Poll::Ready(Err(error)) = poll(pin!(future.into_future()), &waker) else {
        panic!("it has ended");
    };
    assert!(error.is_cancelled());
}

/// The waker of some runtime may panic; the others are woken all the same, and the promise is kept.
#[test]
fn a_waker_that_panics_disturbs_nobody_else() {
    struct Bad;
    impl Wake for Bad {
        fn wake(self: Arc<Self>) {
            panic!("a waker that panics on purpose");
        }
    }
    let bad = Waker::from(Arc::new(Bad));
    let (counter, good) = Counter::new();
    let (promise, future) = promise::<i32>();
    let shared = future.shared();
    let mut first = pin!(shared.clone().into_future());
    let mut second = pin!(shared.clone().into_future());
    assert!(poll(first.as_mut(), &bad).is_pending());
    assert!(poll(second.as_mut(), &good).is_pending());
    promise.set_result(7).unwrap();
    assert_eq!(counter.woken(), 1);
    assert_eq!(*shared.result().unwrap(), 7);
}
