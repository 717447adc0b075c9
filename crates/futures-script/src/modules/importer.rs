//! Runs the top of a module, where it is imported for the first time.

use futures_core::host::Lock;
use rhai::{
    ASTFlags, Caches, Dynamic, Engine, EvalAltResult, GlobalRuntimeState, Module, ModuleResolver,
    Position, Scope, Shared, Stmt,
};

use crate::current;
use crate::error::{ExitRequest, ScriptErrorKind, ScriptResult, fail};
use crate::modules::linked::{Progress, Top};
use crate::modules::names::hidden_name;

/// What the engine asks for modules.
#[derive(Default)]
pub(crate) struct Importer {
    /// What it gets: nothing, since all that there is of a module is in the program.
    nothing: Lock<Option<Shared<Module>>>,
}

impl ModuleResolver for Importer {
    fn resolve(
        &self,
        _: &Engine,
        _: Option<&str>,
        path: &str,
        at: Position,
    ) -> ScriptResult<Shared<Module>> {
        Err(EvalAltResult::ErrorModuleNotFound(path.to_owned(), at).into())
    }

    fn resolve_raw(
        &self,
        engine: &Engine,
        global: &mut GlobalRuntimeState,
        _: &mut Scope<'_>,
        path: &str,
        at: Position,
    ) -> ScriptResult<Shared<Module>> {
        let run = current::run()?;
        let unknown = || {
            fail(
                ScriptErrorKind::Import,
                format!("no module \"{path}\" was read"),
            )
        };
        let linked = run.linked().ok_or_else(unknown)?;
        let line = at.line().unwrap_or_default();
        let (_, importer) = linked.unit_of(line).ok_or_else(unknown)?;
        let mut imports = importer.imports.iter();
        let import = imports.find(|(known, _)| known == path);
        let (_, number) = import.ok_or_else(unknown)?;
        let unit = linked.unit(*number).ok_or_else(unknown)?;
        if let (Some(top), Progress::Fresh) = (&unit.top, unit.begin_import()) {
            let imported = |error| {
                unit.note_failure();
                EvalAltResult::ErrorInModule(unit.source.to_string(), error, at)
            };
            evaluate(engine, global, *number, top).map_err(imported)?;
        }
        let mut nothing = self.nothing.lock();
        let nothing = nothing.get_or_insert_with(|| {
            let mut module = Module::new();
            module.build_index();
            module.into()
        });
        Ok(nothing.clone())
    }
}

/// Runs the statements of a module. What it defines as constants becomes one of the program as soon as it is there, since
/// its functions may want it, and what it exports at its end.
fn evaluate(
    engine: &Engine,
    global: &mut GlobalRuntimeState,
    number: usize,
    top: &Top,
) -> ScriptResult<()> {
    let mut own = global.clone();
    // At level 0 the engine would make the constants those of the script.
    own.scope_level = 1;
    own.always_search_scope = false;
    let constants = global.constants.get_or_insert_default().clone();
    own.constants = Some(constants.clone());
    let publish = |name: &str, variable: &str, scope: &Scope<'_>| {
        if let Some(value) = scope.get(variable) {
            let mut constants = constants
                .write()
                .unwrap_or_else(|poisoned| poisoned.into_inner());
            constants.insert(hidden_name(number, name).into(), value.flatten_clone());
        }
    };
    let mut scope = Scope::new();
    let mut caches = Caches::new();
    for statement in top.statements.statements() {
        #[expect(
            deprecated,
            reason = "the only way to run statements with the state of the run that imports them"
        )]
        let value: Dynamic = engine.eval_statements_raw(
            &mut own,
            &mut caches,
            &mut scope,
            std::slice::from_ref(statement),
        )?;
        if value.is::<ExitRequest>() {
            return Err(EvalAltResult::Exit(value, Position::NONE).into());
        }
        if let Stmt::Var(definition, flags, _) = statement
            && flags.intersects(ASTFlags::CONSTANT)
        {
            let name = &definition.0.name;
            publish(name, name, &scope);
        }
    }
    for (name, variable) in &top.exports {
        publish(name, variable, &scope);
    }
    Ok(())
}
