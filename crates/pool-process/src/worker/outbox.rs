//! What a worker answers, on its way into the shared memory.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use crate::answer::Answer;
use crate::codec::Encoded;
use crate::pool::MAX_INLINE;
use crate::shared_bytes::SharedBytes;
use crate::sys::parcel::Parcel;
use crate::sys::socket::{Received as Heard, Socket};
use crate::wire::frame::{Outcome, Payload, Reply};
use crate::wire::page::Page;
use crate::wire::ring::{Producer, PushError};
use crate::wire::slots::Phase;

/// A call that has run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ended {
    pub(crate) slot: u16,
    pub(crate) number: u64,
    pub(crate) busy_ns: u64,
}

impl Ended {
    fn reply(self, outcome: Outcome<'_>) -> Reply<'_> {
        Reply::Done {
            slot: self.slot,
            number: self.number,
            busy_ns: self.busy_ns,
            outcome,
        }
    }
}

/// The replies to the parent.
pub(crate) struct Outbox {
    replies: Producer,
    head: Vec<u8>,
    /// Files of large results, which are written again once the parent has read them.
    sent: Vec<Sent>,
}

/// A file that the parent reads, or has read.
struct Sent {
    slot: u16,
    number: u64,
    parcel: Parcel,
}

/// So many files are kept. A worker that replies faster than its parent reads makes new ones for a while.
const N_SENT: usize = 4;

impl Outbox {
    pub(crate) fn new(replies: Producer) -> Self {
        Outbox {
            replies,
            head: Vec::new(),
            sent: Vec::new(),
        }
    }

    /// Stages a reply; it is not visible before [`publish`](Self::publish). Waits while there is no room.
    ///
    /// # Errors
    /// The parent is gone, or the memory is corrupt.
    pub(crate) fn push(
        &mut self,
        socket: &Socket,
        fds: &mut Vec<OwnedFd>,
        reply: &Reply<'_>,
    ) -> io::Result<()> {
        let rest = reply.encode(&mut self.head);
        loop {
            match self.replies.push(&[&self.head, rest]) {
                Ok(()) => return Ok(()),
                Err(PushError::Full) => {}
                Err(error) => return Err(io::Error::other(error)),
            }
            let len = self.head.len() + rest.len();
            if self.replies.publish() {
                socket.ring()?;
            }
            if self.replies.prepare_sleep(len) {
                // What comes with a bell belongs to requests that are yet to be read.
                let heard = socket.wait(fds);
                self.replies.awake();
                if heard? == Heard::Closed {
                    return Err(io::ErrorKind::BrokenPipe.into());
                }
            } else {
                self.replies.awake();
            }
        }
    }

    /// Stages the reply to a call: the value that lies in `out`, or why there is none.
    ///
    /// # Errors
    /// As [`push`](Self::push).
    pub(crate) fn reply(
        &mut self,
        (socket, page): (&Socket, &Page),
        fds: &mut Vec<OwnedFd>,
        call: &Ended,
        answer: &Answer,
        out: &Encoded,
    ) -> io::Result<()> {
        let parcel = match answer {
            Answer::Value if out.bytes.len() > MAX_INLINE => {
                Some(Parcel::write(self.read_parcel(page), &[&out.bytes]))
            }
            _ => None,
        };
        let (payload, parcel) = match parcel {
            None => (Payload::Inline(&out.bytes), None),
            Some(Ok(parcel)) => {
                let len = parcel.len() as u64;
                (Payload::Segment { len }, Some(parcel))
            }
            Some(Err(error)) => {
                let text = format!("no memory for the result: {error}");
                let reply = call.reply(Outcome::BadResult { text: &text });
                return self.push(socket, fds, &reply);
            }
        };
        let outcome = match answer.as_wire() {
            Some(failure) => failure,
            None => {
                let own: Vec<BorrowedFd<'_>> = parcel.iter().map(AsFd::as_fd).collect();
                let attached = out.attachments.iter().filter_map(SharedBytes::fd);
                let all: Vec<BorrowedFd<'_>> = own.into_iter().chain(attached).collect();
                if !all.is_empty() {
                    // On their way before the frame is shown, so that the parent never waits for them.
                    socket.send_fds_blocking(&all)?;
                }
                Outcome::Value {
                    payload,
                    attachments: u16::try_from(out.attachments.len()).unwrap_or(u16::MAX),
                }
            }
        };
        self.push(socket, fds, &call.reply(outcome))?;
        if let Some(parcel) = parcel
            && parcel.is_worth_keeping()
            && self.sent.len() < N_SENT
        {
            self.sent.push(Sent {
                slot: call.slot,
                number: call.number,
                parcel,
            });
        }
        Ok(())
    }

    /// A file that the parent has read: it frees the slot of a call when it has everything of the reply.
    fn read_parcel(&mut self, page: &Page) -> Option<Parcel> {
        let is_read = |sent: &Sent| {
            let phase = page.slot(usize::from(sent.slot)).phase(sent.number);
            phase != Some(Phase::Done)
        };
        let index = self.sent.iter().position(is_read)?;
        Some(self.sent.swap_remove(index).parcel)
    }

    /// Shows the parent what was staged.
    ///
    /// # Errors
    /// The parent is gone.
    pub(crate) fn publish(&mut self, socket: &Socket) -> io::Result<()> {
        if self.replies.publish() {
            socket.ring()?;
        }
        Ok(())
    }
}
