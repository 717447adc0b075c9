//! `Interpreter::check`: what is found in scripts without running them, and what is not.

mod allowing;
mod captured_assignment;
mod command;
mod explain;
mod formats;
mod lock_not_released;
mod places;
mod pool_not_shut_down;
mod result_not_taken;
mod support;
mod syntax;
mod unused_variables;
mod waits_on_own_pool;
