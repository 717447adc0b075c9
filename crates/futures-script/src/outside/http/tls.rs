//! TLS over any connection: whom to believe, and what is wrong with a certificate in words.

use std::fmt;
use std::io::{Read, Write};
use std::sync::{Arc, OnceLock};

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{CertificateError, ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use ureq::Error;
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, Either, LazyBuffers, NextTimeout, Transport,
    TransportAdapter,
};

use super::operation::{self, Phase};
use super::socket::BUFFER_SIZE;

/// Who vouches for servers: the authorities that browsers trust, and those that were named in addition.
#[derive(Clone, Debug, Default)]
pub(crate) struct Roots(Vec<CertificateDer<'static>>);

impl Roots {
    /// Adds the certificates in a PEM text.
    ///
    /// # Errors
    /// If there are none, or one is damaged; in words that follow the name of its file.
    pub(crate) fn add_pem(&mut self, text: &[u8]) -> Result<(), String> {
        let before = self.0.len();
        for certificate in CertificateDer::pem_slice_iter(text) {
            let certificate = certificate.map_err(|error| format!("is damaged: {error}"))?;
            RootCertStore::empty()
                .add(certificate.clone())
                .map_err(|error| format!("has a certificate that cannot be used: {error}"))?;
            self.0.push(certificate);
        }
        if self.0.len() == before {
            return Err("has no certificate: none begins with -----BEGIN CERTIFICATE-----".into());
        }
        Ok(())
    }

    /// The certificates as they travel to other processes.
    pub(crate) fn certificates(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        self.0.iter().map(|certificate| certificate.as_ref())
    }

    /// What has these [`certificates`](Self::certificates).
    pub(crate) fn of_certificates(all: impl IntoIterator<Item = Vec<u8>>) -> Self {
        Roots(all.into_iter().map(CertificateDer::from).collect())
    }

    fn config(&self) -> Result<ClientConfig, rustls::Error> {
        let mut store = RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        };
        // Each was tried when it was added.
        store.add_parsable_certificates(self.0.iter().cloned());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        Ok(ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(store)
            .with_no_client_auth())
    }
}

/// Wraps connections of `https` addresses.
pub(super) struct Tls {
    roots: Roots,
    /// Made when it is first needed: that takes a millisecond.
    config: OnceLock<Arc<ClientConfig>>,
}

impl Tls {
    pub(super) fn new(roots: Roots) -> Self {
        Tls {
            roots,
            config: OnceLock::new(),
        }
    }

    fn config(&self) -> Result<Arc<ClientConfig>, rustls::Error> {
        if let Some(config) = self.config.get() {
            return Ok(config.clone());
        }
        let config = Arc::new(self.roots.config()?);
        // Another thread may have been faster.
        let _ = self.config.set(config.clone());
        Ok(self.config.get().cloned().unwrap_or(config))
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls").finish_non_exhaustive()
    }
}

impl<In: Transport> Connector<In> for Tls {
    type Out = Either<In, Wrapped<In>>;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, Error> {
        let Some(transport) = chained else {
            return Ok(None);
        };
        if !details.needs_tls() {
            return Ok(Some(Either::A(transport)));
        }
        let operation = operation::current()?;
        operation.enter(Phase::Tls);
        let host = details.uri.host().unwrap_or_default();
        let host = host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .to_owned();
        let name = ServerName::try_from(host).map_err(|_| Error::HostNotFound)?;
        let config = self.config().map_err(refused)?;
        let mut session = ClientConnection::new(config, name).map_err(refused)?;
        let mut socket = TransportAdapter::new(transport, details.current_time.clone());
        session.complete_io(&mut socket).map_err(unwrapped)?;
        operation.enter(Phase::Connect);
        Ok(Some(Either::B(Wrapped {
            buffers: LazyBuffers::new(BUFFER_SIZE, BUFFER_SIZE),
            stream: StreamOwned::new(session, socket),
        })))
    }
}

/// A connection over TLS.
pub(super) struct Wrapped<T: Transport> {
    buffers: LazyBuffers,
    stream: StreamOwned<ClientConnection, TransportAdapter<T>>,
}

impl<T: Transport> Transport for Wrapped<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, _: NextTimeout) -> Result<(), Error> {
        let output = &self.buffers.output()[..amount];
        self.stream.write_all(output).map_err(unwrapped)?;
        self.stream.flush().map_err(unwrapped)
    }

    fn await_input(&mut self, _: NextTimeout) -> Result<bool, Error> {
        let amount = self
            .stream
            .read(self.buffers.input_append_buf())
            .map_err(unwrapped)?;
        self.buffers.input_appended(amount);
        Ok(amount > 0)
    }

    fn is_open(&mut self) -> bool {
        self.buffers.input().is_empty() && self.stream.sock.get_mut().is_open()
    }

    fn is_tls(&self) -> bool {
        true
    }
}

impl<T: Transport> fmt::Debug for Wrapped<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wrapped").finish_non_exhaustive()
    }
}

/// What TLS says, in words, if it was TLS that failed.
fn unwrapped(error: std::io::Error) -> Error {
    match error.downcast::<rustls::Error>() {
        Ok(error) => refused(error),
        Err(error) => Error::from(error),
    }
}

fn refused(error: rustls::Error) -> Error {
    Error::Other(words(&error).into())
}

fn words(error: &rustls::Error) -> String {
    let rustls::Error::InvalidCertificate(wrong) = error else {
        return format!("TLS failed: {error}");
    };
    match wrong {
        CertificateError::UnknownIssuer => "its certificate comes from somebody unknown; \
             --ca-cert=FILE names an authority to be trusted in addition"
            .to_owned(),
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "its certificate has expired".to_owned()
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "its certificate is not valid yet".to_owned()
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "its certificate is that of another host".to_owned()
        }
        CertificateError::BadSignature => {
            "its certificate was not signed by whom it names".to_owned()
        }
        other => format!("its certificate is not accepted: {other}"),
    }
}
