//! `futures learn watch`, on a terminal and without one.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};

use crate::learn::support::{empty_folder, learn, written};
use crate::learn::tty::Tty;
use crate::process::command;

/// A copy of the course of these tests.
fn copy_of_course(name: &str) -> PathBuf {
    let folder = empty_folder(name);
    let course = written();
    let words = ["--course", course.to_str().unwrap(), "init", "course"];
    assert_eq!(learn(&folder, &words).status.code(), Some(0));
    folder.join("course")
}

/// Saves a text as editors do: they write another file, and give it the name.
fn save(copy: &Path, name: &str, text: &str) {
    let new = copy.join(format!(".{name}.swp"));
    fs::write(&new, text).unwrap();
    fs::rename(new, copy.join(format!("{name}.rhai"))).unwrap();
}

fn solution(name: &str) -> String {
    fs::read_to_string(written().join(format!("solutions/{name}.rhai"))).unwrap()
}

/// The last line of each page.
const KEYS: &str = "h hint · n next · l list · r reset · q quit\n";

#[test]
fn a_learner_goes_through_the_course_by_keys() {
    let copy = copy_of_course("watch-keys");
    let mut tty = Tty::learn(&copy, &["watch"]);
    let page = tty.until(KEYS);
    assert!(
        page.starts_with("\x1b[H\x1b[2J\x1b[3J✗ 1_together is not solved yet\n"),
        "{page}"
    );
    assert!(!tty.is_as_before());
    tty.keys("h");
    tty.until("Hint: `pool.submit(fetch, n)` hands over a call");
    tty.until(KEYS);
    tty.keys("l");
    tty.until("0 of 2 solved\n");
    tty.until(KEYS);
    // Keys without a meaning say which have one; an arrow is several bytes and says nothing.
    tty.keys("?");
    assert_eq!(tty.until(KEYS), KEYS);
    tty.keys("\x1b[Dx");
    assert_eq!(tty.until(KEYS), KEYS);
    tty.keys("s");
    let words = tty.until(KEYS);
    assert!(words.contains("once you have solved it"), "{words}");
    // A text that is none for a moment, and written in place.
    fs::write(copy.join("1_together.rhai"), "print(1").unwrap();
    let page = tty.until(KEYS);
    assert!(page.contains("✗ 1_together cannot be run yet"), "{page}");
    save(&copy, "1_together", &solution("1_together"));
    let page = tty.until(KEYS);
    assert!(page.contains("✓ 1_together is solved\n"), "{page}");
    assert!(page.contains("  worker 2  3██████"), "{page}");
    assert!(
        page.contains("Next comes 2_count, Counting together: press n\n"),
        "{page}"
    );
    assert!(page.ends_with(&format!("\ns solution · {KEYS}")), "{page}");
    assert!(page.contains("One way to solve it: press s\n"), "{page}");
    tty.keys("s");
    let words = tty.until(KEYS);
    assert!(words.contains("print(page.result());"), "{words}");
    tty.keys("n");
    let page = tty.until(KEYS);
    assert!(page.contains("✗ 2_count is not solved yet\n"), "{page}");
    let page = tty.until(KEYS);
    assert!(page.starts_with("\n2. Counting together\n"), "{page}");
    assert!(page.contains("\nTo do: line "), "{page}");
    save(&copy, "2_count", "print(8);");
    tty.until(KEYS);
    tty.keys("rn");
    tty.until("It stays as it is.\n");
    tty.keys("ry");
    let page = tty.until("2_count is as it was at first.\n");
    assert!(page.contains("✗ 2_count is not solved yet\n"), "{page}");
    tty.until(KEYS);
    // What is as it was at first runs once more too.
    tty.keys("ry");
    let page = tty.until("2_count is as it was at first.\n");
    assert!(page.contains("✗ 2_count is not solved yet\n"), "{page}");
    tty.until(KEYS);
    fs::remove_file(copy.join("2_count.rhai")).unwrap();
    tty.until("2_count.rhai is gone. To get it as it was at first: press r\n");
    tty.until(KEYS);
    tty.keys("ry");
    tty.until("2_count is as it was at first.\n");
    assert_eq!(
        fs::read(copy.join("2_count.rhai")).unwrap(),
        fs::read(written().join("2_count.rhai")).unwrap()
    );
    save(&copy, "2_count", &solution("2_count"));
    tty.until("That was the last one: all exercises are solved.\n");
    tty.keys("n");
    tty.until("That was all.\n");
    assert_eq!(tty.end(), 0);
}

#[test]
fn the_terminal_is_put_back_in_every_way_out() {
    let copy = copy_of_course("watch-ends");
    for (keys, code) in [("q", 0), ("\x04", 0), ("\x03", 130)] {
        let mut tty = Tty::learn(&copy, &["watch", "1"]);
        tty.until(KEYS);
        tty.keys(keys);
        assert_eq!(tty.end(), code, "{keys:?}");
    }
    // In the middle of a run, or just behind it.
    let mut tty = Tty::learn(&copy, &["watch", "1"]);
    tty.until(KEYS);
    save(&copy, "1_together", "loop { sleep(1) }");
    tty.until("\x1b[3J");
    tty.keys("\x03");
    assert_eq!(tty.end(), 130);
}

#[test]
fn without_a_terminal_each_save_is_tried_and_told() {
    let copy = copy_of_course("watch-pipe");
    let mut child = command(&["learn", "watch"])
        .current_dir(&copy)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut until = |text: &str| {
        let line = lines.find(|line| line.as_ref().unwrap().contains(text));
        line.unwrap().unwrap()
    };
    assert_eq!(until("────"), "──── 1_together");
    assert_eq!(until("✗"), "✗ 1_together is not solved yet");
    until("Change 1_together.rhai and save it.");
    save(&copy, "1_together", &solution("1_together"));
    assert_eq!(until("✓"), "✓ 1_together is solved");
    until("Next comes 2_count, Counting together: futures learn");
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}
