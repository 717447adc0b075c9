//! Requests to servers, real ones on this machine.

/// Time limits, kills, interrupts, and what is left behind.
mod ends;
/// Servers that are not as they should be, and those that are not there.
mod faults;
/// Tasks in pools, also of other processes.
mod pools;
/// Answers that say where to look instead.
mod redirects;
/// What is allowed, and wrong arguments.
mod refused;
/// What is sent and what comes back.
mod requests;
mod support;
/// Certificates.
mod tls;
