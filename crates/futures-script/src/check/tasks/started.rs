//! What a script starts: tasks, threads and callbacks, and the functions that they run.

use crate::check::program::{Call, FunctionId, Kind, NodeId, Program};
use crate::check::starters::start;
use crate::check::tasks::origin::origin;
use crate::check::{Checked, Role};

/// A call that lets a function run elsewhere, or later.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Started<'a> {
    pub(crate) call: Call<'a>,
    pub(crate) kind: StartedKind,
    /// What it runs, if that is a function or closure of the script.
    pub(crate) function: Option<FunctionId>,
}

/// What somebody starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StartedKind {
    /// One task, whose future is the value of the call.
    Task,
    /// A task for each item.
    Map,
    Thread,
    Callback,
}

impl StartedKind {
    /// What it is called in messages.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            StartedKind::Task | StartedKind::Map => "task",
            StartedKind::Thread => "thread",
            StartedKind::Callback => "callback",
        }
    }
}

impl<'a> Started<'a> {
    /// What is handed to the function: the arguments behind it.
    pub(crate) fn handed(&self) -> &'a [NodeId] {
        self.call.args.get(1..).unwrap_or_default()
    }
}

/// Everything that a script starts, in no particular order.
pub(crate) fn started<'a>(checked: &Checked<'a>) -> impl Iterator<Item = Started<'a>> {
    let (program, types) = (checked.program, checked.types);
    program.calls().filter_map(move |call| {
        let start = start(program, types, &call)?;
        let n_handed = call.args.len() - 1;
        let (kind, n_args) = match (start.role, call.name.text.as_str()) {
            (Role::Call, "thread_of" | "start_thread") => (StartedKind::Thread, Some(n_handed)),
            (Role::Call, _) => (StartedKind::Task, Some(n_handed)),
            (Role::Map, _) => (StartedKind::Map, None),
            (Role::Callback, _) => (StartedKind::Callback, Some(1)),
        };
        Some(Started {
            call,
            kind,
            function: function(program, start.function, n_args),
        })
    })
}

/// The function or closure of the script that a value is, called with so many arguments if that is known.
fn function(program: &Program, value: NodeId, n_args: Option<usize>) -> Option<FunctionId> {
    let made = origin(program, value);
    match program.kind(made) {
        Kind::Closure(function) => Some(*function),
        Kind::Name { path, name } if path.is_empty() && program.meant(made).is_none() => {
            let takes = |n_params: usize| n_args.is_none_or(|n_args| n_args == n_params);
            let mut named = program
                .functions_named(&name.text)
                .filter(|(_, function)| takes(function.params.len()));
            let (found, _) = named.next()?;
            named.next().is_none().then_some(found)
        }
        _ => None,
    }
}

/// Is it the code of this function, or of a closure in it?
pub(crate) fn is_within(program: &Program, inner: FunctionId, outer: FunctionId) -> bool {
    std::iter::successors(Some(inner), |id| program.function(*id).parent).any(|id| id == outer)
}
