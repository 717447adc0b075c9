//! `futures repl`: a shell for the language.
//!
//! * `command` sets everything up, and `shell` goes from input to input; `colon`, `commands` and `tables` are the commands
//!   with a colon.
//! * `reading` says where inputs come from: `terminal` is a line editor with its `helper` and its `keys`, `lines` is for pipes
//!   and terminals that can do nothing. `history` is the file of what was typed.
//! * `tokens`, `paint`, `names`, `types` and `complete` understand what is typed; `continued` is about its lines.
//! * `screen` brings together what tasks print and what somebody types, `keyboard` what `read_line` reads, `watch` signals.
//! * `value` shows values, `entered` makes a script of the inputs.

mod colon;
mod command;
mod commands;
mod complete;
mod continued;
mod entered;
mod helper;
mod history;
mod keyboard;
mod keys;
mod lines;
mod listing;
mod names;
mod paint;
mod reading;
mod screen;
mod shell;
mod tables;
mod terminal;
mod tokens;
mod types;
mod value;
mod watch;
mod world;

pub(crate) use command::repl;
