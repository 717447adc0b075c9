//! The course of the page on teaching, proved as the page says.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::documents::blocks::blocks;
use crate::documents::fence::Fence;
use crate::scripts::{futures, utf8};
use crate::tree;

#[test]
fn the_course_of_the_page_is_proved() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("kitchen");
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    let page = tree::read("docs/teaching.md");
    for block in blocks(&page) {
        let Some(name) = Fence::of(block.info).file else {
            continue;
        };
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, block.text).unwrap();
    }
    let output = Command::new(futures())
        .args(["learn", "--course"])
        .arg(&folder)
        .args(["test", "--words"])
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    insta::assert_snapshot!(utf8(&output.stdout), @r#"
    ✓ 1_two_kettles: 2 wrong ones rejected, the solution holds in 50 orders and on real threads
        as it is at first:
          The kettles boiled one after the other: your script itself stood beside each.
          Hint: Let somebody else stand there: to_thread(boil, "black").
        wrong/1_two_kettles/nobody_waits.rhai:
          You print ["<Future 1 running>", "<Future 2 running>"], and should tell of both kettles in their order.
          Hint: Print what `result()` gives you, of both futures.
        wrong/1_two_kettles/one_by_one.rhai:
          It took 0.6 s: the second kettle was begun when the first had boiled.
          Hint: `result()` waits. Begin both kettles before you wait for the first.
    1 exercise, all proved
    "#);
    assert_eq!(utf8(&output.stderr), "");
}
