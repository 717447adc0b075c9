//! How deep scripts may call, tied to how much stack their threads have.

use std::cell::Cell;

/// The stack of every thread that runs script code, in bytes.
///
/// Reserved, not used: the operating system hands out only the pages that are touched.
pub(crate) const STACK_SIZE: usize = CALL_STACK + VALUE_STACK;

/// What of it is for calls.
const CALL_STACK: usize = 16 << 20;

/// What is left of it at the innermost call, for values that nest deeply. The engine copies and drops them recursively,
/// so this is what bounds their depth: it is enough for some 300,000 levels, of which a build without optimization
/// needs up to 800 bytes each.
const VALUE_STACK: usize = 240 << 20;

/// How many script functions may be under way at once on one thread.
pub(crate) const MAX_CALL_LEVELS: usize = 500;

/// The stack that one level of script calls may take. A function body of a few nested statements takes about 16 KiB,
/// one that calls back through a native (`array.map(|x| …)`) more.
const STACK_PER_LEVEL: usize = 28 << 10;

/// What is left to natives at the innermost level.
const STACK_RESERVE: usize = 1 << 20;

/// What must be left for a worker to run a task on top of the one that waits for it, in bytes: enough for some 250 levels.
pub(crate) const NESTING_RESERVE: usize = (8 << 20) + VALUE_STACK;

/// How many arguments a submitted function may be given.
pub(crate) const MAX_ARGUMENTS: usize = 8;

thread_local! {
    /// About where the stack of this thread begins; 0 before the first script code runs on it.
    static STACK_BASE: Cell<usize> = const { Cell::new(0) };
}

/// The call level at which script code should start on this thread, so that it meets the limit of levels before the end
/// of the stack.
///
/// A worker that waits for a task may run it on top of the waiting one, with less than a whole stack left.
pub(crate) fn first_level() -> usize {
    let marker = 0_u8;
    let here = std::ptr::from_ref(&marker).addr();
    let base = STACK_BASE.get().max(here);
    STACK_BASE.set(base);
    let left = (CALL_STACK - STACK_RESERVE).saturating_sub(base - here);
    MAX_CALL_LEVELS.saturating_sub(left / STACK_PER_LEVEL)
}
