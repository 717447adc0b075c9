//! Pictures as text.

/// The axis below the lanes.
mod axis;
/// One run at several widths, in ASCII and in colours.
mod forms;
/// What pools and threads may do.
mod situations;
