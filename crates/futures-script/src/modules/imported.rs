//! What the inputs of a session have imported, and how one more input is linked to it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use rhai::{AST, ASTNode, Engine, Expr, Position, Stmt};

use crate::error::{Place, ScriptError, ScriptErrorKind, from_parser};
use crate::modules::link::{Asts, Draft, Linker, compile_draft, n_lines, names_of_natives};
use crate::modules::linked::{Part, Unit};
use crate::modules::names::is_hidden_name;
use crate::modules::outline::Outline;
use crate::modules::shelf::Shelf;
use crate::statements::{self, Parsed};

/// The modules of a session.
#[derive(Default)]
pub(super) struct Imported {
    /// By their numbers.
    drafts: BTreeMap<usize, Draft>,
    /// What inputs call them.
    aliases: BTreeMap<String, usize>,
    /// What they call of the language: names and numbers of arguments.
    natives: BTreeSet<(String, usize)>,
}

/// An input and the modules that it is the first to import.
pub(super) struct LinkedInput {
    /// Its statements, and the functions of all.
    pub(super) ast: AST,
    pub(super) units: Vec<(usize, Arc<Unit>)>,
    /// How many lines the program has with them.
    pub(super) n_lines: usize,
}

impl Imported {
    /// Links the input `unit`, which has this number, and comes after inputs with these functions.
    ///
    /// # Errors
    /// If it is no script, or an import cannot be had. Then nothing has changed.
    pub(super) fn link(
        &mut self,
        engine: &Engine,
        number: usize,
        unit: Unit,
        functions: &AST,
        shelf: impl FnOnce() -> Shelf,
    ) -> Result<LinkedInput, ScriptError> {
        let n_lines = unit.lines_before + n_lines(&unit.text);
        if self.aliases.is_empty() && !unit.text.contains("import") {
            let ast = compile_alone(engine, &unit)?;
            return Ok(LinkedInput::of(ast, number, unit, n_lines));
        }
        let (parsed, outline) = read(engine, &unit)?;
        let is_alone = outline.imports.is_empty() && outline.uses.is_empty();
        if is_alone {
            check_functions(&self.natives, &parsed.ast, Some(&unit))?;
            return Ok(LinkedInput::of(parsed.ast, number, unit, n_lines));
        }
        let shelf = match outline.imports.is_empty() {
            true => Shelf::Empty,
            false => shelf(),
        };
        let mut input = Draft::new(unit, PathBuf::new(), parsed, outline);
        input.aliases = self.aliases.clone();
        let mut linker = Linker {
            engine,
            shelf,
            key_of_script: None,
            main: number,
            drafts: std::mem::take(&mut self.drafts),
            way: Vec::new(),
            n_lines,
        };
        linker.drafts.insert(number, input);
        let outcome = linker.read_imports(number).and_then(|()| {
            let asts = linker.compile(|_| false)?;
            linker.refuse_methods_twice(&asts)?;
            Ok(asts)
        });
        let n_lines = linker.n_lines;
        let finished = outcome.map(|asts| {
            let ast = linker.finish_input(&asts);
            (ast, asts)
        });
        let mut drafts = linker.drafts;
        let mut new = drafts.split_off(&number);
        self.drafts = drafts;
        let (ast, asts) = finished?;
        let units = new
            .iter()
            .map(|(number, draft)| (*number, draft.unit.clone()));
        let units = units.collect();
        let mut natives = self.natives.clone();
        let modules = asts.iter().filter(|(other, _)| **other != number);
        modules.for_each(|(_, ast)| note_natives(&mut natives, ast));
        check_functions(&natives, functions, None)?;
        if let Some(input) = new.remove(&number) {
            check_functions(&natives, &ast, Some(&input.unit))?;
            self.aliases = input.aliases;
        }
        self.natives = natives;
        for (number, mut draft) in new {
            draft.parsed = Parsed::default();
            self.drafts.insert(number, draft);
        }
        Ok(LinkedInput {
            ast,
            units,
            n_lines,
        })
    }
}

impl Linker<'_> {
    /// The statements of the input, and the functions of all texts that were read for it.
    fn finish_input(&mut self, asts: &Asts) -> AST {
        let mut input = asts.get(&self.main).cloned().unwrap_or_default();
        for (number, ast) in asts {
            if *number != self.main {
                input.combine(ast.clone_functions_only());
                self.add_top(*number, ast.clone());
            }
        }
        for (number, draft) in self.drafts.range_mut(self.main..) {
            let has_functions = asts.get(number).is_some_and(AST::has_functions);
            let uses = draft.outline.uses.iter();
            let used: BTreeMap<String, usize> = uses
                .filter_map(|found| Some((found.alias.clone(), draft.target(&found.alias)?)))
                .collect();
            draft.change(|unit| {
                unit.has_functions = has_functions;
                unit.aliases = used;
            });
        }
        input
    }
}

impl LinkedInput {
    fn of(ast: AST, number: usize, mut unit: Unit, n_lines: usize) -> Self {
        unit.has_functions = ast.has_functions();
        LinkedInput {
            ast,
            units: vec![(number, Arc::new(unit))],
            n_lines,
        }
    }
}

/// Adds what a module calls of the language.
fn note_natives(natives: &mut BTreeSet<(String, usize)>, ast: &AST) {
    ast.walk(&mut |path| {
        let call =
            match path.last() {
                Some(
                    ASTNode::Expr(Expr::FnCall(call, _)) | ASTNode::Stmt(Stmt::FnCall(call, _)),
                ) if call.op_token.is_none() && call.namespace.is_empty() => call,
                Some(ASTNode::Expr(Expr::MethodCall(call, _))) => call,
                _ => return true,
            };
        if !is_hidden_name(&call.name) {
            natives.insert((call.name.to_string(), call.args.len()));
        }
        true
    });
}

/// Refuses functions that a module would take for those of the language; they are in `unit`, or in earlier ones.
fn check_functions(
    natives: &BTreeSet<(String, usize)>,
    functions: &AST,
    unit: Option<&Unit>,
) -> Result<(), ScriptError> {
    for function in functions.iter_fn_def() {
        let called = (function.name.to_string(), function.params.len());
        if function.this_type.is_some() || !natives.contains(&called) {
            continue;
        }
        let text = format!(
            "an imported module uses the `{}` of the language, and would use this function instead; choose another name",
            called.0
        );
        let at = function.body.start_position();
        let place = match unit {
            Some(unit) => Place::in_unit(unit, at),
            None => Place::new("", at),
        };
        return Err(ScriptError::new(ScriptErrorKind::Import, text).at(place));
    }
    Ok(())
}

/// The functions and closures of an input or a module of a session, which has been linked elsewhere before.
///
/// # Errors
/// If it cannot be compiled here.
pub(crate) fn compile_functions(
    engine: &Engine,
    number: usize,
    unit: &Unit,
) -> Result<AST, ScriptError> {
    if unit.part == Part::Input && unit.aliases.is_empty() {
        return Ok(compile_alone(engine, unit)?.clone_functions_only());
    }
    let (parsed, outline) = read(engine, unit)?;
    let (source, module, text) = (&unit.source, unit.module.clone(), unit.text.clone());
    let same = Unit::new(unit.part, source, module, text, unit.lines_before);
    let mut draft = Draft::new(same, PathBuf::new(), parsed, outline);
    draft.aliases = unit.aliases.clone();
    let is_module = unit.part == Part::Module;
    let natives = names_of_natives(engine);
    let ast = compile_draft(engine, number, &draft, &natives, |_| is_module)?;
    Ok(ast.clone_functions_only())
}

fn compile_alone(engine: &Engine, unit: &Unit) -> Result<AST, ScriptError> {
    let padded = unit.padded();
    statements::compile(engine, &padded).map_err(|error| {
        let place = Place::in_unit(unit, error.position());
        from_parser(&error, &unit.source, &padded).at(place)
    })
}

fn read(engine: &Engine, unit: &Unit) -> Result<(Parsed, Outline), ScriptError> {
    let padded = unit.padded();
    let parsed = statements::parse(engine, &padded).map_err(|error| {
        let place = Place::in_unit(unit, error.position());
        from_parser(&error, &unit.source, &padded).at(place)
    })?;
    let outline = Outline::read(&parsed.tokens).map_err(|(at, text): (Position, String)| {
        ScriptError::new(ScriptErrorKind::Syntax, text).at(Place::in_unit(unit, at))
    })?;
    Ok((parsed, outline))
}
