//! The global allocator: the system's, with a count of all threads' requests while a row asks for one.
//!
//! Outside [`count`] it adds one load and one branch to a request, for every peer alike.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

static IS_COUNTING: AtomicBool = AtomicBool::new(false);
static N_ALLOCATIONS: AtomicU64 = AtomicU64::new(0);
static N_BYTES: AtomicU64 = AtomicU64::new(0);

/// What was requested while something ran; what was given back does not reduce it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Count {
    pub(crate) n_allocations: u64,
    pub(crate) n_bytes: u64,
}

pub(crate) fn count(run: impl FnOnce()) -> Count {
    N_ALLOCATIONS.store(0, Relaxed);
    N_BYTES.store(0, Relaxed);
    IS_COUNTING.store(true, Relaxed);
    run();
    IS_COUNTING.store(false, Relaxed);
    Count {
        n_allocations: N_ALLOCATIONS.load(Relaxed),
        n_bytes: N_BYTES.load(Relaxed),
    }
}

pub(crate) struct Counting;

fn note(n_bytes: usize) {
    if IS_COUNTING.load(Relaxed) {
        N_ALLOCATIONS.fetch_add(1, Relaxed);
        N_BYTES.fetch_add(n_bytes as u64, Relaxed);
    }
}

#[expect(
    unsafe_code,
    reason = "there is no safe way to stand between a program and its allocator"
)]
// SAFETY: every request goes to `System` unchanged and its answer comes back unchanged, so `System` upholds the
// contract; `note` neither allocates nor panics.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        note(layout.size());
        // SAFETY: the caller's promises about `layout` are those that `System` asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: `block` came from `System` with this `layout`, since all blocks do.
        unsafe { System.dealloc(block, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        note(layout.size());
        // SAFETY: as for `alloc`.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, n_bytes: usize) -> *mut u8 {
        note(n_bytes);
        // SAFETY: as for `dealloc`; the caller promises that `n_bytes` fits.
        unsafe { System.realloc(block, layout, n_bytes) }
    }
}
