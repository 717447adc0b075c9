//! `futures repl`, as somebody at a terminal uses it, and through pipes.

mod commands;
mod editing;
mod ends;
mod history;
mod output;
mod piped;
mod support;
mod transcript;
