//! `Interpreter::check`: what is found in scripts without running them, and what is not.

mod allowing;
mod argument_counts;
mod captured_assignment;
mod clean;
mod command;
mod explain;
mod formats;
mod lock_not_released;
mod missing_backticks;
mod modules;
mod places;
mod pool_not_shut_down;
mod result_not_taken;
mod robust;
mod support;
mod syntax;
mod unknown_functions;
mod unknown_methods;
mod unknown_options;
mod unknown_properties;
mod unknown_variables;
mod unreachable;
mod unused_functions;
mod unused_variables;
mod waits_on_own_pool;
mod wrong_arguments;
