//! Starting the process of a worker, and what it is told first.

use std::io;
use std::sync::Arc;

use crate::pool::config::{Output, Program};
use crate::pool::core::Core;
use crate::pool::link::{Link, Pieces};
use crate::pool::payload::{self, Unsent};
use crate::sys::child::{self, Child, Group, Spawn};
use crate::sys::socket;
use crate::wire::frame::Request;
use crate::wire::handshake::{BuildId, Hello, PROTOCOL, WORKER_ARG};
use crate::wire::page::Page;

use std::os::fd::AsFd;
use std::path::PathBuf;

/// The running program, also if its file has been replaced or deleted since it was started.
const THIS_PROGRAM: &str = "/proc/self/exe";

/// Starts the process of this worker. It says when it is ready.
///
/// # Errors
/// What the operating system refuses.
pub(crate) fn launch(core: &Arc<Core>, number: u32) -> io::Result<Child> {
    let config = &core.config;
    let page = Page::create()?;
    let (mut requests, replies) = page.parent_ends();
    let (socket, theirs) = socket::pair()?;
    let (program, more_args, build) = match &config.program {
        Program::Same => (
            PathBuf::from(THIS_PROGRAM),
            Vec::new(),
            Some(BuildId::of_this_program()?),
        ),
        Program::Other { path, args } => (path.clone(), args.clone(), None),
    };
    // Tools that list processes then show what the parent is called.
    let name = match &config.program {
        Program::Same => std::env::args_os().next().unwrap_or_default(),
        Program::Other { path, .. } => path.clone().into_os_string(),
    };
    let mut args = vec![WORKER_ARG.into(), PROTOCOL.to_string().into()];
    args.extend(more_args);
    let mut child = Spawn {
        program,
        name,
        args,
        stdin: theirs,
        stdout: match config.stdout {
            Output::Inherit => child::Output::Inherit,
            Output::Null => child::Output::Null,
            Output::Lines(_) => child::Output::Pipe,
        },
        // Looked at even if it is passed on, for the report of a death.
        stderr: match config.stderr {
            Output::Null => child::Output::Null,
            Output::Inherit | Output::Lines(_) => child::Output::Pipe,
        },
        group: Group::Own,
        faults: &core.faults,
    }
    .start()?;
    let hello = Request::Hello(Hello {
        parent: std::process::id(),
        build,
        memory_limit: config.memory_limit,
        cpu_limit: config.cpu_limit,
        stack_size: config.stack_size as u64,
    });
    payload::send_bare(&mut requests, &hello).map_err(lost)?;
    // The page comes before any descriptor that belongs to a frame. A process that is gone already was started all the
    // same: how it ended, which its burial tells, says more than that nobody listens.
    let is_gone = match socket.send_fds(&[page.as_fd()]) {
        Ok(()) => false,
        Err(error) if is_hang_up(&error) => true,
        Err(error) => return Err(error),
    };
    if let Some((function, argument)) = &config.initializer
        && !is_gone
    {
        let request = |payload, attachments| Request::Initialize {
            function: function.as_wire(),
            payload,
            attachments,
        };
        match argument.send(&socket, &mut requests, request) {
            Ok(()) | Err(Unsent::Gone) => {}
            Err(unsent) => return Err(lost(unsent)),
        }
    }
    // Shown at once, so that a worker which finds nothing after the greeting knows that nothing follows.
    let must_ring = requests.publish();
    let pieces = |output: &Output| match output {
        Output::Lines(_) => Pieces::Lines,
        Output::Inherit | Output::Null => Pieces::Any,
    };
    let stdout = child.stdout.take().map(|fd| (fd, pieces(&config.stdout)));
    let stderr = child.stderr.take().map(|fd| (fd, pieces(&config.stderr)));
    let link = Arc::new(Link::new(number, page, socket, replies, stdout, stderr));
    if must_ring {
        link.ring();
    }
    core.desk.lock().connect(number, link.clone(), requests);
    core.links.add(link);
    Ok(child)
}

fn is_hang_up(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset
    )
}

fn lost(unsent: Unsent) -> io::Error {
    io::Error::other(match unsent {
        Unsent::Full => "there is no room for the first requests to a worker",
        Unsent::Gone | Unsent::Corrupt => "the worker is gone before the first request",
    })
}
