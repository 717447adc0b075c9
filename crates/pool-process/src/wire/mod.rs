//! What parent and child have in common: the shared memory between them and what lies in it.
