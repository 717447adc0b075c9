//! What a worker is asked, as it comes out of the shared memory.

use std::borrow::Cow;
use std::io;
use std::os::fd::OwnedFd;

use crate::codec::Received;
use crate::sys::parcel;
use crate::sys::socket::{Received as Heard, Socket};
use crate::wire::frame::Payload;
use crate::wire::ring::Consumer;

/// The requests of the parent, and the descriptors that belong to them.
pub(crate) struct Inbox {
    requests: Consumer,
    fds: Vec<OwnedFd>,
    /// Descriptors were lost, so that of those to come nobody can tell which belong to what.
    is_deaf: bool,
}

/// Is there another request?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// It is in the frame.
    Request,
    /// The parent is gone, or wants no more.
    Over,
}

impl Inbox {
    /// `fds` are those that have come already.
    pub(crate) fn new(requests: Consumer, fds: Vec<OwnedFd>) -> Self {
        Inbox {
            requests,
            fds,
            is_deaf: false,
        }
    }

    /// Descriptors that have come and whose requests have not been read.
    pub(crate) fn fds(&mut self) -> &mut Vec<OwnedFd> {
        &mut self.fds
    }

    /// Takes a request that is there.
    ///
    /// # Errors
    /// The memory is corrupt.
    pub(crate) fn take(&mut self, socket: &Socket, frame: &mut Vec<u8>) -> io::Result<bool> {
        let taken = self.requests.pop(frame).map_err(io::Error::other)?;
        if taken && self.requests.release() {
            socket.ring()?;
        }
        Ok(taken)
    }

    /// Waits for a request.
    ///
    /// # Errors
    /// The memory is corrupt, or the line is broken.
    pub(crate) fn wait(&mut self, socket: &Socket, frame: &mut Vec<u8>) -> io::Result<Next> {
        if self.is_deaf {
            return Err(io::Error::other("file descriptors were lost"));
        }
        loop {
            if self.take(socket, frame)? {
                return Ok(Next::Request);
            }
            let heard = match self.requests.prepare_sleep() {
                true => socket.wait(&mut self.fds),
                false => Ok(Heard::Nothing),
            };
            self.requests.awake();
            if heard? == Heard::Closed {
                return Ok(Next::Over);
            }
        }
    }

    /// Reads an argument, with its `n_attachments` descriptors.
    ///
    /// # Errors
    /// It cannot be read; a text for the parent.
    pub(crate) fn payload<'a>(
        &mut self,
        socket: &Socket,
        payload: Payload<'a>,
        n_attachments: u16,
    ) -> Result<Received<'a>, String> {
        let is_segment = matches!(payload, Payload::Segment { .. });
        let n_fds = usize::from(n_attachments) + usize::from(is_segment);
        if self.fds.len() < n_fds {
            // They were sent before the request was shown.
            // A closed line may have brought them before it was closed.
            let heard = socket.receive_fds(n_fds, &mut self.fds);
            if self.fds.len() < n_fds {
                self.is_deaf = true;
                return Err(match heard {
                    Ok(()) => "the argument came without its file descriptors".to_owned(),
                    Err(error) => format!("the argument cannot be received: {error}"),
                });
            }
        }
        let mut attachments: Vec<OwnedFd> = self.fds.drain(..n_fds).collect();
        let bytes = match payload {
            Payload::Inline(bytes) => Cow::Borrowed(bytes),
            Payload::Segment { len } => {
                let bytes = parcel::read(attachments.remove(0), len);
                Cow::Owned(bytes.map_err(|error| format!("no memory for the argument: {error}"))?)
            }
        };
        Ok(Received { bytes, attachments })
    }

    /// Drops the descriptors of an argument that nobody wants.
    pub(crate) fn skip(&mut self, socket: &Socket, payload: Payload<'_>, n_attachments: u16) {
        let is_segment = matches!(payload, Payload::Segment { .. });
        let n_fds = usize::from(n_attachments) + usize::from(is_segment);
        if self.fds.len() < n_fds {
            // A line that is broken is found out by the next wait.
            let _ = socket.receive_fds(n_fds, &mut self.fds);
        }
        self.is_deaf |= self.fds.len() < n_fds;
        self.fds.drain(..n_fds.min(self.fds.len()));
    }
}
