//! Whole numbers as bits.

use crate::reference::{Entry, Section};

pub(super) const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Numbers,
        &[
            "int & int -> int",
            "int | int -> int",
            "int ^ int -> int",
            "int << int -> int",
            "int >> int -> int",
            "int &= int",
            "int |= int",
            "int ^= int",
            "int <<= int",
            "int >>= int",
        ],
        "Bit by bit: and, or, one of both; moved to the left or the right.",
    )
    .details("Bits that are moved out of the 64 are lost.")
    .example("print([6 & 3, 6 | 3, 6 ^ 3, 1 << 4, 16 >> 2]);", "[2, 7, 5, 16, 4]")
    .python("the same"),
    Entry::function(
        Section::Numbers,
        &[
            "int.get_bit(bit: int) -> bool",
            "int.set_bit(bit: int, value: bool)",
            "int.get_bits(part: range) -> int",
            "int.get_bits(start: int, len: int) -> int",
            "int.set_bits(part: range, value: int)",
            "int.set_bits(start: int, len: int, value: int)",
        ],
        "Reads and changes single bits of a variable, or a few of them as a number; bit 0 counts 1.",
    )
    .details("-1 is the highest bit.")
    .errors(&[("IndexError", "there is no such bit")])
    .example(
        "
let flags = 0b1010;
flags.set_bit(0, true);
print([flags, flags.get_bit(1), flags.get_bits(1, 3)]);
flags.set_bits(0..2, 0);
print(flags);",
        "[11, true, 5]\n8",
    )
    .python("n >> bit & 1, n |= 1 << bit"),
    Entry::function(
        Section::Numbers,
        &["int[bit: int|range] -> bool|int", "int[bit: int] = bool"],
        "A bit of a number by its place, or a few of them.",
    )
    .errors(&[("IndexError", "there is no such bit")])
    .example(
        "
let n = 5;
n[1] = true;
print([n[0], n[3], n[1..3], n]);",
        "[true, false, 3, 7]",
    ),
    Entry::function(
        Section::Numbers,
        &[
            "int.bits() -> items",
            "int.bits -> items",
            "int.bits(part: range) -> items",
            "int.bits(start: int) -> items",
            "int.bits(start: int, len: int) -> items",
        ],
        "The bits one after the other, from the lowest on, as true and false: for a `for` loop or `to_array()`.",
    )
    .errors(&[("IndexError", "there is no bit `start`")])
    .example("print(6.bits(0, 4).to_array());", "[false, true, true, false]"),
];
