//! Telling futures apart: the same future given twice counts once.

use std::collections::HashSet;
use std::hash::{BuildHasher, Hasher};

use crate::cell::AnyCell;
use crate::waitable::Waitable;

/// The address of the cell, by which duplicates are told.
pub(crate) fn address(cell: &dyn AnyCell) -> usize {
    std::ptr::from_ref(cell).addr()
}

/// Collects the input, each future once, in order.
pub(crate) fn distinct<F: Waitable>(fs: impl IntoIterator<Item = F>) -> Vec<F> {
    if !F::MAY_REPEAT {
        return fs.into_iter().collect();
    }
    let mut seen = HashSet::with_hasher(AddressHasher);
    fs.into_iter()
        .filter(|f| seen.insert(address(f.cell())))
        .collect()
}

/// Addresses are different enough as they are: the allocator's alignment is shifted out and the rest spread.
#[derive(Clone, Copy, Default)]
pub(crate) struct AddressHasher;

impl BuildHasher for AddressHasher {
    type Hasher = AddressHash;
    fn build_hasher(&self) -> AddressHash {
        AddressHash(0)
    }
}

pub(crate) struct AddressHash(u64);

impl Hasher for AddressHash {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
    }
    fn write_usize(&mut self, address: usize) {
        self.0 = (address as u64 >> 4).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}
