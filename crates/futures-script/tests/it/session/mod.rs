//! Sessions: runs that stay open, input after input.

mod complete;
mod ends;
mod imports;
mod inputs;
#[cfg(target_os = "linux")]
mod memory;
mod shell;
mod stops;
mod views;
