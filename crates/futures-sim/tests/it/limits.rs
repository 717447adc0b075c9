//! What does not belong to the world: foreign waits, endless runs, the ends of threads.

use std::cell::RefCell;
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use futures_core::host::{self, Wake};
use futures_sim::{Failure, Simulation};

use crate::support::{Gate, spawn};

#[test]
fn a_thread_that_waits_busily_for_ever() {
    let outcome = Simulation::new().max_steps(50_000).run(|| {
        let _ = spawn("busy", || {
            loop {
                host::yield_point("busy wait");
            }
        });
        let _ = host::sleep(Duration::from_secs(1));
    });
    let failure = outcome.failure().expect("no end");
    assert!(failure.is_too_long(), "{failure}");
    insta::assert_snapshot!(failure.to_string(), @"no end after 50000 steps: busy was on, last at busy wait. If threads wait busily for each other or for time to pass, let them sleep or wait for an event");
}

/// One that waits busily lets the others run, in the canonical schedule too.
#[test]
fn a_busy_wait_that_ends() {
    let outcome = Simulation::new().run(|| {
        let is_set = Arc::new(std::sync::atomic::AtomicBool::new(false));
        let flag = is_set.clone();
        let thread = spawn("setter", move || {
            flag.store(true, std::sync::atomic::Ordering::SeqCst);
        });
        while !is_set.load(std::sync::atomic::Ordering::SeqCst) {
            host::yield_point("busy wait");
        }
        thread.join().unwrap();
    });
    assert!(outcome.failure().is_none());
}

#[test]
fn a_foreign_wait_is_named() {
    let (sender, receiver) = mpsc::channel::<()>();
    let outcome = Simulation::new()
        .patience(Duration::from_millis(200))
        .run(move || {
            let thread = spawn("reader", move || {
                host::yield_point("before reading");
                #[expect(clippy::disallowed_methods, reason = "that is the point")]
                let _ = receiver.recv();
            });
            let _ = thread.join();
        });
    drop(sender);
    let Some(Failure::Foreign { thread, last, .. }) = outcome.failure() else {
        panic!("{:?}", outcome.failure());
    };
    assert_eq!((&**thread, &**last), ("reader", "before reading"));
}

thread_local! {
    static LAST_WORDS: RefCell<Option<LastWords>> = const { RefCell::new(None) };
}

/// Says its name when its thread has ended.
struct LastWords(&'static str, Arc<Mutex<Vec<&'static str>>>);

impl Drop for LastWords {
    fn drop(&mut self) {
        self.1.lock().unwrap().push(self.0);
    }
}

#[test]
fn destructors_of_thread_locals_run_before_anybody_else_does() {
    let said = Arc::new(Mutex::new(Vec::new()));
    let inner = said.clone();
    let outcome = Simulation::new().run(move || {
        let threads = ["first", "second", "third"].map(|name| {
            let said = inner.clone();
            spawn(name, move || {
                said.lock().unwrap().push("begins");
                LAST_WORDS.set(Some(LastWords(name, said)));
            })
        });
        for thread in threads {
            thread.join().unwrap();
        }
        inner.lock().unwrap().push("joined");
    });
    assert!(outcome.failure().is_none());
    assert_eq!(
        *said.lock().unwrap(),
        [
            "begins", "first", "begins", "second", "begins", "third", "joined"
        ]
    );
}

#[test]
fn threads_that_outlive_the_main_one_are_waited_for() {
    let outcome = Simulation::new().run(|| {
        let _ = spawn("late", || {
            let _ = host::sleep(Duration::from_secs(5));
        });
    });
    assert!(outcome.failure().is_none());
    assert_eq!(outcome.trace().elapsed(), Duration::from_secs(5));
}

#[test]
fn a_wait_after_the_main_thread_has_ended_is_a_deadlock() {
    let outcome = Simulation::new().run(|| {
        let _ = spawn("forgotten", || assert!(!Gate::default().pass()));
    });
    assert!(outcome.failure().expect("a deadlock").is_deadlock());
}

#[test]
fn an_interruption_from_within() {
    let outcome = Simulation::new().run(|| {
        let me = host::current();
        let thread = spawn("interrupter", move || me.interrupt());
        let wake = host::sleep(Duration::from_secs(1000));
        host::current().clear_interrupt();
        thread.join().unwrap();
        (wake, host::now())
    });
    assert_eq!(outcome.result(), Some(&(Wake::Interrupted, Duration::ZERO)));
}
