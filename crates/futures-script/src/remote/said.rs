//! What a worker has to say while it runs: the lines that its tasks print, and complaints, all on its standard output,
//! so that they arrive in the order in which they were said.
//!
//! A line that begins with [`MARK`] is a complaint, unless it begins with two, which stand for one that a task prints.

use std::io::{self, Write};
use std::sync::Arc;

use futures_core::TaskId;

use super::bytes::{Read, Reader, damaged, put_number, put_text};
use super::error;
use super::failure::{from_text, to_text};
use super::program::LEVELS;
use crate::capture::MAX_DEPTH;
use crate::complaint::{Complaint, Unheard};
use crate::modules::Linked;
use crate::run::Run;

/// A control character, which hardly anybody prints.
const MARK: char = '\u{1}';

const WHYS: [Unheard; 5] = [
    Unheard::NeverRetrieved,
    Unheard::Callback,
    Unheard::Thread,
    Unheard::EndOfWith,
    Unheard::Superseded,
];

const LOG: u8 = 0;
const FAILURE: u8 = 1;
const OTHER: u8 = 2;
const PRINTED: u8 = 3;
const ENDED: u8 = 4;

/// Where a worker says something: called with whole lines.
pub(super) type Say = Arc<dyn Fn(&str) + Send + Sync>;

/// Prints a line of a task, in a worker.
pub(super) fn print(say: &dyn Fn(&str), text: &str) {
    let mut out = String::with_capacity(text.len() + 1);
    for line in text.split('\n') {
        if line.starts_with(MARK) {
            out.push(MARK);
        }
        out.push_str(line);
        out.push('\n');
    }
    say(&out);
}

/// Prints a line of the call with this number, in a worker whose parent groups what calls print.
pub(super) fn print_of_call(say: &dyn Fn(&str), call: u64, text: &str) {
    let mut bytes = vec![PRINTED];
    put_number(call, &mut bytes);
    put_text(text, &mut bytes);
    say(&format!("{MARK}{}\n", to_text(&bytes)));
}

/// Says that the call with this number is over, in such a worker.
pub(super) fn end_of_call(say: &dyn Fn(&str), call: u64) {
    let mut bytes = vec![ENDED];
    put_number(call, &mut bytes);
    say(&format!("{MARK}{}\n", to_text(&bytes)));
}

/// Says a complaint, in a worker.
pub(super) fn complain(say: &dyn Fn(&str), complaint: &Complaint) {
    let mut bytes = Vec::new();
    match complaint {
        Complaint::Log { level, line } => {
            bytes.push(LOG);
            bytes.push(
                LEVELS
                    .iter()
                    .position(|known| known == level)
                    .unwrap_or_default() as u8,
            );
            put_text(line, &mut bytes);
        }
        Complaint::Failure { why, error } => {
            bytes.push(FAILURE);
            bytes.push(
                WHYS.iter()
                    .position(|known| known == why)
                    .unwrap_or_default() as u8,
            );
            error::put(error, MAX_DEPTH, &mut bytes);
        }
        other => {
            bytes.push(OTHER);
            put_text(&other.to_string(), &mut bytes);
        }
    }
    say(&format!("{MARK}{}\n", to_text(&bytes)));
}

/// To the parent of a process: in one piece, and at once. If the parent is gone, so will this process be.
pub(super) fn to_parent(text: &str) {
    let mut stream = io::stdout().lock();
    let _ = stream.write_all(text.as_bytes());
    let _ = stream.flush();
}

/// Says in the run what a worker of its pool number `pool` has said in this line.
pub(crate) fn say_again(run: &Run, pool: u32, line: &str) {
    let said = match line.strip_prefix(MARK) {
        Some(printed) if printed.starts_with(MARK) => return run.print(printed),
        Some(said) => said,
        None => return run.print(line),
    };
    match read(said, run.linked()) {
        Ok(Said::Complaint(complaint)) => run.complain(&complaint),
        Ok(Said::Printed(call, text)) => run.print_of_call(TaskId::new(pool, call), &text),
        Ok(Said::Ended(call)) => run.note_end_of_call(TaskId::new(pool, call)),
        Err(_) => run.complain(&Complaint::Worker {
            line: line.to_owned(),
        }),
    }
}

/// What a worker says in a line that is not printed.
enum Said {
    Complaint(Complaint),
    Printed(u64, String),
    Ended(u64),
}

fn read(said: &str, linked: Option<&Linked>) -> Read<Said> {
    let bytes = from_text(said)?;
    let mut reader = Reader(&bytes);
    Ok(Said::Complaint(match reader.byte()? {
        LOG => Complaint::Log {
            level: *LEVELS
                .get(usize::from(reader.byte()?))
                .ok_or_else(damaged)?,
            line: reader.text()?.to_owned(),
        },
        FAILURE => Complaint::Failure {
            why: *WHYS.get(usize::from(reader.byte()?)).ok_or_else(damaged)?,
            // A closure that was thrown is nobody's to call any more.
            error: error::take(&mut reader, &[], MAX_DEPTH)?.of_program(linked),
        },
        PRINTED => return Ok(Said::Printed(reader.number()?, reader.text()?.to_owned())),
        ENDED => return Ok(Said::Ended(reader.number()?)),
        _ => Complaint::Worker {
            line: reader.text()?.to_owned(),
        },
    }))
}
