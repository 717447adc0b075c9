//! Errors of scripts as bytes: the kind, the words, the value, the place, the call stack and the task.

use futures_core::{ErrorKind, TaskId};
use rhai::{Dynamic, Position};

use super::bytes::{Read, Reader, damaged, put_number, put_text};
use super::read::Libraries;
use super::{read, write};
use crate::error::{Frame, FrameKind, Place, ScriptError, ScriptErrorKind};

/// Parent and worker are the same program, so the place in this list says which kind is meant.
const KINDS: [ScriptErrorKind; 45] = [
    ScriptErrorKind::Thrown,
    ScriptErrorKind::Syntax,
    ScriptErrorKind::Type,
    ScriptErrorKind::Value,
    ScriptErrorKind::Name,
    ScriptErrorKind::Import,
    ScriptErrorKind::Attribute,
    ScriptErrorKind::Index,
    ScriptErrorKind::Arithmetic,
    ScriptErrorKind::ReadOnly,
    ScriptErrorKind::Recursion,
    ScriptErrorKind::Limit,
    ScriptErrorKind::DataRace,
    ScriptErrorKind::Check,
    ScriptErrorKind::BrokenBarrier,
    ScriptErrorKind::Empty,
    ScriptErrorKind::Full,
    ScriptErrorKind::Unretrieved,
    ScriptErrorKind::Exit,
    ScriptErrorKind::Interrupted,
    ScriptErrorKind::TimedOut,
    ScriptErrorKind::BrokenPipe,
    ScriptErrorKind::Permission,
    ScriptErrorKind::FileNotFound,
    ScriptErrorKind::FileExists,
    ScriptErrorKind::IsADirectory,
    ScriptErrorKind::NotADirectory,
    ScriptErrorKind::Os,
    ScriptErrorKind::Connection,
    ScriptErrorKind::Http,
    ScriptErrorKind::CalledProcess,
    ScriptErrorKind::System,
    ScriptErrorKind::Task(ErrorKind::Cancelled),
    ScriptErrorKind::Task(ErrorKind::TimedOut),
    ScriptErrorKind::Task(ErrorKind::TaskTimeout),
    ScriptErrorKind::Task(ErrorKind::Panicked),
    ScriptErrorKind::Task(ErrorKind::Failed),
    ScriptErrorKind::Task(ErrorKind::BrokenPool),
    ScriptErrorKind::Task(ErrorKind::Abandoned),
    ScriptErrorKind::Task(ErrorKind::Deadlock),
    ScriptErrorKind::Task(ErrorKind::WorkerDied),
    ScriptErrorKind::Task(ErrorKind::Serialization),
    ScriptErrorKind::Task(ErrorKind::ShutDown),
    ScriptErrorKind::Task(ErrorKind::QueueFull),
    ScriptErrorKind::Task(ErrorKind::Interrupted),
];

/// What stands in front of something that may be missing.
const ABSENT: u8 = 0;
const PRESENT: u8 = 1;

/// Appends `error`, whose value may nest so deep. What it was thrown with stays behind if it cannot travel; the words are
/// there in any case.
pub(super) fn put(error: &ScriptError, depth: usize, out: &mut Vec<u8>) {
    let known = KINDS.iter().position(|kind| *kind == error.kind());
    let system = KINDS
        .iter()
        .position(|kind| *kind == ScriptErrorKind::System);
    out.push(known.or(system).unwrap_or_default() as u8);
    put_text(error.message(), out);
    let start = out.len();
    if write::put_nested(error.value(), depth, out).is_err() {
        out.truncate(start);
        // What is thrown again in the parent must say what went wrong, too.
        let _ = write::put(&Dynamic::from(error.message().to_owned()), out);
    }
    put_place(error.place(), out);
    put_number(error.stack().len() as u64, out);
    for frame in error.stack() {
        put_frame(frame, out);
    }
    match error.task() {
        None => out.push(ABSENT),
        Some(task) => {
            out.push(PRESENT);
            put_number(task.pool().into(), out);
            put_number(task.number(), out);
        }
    }
}

/// The next error.
pub(super) fn take(
    reader: &mut Reader<'_>,
    libraries: &Libraries,
    depth: usize,
) -> Read<ScriptError> {
    let kind = *KINDS.get(usize::from(reader.byte()?)).ok_or_else(damaged)?;
    let message = reader.text()?.to_owned();
    let value = read::take_nested(reader, libraries, depth)?;
    let place = take_place(reader)?;
    let frames = (0..reader.count()?)
        .map(|_| take_frame(reader))
        .collect::<Read<Vec<_>>>()?;
    let task = match reader.byte()? {
        ABSENT => None,
        _ => {
            let pool = u32::try_from(reader.number()?).map_err(|_| damaged())?;
            Some(TaskId::new(pool, reader.number()?))
        }
    };
    Ok(ScriptError::new(kind, message).with_parts(value, place, frames, task))
}

fn put_place(place: Option<&Place>, out: &mut Vec<u8>) {
    match place {
        None => out.push(ABSENT),
        Some(place) => {
            out.push(PRESENT);
            put_text(place.source(), out);
            put_number(place.line() as u64, out);
            let number = |number: Option<usize>| number.unwrap_or_default() as u64;
            put_number(number(place.position().line()), out);
            put_number(number(place.position().position()), out);
        }
    }
}

fn take_place(reader: &mut Reader<'_>) -> Read<Option<Place>> {
    if reader.byte()? == ABSENT {
        return Ok(None);
    }
    let source = reader.text()?;
    let mut short = || u16::try_from(reader.number()?).map_err(|_| damaged());
    let (line, line_of_program, column) = (short()?, short()?, short()?);
    if line == 0 || line_of_program == 0 {
        return Err(damaged());
    }
    let position = Position::new(line_of_program, column);
    Ok(Place::in_file(source, line.into(), position))
}

fn put_frame(frame: &Frame, out: &mut Vec<u8>) {
    let (number, text) = match frame.kind() {
        FrameKind::Function(name) => (0, name.as_str()),
        FrameKind::Closure => (1, ""),
        FrameKind::Task(name) => (2, name.as_str()),
        FrameKind::Meanwhile(what) => (3, what.as_str()),
        FrameKind::LeftOut(frames) => {
            out.push(4);
            put_number(*frames as u64, out);
            return put_place(frame.at(), out);
        }
        FrameKind::Rethrown => (5, ""),
        FrameKind::Import => (8, ""),
        FrameKind::Deadlock(what) => (6, what.as_str()),
        FrameKind::Waits(what) => (7, what.as_str()),
    };
    out.push(number);
    put_text(text, out);
    put_place(frame.at(), out);
}

fn take_frame(reader: &mut Reader<'_>) -> Read<Frame> {
    let number = reader.byte()?;
    let kind = match number {
        4 => FrameKind::LeftOut(usize::try_from(reader.number()?).map_err(|_| damaged())?),
        _ => {
            let text = reader.text()?.to_owned();
            match number {
                0 => FrameKind::Function(text),
                1 => FrameKind::Closure,
                2 => FrameKind::Task(text),
                3 => FrameKind::Meanwhile(text),
                5 => FrameKind::Rethrown,
                8 => FrameKind::Import,
                6 => FrameKind::Deadlock(text),
                7 => FrameKind::Waits(text),
                _ => return Err(damaged()),
            }
        }
    };
    let at = take_place(reader)?;
    Ok(Frame { kind, at })
}
