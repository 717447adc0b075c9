//! How much of a thread's stack is left.

/// Measures from the place where it was made, near the bottom of a stack of known size.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StackGauge {
    bottom: usize,
    size: usize,
}

impl StackGauge {
    /// To be called near the bottom of a stack of `size` bytes.
    pub(crate) fn new(size: usize) -> Self {
        StackGauge {
            bottom: here(),
            size,
        }
    }

    /// Bytes that are left, within a few hundred.
    pub(crate) fn left(&self) -> usize {
        self.size.saturating_sub(self.bottom.abs_diff(here()))
    }
}

/// The address of a local variable.
#[inline(never)]
fn here() -> usize {
    let local = 0_u8;
    std::hint::black_box(&raw const local).addr()
}
