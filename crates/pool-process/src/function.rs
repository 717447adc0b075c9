//! Naming a function of this program so that another process, which runs the same program, can call it.
//!
//! The kernel loads a program at another address in every process, but the distances within are the same. So two
//! distances from the first byte of the image name a call: that of the function, and that of its *shim*, an instance of
//! the generic functions below which knows the types of argument and result. Nothing needs to be registered, and a type
//! that cannot be serialized is an error of the compiler.

#![expect(
    unsafe_code,
    reason = "pointers to functions of all types are kept as one type and come from distances"
)]

use std::error::Error as StdError;
use std::ptr;
use std::sync::Arc;

use futures_core::{Error, ErrorKind};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::answer::Answer;
use crate::codec::{Encoded, Received};
use crate::image::image;
use crate::perform::{perform, perform_chunk};
use crate::remote_error::RemoteError;

/// A function whose type was put aside.
type Erased = unsafe fn();

/// Reads an argument, calls a function, writes the result.
///
/// # Safety
/// The function must be of the type that the shim is an instance for.
type Shim = unsafe fn(Erased, Received<'_>, &mut Encoded) -> Answer;

/// What is called: a function of this program, or one that the worker's program has under a name.
pub(crate) struct Function<A, R> {
    target: Target,
    /// Calls it in this process.
    run: fn(&Target, A) -> Result<R, Error>,
}

#[derive(Clone)]
enum Target {
    /// The shims are instances for the type of `function`.
    Here {
        function: Erased,
        one: Shim,
        /// For chunks; only functions of maps have it, which spares the others its code.
        chunk: Option<Shim>,
    },
    Named(Arc<str>),
}

impl<A, R> Clone for Function<A, R> {
    fn clone(&self) -> Self {
        Function {
            target: self.target.clone(),
            run: self.run,
        }
    }
}

impl<A, R> Function<A, R>
where
    A: DeserializeOwned + 'static,
    R: Serialize + 'static,
{
    pub(crate) fn plain(function: fn(A) -> R) -> Self {
        Function {
            target: Target::Here {
                function: erase_plain(function),
                one: one_plain::<A, R>,
                chunk: None,
            },
            run: run_plain::<A, R>,
        }
    }

    pub(crate) fn fallible<E>(function: fn(A) -> Result<R, E>) -> Self
    where
        E: Into<Box<dyn StdError + Send + Sync>> + 'static,
    {
        Function {
            target: Target::Here {
                function: erase_fallible(function),
                one: one_fallible::<A, R, E>,
                chunk: None,
            },
            run: run_fallible::<A, R, E>,
        }
    }

    /// As `plain`, also for chunks.
    pub(crate) fn plain_for_chunks(function: fn(A) -> R) -> Self {
        Self::plain(function).with_chunk(chunk_plain::<A, R>)
    }

    /// As `fallible`, also for chunks.
    pub(crate) fn fallible_for_chunks<E>(function: fn(A) -> Result<R, E>) -> Self
    where
        E: Into<Box<dyn StdError + Send + Sync>> + 'static,
    {
        Self::fallible(function).with_chunk(chunk_fallible::<A, R, E>)
    }

    fn with_chunk(mut self, shim: Shim) -> Self {
        if let Target::Here { chunk, .. } = &mut self.target {
            *chunk = Some(shim);
        }
        self
    }
}

impl<A, R> Function<A, R> {
    pub(crate) fn named(name: impl Into<Arc<str>>) -> Self {
        Function {
            target: Target::Named(name.into()),
            run: run_named,
        }
    }

    /// Calls it in this process.
    pub(crate) fn run(&self, argument: A) -> Result<R, Error> {
        (self.run)(&self.target, argument)
    }

    /// How a request names it.
    ///
    /// # Errors
    /// It is no function of the main program, but of a library that was loaded while it ran; or its name is too long.
    pub(crate) fn callee(&self) -> Result<Callee<'_>, Error> {
        match &self.target {
            Target::Here { function, one, .. } => distances(*one, *function),
            Target::Named(name) => named(name),
        }
    }

    /// As [`callee`](Function::callee), for a chunk.
    pub(crate) fn chunk_callee(&self) -> Result<Callee<'_>, Error> {
        match &self.target {
            Target::Here {
                function, chunk, ..
            } => distances(chunk.expect("made for chunks"), *function),
            Target::Named(name) => named(name),
        }
    }
}

/// Longer names fit no request, and nobody means them.
const MAX_NAME: usize = 4096;

fn named(name: &str) -> Result<Callee<'_>, Error> {
    if name.len() <= MAX_NAME {
        return Ok(Callee::Named(name));
    }
    let start: String = name.chars().take(20).collect();
    let text = format!(
        "the name of a function may have {MAX_NAME} bytes, not {}: `{start}…`",
        name.len()
    );
    Err(Error::new(ErrorKind::Serialization, text))
}

/// How a request names a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Callee<'a> {
    Offsets(Offsets),
    Named(&'a str),
}

/// The distances of a shim and of its function from the first byte of the program.
///
/// Made by [`Function`] only, or read from a request; a worker reads requests only after its parent's hello has shown
/// that both are the same program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Offsets {
    pub(crate) shim: i64,
    pub(crate) function: i64,
}

fn distances(shim: Shim, function: Erased) -> Result<Callee<'static>, Error> {
    let image = image().map_err(|why| {
        let text = format!("cannot name the function for another process: {why}");
        Error::new(ErrorKind::Serialization, text)
    })?;
    let distance = |address: usize| {
        let is_own = image.code.contains(&address);
        is_own.then(|| (address - image.start) as i64)
    };
    let distances = distance(shim as usize).zip(distance(function as usize));
    let (shim, function) = distances.ok_or_else(|| {
        Error::new(
            ErrorKind::Serialization,
            "the function is not part of the main program, so that no other process could find it",
        )
    })?;
    Ok(Callee::Offsets(Offsets { shim, function }))
}

impl Offsets {
    /// Calls the function, in a worker, on behalf of its parent. Never panics; the result is in `out`.
    pub(crate) fn call(self, argument: Received<'_>, out: &mut Encoded) -> Answer {
        out.clear();
        let image = match image() {
            Ok(image) => image,
            Err(why) => return Answer::UnknownFunction(format!("cannot find the function: {why}")),
        };
        let address = |distance: i64| {
            let address = image
                .start
                .checked_add_signed(isize::try_from(distance).ok()?)?;
            image.code.contains(&address).then_some(address)
        };
        let Some((shim, function)) = address(self.shim).zip(address(self.function)) else {
            return Answer::UnknownFunction("the function is not part of this program".to_owned());
        };
        let shim = ptr::with_exposed_provenance::<()>(shim);
        let function = ptr::with_exposed_provenance::<()>(function);
        // SAFETY: the address lies in the program's code, so it is not null. It is that of a function: the distance was
        // computed from one by `distances` in a process that runs this program, as the build ids have shown, and the
        // program is the same bytes here. As an `Erased` it is only carried.
        let function = unsafe { std::mem::transmute::<*const (), Erased>(function) };
        // SAFETY: as above, and what `distances` takes for a shim is a `Shim`.
        let shim = unsafe { std::mem::transmute::<*const (), Shim>(shim) };
        // SAFETY: both distances are those of one `Target::Here`, whose shims are instances for its function.
        unsafe { shim(function, argument, out) }
    }
}

fn erase_plain<A, R>(function: fn(A) -> R) -> Erased {
    // SAFETY: both are pointers to functions, and the result is only ever called as what it was.
    unsafe { std::mem::transmute::<fn(A) -> R, Erased>(function) }
}

/// # Safety
/// `function` must be made by `erase_plain` of the same types.
unsafe fn plain<A, R>(function: Erased) -> fn(A) -> R {
    // SAFETY: it was a `fn(A) -> R`, as the caller promises.
    unsafe { std::mem::transmute::<Erased, fn(A) -> R>(function) }
}

fn erase_fallible<A, R, E>(function: fn(A) -> Result<R, E>) -> Erased {
    erase_plain::<A, Result<R, E>>(function)
}

/// The shim of a function that cannot fail.
///
/// # Safety
/// `function` must be a `fn(A) -> R`.
unsafe fn one_plain<A, R>(function: Erased, argument: Received<'_>, out: &mut Encoded) -> Answer
where
    A: DeserializeOwned + 'static,
    R: Serialize + 'static,
{
    // SAFETY: as the caller promises.
    let function = unsafe { plain::<A, R>(function) };
    perform(|argument| Ok(function(argument)), argument, out)
}

/// The shim of a function whose `Err` is the failure of the call.
///
/// # Safety
/// `function` must be a `fn(A) -> Result<R, E>`.
unsafe fn one_fallible<A, R, E>(
    function: Erased,
    argument: Received<'_>,
    out: &mut Encoded,
) -> Answer
where
    A: DeserializeOwned + 'static,
    R: Serialize + 'static,
    E: Into<Box<dyn StdError + Send + Sync>> + 'static,
{
    // SAFETY: as the caller promises.
    let function = unsafe { plain::<A, Result<R, E>>(function) };
    perform(|argument| function(argument).map_err(failed), argument, out)
}

/// As [`one_plain`], for the items of a chunk.
///
/// # Safety
/// `function` must be a `fn(A) -> R`.
unsafe fn chunk_plain<A, R>(function: Erased, argument: Received<'_>, out: &mut Encoded) -> Answer
where
    A: DeserializeOwned + 'static,
    R: Serialize + 'static,
{
    // SAFETY: as the caller promises.
    let function = unsafe { plain::<A, R>(function) };
    perform_chunk(|item| Ok(function(item)), argument, out)
}

/// As [`one_fallible`], for the items of a chunk.
///
/// # Safety
/// `function` must be a `fn(A) -> Result<R, E>`.
unsafe fn chunk_fallible<A, R, E>(
    function: Erased,
    argument: Received<'_>,
    out: &mut Encoded,
) -> Answer
where
    A: DeserializeOwned + 'static,
    R: Serialize + 'static,
    E: Into<Box<dyn StdError + Send + Sync>> + 'static,
{
    // SAFETY: as the caller promises.
    let function = unsafe { plain::<A, Result<R, E>>(function) };
    perform_chunk(|item| function(item).map_err(failed), argument, out)
}

/// The text of an error that a function returned.
pub(crate) fn failed(error: impl Into<Box<dyn StdError + Send + Sync>>) -> String {
    RemoteError::to_text(&*error.into())
}

fn run_plain<A, R>(target: &Target, argument: A) -> Result<R, Error> {
    let Target::Here { function, .. } = target else {
        unreachable!("made together with its target");
    };
    // SAFETY: `Function::plain::<A, R>` is the only one to pair this function with a target, that of a `fn(A) -> R`.
    let function = unsafe { plain::<A, R>(*function) };
    Ok(function(argument))
}

fn run_fallible<A, R, E>(target: &Target, argument: A) -> Result<R, Error>
where
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    let Target::Here { function, .. } = target else {
        unreachable!("made together with its target");
    };
    // SAFETY: `Function::fallible::<A, R, E>` is the only one to pair this function with a target, that of a
    // `fn(A) -> Result<R, E>`.
    let function = unsafe { plain::<A, Result<R, E>>(*function) };
    function(argument).map_err(|error| match error.into().downcast::<Error>() {
        Ok(ours) => *ours,
        Err(other) => Error::failed(other),
    })
}

fn run_named<A, R>(target: &Target, _: A) -> Result<R, Error> {
    let name = match target {
        Target::Named(name) => name,
        Target::Here { .. } => unreachable!("made together with its target"),
    };
    let text = format!("the function `{name}` is known to the program of the workers only");
    Err(Error::new(ErrorKind::Serialization, text))
}

#[cfg(test)]
mod tests {
    use super::{Callee, Erased, Function, distances, one_plain};

    #[test]
    fn a_function_outside_of_the_program_is_refused() {
        // Code of a library, as far as this process can tell.
        let elsewhere = Box::new(0_u64);
        // SAFETY: the pointer is not null, and what it leads to is never called.
        let elsewhere = unsafe { std::mem::transmute::<*const u64, Erased>(&raw const *elsewhere) };
        let error = distances(one_plain::<u8, u8>, elsewhere).unwrap_err();
        assert!(error.is_serialization());
        assert_eq!(
            error.to_string(),
            "the function is not part of the main program, so that no other process could find it"
        );
    }

    #[test]
    fn a_function_has_one_name_for_ones_and_another_for_chunks() {
        let function = Function::plain_for_chunks(|n: u8| n);
        let (one, chunk) = (function.callee().unwrap(), function.chunk_callee().unwrap());
        let (Callee::Offsets(one), Callee::Offsets(chunk)) = (one, chunk) else {
            panic!("a function of this program has distances");
        };
        assert_eq!(one.function, chunk.function);
        assert_ne!(one.shim, chunk.shim);
        let named = Function::<u8, u8>::named("f");
        assert_eq!(named.callee().unwrap(), Callee::Named("f"));
        let endless: Function<u8, u8> = Function::named("f".repeat(4097));
        assert_eq!(
            endless.callee().unwrap_err().to_string(),
            "the name of a function may have 4096 bytes, not 4097: `ffffffffffffffffffff…`"
        );
    }
}
