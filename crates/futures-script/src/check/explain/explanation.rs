//! What there is to say of a code, whichever script has it.

use crate::check::Code;
use crate::check::explain::{names, tasks, texts, values};

/// What a [`Code`] means, and what to do about it.
///
/// ```
/// use futures_script::Code;
///
/// let explanation = Code::CapturedAssignment.explanation();
/// assert_eq!(
///     explanation.summary(),
///     "A task changes a variable that it has captured."
/// );
/// assert!(explanation.example().contains("total += n"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Explanation {
    pub(super) summary: &'static str,
    pub(super) meaning: &'static str,
    pub(super) reason: &'static str,
    pub(super) example: &'static str,
    pub(super) mended: &'static str,
}

impl Explanation {
    /// What it is, in one sentence.
    pub fn summary(&self) -> &'static str {
        self.summary
    }

    /// What exactly is found, and what is not: paragraphs of Markdown, apart by an empty line.
    pub fn meaning(&self) -> &'static str {
        self.meaning
    }

    /// Why it matters, above all where things run at the same time. Markdown as well.
    pub fn reason(&self) -> &'static str {
        self.reason
    }

    /// A script of which it is the one finding.
    pub fn example(&self) -> &'static str {
        self.example
    }

    /// The same script, with nothing to find.
    pub fn mended(&self) -> &'static str {
        self.mended
    }
}

impl Code {
    /// What it means, and what to do about it.
    pub fn explanation(self) -> &'static Explanation {
        match self {
            Code::SyntaxError => &texts::SYNTAX_ERROR,
            Code::UnknownAllow => &texts::UNKNOWN_ALLOW,
            Code::UnknownFunction => &names::UNKNOWN_FUNCTION,
            Code::UnknownMethod => &names::UNKNOWN_METHOD,
            Code::UnknownVariable => &names::UNKNOWN_VARIABLE,
            Code::UnknownProperty => &values::UNKNOWN_PROPERTY,
            Code::UnknownOption => &names::UNKNOWN_OPTION,
            Code::WrongArgumentCount => &names::WRONG_ARGUMENT_COUNT,
            Code::WrongArgument => &values::WRONG_ARGUMENT,
            Code::MissingBackticks => &values::MISSING_BACKTICKS,
            Code::UnusedVariable => &names::UNUSED_VARIABLE,
            Code::UnusedFunction => &names::UNUSED_FUNCTION,
            Code::UnreachableCode => &texts::UNREACHABLE_CODE,
            Code::ResultNotTaken => &tasks::RESULT_NOT_TAKEN,
            Code::LockNotReleased => &tasks::LOCK_NOT_RELEASED,
            Code::CapturedAssignment => &tasks::CAPTURED_ASSIGNMENT,
            Code::WaitsOnOwnPool => &tasks::WAITS_ON_OWN_POOL,
            Code::PoolNotShutDown => &tasks::POOL_NOT_SHUT_DOWN,
        }
    }

    /// How to silence it where it is meant: a sentence of Markdown.
    pub fn silenced_by(self) -> String {
        match self {
            Code::SyntaxError => {
                "It cannot be silenced: what is no script cannot be looked at further.".to_owned()
            }
            _ => format!(
                "`// check: allow({})` at the end of the line, or on the line before, silences it there.",
                self.name()
            ),
        }
    }
}
