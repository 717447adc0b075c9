//! The argument of a call on its way to a worker: in the ring if it is small, otherwise in memory of its own.

use std::io;
use std::mem;
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_core::{Error, ErrorKind};

use crate::call::Travels;
use crate::codec::Encoded;
use crate::pool::function::Function;
use crate::shared_bytes::SharedBytes;
use crate::sys::parcel::{Parcel, Spares};
use crate::sys::socket::Socket;
use crate::wire::frame::{Payload as Place, Request};
use crate::wire::ring::{Producer, PushError};

/// Payloads of up to so many bytes travel in the ring.
///
/// A file costs half a dozen system calls at either end, some fifteen microseconds together; copying so much into a
/// ring and out again costs about the same.
pub(crate) const MAX_INLINE: usize = 32 * 1024;

/// An encoded argument.
#[derive(Debug)]
pub(crate) struct Payload {
    content: Content,
    attachments: Vec<SharedBytes>,
    /// Where the file goes when the call has ended.
    spares: Spares,
}

#[derive(Debug)]
enum Content {
    Inline(Vec<u8>),
    Parcel(Parcel),
    /// Too large for the ring, but so many files wait that this one is written when it is sent.
    Waiting(Vec<u8>),
}

/// So many files may wait in this process, each open twice, which usually may have a thousand open ones. The bytes of further calls wait in
/// ordinary memory, and are copied once more, with the desk locked.
const MAX_WAITING: usize = 128;

static N_WAITING: AtomicUsize = AtomicUsize::new(0);

/// Why a worker was not sent something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unsent {
    /// There is no room in its ring, or on its line.
    Full,
    /// There is nobody at the other end of the line.
    Gone,
    /// Its memory is corrupt.
    Corrupt,
}

impl Payload {
    /// The argument of `job`.
    ///
    /// # Errors
    /// It cannot be encoded, or there is no memory for it.
    pub(crate) fn of<J: Travels>(job: &J, spares: &Spares) -> Result<Self, Error> {
        if let Some(parts) = job.parts() {
            return Ok(Payload {
                content: Content::filed(&parts, spares)?,
                attachments: Vec::new(),
                spares: spares.clone(),
            });
        }
        let mut encoded = Encoded::small();
        job.encode(&mut encoded)?;
        Payload::new(encoded, spares)
    }

    /// What was encoded.
    ///
    /// # Errors
    /// There is no memory for it.
    pub(crate) fn new(encoded: Encoded, spares: &Spares) -> Result<Self, Error> {
        let Encoded { bytes, attachments } = encoded;
        let content = match bytes.len() {
            ..=MAX_INLINE => Content::Inline(bytes),
            _ => Content::filed(&[&bytes], spares)?,
        };
        Ok(Payload {
            content,
            attachments,
            spares: spares.clone(),
        })
    }

    /// How many file descriptors travel with it beside that of a segment.
    fn n_attachments(&self) -> u16 {
        u16::try_from(self.attachments.len()).unwrap_or(u16::MAX)
    }

    /// Stages the request that `request` makes of it; it is not visible before the ring is published.
    ///
    /// # Errors
    /// Nothing was staged.
    pub(crate) fn send<'a>(
        &'a self,
        socket: &Socket,
        ring: &mut Producer,
        request: impl FnOnce(Place<'a>, u16) -> Request<'a>,
    ) -> Result<(), Unsent> {
        let place = match &self.content {
            Content::Inline(bytes) => Place::Inline(bytes),
            Content::Parcel(parcel) => Place::Segment {
                len: parcel.len() as u64,
            },
            Content::Waiting(bytes) => Place::Segment {
                len: bytes.len() as u64,
            },
        };
        // The desk is locked, and most calls are small: no memory is asked for but once.
        let mut head = mem::take(&mut ring.scratch);
        head.clear();
        let inline = request(place, self.n_attachments()).encode(&mut head);
        // A worker takes what is in the ring in order, so the descriptors must be on their way first; and if the frame
        // then had no place they would be taken for those of the next one.
        if !ring
            .has_room_for(head.len() + inline.len())
            .map_err(unsent)?
        {
            return Err(Unsent::Full);
        }
        let written = match &self.content {
            Content::Waiting(bytes) => {
                Some(Parcel::write_read_only(None, &[bytes]).map_err(|_| Unsent::Full)?)
            }
            Content::Inline(_) | Content::Parcel(_) => None,
        };
        let fds = self.fds(written.as_ref());
        if !fds.is_empty() {
            socket.send_fds(&fds).map_err(|error| match error.kind() {
                io::ErrorKind::WouldBlock => Unsent::Full,
                _ => Unsent::Gone,
            })?;
        }
        let pushed = ring.push(&[&head, inline]).map_err(unsent);
        ring.scratch = head;
        pushed
    }

    /// `written` is the file of what has waited in ordinary memory.
    fn fds<'a>(&'a self, written: Option<&'a Parcel>) -> Vec<BorrowedFd<'a>> {
        let file = match &self.content {
            Content::Inline(_) => None,
            Content::Parcel(parcel) => Some(parcel.as_fd()),
            Content::Waiting(_) => written.map(AsFd::as_fd),
        };
        let attached = self.attachments.iter().filter_map(SharedBytes::fd);
        file.into_iter().chain(attached).collect()
    }
}

impl Content {
    /// In a file, an old one if there is one, unless too many wait.
    fn filed(parts: &[&[u8]], spares: &Spares) -> Result<Self, Error> {
        let is_one_more = N_WAITING.fetch_add(1, Ordering::Relaxed) < MAX_WAITING;
        let written = is_one_more.then(|| Parcel::write_read_only(spares.take(), parts));
        match written {
            Some(Ok(parcel)) => Ok(Content::Parcel(parcel)),
            Some(Err(error)) => {
                N_WAITING.fetch_sub(1, Ordering::Relaxed);
                Err(no_memory(&error))
            }
            None => {
                N_WAITING.fetch_sub(1, Ordering::Relaxed);
                Ok(Content::Waiting(parts.concat()))
            }
        }
    }
}

impl Drop for Payload {
    /// Whoever was to read it has done so, or is about to be ended, or has been told to pass the call over.
    fn drop(&mut self) {
        let content = mem::replace(&mut self.content, Content::Inline(Vec::new()));
        if let Content::Parcel(parcel) = content {
            N_WAITING.fetch_sub(1, Ordering::Relaxed);
            self.spares.put(parcel);
        }
    }
}

/// Stages a request that has no payload. There is always room for one: calls take one slot each, and slots are few.
///
/// # Errors
/// The memory is corrupt.
pub(crate) fn send_bare(ring: &mut Producer, request: &Request<'_>) -> Result<(), Unsent> {
    let mut head = Vec::with_capacity(96);
    let rest = request.encode(&mut head);
    ring.push(&[&head, rest]).map_err(unsent)
}

fn unsent(error: PushError) -> Unsent {
    match error {
        PushError::Full => Unsent::Full,
        PushError::TooLarge | PushError::Corrupt(_) => Unsent::Corrupt,
    }
}

fn no_memory(error: &io::Error) -> Error {
    let text = format!("no memory for the argument: {error}");
    Error::new(ErrorKind::Serialization, text)
}

/// The request to run a call.
pub(crate) fn call<'a>(
    function: &'a Function,
    slot: u16,
    number: u64,
) -> impl FnOnce(Place<'a>, u16) -> Request<'a> {
    move |payload, attachments| Request::Call {
        slot,
        number,
        function: function.as_wire(),
        payload,
        attachments,
    }
}
