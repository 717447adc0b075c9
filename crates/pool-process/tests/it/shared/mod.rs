//! The library's own memory that several processes map, compiled once more, since it is not part of the interface.

#[expect(unused_imports, reason = "its own tests run with the library")]
#[path = "../../../src/sys/memory.rs"]
pub(crate) mod memory;
mod sealed;
