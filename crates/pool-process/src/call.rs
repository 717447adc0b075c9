//! The jobs of a pool of processes: a function of the program, or the name of one, with its argument.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use futures_core::{ChunkResults, Error, ErrorKind, Job, panics};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::answer::{Answer, bad_result, cannot_send_argument};
use crate::codec::{
    CodecError, Encoded, Received, decode, decode_batch, encode, encode_batch, parts,
};
use crate::function::{Callee, Function};

/// A call of a function with one argument, to be made in another process.
///
/// Argument and result travel as bytes, through serde. Functions and closures without captures coerce to the pointer
/// that is asked for; what a closure captures would be left behind, so one with captures does not compile. Pass it as
/// part of the argument (a tuple, say):
///
/// ```
/// use futures_core::{Executor, Inline};
/// use pool_process::Call;
///
/// let by = 3;
/// let call = Call::new(|(by, n)| by * n, (by, 14));
/// // `Inline` runs it in this process, a pool of processes in one of its workers.
/// assert_eq!(Inline.submit(call).unwrap().result().unwrap(), 42);
/// ```
///
/// ```compile_fail,E0308
/// let by = 3;
/// let call = pool_process::Call::new(|n: i32| by * n, 14);
/// ```
pub struct Call<A, R> {
    function: Function<A, R>,
    argument: A,
}

impl<A, R> Call<A, R> {
    /// A call of `function`; whatever that returns is the result.
    pub fn new(function: fn(A) -> R, argument: A) -> Self
    where
        A: DeserializeOwned + 'static,
        R: Serialize + 'static,
    {
        Call::of(Function::plain(function), argument)
    }

    /// A call of `function`, whose `Err` makes the call a failed one, as an exception does in Python.
    ///
    /// The error arrives as a [`RemoteError`](crate::RemoteError): its text and that of its causes.
    pub fn fallible<E>(function: fn(A) -> Result<R, E>, argument: A) -> Self
    where
        A: DeserializeOwned + 'static,
        R: Serialize + 'static,
        E: Into<Box<dyn StdError + Send + Sync>> + 'static,
    {
        Call::of(Function::fallible(function), argument)
    }

    /// A call of what the program of the workers has in its [`Registry`](crate::Registry) under `name`.
    pub fn named(name: impl Into<Arc<str>>, argument: A) -> Self {
        Call::of(Function::named(name), argument)
    }

    pub(crate) fn of(function: Function<A, R>, argument: A) -> Self {
        Call { function, argument }
    }

    /// The argument, for instance of a call that was refused.
    pub fn into_argument(self) -> A {
        self.argument
    }
}

/// Several items of a map as one call. The failure of one is that item's alone.
///
/// Made by maps with a chunk size.
pub struct ChunkCall<A, R> {
    function: Function<A, R>,
    items: Vec<A>,
}

impl<A, R> ChunkCall<A, R> {
    /// `function` must have been made for chunks.
    pub(crate) fn of(function: Function<A, R>, items: Vec<A>) -> Self {
        ChunkCall { function, items }
    }

    /// The items, for instance of a call that was refused.
    pub fn into_items(self) -> Vec<A> {
        self.items
    }
}

/// A job that can be done in another process: [`Call`] or [`ChunkCall`].
///
/// Sealed: how the call travels is this crate's own affair.
pub trait RemoteJob: Job + sealed::Travels {}

impl<J: Job + sealed::Travels> RemoteJob for J {}

pub(crate) use sealed::Travels;

mod sealed {
    use futures_core::{Error, Job};

    use crate::codec::{Encoded, Received};
    use crate::function::Callee;

    /// How a job is sent and what comes back.
    #[expect(
        private_interfaces,
        reason = "nobody outside can name the trait, so nobody can call its methods"
    )]
    pub trait Travels: Job {
        /// What is to be called.
        ///
        /// # Errors
        /// No other process could find the function.
        fn callee(&self) -> Result<Callee<'_>, Error>;

        /// How many items it has.
        fn items(&self) -> usize;

        /// The argument's payload, if it is large and lies in memory as it is to be sent; no need then to encode it.
        fn parts(&self) -> Option<[&[u8]; 2]>;

        /// Replaces what is in `out` by the argument. Runs code of the argument's type, and catches its panic.
        ///
        /// # Errors
        /// The type refuses.
        fn encode(&self, out: &mut Encoded) -> Result<(), Error>;

        /// The result of a job of so many items. Runs code of the result's type, and catches its panic.
        ///
        /// # Errors
        /// These are not the bytes of such a result.
        fn decode(received: Received<'_>, items: usize) -> Result<Self::Output, Error>;
    }
}

impl<A: Send + 'static, R: Send + 'static> Job for Call<A, R> {
    type Output = R;

    fn run(self) -> Result<R, Error> {
        self.function.run(self.argument)
    }
}

#[expect(
    private_interfaces,
    reason = "nobody outside can name the trait, so nobody can call its methods"
)]
impl<A, R> Travels for Call<A, R>
where
    A: Serialize + Send + 'static,
    R: DeserializeOwned + Send + 'static,
{
    fn callee(&self) -> Result<Callee<'_>, Error> {
        self.function.callee()
    }

    fn items(&self) -> usize {
        1
    }

    fn parts(&self) -> Option<[&[u8]; 2]> {
        parts(&self.argument)
    }

    fn encode(&self, out: &mut Encoded) -> Result<(), Error> {
        written(out, |out| encode(&self.argument, out))
    }

    fn decode(received: Received<'_>, _: usize) -> Result<R, Error> {
        caught(|| decode(received))?.map_err(bad_result)
    }
}

impl<A: Send + 'static, R: Send + 'static> Job for ChunkCall<A, R> {
    type Output = ChunkResults<R>;

    fn run(self) -> Result<ChunkResults<R>, Error> {
        let mut values = Vec::with_capacity(self.items.len());
        let mut failures = Vec::new();
        for (place, item) in self.items.into_iter().enumerate() {
            match panics::catch(|| self.function.run(item)) {
                Ok(Ok(value)) => values.push(value),
                Ok(Err(error)) => failures.push((place, error)),
                Err(panic) => failures.push((place, Error::panicked(panic))),
            }
        }
        Ok(ChunkResults::new(values, failures))
    }
}

#[expect(
    private_interfaces,
    reason = "nobody outside can name the trait, so nobody can call its methods"
)]
impl<A, R> Travels for ChunkCall<A, R>
where
    A: Serialize + Send + 'static,
    R: DeserializeOwned + Send + 'static,
{
    fn callee(&self) -> Result<Callee<'_>, Error> {
        self.function.chunk_callee()
    }

    fn items(&self) -> usize {
        self.items.len()
    }

    fn parts(&self) -> Option<[&[u8]; 2]> {
        None
    }

    /// An item that cannot be written travels as its own failure, so that its neighbours are not lost with it.
    fn encode(&self, out: &mut Encoded) -> Result<(), Error> {
        let refuse = |error| Answer::BadArgument(cannot_send_argument(&error));
        written(out, |out| {
            encode_batch(&self.items, Vec::new(), refuse, out)
        })
    }

    fn decode(received: Received<'_>, items: usize) -> Result<ChunkResults<R>, Error> {
        let (values, failures) = caught(|| decode_batch(received))?.map_err(bad_result)?;
        if values.len() + failures.len() != items {
            return Err(bad_result("it is that of another number of items"));
        }
        let failures = failures
            .into_iter()
            .map(|(place, answer)| (place as usize, answer.into_error()))
            .collect();
        Ok(ChunkResults::new(values, failures))
    }
}

/// Runs code of users' types; a panic of theirs is the error of this call.
fn caught<T>(f: impl FnOnce() -> T) -> Result<T, Error> {
    panics::catch(f).map_err(Error::panicked)
}

/// Replaces what is in `out` by what `write` appends; leaves nothing there if that fails.
fn written(
    out: &mut Encoded,
    write: impl FnOnce(&mut Encoded) -> Result<(), CodecError>,
) -> Result<(), Error> {
    out.clear();
    let result = caught(|| write(out)).and_then(|written| {
        let refused = |error| Error::new(ErrorKind::Serialization, cannot_send_argument(&error));
        written.map_err(refused)
    });
    if result.is_err() {
        out.clear();
    }
    result
}

impl<A, R> fmt::Debug for Call<A, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").finish_non_exhaustive()
    }
}

impl<A, R> fmt::Debug for ChunkCall<A, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChunkCall")
            .field("items", &self.items.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
