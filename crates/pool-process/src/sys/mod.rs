//! The operating system: memory, sockets, children, events; the parts that another system would replace.

pub(crate) mod child;
pub(crate) mod clock;
pub(crate) mod exit;
pub(crate) mod faults;
pub(crate) mod limits;
pub(crate) mod mapping;
pub(crate) mod memory;
pub(crate) mod output;
pub(crate) mod parcel;
pub(crate) mod poll;
mod sealed;
pub(crate) mod segment;
pub(crate) mod signals;
pub(crate) mod socket;

#[cfg(test)]
pub(crate) mod testing;
