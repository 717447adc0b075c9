//! The page of the book about the shell: what it shows is typed, and has to look like that.

use std::fs;

use super::support::{next_prompt, shell_of};

#[test]
fn the_transcript_of_the_book_is_what_one_sees() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/repl.md");
    let page = fs::read_to_string(page).unwrap();
    let (_, block) = page.split_once("```text\n").unwrap();
    let (transcript, _) = block.split_once("```").unwrap();
    let mut terminal = shell_of(&[], 100, 60);
    let mut lines = transcript.lines().peekable();
    let mut n_inputs = 0;
    while let Some(line) = lines.next() {
        let Some(first) = line.strip_prefix(">>> ") else {
            continue;
        };
        let mut keys = format!("{first}\r");
        while let Some(more) = lines.next_if(|line| line.starts_with("... ")) {
            // The shell itself moves lines to the right.
            keys += &format!("{}\r", more[4..].trim_start());
        }
        next_prompt(&mut terminal, &keys);
        n_inputs += 1;
    }
    assert!(n_inputs > 5, "the transcript is elsewhere");
    let shown = terminal.shown();
    let (_welcome, shown) = shown.split_once('\n').unwrap();
    assert_eq!(format!("{shown}\n"), format!("{transcript}>>>\n"));
}
