//! The life of a worker process: the greeting, the initializer, call after call, the end.

use std::io::{self, Write};
use std::os::fd::OwnedFd;

use futures_core::host::{self, Spawn};

use crate::answer::Answer;
use crate::codec::{Encoded, Received};
use crate::function::Offsets;
use crate::registry::Registry;
use crate::sys::limits::{self, Parent};
use crate::sys::socket::{Received as Heard, Socket};
use crate::sys::{clock, signals};
use crate::wire::frame::{FunctionRef, Reply, Request};
use crate::wire::handshake::Hello;
use crate::wire::page::Page;
use crate::worker::current::set_current_call;
use crate::worker::inbox::{Inbox, Next};
use crate::worker::outbox::{Ended, Outbox};

/// The exit code of a worker that has done its duty, or whose parent is gone.
const DONE: i32 = 0;
/// That of one that may not, or cannot, work for its parent.
const UNFIT: i32 = 2;
/// That of one whose memory or line is broken.
const BROKEN: i32 = 3;

/// Works for the parent until that has no more calls. Returns the exit code.
pub(crate) fn run(registry: Registry) -> i32 {
    serve(registry).unwrap_or_else(broken)
}

/// The code of a worker that cannot go on. Its last words are in the report of its death.
fn broken(error: io::Error) -> i32 {
    // A parent that is gone reads nothing, and whoever else reads this does not want to know.
    let is_alone = matches!(
        error.kind(),
        io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset
    );
    if !is_alone {
        let _ = writeln!(io::stderr(), "the worker cannot go on: {error}");
    }
    BROKEN
}

fn serve(registry: Registry) -> io::Result<i32> {
    signals::ignore_interrupt()?;
    let socket = Socket::take_stdin()?;
    let mut fds: Vec<OwnedFd> = Vec::new();
    while fds.is_empty() {
        if socket.wait(&mut fds)? == Heard::Closed {
            return Ok(DONE);
        }
    }
    let page = Page::open(fds.remove(0))?;
    let (requests, replies) = page.child_ends();
    let mut worker = Worker {
        inbox: Inbox::new(requests, fds),
        outbox: Outbox::new(replies),
        page,
        socket,
        registry,
        is_same_program: false,
        out: Encoded::default(),
    };
    let mut frame = Vec::new();
    if worker.inbox.wait(&worker.socket, &mut frame)? == Next::Over {
        return Ok(DONE);
    }
    let Ok(Request::Hello(hello)) = Request::decode(&frame) else {
        return Ok(UNFIT);
    };
    match limits::die_with_parent(hello.parent)? {
        Parent::Alive => {}
        Parent::Gone => {
            let reason = format!(
                "its parent is not process {}: is that gone, or does a program between them start it?",
                hello.parent
            );
            worker.say(&Reply::Refused { reason: &reason })?;
            return Ok(UNFIT);
        }
    }
    if let Err(reason) = hello.check_build().and_then(|()| limit(&hello)) {
        worker.say(&Reply::Refused { reason: &reason })?;
        return Ok(UNFIT);
    }
    worker.is_same_program = hello.build.is_some();
    // On a thread of its own, since the main thread's stack is what the system's settings say.
    let (code, result) = futures_core::promise();
    let spec = Spawn {
        name: "worker".to_owned(),
        stack_size: usize::try_from(hello.stack_size).ok(),
    };
    let thread = host::spawn(spec, move || {
        let _ = code.set_result(worker.work().unwrap_or_else(broken));
    })
    .map_err(|error| io::Error::new(error.kind(), format!("no thread for its calls: {error}")))?;
    let code = result.result().unwrap_or(BROKEN);
    drop(thread);
    Ok(code)
}

fn limit(hello: &Hello) -> Result<(), String> {
    let set = || -> io::Result<()> {
        limits::no_core_dumps()?;
        limits::prefer_as_oom_victim();
        if let Some(bytes) = hello.memory_limit {
            limits::limit_memory(bytes)?;
        }
        if let Some(seconds) = hello.cpu_limit {
            limits::limit_cpu(seconds)?;
        }
        Ok(())
    };
    set().map_err(|error| format!("the limits of the worker cannot be set: {error}"))
}

struct Worker {
    page: Page,
    socket: Socket,
    inbox: Inbox,
    outbox: Outbox,
    registry: Registry,
    /// Is the parent this program, so that a place in one is the same place in the other?
    is_same_program: bool,
    /// The encoded result, reused from call to call.
    out: Encoded,
}

impl Worker {
    fn say(&mut self, reply: &Reply<'_>) -> io::Result<()> {
        self.outbox.push(&self.socket, self.inbox.fds(), reply)?;
        self.outbox.publish(&self.socket)
    }

    fn work(mut self) -> io::Result<i32> {
        let mut frame = Vec::new();
        // The initializer follows the greeting at once, or there is none.
        let mut has_request = self.inbox.take(&self.socket, &mut frame)?;
        let first = has_request.then(|| Request::decode(&frame)).transpose();
        match first {
            Ok(Some(Request::Initialize {
                function,
                payload,
                attachments,
            })) => {
                has_request = false;
                let argument = self.inbox.payload(&self.socket, payload, attachments);
                let answer = self.call(function, argument);
                flush();
                if answer.is_failure() {
                    let text = answer.into_error().to_string();
                    self.say(&Reply::InitializerFailed { text: &text })?;
                    return Ok(UNFIT);
                }
            }
            Ok(_) => {}
            Err(_) => return Ok(BROKEN),
        }
        self.say(&Reply::Ready)?;
        loop {
            if !has_request && self.inbox.wait(&self.socket, &mut frame)? == Next::Over {
                return Ok(DONE);
            }
            has_request = false;
            match Request::decode(&frame) {
                Ok(Request::Call {
                    slot,
                    number,
                    function,
                    payload,
                    attachments,
                }) => {
                    let began = clock::monotonic_ns();
                    let place = usize::from(slot);
                    if !self.page.slot(place).try_start(number, began) {
                        self.inbox.skip(&self.socket, payload, attachments);
                        self.say(&Reply::Skipped { slot, number })?;
                        continue;
                    }
                    let argument = self.inbox.payload(&self.socket, payload, attachments);
                    set_current_call(Some(number));
                    let answer = self.call(function, argument);
                    set_current_call(None);
                    // Printed before the future completes, as a reader of the output expects.
                    flush();
                    let ended = Ended {
                        slot,
                        number,
                        busy_ns: clock::monotonic_ns().saturating_sub(began),
                    };
                    let fds = self.inbox.fds();
                    self.outbox.reply(
                        (&self.socket, &self.page),
                        fds,
                        &ended,
                        &answer,
                        &self.out,
                    )?;
                    self.out.clear();
                    self.page.slot(place).finish(number);
                    // Before the next call begins: a crash in that one must not take this reply along.
                    self.outbox.publish(&self.socket)?;
                }
                Ok(Request::Retire) => return Ok(DONE),
                Ok(Request::Hello(_) | Request::Initialize { .. }) | Err(_) => return Ok(BROKEN),
            }
        }
    }

    /// Calls a function; what it returns lies in `out` if the answer says so.
    fn call(
        &mut self,
        function: FunctionRef<'_>,
        argument: Result<Received<'_>, String>,
    ) -> Answer {
        let argument = match argument {
            Ok(argument) => argument,
            Err(text) => return Answer::BadArgument(text),
        };
        match function {
            FunctionRef::Offset { .. } if !self.is_same_program => {
                let text = "the worker is another program than its parent, and is called by names";
                Answer::UnknownFunction(text.to_owned())
            }
            FunctionRef::Offset { shim, function } => {
                Offsets { shim, function }.call(argument, &mut self.out)
            }
            FunctionRef::Named { name } => self.registry.call(name, argument, &mut self.out),
        }
    }
}

/// Writes out what the call has printed.
fn flush() {
    // Nobody reads it any more, if it fails; the result counts all the same.
    let _ = io::stdout().flush();
    let _ = io::stderr().flush();
}
