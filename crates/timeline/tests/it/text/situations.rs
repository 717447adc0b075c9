//! What pools and threads may do, in pictures of 60 columns.

use futures_core::{Event, Status};
use insta::assert_snapshot;
use timeline::{Recorder, Text, Timeline};

use crate::play::{Play, ms};

fn picture(play: &Play) -> String {
    play.draw(&Text::new().width(60))
}

#[test]
fn nothing() {
    assert_eq!(
        Text::new().draw(&Timeline::default()),
        "nothing has happened\n"
    );
    let recorder = Recorder::new();
    let (_thread, _pool) = (recorder.thread("main"), recorder.pool("pool"));
    assert_eq!(
        Text::new().draw(&recorder.timeline()),
        "nothing has happened\n"
    );
}

#[test]
fn one_worker() {
    let play = Play::new("pool");
    play.submit(0, 1..=3);
    play.up(0, 1);
    play.run(0, 1, 0, 1000);
    play.run(0, 2, 1000, 3000);
    play.run(0, 3, 3000, 3500);
    assert_snapshot!(picture(&play), @"
    pool        3 tasks
      worker 0  1███████████▌2██████████████████████████▌3██████
      queue     2            1                           0
                ├────────────┼─────────────┼─────────────┼──────
                0           1 s           2 s           3 s
    █ works
    ");
}

#[test]
fn a_task_within_the_wait_of_another() {
    let play = Play::new("pool");
    play.submit_as(0, 1, "outer");
    play.up(0, 1);
    play.start(0, 1, 0);
    play.submit_as(20, 2, "inner");
    play.run(0, 2, 30, 70);
    play.end(0, 1, 100, Status::Finished);
    assert_snapshot!(picture(&play), @"
    pool        2 tasks
      worker 0  1 outer██████▌2 inner████████████▌██████████████
      queue              1    0
                ├───────────────────────┼──────────────────────┤
                0                     50 ms               100 ms
    █ works
    ");
}

#[test]
fn a_lent_place() {
    let play = Play::new("pool");
    play.submit_as(0, 1, "waits");
    play.up(0, 1);
    play.start(0, 1, 0);
    play.submit_as(20, 2, "awaited");
    play.tell(
        ms(30),
        Event::WorkerUp {
            worker: 1,
            name: "pool_1".to_owned(),
        },
    );
    play.wait(0, 2, 30, 80);
    play.run(1, 2, 30, 80);
    play.end(0, 1, 100, Status::Finished);
    assert_snapshot!(picture(&play), @"
    pool        2 tasks
      worker 0  1 waits███████░░░░░░░░░░░░░░░░░░░░░░░░██████████
      worker 1                2 awaited████████████████·········
      queue              1    0
                ├───────────────────────┼──────────────────────┤
                0                     50 ms               100 ms
    █ works   ░ waits   · idle
    ");
}

/// What had not ended when the picture was made, as in a deadlock.
#[test]
fn a_deadlock() {
    let play = Play::new("pool");
    let main = play.recorder.thread("main");
    main.begins(ms(0));
    play.submit_as(0, 1, "left");
    play.submit_as(0, 2, "right");
    play.submit(0, 3..=4);
    play.up(0, 2);
    play.start(0, 1, 0);
    play.start(1, 2, 0);
    main.waits(ms(1), "task 3");
    play.recorder.task_waits(ms(20), play.id(1), "lock 2");
    play.recorder.task_waits(ms(30), play.id(2), "lock 1");
    play.recorder.mark(
        ms(40),
        "1_1",
        "nothing can go on: 1 and 2 wait for each other",
    );
    assert_snapshot!(picture(&play), @r#"
    main        █░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░»
    pool        4 tasks: 4 unfinished
      worker 0  1 left██████████████████░░░░░░░░░░░░░░░░░░░░░░░»
      worker 1  2 right█████████████████████████████░░░░░░░░░░░◆
      queue     2
                ├───────────┼───────────┼───────────┼──────────┤
                0         10 ms       20 ms       30 ms    40 ms
    █ works   ░ waits
    » had not ended: main; 1 "left", 2 "right"
      never begun: 3, 4
    ◆ 40 ms, worker 1: nothing can go on: 1 and 2 wait for each
        other
    "#);
}

#[test]
fn several_pools() {
    let recorder = Recorder::new();
    let io = Play::beside(&recorder, "io", 1);
    let cpu = Play::beside(&recorder, "number-crunching", 2);
    let empty = recorder.pool("never used");
    for (play, length) in [(&io, 300), (&cpu, 500)] {
        play.submit(0, 1..=2);
        play.up(0, 2);
        play.start(0, 1, 0);
        play.run(1, 2, 0, 200);
        play.end(0, 1, length, Status::Failed);
    }
    drop(empty);
    assert_snapshot!(picture(&io), @"
    io          2 tasks: 1 finished, 1 failed
      worker 0  1███████████████████████████✗···················
      worker 1  2███████████████████····························
    number-crunching  2 tasks: 1 finished, 1 failed
      worker 0  1██████████████████████████████████████████████✗
      worker 1  2███████████████████····························
                ├──────────────────┼──────────────────┼─────────
                0               200 ms             400 ms
    █ works   · idle
    ✗ failed: 1 of io; 1 of number-crunching
    ");
}

#[test]
fn tasks_that_take_no_column_are_seen() {
    let play = Play::new("pool");
    play.submit(0, 1..=6);
    play.up(0, 2);
    play.run(0, 1, 100, 101);
    play.run(0, 2, 200, 201);
    play.run(0, 3, 202, 203);
    play.run(1, 4, 300, 300);
    play.start(1, 5, 500);
    play.end(1, 5, 501, Status::Failed);
    play.run(1, 6, 502, 1000);
    play.down(1000, 2);
    assert_snapshot!(picture(&play), @"
    pool        6 tasks: 5 finished, 1 failed
      worker 0  ····1····▓······································
      worker 1  ··············4·········✗6██████████████████████
      queue     6   5    3    2         0
                ├───────────────────────┼──────────────────────┤
                0                     0.5 s                1.0 s
    █ works   ▓ several tasks   · idle
    ✗ failed: 5
    ");
}

/// Where several tasks share a column, the worst end is seen, and it is seen where it happened.
#[test]
fn ends_within_one_column() {
    let play = Play::new("pool");
    play.submit(0, 1..=5);
    play.up(0, 1);
    play.start(0, 1, 100);
    play.run(0, 2, 101, 102);
    play.start(0, 3, 120);
    play.recorder.task_killed(ms(121), play.id(3));
    play.run(0, 4, 121, 122);
    // It has no column of its own.
    play.end(0, 1, 122, Status::Failed);
    play.end(0, 3, 123, Status::Failed);
    play.down(1000, 1);
    assert_snapshot!(picture(&play), @"
    pool        5 tasks: 2 finished, 1 failed, 1 killed, 1 unfi…
      worker 0  ····▓✗··········································
      queue     5   3 1
                ├───────────────────────┼──────────────────────┤
                0                     0.5 s                1.0 s
    ▓ several tasks   · idle
    ✗ failed: 1
    † killed: 3
      never begun: 5
    ");
}

#[test]
fn thousands_of_tasks() {
    let play = Play::new("pool");
    play.submit(0, 1..=3000);
    play.up(0, 2);
    for task in 1..3000 {
        let (worker, begin) = ((task % 2) as u32, 2 * (task / 2));
        let status = match task % 700 {
            0 => Status::Failed,
            _ => Status::Finished,
        };
        play.start(worker, task, begin);
        play.end(worker, task, begin + 2, status);
    }
    play.run(0, 3000, 3000, 4000);
    assert_snapshot!(picture(&play), @"
    pool        3,000 tasks: 2,996 finished, 4 failed
      worker 0  ▓▓▓▓▓▓▓▓✗▓▓▓▓▓▓▓✗▓▓▓▓▓▓▓▓✗▓▓▓▓▓▓▓✗▓▓3000████████
      worker 1  ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓············
      queue     2917 2501 2083 1667 1251 833 501 167 0
                ├───────────┼───────────┼───────────┼──────────┤
                0          1 s         2 s         3 s       4 s
    █ works   ▓ several tasks   · idle
    ✗ failed: 700, 1400, 2100, 2800
    ");
}

#[test]
fn a_run_that_takes_no_time_is_drawn_by_its_order() {
    let play = Play::new("pool");
    play.submit(0, 1..=3);
    play.up(0, 2);
    play.start(0, 1, 0);
    play.start(1, 2, 0);
    play.wait(0, 2, 0, 0);
    play.end(1, 2, 0, Status::Finished);
    play.end(0, 1, 0, Status::Failed);
    play.run(1, 3, 0, 0);
    assert_snapshot!(picture(&play), @"
    pool        3 tasks: 2 finished, 1 failed
      worker 0             ·······1███████░░░░██████✗···········
      worker 1                ········2███████████······3████···
      queue     1  2   3          2   1                 0
                ├─────────────────┼─────────────────┼───────────
                0                 5             10 steps
    █ works   ░ waits   · idle
    ✗ failed: 1
    ");
}

#[test]
fn a_single_event() {
    let play = Play::new("pool");
    play.submit(7, [1]);
    assert_snapshot!(picture(&play), @"
    pool     1 task: 1 unfinished
      queue  1
             ├─────────────────────────────────────────────────┤
             0                                           1 steps
      never begun: 1
    ");
}

#[test]
fn a_full_recorder() {
    let recorder = Recorder::with_limit(10);
    let play = Play::beside(&recorder, "pool", 1);
    play.submit(0, 1..=8);
    play.up(0, 2);
    play.start(1, 1, 10);
    for task in 2..=6 {
        play.run(0, task, 100 * task, 100 * task + 90);
    }
    play.end(1, 1, 700, Status::Finished);
    play.end(0, 7, 701, Status::Finished);
    assert_snapshot!(picture(&play), @"
    pool        6 tasks
      worker 0  ▓7██████████████████████████████████████████████
      worker 1  1███████████████████████████████████████████████
                ├──────────┼───────────┼───────────┼───────────┤
                300 ms  400 ms      500 ms      600 ms    700 ms
    █ works   ▓ several tasks
    the 13 oldest events are missing: there was no room for more
    ");
}

#[test]
fn wide_characters_and_others_that_terminals_mind() {
    let play = Play::new("数据 pool");
    let labels = [
        "図書館の本を読む",
        "été",
        "e\u{301}te\u{301}",
        "👩\u{200d}🔬 lab",
    ];
    for (task, label) in (1..).zip(labels) {
        play.submit_as(0, task, label);
        play.run(0, task, 100 * task, 100 * task + 100);
    }
    play.submit_as(0, 5, "\u{1b}[31mred\n\u{202e}turned");
    play.start(0, 5, 500);
    play.end(0, 5, 700, Status::Failed);
    assert_snapshot!(picture(&play), @r#"
    数据 pool   5 tasks: 4 finished, 1 failed
      worker 0        1 図…█▌2 été█▌3 été█▌4 👩‍🔬 …▌5  [31mred  …✗
      queue     5     4      3      2      1      0
                ├────────────┼─────────────┼─────────────┼──────
                0         200 ms        400 ms        600 ms
    █ works
    ✗ failed: 5 " [31mred  turned"
    "#);
    assert_snapshot!(play.draw(&Text::new().width(60).ascii()), @r#"
    ?? pool     5 tasks: 4 finished, 1 failed
      worker 0        1 ???~|2 ?t?=|3 e?t~|4 ???~|5  [31mred  ~!
      queue     5     4      3      2      1      0
                |------------+-------------+-------------+------
                0         200 ms        400 ms        600 ms
    = works
    ! failed: 5 " [31mred  turned"
    "#);
    // A label is cut between characters, never within one.
    assert_snapshot!(play.draw(&Text::new().width(91)).lines().nth(1).unwrap_or_default(), @"  worker 0             1 図書館…█▌2 été█████▌3 été██████▌4 👩‍🔬 lab██▌5  [31mred  turned████✗");
}

#[test]
fn what_never_ran_and_what_ran_elsewhere() {
    let play = Play::new("pool");
    play.submit(0, 1..=6);
    play.up(0, 1);
    play.run(0, 1, 0, 500);
    play.tell(ms(100), Event::Rejected { task: play.id(2) });
    play.cancel(200, 3);
    // The pool was broken.
    play.end(Event::CALLER, 4, 300, Status::Failed);
    // The queue was full, so whoever submitted it ran it.
    play.run(Event::CALLER, 5, 350, 450);
    play.down(500, 1);
    assert_snapshot!(picture(&play), @"
    pool          6 tasks: 2 finished, 1 failed, 1 cancelled, 1…
      worker 0    1█████████████████████████████████████████████
      submitters                                  5█████████
      queue       5        4        ⊘3       ✗2   1
                  ├─────────────────┼─────────────────┼─────────
                  0              200 ms            400 ms
    █ works
    ✗ failed: 4
    ⊘ cancelled: 3
      refused: 2
      never begun: 6
    ");
}

#[test]
fn many_failures_and_marks_are_counted() {
    let play = Play::new("pool");
    play.submit(0, 1..=1020);
    play.up(0, 1);
    for task in 1..=1020 {
        play.start(0, task, task);
        play.end(0, task, task + 1, Status::Failed);
        play.recorder.mark(ms(task), "main", "step");
    }
    assert_snapshot!(picture(&play), @"
    main        ◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆◆
    pool        1,020 tasks: 1,020 failed
      worker 0  ✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗
      queue     999 914 829 744 659 574 489 404 319 233 148 63 0
                ├──────────────────────┼───────────────────────┤
                0                    0.5 s                 1.0 s
    ▓ several tasks
    ✗ failed: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
        and 1,008 more
    ◆ 1 ms, main: step
    ◆ 2 ms, main: step
    ◆ 3 ms, main: step
    ◆ 4 ms, main: step
    ◆ 5 ms, main: step
    ◆ 6 ms, main: step
    ◆ 7 ms, main: step
    ◆ 8 ms, main: step
    ◆ 9 ms, main: step
    ◆ 10 ms, main: step
    ◆ 11 ms, main: step
    ◆ 12 ms, main: step
    ◆ and 1,008 more
    ");
}

#[test]
fn many_workers_are_counted() {
    let play = Play::new("pool");
    play.up(0, 100);
    play.submit(0, [1]);
    play.run(99, 1, 0, 10);
    let picture = picture(&play);
    assert_eq!(
        picture
            .lines()
            .filter(|line| line.contains("worker"))
            .count(),
        64
    );
    assert!(picture.contains("\n  … and 36 more\n"));
}
