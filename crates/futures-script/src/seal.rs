//! Finds out that a task changed what it captured where the engine lets it.
//!
//! The engine refuses assignments to read-only values and the methods that change them, but not a new key in a
//! read-only map (`results.x = 1`) nor a new character in a string. So the captures are counted before and after.

use rhai::{Array, Blob, Dynamic, FnPtr, ImmutableString, Map};

/// What the captures of one function amounted to before it ran.
pub(crate) struct Seal {
    /// Keeps the characters of captured strings where they are: the engine changes a string in place unless another
    /// reference exists.
    _strings: Vec<ImmutableString>,
    census: Vec<u64>,
}

impl Seal {
    /// `None` if nothing captured could change unnoticed, which is so for most tasks.
    pub(crate) fn new(function: &FnPtr) -> Option<Self> {
        if !function.is_anonymous() || !function.iter_curry().any(is_changeable) {
            return None;
        }
        let strings = function
            .iter_curry()
            .filter_map(|value| Some(value.read_lock::<ImmutableString>()?.clone()));
        Some(Seal {
            _strings: strings.collect(),
            census: function.iter_curry().map(count).collect(),
        })
    }

    /// The index of the first captured value that is not what it was.
    pub(crate) fn broken(&self, function: &FnPtr) -> Option<usize> {
        function
            .iter_curry()
            .zip(&self.census)
            .position(|(value, before)| count(value) != *before)
    }
}

fn is_changeable(value: &Dynamic) -> bool {
    value.is_map() || value.is_array() || value.is_string() || value.is_blob()
}

/// A number that changes when a map within `value` gets a key or a string or blob another content.
fn count(value: &Dynamic) -> u64 {
    if let Some(map) = value.read_lock::<Map>() {
        return map
            .values()
            .map(count)
            .fold(map.len() as u64, u64::wrapping_add);
    }
    if let Some(array) = value.read_lock::<Array>() {
        return array
            .iter()
            .map(count)
            .fold(array.len() as u64, u64::wrapping_add);
    }
    if let Some(blob) = value.read_lock::<Blob>() {
        return blob.iter().fold(0, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add(u64::from(*byte))
        });
    }
    value
        .read_lock::<ImmutableString>()
        .map_or(0, |string| string.as_ptr().addr() as u64)
}
