//! The inputs of a session as one program that grows.
//!
//! Each input takes the lines after those of the input before it, as modules do, so a position of the engine says also in
//! which input it is, and no two closures have the same name: the engine names them by what they consist of, positions
//! included. The functions of all inputs are in one library, where the newest of a name counts. What has been submitted
//! keeps the library that it was submitted with.

use std::sync::Arc;

use rhai::{AST, ASTNode, Engine, Expr, Module, Shared, Stmt};

use crate::error::{ScriptError, ScriptErrorKind};
use crate::modules::imported::{Imported, LinkedInput};
use crate::modules::link::{MOST_LINES, n_lines};
use crate::modules::linked::{Linked, Part, Unit};
use crate::modules::shelf::Shelf;

/// The program that the inputs of a session make up.
pub(crate) struct Inputs {
    linked: Arc<Linked>,
    /// The functions and closures of all inputs.
    functions: AST,
    imported: Imported,
    /// How many inputs there ever were.
    n_inputs: usize,
    /// The number of the next text.
    next_unit: usize,
    n_lines: usize,
}

/// An input that can be run.
pub(crate) struct Input {
    pub(crate) ast: AST,
    /// The first of its texts.
    unit: usize,
    /// How many lines of the program come before it.
    lines_before: usize,
    /// Is nothing of it left once it has been run: no function, and no position that somebody may have kept?
    is_plain: bool,
}

impl Inputs {
    /// Those of a session that is about to begin.
    pub(crate) fn new(source: &str) -> Self {
        let mut functions = AST::empty();
        functions.set_source(source);
        Inputs {
            linked: Arc::default(),
            functions,
            imported: Imported::default(),
            n_inputs: 0,
            next_unit: 0,
            n_lines: 0,
        }
    }

    /// How they make up one program.
    pub(crate) fn linked(&self) -> &Arc<Linked> {
        &self.linked
    }

    /// The functions of all inputs.
    pub(crate) fn functions(&self) -> &AST {
        &self.functions
    }

    /// The functions and closures of all inputs, as the engine wants them.
    pub(crate) fn library(&self) -> &Shared<Module> {
        self.functions.shared_lib()
    }

    /// Adds an input.
    ///
    /// # Errors
    /// If it is no script, or an import cannot be had. Then nothing of it is added.
    pub(crate) fn add(
        &mut self,
        engine: &Engine,
        text: &str,
        shelf: impl FnOnce() -> Shelf,
    ) -> Result<Input, ScriptError> {
        self.n_inputs += 1;
        let source = format!("input {}", self.n_inputs);
        let before = self.n_lines;
        let unit = Unit::new(Part::Input, &source, String::new(), text.into(), before);
        if before + n_lines(text) > MOST_LINES {
            let text = format!(
                "the inputs of this session have more than {MOST_LINES} lines in all; begin another one"
            );
            return Err(ScriptError::new(ScriptErrorKind::Limit, text));
        }
        let number = self.next_unit;
        let LinkedInput {
            ast,
            units,
            n_lines,
        } = self
            .imported
            .link(engine, number, unit, &self.functions, shelf)?;
        for (number, unit) in units {
            self.linked.add(number, unit);
            self.next_unit = number + 1;
        }
        self.n_lines = n_lines;
        if ast.has_functions() {
            self.functions.combine(ast.clone_functions_only());
            self.linked.note_library(self.library(), self.next_unit);
        }
        Ok(Input {
            is_plain: is_plain(&ast),
            ast,
            unit: number,
            lines_before: before,
        })
    }

    /// Gives back the lines of an input that has been run, if nothing can refer to them any more.
    pub(crate) fn note_end(&mut self, input: &Input) {
        if input.is_plain && self.next_unit == input.unit + 1 {
            self.linked.truncate(input.unit);
            self.next_unit = input.unit;
            self.n_lines = input.lines_before;
        }
    }
}

/// Does it define no function, import nothing and call nothing but operators?
///
/// A native that is called may keep the position of the call, for instance that of a task which is submitted.
fn is_plain(ast: &AST) -> bool {
    let mut is_plain = !ast.has_functions();
    ast.walk(&mut |path| {
        is_plain &= match path.last() {
            Some(ASTNode::Expr(Expr::FnCall(call, _)) | ASTNode::Stmt(Stmt::FnCall(call, _))) => {
                call.op_token.is_some()
            }
            Some(
                ASTNode::Expr(Expr::MethodCall(..) | Expr::Custom(..))
                | ASTNode::Stmt(Stmt::Import(..)),
            ) => false,
            _ => true,
        };
        is_plain
    });
    is_plain
}
