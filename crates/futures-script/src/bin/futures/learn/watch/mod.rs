//! `futures learn watch`: tries a learner's script whenever it is saved.

mod screen;
mod session;
mod waiting;

pub(crate) use session::watch;
