//! The world outside of a script, which is denied unless allowed: files, the network, commands, the environment.
//!
//! What blocks there goes through [`offload`], which makes it a wait that can be named and ended.
//! What a script may do is decided by [`Permissions`] and by nobody else.

pub(crate) mod cancel;
mod helpers;
mod hosts;
pub(crate) mod offload;
mod paths;
mod permissions;

pub use permissions::{Permission, Permissions};

pub(crate) use cancel::Cancel;
pub(crate) use helpers::Helpers;
