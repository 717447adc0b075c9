//! The findings: each is a function from a script to what is wrong with it, in a file of its own.

mod all;
mod arguments;
mod awaited_copy;
mod captured_assignment;
mod lock_not_released;
mod missing_backticks;
mod options;
mod pool_not_shut_down;
mod result_not_taken;
mod suggest;
mod sure;
mod unknown_function;
mod unknown_method;
mod unknown_property;
mod unknown_variable;
mod unreachable;
mod unused_function;
mod unused_variable;
mod waits_on_own_pool;
mod wrong_argument;

pub(super) use all::find;
