//! An HTTP server on this machine, for tests: it behaves well or badly, as the path of a request asks.
//!
//! ```
//! let server = loopback_server::Server::start().unwrap();
//! assert!(server.url("/status/404").starts_with("http://127.0.0.1:"));
//! ```
//!
//! | path | what it does |
//! |---|---|
//! | `/status/N` | answers with this status |
//! | `/redirect/N` | sends on N times, then answers |
//! | `/redirect-to?url=U`, `…&status=307` | sends on to U |
//! | `/echo` | answers with the request as JSON: method, target, headers, body |
//! | `/bytes/N` | N bytes |
//! | `/delay/SECONDS` | answers after a while |
//! | `/gate/NAME` | answers once the test [opens it](Server::open_gate) |
//! | `/fail/N/KEY` | answers 503 N times, then 200 |
//! | `/chunked` | a body in chunks |
//! | `/stall`, `/stall/head`, `/stall/body` | stops before the answer, in its head, in its body |
//! | `/length/long`, `/length/short` | says a length that is too long, too short |
//! | `/chunked/broken`, `/chunked/cut` | a chunk whose size is no number, a body without its end |
//! | `/reset` | resets the connection |
//! | `/endless`, `/endless/head` | a body, a head without end |
//! | `/garbage` | an answer that is not HTTP |
//!
//! Other paths are pages that a test has [put](Server::put) there, or files of a folder.

mod answer;
mod builder;
mod connection;
mod escapes;
mod files;
mod page;
mod request;
mod routes;
mod server;
mod shared;
mod stream;
#[cfg(feature = "tls")]
mod tls;

pub use builder::Builder;
pub use page::Page;
pub use server::Server;
#[cfg(feature = "tls")]
pub use tls::{Authority, Certificate};
