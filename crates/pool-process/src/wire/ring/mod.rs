//! A queue of byte frames in shared memory, with one producer and one consumer, in two processes.
//!
//! A frame is a header word (its length, and its place in the stream) and its bytes, padded to whole words. Both
//! positions count words since the beginning and never wrap; only the index that they yield does, in the midst of a
//! frame if need be. The producer *stages* any number of frames and then *publishes* them by one store; the consumer
//! *pops* any number and then *releases* their room by one store. Either store may call for a [bell](super::bell).
//!
//! Each side checks all that the other one writes, since that may be a worker whose memory is corrupt. What is wrong is
//! an error: no panic, no access outside the ring, no loop without end. A frame is copied out before anybody looks at
//! it, so its bytes cannot change between check and use.

mod consumer;
mod error;
mod layout;
mod producer;
mod view;

#[cfg(test)]
mod tests;

pub(crate) use consumer::Consumer;
pub(crate) use error::PushError;
pub(crate) use layout::Layout;
pub(crate) use producer::Producer;
