//! The parent's end of one worker: the memory that both see, the line that carries bells, and what the worker prints.

use std::os::fd::OwnedFd;

use futures_core::host::NestedLock;

use crate::pool::completions::{Completions, Item, Stream};
use crate::sys::output::{LineReader, Stream as PipeState};
use crate::sys::socket::Socket;
use crate::wire::page::Page;
use crate::wire::ring::Consumer;

/// The way to one worker process.
pub(crate) struct Link {
    /// The worker's number in its pool.
    pub(crate) number: u32,
    pub(crate) page: Page,
    pub(crate) socket: Socket,
    /// Held while replies are read *and* booked, so that whoever finds none knows that all are booked.
    pub(crate) inbox: NestedLock<Inbox>,
    outputs: NestedLock<Outputs>,
}

/// The replies of a worker.
pub(crate) struct Inbox {
    pub(crate) replies: Consumer,
    /// Descriptors that have come and whose frames have not been read yet.
    pub(crate) fds: Vec<OwnedFd>,
    /// It wrote what no worker writes; nothing is read any more.
    pub(crate) is_corrupt: bool,
    /// Its end of the line is closed; there is nothing to wait for.
    pub(crate) is_closed: bool,
    pub(crate) frame: Vec<u8>,
}

/// What a worker prints, if it is to be looked at.
#[derive(Default)]
struct Outputs {
    stdout: Option<Pipe>,
    stderr: Option<Pipe>,
}

struct Pipe {
    reader: LineReader,
    pieces: Pieces,
    has_ended: bool,
}

/// In which pieces what a worker prints is passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pieces {
    /// Line by line: the begun one waits for its end.
    Lines,
    /// As it comes.
    Any,
}

impl Pipe {
    fn new((fd, pieces): (OwnedFd, Pieces)) -> Self {
        Pipe {
            reader: LineReader::new(fd),
            pieces,
            has_ended: false,
        }
    }
}

impl Link {
    pub(crate) fn new(
        number: u32,
        page: Page,
        socket: Socket,
        replies: Consumer,
        stdout: Option<(OwnedFd, Pieces)>,
        stderr: Option<(OwnedFd, Pieces)>,
    ) -> Self {
        Link {
            number,
            page,
            socket,
            inbox: NestedLock::new(Inbox {
                replies,
                fds: Vec::new(),
                is_corrupt: false,
                is_closed: false,
                frame: Vec::new(),
            }),
            outputs: NestedLock::new(Outputs {
                stdout: stdout.map(Pipe::new),
                stderr: stderr.map(Pipe::new),
            }),
        }
    }

    /// Wakes the worker.
    pub(crate) fn ring(&self) {
        // A worker that cannot be woken is dead or dying, which its pidfd will say.
        let _ = self.socket.ring();
    }

    /// Reads what the worker has printed, and leaves it to be passed on.
    pub(crate) fn read_output(&self, completions: &Completions) {
        let mut outputs = self.outputs.lock();
        self.pass_lines(&mut outputs, completions, |pipe, text| {
            let state = pipe.reader.read(&mut |line| text.extend_from_slice(line));
            pipe.has_ended |= !matches!(state, Ok(PipeState::Open));
            if pipe.has_ended || pipe.pieces == Pieces::Any {
                pipe.reader.finish(&mut |line| text.extend_from_slice(line));
            }
        });
    }

    /// Reads the rest of what a dead worker has printed. Returns the end of what went to its standard error.
    pub(crate) fn last_words(&self, completions: &Completions) -> String {
        self.read_output(completions);
        let mut outputs = self.outputs.lock();
        self.pass_lines(&mut outputs, completions, |pipe, text| {
            pipe.reader.finish(&mut |line| text.extend_from_slice(line));
        });
        let stderr = outputs.stderr.as_ref();
        stderr.map(|pipe| pipe.reader.tail()).unwrap_or_default()
    }

    /// Leaves what `read` finds to be passed on. All with the outputs locked: were it left later, somebody who finds
    /// nothing more to read could already have left the end of the call that has printed it.
    fn pass_lines(
        &self,
        outputs: &mut Outputs,
        completions: &Completions,
        read: impl Fn(&mut Pipe, &mut Vec<u8>),
    ) {
        let Outputs { stdout, stderr } = outputs;
        for (stream, pipe) in [(Stream::Out, stdout), (Stream::Err, stderr)] {
            let mut text = Vec::new();
            if let Some(pipe) = pipe {
                read(pipe, &mut text);
            }
            if !text.is_empty() {
                completions.push([Item::Lines {
                    worker: self.number,
                    stream,
                    text,
                }]);
            }
        }
    }

    /// Gives each pipe that nobody will write to any more; such a pipe stays readable for ever.
    pub(crate) fn with_ended_pipes(&self, mut f: impl FnMut(&LineReader)) {
        let outputs = self.outputs.lock();
        let ended = |pipe: &&Pipe| pipe.has_ended;
        for pipe in [&outputs.stdout, &outputs.stderr]
            .into_iter()
            .flatten()
            .filter(ended)
        {
            f(&pipe.reader);
        }
    }

    /// Gives each pipe that is to be watched.
    pub(crate) fn with_pipes(&self, mut f: impl FnMut(Stream, &LineReader)) {
        let outputs = self.outputs.lock();
        if let Some(pipe) = &outputs.stdout {
            f(Stream::Out, &pipe.reader);
        }
        if let Some(pipe) = &outputs.stderr {
            f(Stream::Err, &pipe.reader);
        }
    }
}
