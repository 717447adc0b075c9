//! What an observer is told, and what is made of it.

use std::sync::Arc;
use std::time::Duration;

use conformance::Gate;
use futures_core::host::Lock;
use pool_thread::{Event, Observer, Status, SubmitOptions, ThreadPool, Timings};

/// Keeps what it is told.
#[derive(Default)]
struct Recorder(Lock<Vec<(Duration, Event)>>);

impl Observer for Recorder {
    fn observe(&self, at: Duration, event: &Event) {
        self.0.lock().push((at, event.clone()));
    }
}

impl Recorder {
    fn events(&self) -> Vec<Event> {
        self.0
            .lock()
            .iter()
            .map(|(_, event)| event.clone())
            .collect()
    }
}

#[test]
fn an_observer_is_told_the_life_of_every_task_and_worker() {
    let recorder = Arc::new(Recorder::default());
    let pool = ThreadPool::builder()
        .max_workers(1)
        .thread_name_prefix("seen")
        .observer(recorder.clone())
        .build()
        .unwrap();
    let gate = Gate::new();
    let held = gate.clone();
    let first = pool
        .submit_with(SubmitOptions::new().label("first"), move || held.pass())
        .unwrap();
    gate.wait_arrived(1);
    let second = pool.submit(|| ()).unwrap();
    let third = pool.submit_fallible(|| "x".parse::<u8>()).unwrap();
    let (one, two, three) = (first.id(), second.id(), third.id());
    assert!(second.cancel());
    gate.open();
    drop(pool);
    assert!(third.result().unwrap_err().is_failed());
    let events = recorder.events();
    let of = |wanted| {
        events
            .iter()
            .filter(|event| task_of(event) == Some(wanted))
            .cloned()
            .collect::<Vec<_>>()
    };
    let submitted = |task, label: Option<&str>| Event::Submitted {
        task,
        label: label.map(str::to_owned),
    };
    assert_eq!(
        of(one),
        [
            submitted(one, Some("first")),
            Event::Started {
                task: one,
                worker: 0
            },
            Event::Ended {
                task: one,
                worker: 0,
                status: Status::Finished
            },
        ]
    );
    assert_eq!(
        of(two),
        [submitted(two, None), Event::Cancelled { task: two }]
    );
    assert_eq!(
        of(three),
        [
            submitted(three, None),
            Event::Started {
                task: three,
                worker: 0
            },
            Event::Ended {
                task: three,
                worker: 0,
                status: Status::Failed
            },
        ]
    );
    assert!(events.contains(&Event::WorkerUp {
        worker: 0,
        name: "seen_0".to_owned()
    }));
    assert_eq!(events.last(), Some(&Event::WorkerDown { worker: 0 }));
}

fn task_of(event: &Event) -> Option<pool_thread::TaskId> {
    match event {
        Event::Submitted { task, .. }
        | Event::Started { task, .. }
        | Event::Ended { task, .. }
        | Event::Cancelled { task } => Some(*task),
        _ => None,
    }
}

#[test]
fn a_worker_that_lends_its_place_is_told_of() {
    let recorder = Arc::new(Recorder::default());
    let pool = ThreadPool::builder()
        .max_workers(1)
        .observer(recorder.clone())
        .build()
        .unwrap();
    let (event, happened) = pool_thread::promise::<()>();
    let waiting = pool.submit(move || happened.result().is_ok()).unwrap();
    // It runs in the lent place.
    pool.submit(|| ()).unwrap().result().unwrap();
    event.set_result(()).unwrap();
    assert!(waiting.result().unwrap());
    drop(pool);
    let events = recorder.events();
    let blocked = events
        .iter()
        .position(|event| matches!(event, Event::Blocked { worker: 0, .. }))
        .unwrap();
    let unblocked = events
        .iter()
        .position(|event| matches!(event, Event::Unblocked { worker: 0 }))
        .unwrap();
    assert!(blocked < unblocked);
}

#[test]
fn an_observer_that_panics_disturbs_nothing() {
    struct Panicking;
    impl Observer for Panicking {
        fn observe(&self, _: Duration, _: &Event) {
            panic!("on purpose");
        }
    }
    let pool = ThreadPool::builder()
        .max_workers(1)
        .observer(Arc::new(Panicking))
        .build()
        .unwrap();
    assert_eq!(pool.submit(|| 7).unwrap().result().unwrap(), 7);
}

#[test]
fn timings_count_every_task() {
    let timings = Timings::new();
    let pool = ThreadPool::builder()
        .max_workers(2)
        .observer(timings.clone())
        .build()
        .unwrap();
    let futures: Vec<_> = (0..100).map(|n| pool.submit(move || n).unwrap()).collect();
    drop(pool);
    drop(futures);
    let so_far = timings.so_far();
    assert_eq!((so_far.waited.count(), so_far.ran.count()), (100, 100));
    assert!(so_far.ran.quantile(0.5) <= so_far.ran.quantile(0.99));
}
