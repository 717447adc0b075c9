//! What a recorder makes of events.

use std::time::Duration;

use futures_core::{Event, Observer, Status, TaskId};
use timeline::{Bar, Outcome, Recorder};

use crate::play::{Play, ms};

/// The bars of all lanes: lane, task, times in milliseconds, outcome.
fn bars(play: &Play) -> Vec<String> {
    let timeline = play.recorder.timeline();
    let line = |lane: &str, bar: &Bar| {
        let (begin, end) = (bar.begin.at.as_millis(), bar.end.at.as_millis());
        let task = bar
            .task
            .map_or(String::new(), |task| format!(" task {task}"));
        let waits = bar.waits.iter().map(|wait| {
            let (begin, end) = (wait.begin.at.as_millis(), wait.end.at.as_millis());
            format!(", waits {begin}–{end} for {}", wait.reason)
        });
        let waits: String = waits.collect();
        format!("{lane}{task} {begin}–{end} {:?}{waits}", bar.outcome)
    };
    let of_lane = |lane: &timeline::Lane| -> Vec<String> {
        lane.bars.iter().map(|bar| line(&lane.name, bar)).collect()
    };
    timeline.lanes().flat_map(of_lane).collect()
}

#[test]
fn starts_and_ends_become_bars() {
    let play = Play::new("pool");
    play.submit_as(1, 1, "one");
    play.submit(2, [2]);
    play.up(0, 2);
    play.run(0, 1, 5, 9);
    play.start(1, 2, 6);
    play.end(1, 2, 8, Status::Failed);
    assert_eq!(
        bars(&play),
        ["worker 0 task 1 5–9 Finished", "worker 1 task 2 6–8 Failed"]
    );
    let timeline = play.recorder.timeline();
    let bar = &timeline.pools[0].lanes[0].bars[0];
    assert_eq!(bar.label.as_deref(), Some("one"));
    assert_eq!(bar.submitted.map(|moment| moment.at), Some(ms(1)));
    assert_eq!((timeline.begin.at, timeline.end.at), (ms(0), ms(9)));
}

/// A process pool hears of a start together with the end.
#[test]
fn what_is_told_late_is_put_where_it_belongs() {
    let play = Play::new("pool");
    play.submit(0, 1..=2);
    play.run(0, 2, 50, 80);
    play.run(1, 1, 10, 90);
    assert_eq!(
        bars(&play),
        [
            "worker 0 task 2 50–80 Finished",
            "worker 1 task 1 10–90 Finished"
        ]
    );
    let backlog = play.recorder.timeline().pools[0].backlog.clone();
    let backlog: Vec<_> = backlog
        .iter()
        .map(|change| (change.at.at.as_millis(), change.n_pending))
        .collect();
    assert_eq!(backlog, [(0, 1), (0, 2), (10, 1), (50, 0)]);
}

#[test]
fn a_wait_that_is_told_twice_is_one() {
    let play = Play::new("pool");
    play.submit(0, [1]);
    play.start(0, 1, 0);
    play.recorder.task_waits(ms(10), play.id(1), "task 2");
    play.wait(0, 2, 11, 19);
    play.recorder.task_goes_on(ms(20), play.id(1));
    play.wait(0, 3, 30, 40);
    play.recorder.task_waits(ms(50), play.id(1), "a lock");
    play.end(0, 1, 60, Status::Finished);
    assert_eq!(
        bars(&play),
        [
            "worker 0 task 1 0–60 Finished, waits 10–20 for task 2, waits 30–40 for the result of task 3, waits 50–60 for a lock"
        ]
    );
}

/// The wait of a worker is that of the innermost task; that of a task is its own.
#[test]
fn waits_belong_to_the_right_task() {
    let play = Play::new("pool");
    play.submit(0, 1..=2);
    play.start(0, 1, 0);
    play.recorder.task_waits(ms(5), play.id(1), "task 2");
    play.start(0, 2, 10);
    play.wait(0, 9, 20, 30);
    play.end(0, 2, 40, Status::Finished);
    play.recorder.task_goes_on(ms(40), play.id(1));
    play.end(0, 1, 50, Status::Finished);
    assert_eq!(
        bars(&play),
        [
            "worker 0 task 1 0–50 Finished, waits 5–40 for task 2",
            "worker 0 task 2 10–40 Finished, waits 20–30 for the result of task 9"
        ]
    );
}

#[test]
fn threads_have_one_bar() {
    let play = Play::new("pool");
    let thread = play.recorder.thread("thread 1");
    thread.begins(ms(10));
    thread.waits(ms(20), "queue 1");
    thread.goes_on(ms(30));
    thread.ends(ms(40));
    let other = play.recorder.thread("thread 2");
    other.begins(ms(11));
    other.fails(ms(12));
    let main = play.recorder.thread("main");
    main.begins(ms(0));
    main.waits(ms(39), "the end of thread 1");
    assert_eq!(
        bars(&play),
        [
            "thread 1 10–40 Finished, waits 20–30 for queue 1",
            "thread 2 11–12 Failed",
            "main 0–40 Unfinished, waits 39–40 for the end of thread 1"
        ]
    );
}

#[test]
fn tasks_without_a_worker_are_listed() {
    let play = Play::new("pool");
    play.submit(0, 1..=4);
    play.cancel(1, 1);
    play.tell(ms(2), Event::Rejected { task: play.id(2) });
    play.end(Event::CALLER, 3, 3, Status::Failed);
    let timeline = play.recorder.timeline();
    let unrun: Vec<_> = timeline.pools[0]
        .unrun
        .iter()
        .map(|task| (task.task.number(), task.outcome))
        .collect();
    assert_eq!(
        unrun,
        [
            (1, Outcome::Cancelled),
            (2, Outcome::Refused),
            (3, Outcome::Failed),
            (4, Outcome::Unfinished)
        ]
    );
}

#[test]
fn a_killed_task_is_one_that_failed_after_that() {
    let play = Play::new("pool");
    play.submit(0, 1..=2);
    for task in 1..=2 {
        play.recorder.task_killed(ms(5), play.id(task));
        play.start(0, task, 0);
    }
    play.end(0, 1, 6, Status::Failed);
    play.end(0, 2, 6, Status::Finished);
    assert_eq!(
        bars(&play),
        ["worker 0 task 1 0–6 Killed", "worker 0 task 2 0–6 Finished"]
    );
}

#[test]
fn workers_come_and_go() {
    let play = Play::new("pool");
    play.up(0, 1);
    play.down(10, 1);
    play.up(20, 1);
    play.submit(30, [1]);
    let alive = &play.recorder.timeline().pools[0].lanes[0].alive;
    let alive: Vec<_> = alive
        .iter()
        .map(|span| (span.begin.at.as_millis(), span.end.at.as_millis()))
        .collect();
    assert_eq!(alive, [(0, 10), (20, 30)]);
}

#[test]
fn the_newest_are_kept() {
    let recorder = Recorder::with_limit(4);
    let play = Play::beside(&recorder, "pool", 1);
    play.submit(0, 1..=3);
    play.run(0, 1, 10, 20);
    play.run(0, 2, 20, 30);
    // Its start is among the missing.
    play.end(1, 3, 40, Status::Failed);
    let timeline = play.recorder.timeline();
    assert_eq!(timeline.n_missing, 4);
    assert_eq!((timeline.origin, timeline.begin.at), (ms(0), ms(20)));
    assert_eq!(
        bars(&play),
        [
            "worker 0 task 1 20–20 Finished",
            "worker 0 task 2 20–30 Finished",
            "worker 1 task 3 20–40 Failed"
        ]
    );
}

#[test]
fn a_thread_whose_beginning_is_missing_was_there_before() {
    let recorder = Recorder::with_limit(2);
    let thread = recorder.thread("main");
    thread.begins(ms(0));
    thread.waits(ms(10), "a lock");
    thread.goes_on(ms(20));
    thread.ends(ms(30));
    let timeline = recorder.timeline();
    let bar = &timeline.threads[0].bars[0];
    assert_eq!((bar.begin.at, bar.end.at), (ms(20), ms(30)));
}

#[test]
fn marks_find_their_lane() {
    let play = Play::new("pool");
    play.up(0, 2);
    play.recorder.mark(ms(1), "1_1", "on a worker");
    play.recorder
        .mark(ms(2), "elsewhere", "on a lane of its own");
    let timeline = play.recorder.timeline();
    let marks: Vec<_> = timeline
        .lanes()
        .flat_map(|lane| lane.marks.iter().map(|mark| (&*lane.name, &*mark.text)))
        .collect();
    assert_eq!(
        marks,
        [
            ("elsewhere", "on a lane of its own"),
            ("worker 1", "on a worker")
        ]
    );
}

#[test]
fn a_pool_may_get_its_name_late() {
    let recorder = Recorder::new();
    let pool = recorder.pool("");
    let task = TaskId::new(1, 1);
    pool.observe(Duration::ZERO, &Event::Submitted { task, label: None });
    pool.set_name("ThreadPool-3");
    assert_eq!(recorder.timeline().pools[0].name, "ThreadPool-3");
}

#[test]
fn a_recorder_listens_itself_to_a_nameless_pool() {
    let recorder = Recorder::new();
    let task = TaskId::new(1, 1);
    recorder.observe(ms(0), &Event::Submitted { task, label: None });
    recorder.observe(ms(1), &Event::Cancelled { task });
    let timeline = recorder.timeline();
    assert_eq!(timeline.pools.len(), 1);
    assert_eq!(timeline.pools[0].name, "pool");
    assert_eq!(timeline.pools[0].unrun.len(), 1);
}

#[test]
fn what_happens_after_the_end_is_not_seen() {
    let play = Play::new("pool");
    play.submit(0, 1..=2);
    play.start(0, 1, 0);
    play.recorder.close_at(ms(50));
    play.recorder.close_at(ms(70));
    play.recorder.close();
    play.end(0, 1, 51, Status::Failed);
    // Told late, as process pools do.
    play.start(1, 2, 40);
    play.end(1, 2, 51, Status::Failed);
    assert_eq!(
        bars(&play),
        [
            "worker 0 task 1 0–50 Unfinished",
            "worker 1 task 2 40–50 Unfinished"
        ]
    );
}

#[test]
fn a_closed_recorder_takes_nothing_more() {
    let play = Play::new("pool");
    play.submit(0, 1..=2);
    play.start(0, 1, 0);
    play.recorder.close();
    play.recorder.close_at(ms(50));
    play.end(0, 1, 0, Status::Failed);
    play.start(1, 2, 0);
    assert_eq!(bars(&play), ["worker 0 task 1 0–0 Unfinished"]);
}

#[test]
fn a_wait_for_what_is_there_is_none() {
    let play = Play::new("pool");
    let main = play.recorder.thread("main");
    main.begins(ms(0));
    play.submit(0, [1]);
    play.start(0, 1, 0);
    let moments = Duration::from_micros;
    play.recorder.task_waits(moments(10), play.id(1), "nothing");
    play.recorder.task_goes_on(moments(20), play.id(1));
    main.waits(moments(30), "nothing");
    main.goes_on(moments(30));
    // These took a while, or something happened meanwhile.
    main.waits(moments(40), "something");
    main.goes_on(moments(51));
    play.recorder
        .task_waits(moments(60), play.id(1), "the thread");
    main.waits(moments(60), "the task");
    play.recorder.task_goes_on(moments(60), play.id(1));
    main.goes_on(moments(60));
    let timeline = play.recorder.timeline();
    let waits: Vec<_> = timeline
        .lanes()
        .flat_map(|lane| &lane.bars)
        .flat_map(|bar| bar.waits.iter().map(|wait| &*wait.reason))
        .collect();
    assert_eq!(waits, ["something", "the task", "the thread"]);
}
