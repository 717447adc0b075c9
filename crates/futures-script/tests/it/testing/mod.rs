//! `futures test`: scripts against their snapshots.

/// What is found, accepted, listed and left out.
mod accepting;
/// What scripts that fail their test are told of.
mod failing;
/// How a test is ended early.
#[cfg(target_os = "linux")]
mod interrupted;
/// Results for build servers.
mod junit;
/// Many simulated schedules.
mod seeds;
/// Folders of scripts, and what a test of them says.
mod suites;
