//! The child: what a re-executed program does in place of its own main.

pub(crate) mod panics;
