//! How a test and a call in a worker wait for each other: the call comes to a socket that the test listens at.

use std::io::{Read, Write};
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixListener, UnixStream};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

/// The place where a test waits for calls. It has a name and no file, so nothing can be left behind.
pub(crate) struct Meeting {
    name: String,
    listener: UnixListener,
}

/// A call that has come. It waits until this is dropped.
pub(crate) struct Visitor {
    pub(crate) pid: u32,
    _stream: UnixStream,
}

impl Meeting {
    pub(crate) fn new() -> Self {
        static NUMBERS: AtomicU32 = AtomicU32::new(0);
        let number = NUMBERS.fetch_add(1, Ordering::Relaxed);
        let name = format!("pool-process-faults-{}-{number}", process::id());
        let listener = UnixListener::bind_addr(&address(&name)).unwrap();
        Meeting { name, listener }
    }

    /// What a call is told, so that it can come.
    pub(crate) fn name(&self) -> String {
        self.name.clone()
    }

    /// Waits for a call.
    pub(crate) fn next(&self) -> Visitor {
        let (mut stream, _) = self.listener.accept().unwrap();
        let mut pid = [0; 4];
        stream.read_exact(&mut pid).unwrap();
        Visitor {
            pid: u32::from_le_bytes(pid),
            _stream: stream,
        }
    }
}

/// In a worker: comes to the meeting of this name.
pub(crate) fn come(name: &str) -> UnixStream {
    tell(name, process::id())
}

/// In a worker: comes to the meeting of this name on behalf of process `pid`.
pub(crate) fn tell(name: &str, pid: u32) -> UnixStream {
    let mut stream = UnixStream::connect_addr(&address(name)).unwrap();
    stream.write_all(&pid.to_le_bytes()).unwrap();
    stream
}

/// In a worker: comes to the meeting, and stays until the test lets it go. Returns the worker's number.
pub(crate) fn meet(name: String) -> u32 {
    // The test says nothing; the line just ends.
    let ended = come(&name).read(&mut [0]);
    assert!(matches!(ended, Ok(0)) || ended.is_err());
    process::id()
}

fn address(name: &str) -> SocketAddr {
    SocketAddr::from_abstract_name(name).unwrap()
}
