//! `process_pool`: what its tasks see, what travels, and what becomes of processes that end before their time.

mod ends;
mod support;
mod tasks;
mod values;
