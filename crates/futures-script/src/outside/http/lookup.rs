//! Where a host is. The system's look-up cannot be stopped, so a thread does it that is left to itself if need be.

use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::os::fd::AsFd;
use std::sync::Arc;

use futures_core::host::{self, Lock, Spawn};
use rustix::event::PollFlags;
use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use super::operation::{self, Phase};

/// More addresses of one host are not tried.
const MOST_ADDRESSES: usize = 16;

/// Asks the system.
#[derive(Debug)]
pub(super) struct Lookup;

impl Resolver for Lookup {
    fn resolve(&self, uri: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let name = uri.host().unwrap_or_default();
        let name = name.trim_start_matches('[').trim_end_matches(']');
        let is_https = uri.scheme_str() == Some("https");
        let port = uri.port_u16().unwrap_or(if is_https { 443 } else { 80 });
        let found = match name.parse::<IpAddr>() {
            Ok(address) => vec![SocketAddr::new(address, port)],
            Err(_) => ask(name, port)?,
        };
        let mut addresses = self.empty();
        for address in found.into_iter().take(MOST_ADDRESSES) {
            addresses.push(address);
        }
        if addresses.is_empty() {
            return Err(Error::HostNotFound);
        }
        Ok(addresses)
    }
}

type Found = io::Result<Vec<SocketAddr>>;

fn ask(name: &str, port: u16) -> Result<Vec<SocketAddr>, Error> {
    let operation = operation::current()?;
    operation.enter(Phase::Lookup);
    let (done, tells) = io::pipe()?;
    let found: Arc<Lock<Option<Found>>> = Arc::default();
    let (slot, name) = (found.clone(), name.to_owned());
    let spec = Spawn {
        name: "look-up".to_owned(),
        stack_size: None,
    };
    let thread = host::spawn(spec, move || {
        let addresses = (name.as_str(), port)
            .to_socket_addrs()
            .map(Iterator::collect);
        *slot.lock() = Some(addresses);
        drop(tells);
    })?;
    operation.wait(done.as_fd(), PollFlags::IN, None)?;
    // It is at its end; who looks for threads that are left behind shall not find it.
    let _ = thread.join();
    let found = found.lock().take();
    match found {
        Some(Ok(addresses)) => Ok(addresses),
        Some(Err(error)) if error.raw_os_error().is_none() => {
            let words = error.to_string();
            let why = words.rsplit(": ").next().unwrap_or(&words);
            Err(Error::Other(format!("cannot find the host: {why}").into()))
        }
        Some(Err(error)) => Err(Error::Io(error)),
        None => Err(Error::HostNotFound),
    }
}
