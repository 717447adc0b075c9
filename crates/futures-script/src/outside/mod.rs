//! The world outside of a script, which is denied unless allowed: files, the network, commands, the environment.
//!
//! What blocks there goes through [`offload`], which makes it a wait that can be named and ended.
//! What a script may do is decided by [`Permissions`] and by nobody else.

pub(crate) mod answers;
pub(crate) mod cancel;
pub(crate) mod command;
pub(crate) mod entries;
pub(crate) mod files;
pub(crate) mod folders;
mod hosts;
pub(crate) mod http;
pub(crate) mod offload;
mod opening;
pub(crate) mod paths;
mod pattern;
mod permission;
mod permissions;
pub(crate) mod trouble;

pub use answers::{Answers, Recording};
pub use permission::Permission;
pub use permissions::Permissions;

pub(crate) use cancel::Cancel;
