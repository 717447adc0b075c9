//! One run at several widths, in ASCII and in colours.

use futures_core::Status;
use insta::assert_snapshot;
use timeline::Text;

use crate::play::{Play, ms};

/// Three workers and a main thread, and a bit of everything.
fn lesson() -> Play {
    let play = Play::new("downloads");
    let main = play.recorder.thread("main");
    main.begins(ms(0));
    play.submit_as(5, 1, "index");
    play.submit_as(5, 2, "logo");
    play.submit_as(5, 3, "feed");
    play.submit(6, 4..=9);
    main.waits(ms(10), "all futures");
    play.up(5, 3);
    play.start(0, 1, 6);
    play.start(1, 2, 6);
    play.start(2, 3, 7);
    play.wait(2, 1, 60, 102);
    play.end(0, 1, 101, Status::Finished);
    play.run(0, 4, 101, 220);
    play.cancel(150, 8);
    play.cancel(156, 9);
    play.end(1, 2, 180, Status::Failed);
    play.end(2, 3, 200, Status::Finished);
    play.run(1, 5, 180, 300);
    play.run(2, 6, 201, 210);
    play.start(2, 7, 260);
    play.recorder.task_killed(ms(380), play.id(7));
    play.end(2, 7, 381, Status::Failed);
    play.down(395, 3);
    main.goes_on(ms(395));
    main.ends(ms(400));
    play
}

#[test]
fn twenty_columns() {
    assert_snapshot!(lesson().draw(&Text::new().width(20)), @r#"
    main   ░░░░░░░░░░░░░
    downloads  9 tasks:…
     0     1█▌4████·····
     1     2███✗5████···
     2     3█░██▌█·7███†
     queue 6  5⊘⊘1 0
           ├───────────┤
           0      400 ms
    █ works   ░ waits
    · idle
    ✗ failed: 2 "logo"
    † killed: 7
    ⊘ cancelled: 8, 9
    "#);
}

#[test]
fn forty_columns() {
    assert_snapshot!(lesson().draw(&Text::new().width(40)), @r#"
    main   █░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
    downloads  9 tasks: 5 finished, 1 faile…
     0     1 index▌4██████████··············
     1     2 logo███████✗5██████████········
     2     3████░░░███████▌6█···7█████████†·
     queue 6       5   ⊘3 2 1   0
           ├───────────────┼───────────────┤
           0            200 ms        400 ms
    █ works   ░ waits   · idle
    ✗ failed: 2 "logo"
    † killed: 7
    ⊘ cancelled: 8, 9
    "#);
}

#[test]
fn eighty_columns() {
    assert_snapshot!(lesson().draw(&Text::new()), @r#"
    main        ██░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░█
    downloads   9 tasks: 5 finished, 1 failed, 1 killed, 2 cancelled
      worker 0  ·1 index████████▌4████████████████████······························
      worker 1  ·2 logo██████████████████████✗5████████████████████·················
      worker 2  ·3 feed███░░░░░░░████████████████▌6█········7███████████████████†···
      queue     3 6              5       ⊘⊘3  2   1         0
                ├────────────────┼────────────────┼────────────────┼───────────────┤
                0             100 ms           200 ms           300 ms        400 ms
    █ works   ░ waits   · idle
    ✗ failed: 2 "logo"
    † killed: 7
    ⊘ cancelled: 8, 9
    "#);
}

#[test]
fn two_hundred_columns() {
    assert_snapshot!(lesson().draw(&Text::new().width(200)), @r#"
    main        █████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░██
    downloads   9 tasks: 5 finished, 1 failed, 1 killed, 2 cancelled
      worker 0    1 index█████████████████████████████████████▌4████████████████████████████████████████████████████████··················································································
      worker 1    2 logo███████████████████████████████████████████████████████████████████████████✗5████████████████████████████████████████████████████████·············································
      worker 2    ·3 feed███████████████████░░░░░░░░░░░░░░░░░░░░█████████████████████████████████████████████▌6████·······················7████████████████████████████████████████████████████████†······
      queue       7 6                                          5                      ⊘4 ⊘3         2         1                           0
                ├──────────────────────┼───────────────────────┼──────────────────────┼───────────────────────┼──────────────────────┼───────────────────────┼──────────────────────┼──────────────────────┤
                0                    50 ms                  100 ms                 150 ms                  200 ms                 250 ms                  300 ms                 350 ms               400 ms
    █ works   ░ waits   · idle
    ✗ failed: 2 "logo"
    † killed: 7
    ⊘ cancelled: 8, 9
    "#);
}

#[test]
fn ascii() {
    assert_snapshot!(lesson().draw(&Text::new().ascii()), @r#"
    main        ==-----------------------------------------------------------------=
    downloads   9 tasks: 5 finished, 1 failed, 1 killed, 2 cancelled
      worker 0  .1 index========|4====================..............................
      worker 1  .2 logo======================!5====================.................
      worker 2  .3 feed===-------================|6=........7===================%...
      queue     3 6              5       //3  2   1         0
                |----------------+----------------+----------------+---------------|
                0             100 ms           200 ms           300 ms        400 ms
    = works   - waits   . idle
    ! failed: 2 "logo"
    % killed: 7
    / cancelled: 8, 9
    "#);
}

#[test]
fn colours() {
    let shown = lesson().draw(&Text::new().width(60).coloured());
    assert_snapshot!(shown.replace('\u{1b}', "^"), @r#"
    main        ^[0;36m█░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░█^[0m
    ^[0;1mdownloads^[0m   ^[0;2m9 tasks: 5 finished, 1 failed, 1 killed, 2 canc…^[0m
      worker 0  ^[0;30;42m1 index^[0;32m████▌^[0;30;42m4^[0;32m██████████████^[0;2m·····················^[0m
      worker 1  ^[0;30;41m2 logo^[0;31m██████████████^[0;1;31m✗^[0;30;104m5^[0;94m██████████████^[0;2m············^[0m
      worker 2  ^[0;30;46m3 feed^[0;36m█░░░░░███████████▌^[0;30;46m6^[0;36m█^[0;2m·····^[0;30;45m7^[0;35m█████████████^[0;1;35m†^[0;2m··^[0m
      queue     6           5     ^[0;1;33m⊘^[0m3 2  1      0
                ^[0;2m├───────────┼───────────┼───────────┼──────────┤^[0m
                ^[0;2m0^[0m        ^[0;2m100 ms^[0m      ^[0;2m200 ms^[0m      ^[0;2m300 ms^[0m   ^[0;2m400 ms^[0m
    █ works   ░ waits   · idle
    ✗ failed: 2 "logo"
    † killed: 7
    ⊘ cancelled: 8, 9
    "#);
}

/// Whatever the colours do, the signs are the same.
#[test]
fn colours_only_repeat_what_the_signs_say() {
    let coloured = lesson().draw(&Text::new().coloured());
    let mut plain = String::new();
    let mut parts = coloured.split('\u{1b}');
    plain.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (_, text) = part.split_once('m').expect("the end of a code");
        plain.push_str(text);
    }
    assert_eq!(plain, lesson().draw(&Text::new()));
}

/// No line is ever longer than the terminal is wide, and none ends in blanks.
#[test]
fn every_width_is_kept() {
    for width in 0..=300 {
        let limit = width.max(Text::MIN_WIDTH);
        for line in lesson().draw(&Text::new().width(width)).lines() {
            let columns = line.chars().count();
            assert!(columns <= limit, "{columns} of {limit} columns: {line}");
            assert_eq!(line, line.trim_end());
        }
    }
}
