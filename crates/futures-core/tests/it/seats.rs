//! Waits on a thread that works for a pool: they run the awaited task in place, or lend the worker's place.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use futures_core::host::WaitReason;
use futures_core::{
    Future, Job, ReturnWhen, Seat, Status, Task, TaskId, as_completed, current_seat, promise,
    seated, wait,
};

use crate::world::{World, spawn};

const POOL: u32 = 7;
const MINUTE: Duration = Duration::from_secs(60);

/// A place in a pool that notes what it is asked.
#[derive(Default)]
struct Place {
    has_no_stack_left: bool,
    heard: RefCell<Vec<String>>,
}

impl Place {
    fn note(&self, text: String) {
        self.heard.borrow_mut().push(text);
    }

    /// Runs `f` on this place and returns what it was asked.
    fn heard(self, f: impl FnOnce()) -> Vec<String> {
        let place = Rc::new(self);
        seated(place.clone(), f);
        place.heard.take()
    }
}

impl Seat for Place {
    fn pool(&self) -> u32 {
        POOL
    }

    fn may_nest(&self) -> bool {
        !self.has_no_stack_left
    }

    fn run_claimed(&self, task: Task) {
        self.note(format!("run {}", task.id()));
        task.run();
    }

    fn lend(&self, reason: &WaitReason) -> futures_core::Place {
        self.note(format!("lend for {reason}"));
        futures_core::Place::Filled
    }

    fn take_back(&self) {
        self.note("take back".to_owned());
    }
}

/// Task number `number` of a pool.
fn task_of<J: Job>(pool: u32, number: u64, job: J) -> (Task, Future<J::Output>) {
    let id = TaskId::new(pool, number);
    Task::builder(job).id(id).build().split()
}

/// Runs `body` as a task, as a worker would.
fn in_a_task(body: impl FnOnce() + Send + 'static) {
    let (task, future) = task_of(POOL, 99, body);
    task.run();
    future.result().unwrap();
}

#[test]
fn an_awaited_task_that_nobody_has_begun_runs_in_place() {
    let (queued, future) = task_of(POOL, 1, || 5);
    let (assigned, other) = task_of(POOL, 2, || 6);
    assert!(assigned.assign());
    let heard = Place::default().heard(|| {
        assert_eq!(future.result().unwrap(), 5);
        assert_eq!(other.result().unwrap(), 6);
    });
    assert_eq!(heard, ["run 1", "run 2"]);
    assert_eq!(queued.run(), None, "somebody else has run it");
    assert_eq!(assigned.run(), None, "somebody else has run it");
}

/// In the order of the input, and only those that nobody has begun.
#[test]
fn a_wait_for_all_runs_what_is_left() {
    let (tasks, futures): (Vec<_>, Vec<_>) = (1..=4).map(|n| task_of(POOL, n, move || n)).unzip();
    let mut tasks = tasks.into_iter();
    tasks.next().unwrap().run();
    tasks.next().unwrap().cancel();
    let heard = Place::default().heard(|| {
        let sorted = wait(&futures, None, ReturnWhen::AllCompleted).unwrap();
        assert_eq!(sorted.done.len(), 4);
    });
    assert_eq!(heard, ["run 3", "run 4"]);
}

/// A wait that may end without the task does not run it: a limit could not be kept, and another may come first.
#[test]
fn a_wait_that_may_end_without_the_task_does_not_run_it() {
    let (_task, future) = task_of(POOL, 1, || 5);
    let heard = Place::default().heard(|| {
        let now = Duration::ZERO;
        assert!(future.wait_timeout(now).unwrap_err().is_timed_out());
        let sorted = wait([&future], Some(now), ReturnWhen::AllCompleted).unwrap();
        assert_eq!(sorted.not_done.len(), 1);
        let (_, ended) = promise::<u64>();
        for when in [ReturnWhen::FirstCompleted, ReturnWhen::FirstException] {
            let sorted = wait([&future, &ended], None, when).unwrap();
            assert_eq!(sorted.done.len(), 1);
        }
        let mut futures = as_completed([&future, &ended], None);
        assert!(futures.next().unwrap().unwrap().done());
    });
    assert_eq!(heard, [""; 0]);
}

#[test]
fn a_task_of_another_pool_is_not_run_in_place() {
    World::run(|world| {
        let (task, future) = task_of(8, 1, || 5);
        let waiter = spawn("waiter", move || {
            let heard = Place::default().heard(|| assert_eq!(future.result().unwrap(), 5));
            assert_eq!(
                heard, [""; 0],
                "outside of a task there is no place to lend"
            );
        });
        world.until_parked("waiter");
        task.run();
        waiter.join().unwrap();
    });
}

#[test]
fn without_stack_the_place_is_lent_instead() {
    World::run(|world| {
        let (task, future) = task_of(POOL, 1, || 5);
        let waiter = spawn("waiter", move || {
            let place = Place {
                has_no_stack_left: true,
                ..Place::default()
            };
            let heard = place.heard(|| in_a_task(move || assert_eq!(future.result().unwrap(), 5)));
            assert_eq!(heard, ["lend for the result of task 1", "take back"]);
        });
        world.until_parked("waiter");
        task.run();
        waiter.join().unwrap();
    });
}

/// Every way to block inside a task lends the place, says for what, and takes it back however the wait ends.
#[test]
fn a_blocked_task_lends_its_place() {
    World::run(|world| {
        let (promise, future) = promise::<u64>();
        let future = future.shared();
        let id = future.id();
        let waiter = spawn("waiter", {
            let future = future.clone();
            move || {
                let heard = Place::default().heard(|| {
                    in_a_task(move || {
                        let timed_out = future.wait_timeout(MINUTE).unwrap_err();
                        assert!(timed_out.is_timed_out());
                        let sorted =
                            wait([&future], Some(MINUTE), ReturnWhen::FirstCompleted).unwrap();
                        assert_eq!(sorted.not_done.len(), 1);
                        let mut futures = as_completed([&future], None);
                        assert_eq!(
                            futures.next().unwrap().unwrap().status(),
                            Some(Status::Finished)
                        );
                        assert_eq!(*future.result().unwrap(), 5);
                    })
                });
                let result = format!("lend for the result of task {id}");
                assert_eq!(
                    heard,
                    [
                        &result,
                        "take back",
                        "lend for FIRST_COMPLETED of 1 futures",
                        "take back",
                        "lend for the next of 1 futures",
                        "take back"
                    ]
                );
            }
        });
        world.until_parked_for("waiter", &WaitReason::Result(id));
        world.advance(MINUTE);
        let set = WaitReason::Set {
            when: ReturnWhen::FirstCompleted,
            remaining: 1,
        };
        world.until_parked_for("waiter", &set);
        world.advance(MINUTE);
        world.until_parked_for("waiter", &WaitReason::Next { remaining: 1 });
        promise.set_result(5).unwrap();
        waiter.join().unwrap();
    });
}

/// A limit of zero only looks, which is no reason to have another thread started.
#[test]
fn a_look_does_not_lend_the_place() {
    let (_promise, future) = promise::<u64>();
    let heard = Place::default().heard(|| {
        in_a_task(move || {
            let now = Duration::ZERO;
            assert!(future.wait_timeout(now).unwrap_err().is_timed_out());
            let sorted = wait([&future], Some(now), ReturnWhen::AllCompleted).unwrap();
            assert_eq!(sorted.not_done.len(), 1);
            let mut futures = as_completed([&future], Some(now));
            assert!(futures.next().unwrap().unwrap_err().is_timed_out());
        });
    });
    assert_eq!(heard, [""; 0]);
}

/// A worker may hold the last handle of a task that another has run; a result that panics when dropped is not its fault.
#[test]
fn the_last_handle_of_a_claimed_task_goes_quietly() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("a destructor that panics on purpose");
        }
    }
    let claimed = || {
        let (task, future) = task_of(POOL, 1, || Bomb);
        let heard = Place::default().heard(|| {
            assert_eq!(future.wait().unwrap(), Status::Finished);
        });
        assert_eq!(heard, ["run 1"]);
        task
    };
    assert_eq!(claimed().run(), None);
    assert!(!claimed().cancel());
    assert!(!claimed().fail(futures_core::Error::failed("too late")));
    drop(claimed());
}

#[test]
fn a_seat_is_there_for_as_long_as_one_sits_on_it() {
    assert!(current_seat().is_none());
    seated(Rc::new(Place::default()), || {
        assert_eq!(current_seat().unwrap().pool(), POOL);
        let place = Place {
            has_no_stack_left: true,
            ..Place::default()
        };
        seated(Rc::new(place), || {
            assert!(!current_seat().unwrap().may_nest())
        });
        assert!(current_seat().unwrap().may_nest());
    });
    assert!(current_seat().is_none());
}
