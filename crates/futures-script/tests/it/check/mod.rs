//! `Interpreter::check`: what is found in scripts without running them, and what is not.

mod allowing;
mod support;
mod syntax;
mod unused_variables;
