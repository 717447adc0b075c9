//! The first byte of every value: of what kind it is. Numbers have one kind for each of their types.

pub(super) const UNIT: u8 = 0;
pub(super) const FALSE: u8 = 1;
pub(super) const TRUE: u8 = 2;
pub(super) const NONE: u8 = 3;
pub(super) const SOME: u8 = 4;
pub(super) const CHAR: u8 = 5;
pub(super) const TEXT: u8 = 6;
pub(super) const BYTES: u8 = 7;
pub(super) const SEQ: u8 = 8;
/// A sequence of numbers of one kind, which stands there once.
pub(super) const PACKED: u8 = 9;
pub(super) const MAP: u8 = 10;
pub(super) const STRUCT: u8 = 11;
/// A struct, some fields of which were left out.
pub(super) const SPARSE: u8 = 12;
/// Stands where a field was left out.
pub(super) const SKIPPED: u8 = 13;
pub(super) const UNIT_VARIANT: u8 = 14;
pub(super) const VARIANT: u8 = 15;

pub(super) const I8: u8 = 16;
pub(super) const I16: u8 = 17;
pub(super) const I32: u8 = 18;
pub(super) const I64: u8 = 19;
pub(super) const I128: u8 = 20;
pub(super) const U8: u8 = 21;
pub(super) const U16: u8 = 22;
pub(super) const U32: u8 = 23;
pub(super) const U64: u8 = 24;
pub(super) const U128: u8 = 25;
pub(super) const F32: u8 = 26;
pub(super) const F64: u8 = 27;

/// As serde has it, a number as wide as an address is one of a fixed width.
pub(super) const ISIZE: u8 = if size_of::<isize>() == 8 { I64 } else { I32 };
pub(super) const USIZE: u8 = if size_of::<usize>() == 8 { U64 } else { U32 };

/// How many bytes a number of this kind has; `None` if it is the kind of something else.
pub(super) fn width(kind: u8) -> Option<usize> {
    match kind {
        I8 | U8 => Some(1),
        I16 | U16 => Some(2),
        I32 | U32 | F32 => Some(4),
        I64 | U64 | F64 => Some(8),
        I128 | U128 => Some(16),
        _ => None,
    }
}
