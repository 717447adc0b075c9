//! `futures learn`: courses of exercises, of which each is a script with one thing to do.

mod attempt;
mod bounds;
mod cause;
mod check;
mod command;
mod copy;
mod course;
mod embedded;
mod facts;
mod flow;
mod info;
mod names;
mod overview;
mod paint;
mod place;
mod progress;
mod proof;
mod prove;
mod run;
mod stops;
mod todo;
mod told;
mod trial;
mod tried;
mod trouble;
mod verify;
mod watch;

pub(crate) use command::learn;
pub(crate) use flow::fitted;
pub(crate) use place::is_course;
