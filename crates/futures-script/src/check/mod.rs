//! `futures check`: what is wrong with a script, without running it.
//!
//! * [`Finding`], [`Code`], [`Severity`], [`Span`], [`Note`]: what is said of a place.
//! * [`program`]: the walk, a picture of the script that findings are computed from. Who writes a finding begins there.
//! * [`types`]: what types values have, as far as that is sure. [`knowledge`]: what the language has.
//! * [`allow`]: comments that silence findings. [`syntax`]: texts that are no scripts.
//! * [`rules`]: the findings themselves, a file for each. [`tasks`]: what those about futures, locks and pools share.
//! * [`explain`]: what `--explain` says of each code.
//!
//! A finding has to be sure. What is not known for certain is left unsaid: a checker that is wrong once is not believed a
//! second time.

mod allow;
mod checker;
mod code;
mod explain;
mod finding;
mod knowledge;
mod modules;
mod program;
mod rules;
mod span;
mod starters;
mod syntax;
mod tasks;
mod types;

pub(crate) use checker::Checked;
pub(crate) use knowledge::{KeptKnowledge, Knowledge};
pub(crate) use modules::Module;
pub(crate) use starters::{Role, Start};
pub(crate) use types::{Type, Types};

pub use code::Code;
pub use explain::Explanation;
pub use finding::{Finding, Note, Severity};
pub use span::Span;
