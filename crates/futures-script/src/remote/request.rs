//! A call of a script function as bytes.
//!
//! First comes all that calls of the same function have in common, the [`Header`]: the constants of the script, the place
//! of the `submit` or `map`, the function with what it captured. A worker that meets the same header again has it already.

use std::cell::RefCell;
use std::sync::Arc;

use rhai::{Dynamic, ImmutableString, Position};

use super::bytes::{Read, Reader, damaged, put_bytes, put_number, put_text};
use super::refused::Sent;
use super::{error, inputs, read, write};
use crate::call::{Arguments, Callee};
use crate::capture::MAX_DEPTH;
use crate::constants::Packed;
use crate::error::ScriptError;

/// What calls of one function have in common. Never empty.
pub(crate) struct Header(Vec<u8>);

impl Header {
    /// For calls of `callee` by workers that know the inputs of a session up to the number `known`.
    ///
    /// # Errors
    /// If it has captured something that cannot leave this process.
    pub(crate) fn new(callee: &Callee, known: usize) -> Result<Self, ScriptError> {
        let mut out = Vec::new();
        put_constants(callee.constants(), &mut out);
        put_text(callee.source(), &mut out);
        put_bytes(&later_inputs(callee, known), &mut out);
        let at = callee.position();
        put_number(at.line().unwrap_or_default() as u64, &mut out);
        put_number(at.position().unwrap_or_default() as u64, &mut out);
        write::put_function(callee.function(), &mut out).map_err(|refused| {
            let names = callee.capture_names();
            refused.into_error(callee.run().engine(), Sent::Function(&names))
        })?;
        Ok(Header(out))
    }

    /// A call with these arguments.
    ///
    /// # Errors
    /// If one cannot leave this process.
    pub(crate) fn request(
        &self,
        callee: &Callee,
        arguments: &[Dynamic],
    ) -> Result<Vec<u8>, ScriptError> {
        let mut out = Vec::with_capacity(self.0.len() + 16 + 8 * arguments.len());
        put_bytes(&self.0, &mut out);
        put_number(arguments.len() as u64, &mut out);
        for (index, argument) in arguments.iter().enumerate() {
            write::put(argument, &mut out).map_err(|refused| {
                refused.into_error(callee.run().engine(), Sent::Argument(index))
            })?;
        }
        Ok(out)
    }
}

/// The inputs that `callee` sees from the number `known` on; empty if there are none.
fn later_inputs(callee: &Callee, known: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let run = callee.run();
    if run.is_session()
        && let Some(linked) = run.linked()
        && let Some(library) = callee.view().libraries().first()
    {
        let next = linked.next_after(library);
        if next > known {
            inputs::put(linked, known, next, &mut out);
        }
    }
    out
}

/// A call of nothing that fails with `error`: what takes the place of an item that cannot be sent.
pub(crate) fn failing(error: &ScriptError) -> Vec<u8> {
    let mut out = Vec::new();
    put_bytes(&[], &mut out);
    error::put(error, MAX_DEPTH, &mut out);
    out
}

/// A request, taken apart in a worker.
pub(super) enum Request<'a> {
    Call(&'a [u8], Reader<'a>),
    Failing(Reader<'a>),
}

impl<'a> Request<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Read<Self> {
        let mut reader = Reader(bytes);
        let header = reader.bytes()?;
        Ok(if header.is_empty() {
            Request::Failing(reader)
        } else {
            Request::Call(header, reader)
        })
    }
}

/// The arguments that follow a header.
pub(super) fn take_arguments(
    mut reader: Reader<'_>,
    libraries: &read::Libraries,
) -> Read<Arguments> {
    (0..reader.count()?)
        .map(|_| read::take(&mut reader, libraries))
        .collect()
}

/// A header, taken apart in a worker but for its function, which is what is left of it.
pub(super) struct Parts<'a> {
    pub(super) constants: &'a [u8],
    pub(super) source: &'a str,
    /// The inputs of a session that have come since the pool was made.
    pub(super) inputs: &'a [u8],
    pub(super) position: Position,
    pub(super) function: Reader<'a>,
}

impl<'a> Parts<'a> {
    pub(super) fn read(header: &'a [u8]) -> Read<Self> {
        let mut reader = Reader(header);
        let constants = reader.bytes()?;
        let source = reader.text()?;
        let inputs = reader.bytes()?;
        let mut short = || u16::try_from(reader.number()?).map_err(|_| damaged());
        let position = match (short()?, short()?) {
            (0, _) => Position::NONE,
            (line, column) => Position::new(line, column),
        };
        Ok(Parts {
            constants,
            source,
            inputs,
            position,
            function: reader,
        })
    }
}

/// Constants as bytes.
struct Known {
    packed: Packed,
    bytes: Arc<[u8]>,
}

thread_local! {
    /// The constants that this thread has last sent, which are most often those that it sends next.
    static KNOWN: RefCell<Option<Known>> = const { RefCell::new(None) };
}

fn put_constants(packed: Option<&Packed>, out: &mut Vec<u8>) {
    let Some(packed) = packed else {
        return put_bytes(&[], out);
    };
    let known = KNOWN.with_borrow(|known| {
        let known = known
            .as_ref()
            .filter(|known| Arc::ptr_eq(&known.packed, packed))?;
        Some(known.bytes.clone())
    });
    let bytes = known.unwrap_or_else(|| {
        let bytes: Arc<[u8]> = constants(packed).into();
        let known = Known {
            packed: packed.clone(),
            bytes: bytes.clone(),
        };
        // What is let go may hold the last handle of something, whose destructor must not meet the borrow.
        drop(KNOWN.replace(Some(known)));
        bytes
    });
    put_bytes(&bytes, out);
}

/// Those that can travel; a pool or a lock in a constant is of this process, and unknown in others.
fn constants(packed: &Packed) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, value) in &**packed {
        let start = out.len();
        put_text(name, &mut out);
        if write::put(value, &mut out).is_err() {
            out.truncate(start);
        }
    }
    out
}

/// The constants in a header; `None` if there are none.
pub(super) fn take_constants(bytes: &[u8], libraries: &read::Libraries) -> Read<Option<Packed>> {
    if bytes.is_empty() {
        return Ok(None);
    }
    let mut reader = Reader(bytes);
    let mut constants = std::collections::BTreeMap::new();
    while !reader.0.is_empty() {
        let name = ImmutableString::from(reader.text()?);
        constants.insert(name, read::take(&mut reader, libraries)?);
    }
    Ok(Some(Arc::new(constants)))
}
