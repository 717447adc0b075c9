//! How the time of our operations grows with what they are done to: the rows C1 to C13.

mod processes;
mod sampling;
mod sizes;
mod threads;

pub(crate) use sizes::measure;
