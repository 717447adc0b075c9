//! The client of a run: its connections, and the way from a request to the last answer.

use std::fmt;
use std::sync::{Arc, OnceLock};

use futures_core::host;
use ureq::Agent;
use ureq::config::Config;
use ureq::unversioned::transport::Connector;

use super::exchange::exchange;
use super::lookup::Lookup;
use super::operation::Operation;
use super::redirect::{self, MOST_REDIRECTS};
use super::socket::Sockets;
use super::tls::Tls;
use super::{Answer, Failure, FailureKind, Request, Roots, Url};
use crate::outside::Cancel;

/// How many connections without work are kept for the next request to the same place, and in all. As many as a pool
/// of usual size has in use; more would only be closed by the other side.
const IDLE_AT_ONE_HOST: usize = 16;
const IDLE: usize = 64;

/// Says whether a place may be connected to, or in words why not.
pub(crate) type Gate<'a> = &'a dyn Fn(&Url) -> Result<(), String>;

/// Makes requests, and keeps connections from one to the next.
pub(crate) struct Client {
    roots: Arc<Roots>,
    /// Until it is first needed.
    agent: OnceLock<Agent>,
}

impl Client {
    /// One without connections yet, which trusts these.
    pub(crate) fn new(roots: Arc<Roots>) -> Self {
        Client {
            roots,
            agent: OnceLock::new(),
        }
    }

    /// Who vouches for servers.
    pub(crate) fn roots(&self) -> &Roots {
        &self.roots
    }

    /// Asks, and follows where the answers lead; each place has to pass `gate` before anything is sent there.
    ///
    /// # Errors
    /// Why there is no answer.
    pub(crate) fn send(
        &self,
        request: Request,
        gate: Gate<'_>,
        cancel: &Arc<Cancel>,
    ) -> Result<Answer, Failure> {
        let agent = self.agent();
        let began = host::now();
        let deadline = host::deadline_in(request.timeout);
        Operation::run(cancel, deadline, |operation| {
            let answer = follow(&agent, operation, request, gate)?;
            Ok(Answer {
                elapsed: host::now() - began,
                ..answer
            })
        })
    }

    fn agent(&self) -> Agent {
        if let Some(agent) = self.agent.get() {
            return agent.clone();
        }
        // Two threads may both make one at first; the one that comes first counts.
        let _ = self.agent.set(new_agent(&self.roots));
        self.agent
            .get()
            .cloned()
            .unwrap_or_else(|| new_agent(&self.roots))
    }
}

fn new_agent(roots: &Roots) -> Agent {
    let config = Config::builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .allow_non_standard_methods(true)
        // The environment is not to be looked at unless that is allowed, and then the script does.
        .proxy(None)
        .max_idle_connections_per_host(IDLE_AT_ONE_HOST)
        .max_idle_connections(IDLE)
        .user_agent(concat!("futures/", env!("CARGO_PKG_VERSION")))
        .build();
    Agent::with_parts(config, Sockets.chain(Tls::new(roots.clone())), Lookup)
}

fn follow(
    agent: &Agent,
    operation: &Operation,
    mut request: Request,
    gate: Gate<'_>,
) -> Result<Answer, Failure> {
    let mut n_redirects = 0;
    loop {
        gate(&request.url).map_err(|why| Failure::new(FailureKind::Denied, why))?;
        let answer = exchange(agent, operation, &request)?;
        let Some(next) = redirect::next(&request, &answer)? else {
            return Ok(answer);
        };
        if n_redirects == MOST_REDIRECTS {
            let text = format!("is sent on more than {MOST_REDIRECTS} times");
            return Err(Failure::connection(text));
        }
        n_redirects += 1;
        request = next;
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}
