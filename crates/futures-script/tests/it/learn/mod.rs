//! `futures learn`: courses, as learners and those who write them see them.

/// The command line, and other commands that come upon a course.
mod commands;
/// What a check is told of a run.
mod facts;
/// What is said when files are not as they should be.
mod files;
/// `info.toml`, and what is wrong with one.
mod info;
/// Ctrl-C in the middle of trials.
#[cfg(target_os = "linux")]
mod interrupted;
/// The way of a learner through a course.
mod learner;
/// Which exercise a name means.
mod names;
/// What `futures learn test` says of a course.
mod proving;
/// What a reset keeps.
mod resets;
/// What is said of scripts that go wrong.
mod running;
/// The folders with courses that these tests need.
mod support;
/// A terminal for the tests of `futures learn watch`.
#[cfg(target_os = "linux")]
mod tty;
/// `futures learn watch`.
#[cfg(target_os = "linux")]
mod watching;
