//! The walk: a script as findings look at it.
//!
//! [`Program::of`] makes a tree of the text itself, with nothing folded away and with the place of everything. The tree
//! that the engine makes does not do: it has no ends, puts other nodes in the place of what was written (closures become
//! functions of their own, constants are computed), and forgets comments. So there is a lexer and a small parser of our own,
//! which are only given texts that the engine has compiled. Where they do not understand one, there is no `Program`, and
//! nothing is found in that script.
//!
//! # What there is
//!
//! * [`Node`]s, by [`NodeId`]: statements and expressions, each with its [`Kind`], its [`Span`](crate::check::Span), its
//!   parent and the function whose code it is. [`Program::nodes`] are all of them, in no particular order;
//!   [`Program::parts`] go down and [`Program::ancestors`] up.
//! * [`Function`]s, by [`FunctionId`]: the script itself, which is [`Program::MAIN`], its functions, and its closures, with
//!   what they capture.
//! * [`Binding`]s, by [`BindingId`]: variables, constants and parameters, with every [`Use`], and which one a name means
//!   ([`Program::meant`]).
//! * [`Call`]s: calls of functions and methods alike, [`Program::calls`].
//! * Where a value goes: [`Program::destination`] of a part, through blocks, branches and parentheses.
//! * What type a value has, as far as that is sure: [`Types`](crate::check::types::Types).
//!
//! Numbers of parts belong to one program. Asked for one that is not its own, a program answers with an empty part, so
//! no question can fail.
//!
//! # For example
//!
//! Which variables are the results of `submit`, and are never looked at?
//!
//! ```text
//! for call in program.calls().filter(|call| call.is_method("submit")) {
//!     if let Destination::Bound(binding) = program.destination(call.node) {
//!         let binding = program.binding(binding);
//!         if !binding.is_read() {
//!             found.push(Finding::new(Code::ResultNotTaken, binding.name.span, "…"));
//!         }
//!     }
//! }
//! ```

mod call;
mod destination;
mod function;
mod lexer;
mod names;
mod node;
mod operators;
mod parser;
#[cfg(test)]
mod proof;
mod statements;
mod token;
mod tree;

pub(crate) use call::Call;
pub(crate) use destination::Destination;
pub(crate) use function::{Binding, BindingKind, Function, How, Use};
pub(crate) use lexer::lex;
pub(crate) use node::{Arm, BindingId, Block, FunctionId, Kind, Name, Node, NodeId, Pair};
pub(crate) use token::{Comment, Token, TokenKind};
pub(crate) use tree::Program;
