//! The names that a script can use, for messages about those that it cannot.

use std::any::TypeId;
use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};

use rhai::{
    AST, ASTNode, Array, Blob, CustomExpr, Dynamic, Engine, Expr, FLOAT, FnCallExpr, FnPtr,
    FuncInfo, INT, ImmutableString, Map, Stmt,
};

use crate::handles::HandleTypes;
use crate::modules::shown_names;
use crate::receivers;
use crate::reference::Entry;
use crate::run::Run;
use crate::statements;
use crate::values::Steps;
use crate::values::plain_type;

/// What the language brings along besides functions.
#[derive(Clone, Default)]
pub(crate) struct Vocabulary {
    pub(crate) handles: HandleTypes,
    /// What scripts find in `ARGS`.
    pub(crate) arguments: Vec<String>,
    /// The names of the constants that are visible everywhere.
    pub(crate) constants: Vec<ImmutableString>,
    /// What the reference says of all of it.
    pub(crate) entries: Vec<&'static [Entry]>,
}

/// What a script defines.
#[derive(Clone, Default)]
pub(crate) struct OwnNames {
    pub(crate) functions: Vec<OwnFunction>,
    pub(crate) variables: Vec<String>,
    pub(crate) constants: Vec<String>,
    /// What its imports are called.
    pub(crate) modules: Vec<String>,
    /// Which methods are called on which variables that closures capture.
    pub(crate) shared: Vec<(String, String)>,
    /// What is called as a method, and what as a function.
    pub(crate) methods: BTreeSet<String>,
    pub(crate) calls: BTreeSet<String>,
}

/// A function or closure of a script.
#[derive(Clone)]
pub(crate) struct OwnFunction {
    pub(crate) name: String,
    /// The names of its parameters, without what it captures.
    pub(crate) params: Vec<String>,
    /// How many variables it captures; the engine hands them over as its first arguments.
    pub(crate) n_captures: usize,
}

impl OwnNames {
    pub(crate) fn of(ast: &AST) -> Self {
        let functions = ast.iter_functions().map(|function| OwnFunction {
            name: shown_names(function.name),
            params: function
                .params
                .iter()
                .map(|name| shown_param(name))
                .collect(),
            n_captures: 0,
        });
        let mut names = OwnNames {
            functions: functions.collect(),
            shared: receivers::shared(ast),
            ..OwnNames::default()
        };
        ast.walk(&mut |path| {
            names.note(path);
            true
        });
        for function in &names.functions {
            names.variables.extend_from_slice(&function.params);
        }
        names
    }

    /// Adds those of a later input; of functions with as many parameters the later one counts.
    pub(crate) fn add(&mut self, later: OwnNames) {
        for function in later.functions {
            let arity = |function: &OwnFunction| function.params.len() + function.n_captures;
            self.functions
                .retain(|known| known.name != function.name || arity(known) != arity(&function));
            self.functions.push(function);
        }
        add_new(&mut self.variables, later.variables);
        add_new(&mut self.constants, later.constants);
        add_new(&mut self.modules, later.modules);
        add_new(&mut self.shared, later.shared);
        self.methods.extend(later.methods);
        self.calls.extend(later.calls);
    }

    fn note(&mut self, path: &[ASTNode<'_>]) {
        match path.last() {
            Some(ASTNode::Expr(Expr::MethodCall(call, _))) => {
                self.methods.insert(call.name.to_string());
            }
            Some(ASTNode::Expr(Expr::FnCall(call, _)) | ASTNode::Stmt(Stmt::FnCall(call, _)))
                if *call.name != *"curry" =>
            {
                self.calls.insert(call.name.to_string());
            }
            Some(ASTNode::Stmt(Stmt::Var(definition, flags, _))) => {
                let name = definition.0.name.to_string();
                if flags.intersects(rhai::ASTFlags::CONSTANT) {
                    self.constants.push(name);
                } else {
                    self.variables.push(name);
                }
            }
            Some(ASTNode::Stmt(Stmt::Import(import, _))) => {
                self.modules.push(import.1.name.to_string());
            }
            Some(ASTNode::Stmt(Stmt::For(definition, _))) => {
                let names = [Some(&definition.0), definition.1.as_ref()];
                let names = names.into_iter().flatten();
                self.variables
                    .extend(names.map(|name| name.name.to_string()));
            }
            Some(ASTNode::Expr(Expr::FnCall(call, _)) | ASTNode::Stmt(Stmt::FnCall(call, _)))
                if *call.name == *"curry" =>
            {
                self.note_captures(call);
            }
            Some(ASTNode::Expr(Expr::Custom(custom, _))) => self.note_with(custom),
            _ => {}
        }
    }

    /// Where a closure captures variables, the engine makes a call that binds them to its first parameters.
    fn note_captures(&mut self, call: &FnCallExpr) {
        let Some((Expr::DynamicConstant(closure, _), captured)) = call.args.split_first() else {
            return;
        };
        let Some(closure) = closure.read_lock::<FnPtr>() else {
            return;
        };
        let mut closures = self.functions.iter_mut();
        if let Some(own) = closures.find(|own| own.name == closure.fn_name())
            && own.n_captures == 0
        {
            own.n_captures = captured.len().min(own.params.len());
            own.params.drain(..own.n_captures);
        }
    }

    /// The name in `with RESOURCE as NAME { … }`.
    fn note_with(&mut self, custom: &CustomExpr) {
        if let [_, Expr::Variable(name, ..), _] = &custom.inputs[..] {
            self.variables.push(name.1.to_string());
        }
    }
}

fn add_new<T: PartialEq>(known: &mut Vec<T>, later: Vec<T>) {
    for one in later {
        if !known.contains(&one) {
            known.push(one);
        }
    }
}

/// A parameter's name as the script has it.
pub(crate) fn shown_param(name: &str) -> String {
    statements::unused(name).map_or_else(|| shown_names(name), str::to_owned)
}

/// One form of a built-in function: the types of its parameters in words, empty for those of any type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Form(pub(crate) Vec<String>);

impl Form {
    /// Can it be called on a value of type `receiver`?
    pub(crate) fn begins_with(&self, receiver: &str) -> bool {
        self.0.first().is_some_and(|first| first == receiver)
    }
}

impl Run {
    /// The forms of the built-in function or method `name` whose parameters have types that scripts know.
    pub(crate) fn forms(&self, name: &str) -> Vec<Form> {
        let form = |info: FuncInfo<'_>| {
            (*info.metadata.name == *name).then(|| {
                let types = info.metadata.param_types.iter();
                types.map(|id| self.type_in_words(*id)).collect()
            })
        };
        let found: Vec<Option<Vec<String>>> = self.engine().collect_fn_metadata(None, form, true);
        let mut forms: Vec<Form> = Vec::new();
        for form in found.into_iter().flatten().map(Form) {
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
        forms.sort_by_key(|form| form.0.len());
        forms
    }

    /// The names of the built-in functions that take a value of type `receiver` first.
    pub(crate) fn members(&self, receiver: &str) -> Vec<String> {
        let name = |info: FuncInfo<'_>| {
            let first = self.type_in_words(*info.metadata.param_types.first()?)?;
            (first == receiver).then(|| info.metadata.name.to_string())
        };
        self.engine().collect_fn_metadata(None, name, true)
    }

    /// Is this the name of a type of handles?
    pub(crate) fn is_handle(&self, name: &str) -> bool {
        self.handles().iter().any(|known| known == name)
    }

    /// The names of the types of handles, in the order of their definition.
    pub(crate) fn handles(&self) -> Vec<String> {
        let paths = self.vocabulary().handles.paths();
        paths
            .map(|path| self.engine().map_type_name(path).to_owned())
            .collect()
    }

    fn type_in_words(&self, id: TypeId) -> Option<String> {
        self.vocabulary().type_in_words(self.engine(), id)
    }
}

impl Vocabulary {
    /// What messages call a type; empty for values of any type, and `None` for a type that scripts do not know.
    pub(crate) fn type_in_words(&self, engine: &Engine, id: TypeId) -> Option<String> {
        let known: [(TypeId, &str); 14] = [
            (TypeId::of::<Dynamic>(), ""),
            (TypeId::of::<INT>(), "integer"),
            (TypeId::of::<FLOAT>(), "float"),
            (TypeId::of::<bool>(), "bool"),
            (TypeId::of::<char>(), "character"),
            (TypeId::of::<ImmutableString>(), "string"),
            (TypeId::of::<Array>(), "array"),
            (TypeId::of::<Map>(), "map"),
            (TypeId::of::<FnPtr>(), "function"),
            (TypeId::of::<Range<INT>>(), "range"),
            (TypeId::of::<RangeInclusive<INT>>(), "range"),
            (TypeId::of::<Steps>(), "range"),
            (TypeId::of::<Blob>(), "blob"),
            (TypeId::of::<()>(), "()"),
        ];
        let plain = known.iter().find(|(known, _)| *known == id);
        plain.map(|(_, name)| (*name).to_owned()).or_else(|| {
            let path = self.handles.path(id)?;
            Some(plain_type(engine.map_type_name(path)))
        })
    }
}
