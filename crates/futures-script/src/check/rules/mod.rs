//! The findings: each is a function from a script to what is wrong with it, in a file of its own.

mod all;
mod captured_assignment;
mod lock_not_released;
mod pool_not_shut_down;
mod result_not_taken;
mod unused_variable;
mod waits_on_own_pool;

pub(super) use all::find;
