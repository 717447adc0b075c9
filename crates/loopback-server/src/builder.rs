//! How a server is to be.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use crate::Server;
use crate::shared::Shared;

/// How a server is to be; by default without files, at a free port, and at once.
#[derive(Debug, Default)]
#[must_use = "nothing is served before `start`"]
pub struct Builder {
    folder: Option<PathBuf>,
    delay: Duration,
    port: u16,
    #[cfg(feature = "tls")]
    certificate: Option<crate::Certificate>,
}

impl Builder {
    /// Serves the files of this folder too.
    pub fn folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folder = Some(folder.into());
        self
    }

    /// How long each answer takes.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// The port; 0 is any that is free.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Talks TLS, and shows this certificate.
    #[cfg(feature = "tls")]
    pub fn certificate(mut self, certificate: crate::Certificate) -> Self {
        self.certificate = Some(certificate);
        self
    }

    /// Starts the server.
    ///
    /// # Errors
    /// If the port is taken, or there is no thread.
    pub fn start(self) -> io::Result<Server> {
        let shared = Shared::new(self.folder, self.delay);
        #[cfg(feature = "tls")]
        let server = Server::open(shared, self.port, self.certificate);
        #[cfg(not(feature = "tls"))]
        let server = Server::open(shared, self.port);
        server
    }
}
