//! What the engine is given to throw when a run or a task is to end.

use rhai::{Dynamic, EvalAltResult, Position};

/// Why script code was stopped, and where it was.
///
/// The engine's own position is that of the outermost call by then: it passes such errors through without a stack.
#[derive(Clone, Debug)]
pub(crate) struct Stopped {
    pub(super) why: String,
    pub(super) at: Position,
}

impl Stopped {
    /// `at` may be none, if only the engine knows.
    pub(crate) fn new(why: impl Into<String>, at: Position) -> Self {
        let why = why.into();
        Stopped { why, at }
    }

    /// As an error that no script can catch.
    pub(crate) fn raise(self) -> Box<EvalAltResult> {
        let at = self.at;
        EvalAltResult::ErrorTerminated(Dynamic::from(self), at).into()
    }
}
