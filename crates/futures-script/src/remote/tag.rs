//! The first byte of each value on its way.

pub(super) const UNIT: u8 = 0;
pub(super) const FALSE: u8 = 1;
pub(super) const TRUE: u8 = 2;
pub(super) const INT: u8 = 3;
pub(super) const FLOAT: u8 = 4;
pub(super) const CHAR: u8 = 5;
pub(super) const STRING: u8 = 6;
pub(super) const BLOB: u8 = 7;
pub(super) const ARRAY: u8 = 8;
pub(super) const MAP: u8 = 9;
/// A function by its name, or a closure, and what it has captured.
pub(super) const FUNCTION: u8 = 10;
pub(super) const RANGE: u8 = 11;
/// A range with its end.
pub(super) const RANGE_INCLUSIVE: u8 = 12;
pub(super) const ERROR: u8 = 13;
/// The handle `log`, which every process has.
pub(super) const LOG: u8 = 14;
/// The answer of a server.
pub(super) const RESPONSE: u8 = 15;
