//! Sessions: runs that stay open, input after input.

mod complete;
mod ends;
mod inputs;
mod shell;
mod stops;
mod views;
