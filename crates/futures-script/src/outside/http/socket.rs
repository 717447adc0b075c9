//! Connections that can be given up at any moment, whatever they wait for.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::fd::AsFd;
use std::time::Duration;

use futures_core::host;
use rustix::event::PollFlags;
use rustix::io::Errno;
use rustix::net::{AddressFamily, SocketFlags, SocketType, ipproto, sockopt};
use ureq::Error;
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, LazyBuffers, NextTimeout, Transport,
};

use super::operation::{self, Operation, Phase};

/// How much is read and written at once. More saves calls of the system for large bodies, and costs memory for each
/// connection that is kept.
pub(super) const BUFFER_SIZE: usize = 64 * 1024;

/// Opens connections.
#[derive(Debug)]
pub(super) struct Sockets;

/// A connection, which never blocks but in [`Operation::wait`].
#[derive(Debug)]
pub(super) struct Socket {
    stream: TcpStream,
    buffers: LazyBuffers,
}

impl Connector<()> for Sockets {
    type Out = Socket;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        _: Option<()>,
    ) -> Result<Option<Socket>, Error> {
        let operation = operation::current()?;
        operation.enter(Phase::Connect);
        let mut failure = Error::ConnectionFailed;
        let n_addresses = details.addrs.len();
        for (index, address) in details.addrs.iter().enumerate() {
            let deadline = share(operation.deadline(), n_addresses - index);
            match connect(&operation, *address, deadline) {
                Ok(stream) => {
                    let buffers = LazyBuffers::new(BUFFER_SIZE, BUFFER_SIZE);
                    return Ok(Some(Socket { stream, buffers }));
                }
                Err(error) if operation.is_cancelled() => return Err(error),
                Err(error) => failure = error,
            }
        }
        Err(failure)
    }
}

/// When to give up one address of several: an address that stays silent must leave time for the others.
fn share(deadline: Option<Duration>, n_left: usize) -> Option<Duration> {
    let now = host::now();
    let left = deadline?.saturating_sub(now);
    Some(now + left / u32::try_from(n_left).unwrap_or(u32::MAX).max(1))
}

fn connect(
    operation: &Operation,
    address: SocketAddr,
    deadline: Option<Duration>,
) -> Result<TcpStream, Error> {
    let family = match address {
        SocketAddr::V4(_) => AddressFamily::INET,
        SocketAddr::V6(_) => AddressFamily::INET6,
    };
    let flags = SocketFlags::NONBLOCK | SocketFlags::CLOEXEC;
    let system = |error: Errno| Error::Io(error.into());
    let socket = rustix::net::socket_with(family, SocketType::STREAM, flags, Some(ipproto::TCP))
        .map_err(system)?;
    match rustix::net::connect(&socket, &address) {
        Ok(()) => {}
        Err(Errno::INPROGRESS) => {
            operation.wait(socket.as_fd(), PollFlags::OUT, deadline)?;
            sockopt::socket_error(&socket)
                .map_err(system)?
                .map_err(system)?;
        }
        Err(error) => return Err(system(error)),
    }
    let stream = TcpStream::from(socket);
    stream.set_nodelay(true)?;
    Ok(stream)
}

impl Transport for Socket {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, _: NextTimeout) -> Result<(), Error> {
        let operation = operation::current()?;
        if operation.phase() != Phase::Tls {
            operation.enter(Phase::Sending);
        }
        let mut left = &self.buffers.output()[..amount];
        while !left.is_empty() {
            match self.stream.write(left) {
                Ok(0) => return Err(Error::Io(ErrorKind::WriteZero.into())),
                Ok(written) => left = &left[written..],
                Err(error) => must_wait(error)?,
            }
            if !left.is_empty() {
                operation.wait(self.stream.as_fd(), PollFlags::OUT, None)?;
            }
        }
        Ok(())
    }

    fn await_input(&mut self, _: NextTimeout) -> Result<bool, Error> {
        let operation = operation::current()?;
        if operation.phase() == Phase::Sending {
            operation.enter(Phase::Head);
        }
        loop {
            operation.wait(self.stream.as_fd(), PollFlags::IN, None)?;
            match self.stream.read(self.buffers.input_append_buf()) {
                Ok(amount) => {
                    self.buffers.input_appended(amount);
                    return Ok(amount > 0);
                }
                Err(error) => must_wait(error)?,
            }
        }
    }

    /// Nothing may have come since the last answer, not even the end.
    fn is_open(&mut self) -> bool {
        let is_silent = matches!(
            self.stream.read(&mut [0]),
            Err(error) if error.kind() == ErrorKind::WouldBlock
        );
        is_silent && self.buffers.input().is_empty()
    }
}

fn must_wait(error: io::Error) -> Result<(), Error> {
    match error.kind() {
        ErrorKind::WouldBlock | ErrorKind::Interrupted => Ok(()),
        _ => Err(Error::Io(error)),
    }
}
