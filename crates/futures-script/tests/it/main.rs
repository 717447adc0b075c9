//! Tests of the language and of the command, through what embedding programs and users see.

#[cfg(target_os = "linux")]
mod answers;
mod captures;
mod check;
mod checks;
mod command;
#[cfg(target_os = "linux")]
mod command_allow;
mod command_ends;
mod command_groups;
mod command_input;
#[cfg(unix)]
mod command_interrupts;
#[cfg(unix)]
mod command_output;
#[cfg(unix)]
mod command_timeline;
#[cfg(target_os = "linux")]
mod command_touches;
#[cfg(target_os = "linux")]
mod commands;
mod deadlocks;
mod deep;
mod embedding;
mod ends;
mod errors;
mod explore;
mod futures;
#[cfg(target_os = "linux")]
mod http;
mod importing;
mod iterators;
mod killing;
#[cfg(unix)]
mod learn;
mod limits;
mod names;
mod options;
#[cfg(target_os = "linux")]
mod outside;
mod pools;
mod prelude;
mod process;
#[cfg(target_os = "linux")]
mod process_pools;
mod raw_threads;
mod read_line;
mod reference;
#[cfg(target_os = "linux")]
mod repl;
mod reports;
mod session;
mod sharing;
mod sim;
mod sim_command;
#[cfg(target_os = "linux")]
mod sim_processes;
mod sizes;
mod slow_ends;
mod stopping;
mod support;
#[cfg(target_os = "linux")]
mod terminal;
mod testing;
mod timelines;
mod with_block;
mod with_map;
mod wrong_input;
