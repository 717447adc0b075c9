//! What a pool tells: lines that calls print, events, counts, errors that nobody has looked at.

use std::sync::Arc;

use conformance::{Case, Op, cases};
use futures_core::host::Lock;
use futures_core::{ErrorKind, Event, Shutdown, Status, TaskId};
use pool_process::{Call, OnLine, Output, ProcessPool, SubmitOptions};

use crate::support::{Held, Recorder, crash, pid};

pub(crate) const CASES: &[Case] = cases![
    lines_of_a_call_come_before_its_future_ends,
    lines_of_a_call_that_crashes_come_before_its_future_ends,
    output_to_nowhere,
    a_function_for_lines_may_panic,
    events_come_in_order,
    events_of_a_crash,
    stats_count_everything,
    an_error_that_nobody_has_seen_is_reported,
];

/// Lines, with the worker that has printed each.
type Lines = Arc<Lock<Vec<(u32, String)>>>;

fn collector() -> (Lines, Output) {
    let lines = Lines::default();
    let to = lines.clone();
    let on_line: OnLine = Arc::new(move |worker, line: &str| {
        to.lock().push((worker, line.to_owned()));
    });
    (lines, Output::Lines(on_line))
}

fn take(lines: &Lines) -> Vec<(u32, String)> {
    std::mem::take(&mut *lines.lock())
}

/// Prints to both, without an end of line at the end.
fn print(n: u64) {
    println!("first {n}");
    eprintln!("aside {n}");
    println!("second {n}");
    print!("third {n}");
}

/// When a call's future has ended, its lines are there, in their order; the last need not be complete.
fn lines_of_a_call_come_before_its_future_ends() {
    let (out, stdout) = collector();
    let (err, stderr) = collector();
    let pool = ProcessPool::builder()
        .max_workers(1)
        .stdout(stdout)
        .stderr(stderr)
        .build()
        .unwrap();
    let say = |n: u64| {
        println!("first {n}");
        eprintln!("aside {n}");
        println!("second {n}");
    };
    for n in 0..100 {
        pool.submit(say, n).unwrap().result().unwrap();
        let expected = [(0, format!("first {n}")), (0, format!("second {n}"))];
        assert_eq!(take(&out), expected);
        assert_eq!(take(&err), [(0, format!("aside {n}"))]);
    }
}

/// The lines of a call that dies in the middle of things are there too.
fn lines_of_a_call_that_crashes_come_before_its_future_ends() {
    let (out, stdout) = collector();
    let pool = ProcessPool::builder()
        .max_workers(1)
        .stdout(stdout)
        .stderr(Output::Null)
        .build()
        .unwrap();
    let say_and_die = |n: u64| {
        print(n);
        std::io::Write::flush(&mut std::io::stdout()).expect("a pipe");
        crash(());
    };
    for n in 0..10 {
        let worker = u32::try_from(n).unwrap();
        assert!(pool.submit(say_and_die, n).unwrap().result().is_err());
        let texts = ["first", "second", "third"].map(|text| (worker, format!("{text} {n}")));
        assert_eq!(take(&out), texts);
    }
}

/// What goes nowhere is not in the report of a death either.
fn output_to_nowhere() {
    let pool = ProcessPool::builder()
        .max_workers(1)
        .stdout(Output::Null)
        .stderr(Output::Null)
        .build()
        .unwrap();
    let worker = pool.submit(pid, ()).unwrap().result().unwrap();
    assert!(pool.submit(print, 1).unwrap().result().is_ok());
    let say_and_die = |n: u64| {
        print(n);
        crash(());
    };
    let error = pool.submit(say_and_die, 1).unwrap().result().unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("worker process {worker} was killed by SIGABRT")
    );
}

/// A panic in the function that is given the lines is nobody's end.
fn a_function_for_lines_may_panic() {
    let on_line: OnLine = Arc::new(|_, line| panic!("no room for {line:?}, on purpose"));
    let pool = ProcessPool::builder()
        .max_workers(1)
        .stdout(Output::Lines(on_line))
        .build()
        .unwrap();
    let say = |n: u64| println!("{n}");
    for n in 0..3 {
        assert!(pool.submit(say, n).unwrap().result().is_ok());
    }
}

fn of(events: &[Event], wanted: TaskId) -> Vec<Event> {
    let is_of = |event: &&Event| match event {
        Event::Submitted { task, .. }
        | Event::Rejected { task }
        | Event::Started { task, .. }
        | Event::Ended { task, .. }
        | Event::Cancelled { task } => *task == wanted,
        _ => false,
    };
    events.iter().filter(is_of).cloned().collect()
}

fn submitted(task: TaskId, label: Option<&str>) -> Event {
    Event::Submitted {
        task,
        label: label.map(str::to_owned),
    }
}

fn ran(task: TaskId, worker: u32, status: Status) -> [Event; 2] {
    [
        Event::Started { task, worker },
        Event::Ended {
            task,
            worker,
            status,
        },
    ]
}

/// An observer is told the life of every call and worker.
fn events_come_in_order() {
    let recorder = Arc::new(Recorder::default());
    let pool = ProcessPool::builder()
        .max_workers(1)
        .name("seen")
        .observer(recorder.clone())
        .build()
        .unwrap();
    let held = Held::new();
    let first = held.call();
    let label = SubmitOptions::new().label("first");
    let first = pool.submit_with(label, first).unwrap();
    held.gate.wait_arrived(1);
    assert_eq!(first.label(), Some("first"));
    let second = pool.submit(pid, ()).unwrap();
    let third = pool.submit_fallible(|text: String| text.parse::<u8>(), "x".to_owned());
    let third = third.unwrap();
    let (one, two, three) = (first.id(), second.id(), third.id());
    assert!(second.cancel());
    held.gate.open();
    pool.shutdown(Shutdown::Drain);
    assert!(pool.submit(pid, ()).is_err());
    let events = recorder.events();
    let mut life = vec![submitted(one, Some("first"))];
    life.extend(ran(one, 0, Status::Finished));
    assert_eq!(of(&events, one), life);
    let cancelled = [submitted(two, None), Event::Cancelled { task: two }];
    assert_eq!(of(&events, two), cancelled);
    let mut life = vec![submitted(three, None)];
    life.extend(ran(three, 0, Status::Failed));
    assert_eq!(of(&events, three), life);
    let up = Event::WorkerUp {
        worker: 0,
        name: "seen_0".to_owned(),
    };
    let is_worker =
        |event: &&Event| matches!(event, Event::WorkerUp { .. } | Event::WorkerDown { .. });
    let workers: Vec<_> = events.iter().filter(is_worker).collect();
    assert_eq!(workers, [&up, &Event::WorkerDown { worker: 0 }]);
    let place = |wanted: &Event| events.iter().position(|event| event == wanted);
    assert!(place(&up) < place(&life[1]), "no call before its worker");
    assert!(matches!(events.last(), Some(Event::Rejected { .. })));
}

/// A crash is the end of the call, and of the worker; the next one has another number.
fn events_of_a_crash() {
    let recorder = Arc::new(Recorder::default());
    let pool = ProcessPool::builder()
        .max_workers(1)
        .observer(recorder.clone())
        .build()
        .unwrap();
    let dies = pool.submit(crash, ()).unwrap();
    let id = dies.id();
    assert!(dies.result().is_err());
    let next = pool.submit(pid, ()).unwrap();
    let next_id = next.id();
    assert!(next.result().is_ok());
    drop(pool);
    let events = recorder.events();
    let ended = of(&events, id);
    assert!(
        matches!(
            ended.last(),
            Some(Event::Ended {
                status: Status::Failed,
                ..
            })
        ),
        "{ended:?}"
    );
    let mut life = vec![submitted(next_id, None)];
    life.extend(ran(next_id, 1, Status::Finished));
    assert_eq!(of(&events, next_id), life);
    for worker in 0..2 {
        let downs = events
            .iter()
            .filter(|event| **event == Event::WorkerDown { worker });
        assert_eq!(downs.count(), 1, "worker {worker}");
    }
}

/// Each call is counted once, in the place where it ended.
fn stats_count_everything() {
    let pool = ProcessPool::new(2).unwrap();
    let held = Held::new();
    let running = held.occupy(&pool, 2);
    let pending: Vec<_> = (0..5).map(|_| held.submit(&pool, Op::Return(1))).collect();
    assert!(pending[0].cancel());
    let stats = pool.stats();
    assert_eq!((stats.submitted, stats.cancelled), (7, 1));
    assert_eq!((stats.active, stats.idle, stats.starting), (2, 0, 0));
    assert_eq!((stats.pending, stats.workers), (4, 2));
    held.gate.open();
    for future in running.into_iter().chain(pending) {
        let _ = future.result();
    }
    let fails = pool.submit_fallible(|()| Err::<(), _>("no"), ()).unwrap();
    assert_eq!(fails.result().unwrap_err().kind(), ErrorKind::Failed);
    assert!(pool.submit(crash, ()).unwrap().result().is_err());
    pool.shutdown(Shutdown::Drain);
    let stats = pool.stats();
    assert_eq!(
        (
            stats.submitted,
            stats.finished,
            stats.failed,
            stats.cancelled
        ),
        (9, 6, 2, 1)
    );
    assert_eq!((stats.active, stats.idle, stats.workers), (0, 0, 0));
    assert_eq!((stats.pending, stats.starting), (0, 0));
    assert_eq!((stats.died_workers, stats.largest_workers), (1, 2));
}

/// The error of a call whose future goes unseen is given to whoever asked for such errors.
fn an_error_that_nobody_has_seen_is_reported() {
    let seen = Arc::new(Lock::new(Vec::new()));
    let report = seen.clone();
    let pool = ProcessPool::builder()
        .max_workers(1)
        .on_unretrieved_error(move |_, label, error| {
            report
                .lock()
                .push((label.map(str::to_owned), error.to_string()));
        })
        .build()
        .unwrap();
    let label = SubmitOptions::new().label("unseen");
    let fail = Call::fallible(|()| Err::<(), _>("no luck"), ());
    drop(pool.submit_with(label, fail).unwrap());
    let seen_error = pool.submit_fallible(|()| Err::<(), _>("seen"), ()).unwrap();
    assert!(seen_error.result().is_err());
    drop(pool);
    let expected = [(Some("unseen".to_owned()), "no luck".to_owned())];
    assert_eq!(*seen.lock(), expected);
}
