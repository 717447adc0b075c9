//! An allocator that counts the allocations of each thread.

#![expect(
    unsafe_code,
    reason = "the trait of global allocators is unsafe to implement"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// How often, and how many bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Allocations {
    pub(crate) count: usize,
    pub(crate) bytes: usize,
}

thread_local! {
    static SO_FAR: Cell<Allocations> = const { Cell::new(Allocations { count: 0, bytes: 0 }) };
}

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: every call goes to the system's allocator unchanged, as `alloc_zeroed` and `realloc` do by default.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // A thread that is ending counts no more.
        let _ = SO_FAR.try_with(|so_far| {
            let Allocations { count, bytes } = so_far.get();
            so_far.set(Allocations {
                count: count + 1,
                bytes: bytes + layout.size(),
            });
        });
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(pointer, layout) }
    }
}

/// What this thread allocates in `f`, and what `f` returns.
pub(crate) fn counted<R>(f: impl FnOnce() -> R) -> (Allocations, R) {
    let before = SO_FAR.get();
    let result = f();
    let after = SO_FAR.get();
    let allocations = Allocations {
        count: after.count - before.count,
        bytes: after.bytes - before.bytes,
    };
    (allocations, result)
}
