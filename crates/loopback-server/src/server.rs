//! The server as a test holds it: dropping it ends it, with all its threads.

#![expect(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "the server stands outside of every world that is tested, and its threads are real ones"
)]

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use crate::shared::Shared;
use crate::stream::Stream;
use crate::{Builder, Page, connection};

/// A server that runs until it is dropped.
pub struct Server {
    address: SocketAddr,
    scheme: &'static str,
    shared: Arc<Shared>,
    /// Until the server is dropped.
    listener: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts one as it is by default.
    ///
    /// # Errors
    /// If there is no port or no thread.
    pub fn start() -> io::Result<Self> {
        Builder::default().start()
    }

    /// For one that is to be otherwise.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) fn open(
        shared: Shared,
        port: u16,
        #[cfg(feature = "tls")] certificate: Option<crate::Certificate>,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(shared);
        #[cfg(feature = "tls")]
        let scheme = if certificate.is_some() {
            "https"
        } else {
            "http"
        };
        #[cfg(not(feature = "tls"))]
        let scheme = "http";
        let wrap = move |socket| {
            #[cfg(feature = "tls")]
            if let Some(certificate) = &certificate {
                let session = rustls::ServerConnection::new(certificate.0.clone());
                let session = session.map_err(io::Error::other)?;
                return Ok(Stream::Tls(Box::new(rustls::StreamOwned::new(
                    session, socket,
                ))));
            }
            Ok(Stream::Plain(socket))
        };
        let of_listener = shared.clone();
        let listener = thread::Builder::new()
            .name("loopback-server".to_owned())
            .spawn(move || listen(&listener, &of_listener, wrap))?;
        Ok(Server {
            address,
            scheme,
            shared,
            listener: Some(listener),
        })
    }

    /// The port it listens at, on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// The address of a path, which begins with `/`.
    pub fn url(&self, path: &str) -> String {
        format!("{}://{}{path}", self.scheme, self.address)
    }

    /// Puts a page at a path.
    pub fn put(&self, path: &str, page: Page) {
        self.shared.put(path, page);
    }

    /// Lets all requests for `/gate/NAME` be answered, also those to come.
    pub fn open_gate(&self, name: &str) {
        self.shared.open(name);
    }

    /// The requests so far, such as `GET /echo`, in the order in which they came.
    pub fn requests(&self) -> Vec<String> {
        self.shared.requests()
    }

    /// How many requests were being answered at the same time, at most.
    pub fn max_at_once(&self) -> usize {
        self.shared.max_at_once()
    }

    /// How many connections there were.
    pub fn n_connections(&self) -> u64 {
        self.shared.n_connections()
    }

    /// Waits until a request such as `GET /stall` has come `n` times.
    ///
    /// # Panics
    /// If none comes in a minute.
    #[track_caller]
    pub fn wait_until_seen(&self, request: &str, n: usize) {
        self.shared.wait_until_seen(request, n);
    }

    /// Waits until the clients of `n` requests for this target have closed their connections before they had a
    /// whole answer.
    ///
    /// # Panics
    /// If they have not in a minute.
    #[track_caller]
    pub fn wait_until_left(&self, target: &str, n: usize) {
        self.shared.wait_until_left(target, n);
    }
}

/// Takes connections until the server is to end, and waits for the threads that answer them.
fn listen(
    listener: &TcpListener,
    shared: &Arc<Shared>,
    wrap: impl Fn(TcpStream) -> io::Result<Stream>,
) {
    let mut clients: Vec<JoinHandle<()>> = Vec::new();
    while let Ok((socket, _)) = listener.accept() {
        clients.retain(|client| !client.is_finished());
        // Small answers are not to wait for others. A client that was gone before it was there is none.
        let _ = socket.set_nodelay(true);
        let Ok(known) = socket.try_clone() else {
            continue;
        };
        let Some(number) = shared.connected(known) else {
            break;
        };
        let of_client = shared.clone();
        let client = wrap(socket).and_then(|stream| {
            thread::Builder::new()
                .name(format!("client {number}"))
                .spawn(move || {
                    connection::serve(stream, &of_client);
                    of_client.disconnected(number);
                })
        });
        match client {
            Ok(client) => clients.push(client),
            Err(_) => shared.disconnected(number),
        }
    }
    for client in clients {
        // A panic was reported where it happened.
        let _ = client.join();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stop();
        // Wakes the listener, which then sees that it is to end.
        drop(TcpStream::connect(self.address));
        if let Some(listener) = self.listener.take() {
            let _ = listener.join();
        }
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}
