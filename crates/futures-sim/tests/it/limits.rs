//! What does not belong to the world: foreign waits, endless runs, the ends of threads.

use std::cell::RefCell;
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use futures_core::host::{self, Wake};
use futures_sim::{Exploration, Failure, Simulation, is_simulated};
use pool_thread::ThreadPool;

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

/// A destructor of a thread-local value that waits for something outside is named as any such wait is.
#[test]
fn a_destructor_of_a_thread_local_that_never_ends() {
    thread_local! {
        static WAITS: RefCell<Option<Waits>> = const { RefCell::new(None) };
    }
    struct Waits(mpsc::Receiver<()>);
    impl Drop for Waits {
        fn drop(&mut self) {
            #[expect(clippy::disallowed_methods, reason = "that is the point")]
            let _ = self.0.recv();
        }
    }
    let (sender, receiver) = mpsc::channel();
    let outcome = Simulation::new()
        .patience(Duration::from_millis(200))
        .run(move || {
            let thread = spawn("leaves", move || WAITS.set(Some(Waits(receiver))));
            let _ = thread.join();
        });
    drop(sender);
    let failure = outcome.failure().expect("a foreign wait");
    assert!(failure.is_foreign());
    insta::assert_snapshot!(failure.to_string(), @"leaves has not asked the host for anything for 0.2 s of real time, last at the destructors of its thread-local values: it computes, or it waits for something outside of the simulated world, such as a file, a socket or a lock of another library");
}

#[test]
fn a_world_within_a_world() {
    let outcome = Simulation::new()
        .quiet()
        .run(|| Simulation::new().run(|| ()).trace().steps());
    let failure = outcome.failure().expect("refused");
    let text = failure.to_string();
    assert!(
        text.starts_with("panicked: a simulation cannot be run within a simulation"),
        "{text}"
    );
}

/// Panics in odd places: in a thread, in the destructor of what a thread returns to nobody, in that of a local value.
#[test]
fn panics_beside_the_main_thread_end_only_their_thread() {
    struct Panics;
    impl Drop for Panics {
        fn drop(&mut self) {
            if !std::thread::panicking() {
                panic!("a destructor");
            }
        }
    }
    let outcome = Simulation::new().quiet().run(|| {
        let pool = ThreadPool::new(1).unwrap();
        let unread = pool.submit(|| Panics).unwrap();
        drop(unread);
        let failed = pool.submit(|| panic!("a task")).unwrap();
        assert!(failed.result().unwrap_err().is_panicked());
        for body in [|| panic!("a thread"), || drop(Panics)] {
            spawn("panics", body).join().unwrap();
        }
        pool.submit(|| 7).unwrap().result().unwrap()
    });
    assert!(outcome.failure().is_none(), "{:?}", outcome.failure());
    assert_eq!(outcome.result(), Some(&7));
}

/// Workers that nobody ends are left behind, and counted.
#[test]
fn a_pool_that_is_forgotten() {
    let outcome = Simulation::new().run(|| {
        let pool = ThreadPool::new(2).unwrap();
        let futures = [1, 2].map(|number| pool.submit(move || number).unwrap());
        std::mem::forget(pool);
        futures.map(|future| future.result().unwrap())
    });
    assert!(outcome.failure().is_none());
    assert_eq!(outcome.trace().left_behind(), 2);
    let outcome = Simulation::new().run(|| drop(ThreadPool::new(2).unwrap().submit(|| ())));
    assert_eq!(outcome.trace().left_behind(), 0);
}

/// An exploration does not go on until the system has no thread to give.
#[test]
#[should_panic(expected = "threads have been left behind")]
fn many_pools_that_are_forgotten() {
    let _ = Exploration::new(1_000_000).run(|| {
        let pool = ThreadPool::new(8).unwrap();
        for _ in 0..8 {
            let _ = pool.submit(|| ()).unwrap().wait();
        }
        std::mem::forget(pool);
    });
}

/// What nobody has read when a run is given up is dropped all the same, in the world of the run.
#[test]
fn values_of_an_interrupted_run_are_dropped() {
    struct Counts(Arc<Mutex<Vec<bool>>>);
    impl Drop for Counts {
        fn drop(&mut self) {
            self.0.lock().unwrap().push(is_simulated());
        }
    }
    let dropped = Arc::new(Mutex::new(Vec::new()));
    let inner = dropped.clone();
    let outcome = Simulation::new().run(move || {
        let pool = ThreadPool::new(1).unwrap();
        let value = Counts(inner.clone());
        let argument = Counts(inner.clone());
        let _returns = pool.submit(move || value).unwrap();
        let _never_ends = pool.submit(move || {
            Gate::default().pass();
            drop(argument);
        });
        let local = Counts(inner);
        Gate::default().pass();
        drop(local);
    });
    assert!(outcome.failure().expect("a deadlock").is_deadlock());
    assert_eq!(outcome.trace().left_behind(), 0);
    assert_eq!(*dropped.lock().unwrap(), [true; 3]);
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
