//! Follows the ways through a function, to see on which of them a lock is still taken.

use std::collections::BTreeSet;

use crate::check::program::{BindingId, Call, FunctionId, Kind, NodeId, Program};
use crate::check::tasks::outcome::throws;

/// A lock as a script names it: a variable, and the properties behind it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LockName {
    pub(crate) variable: BindingId,
    pub(crate) path: Vec<String>,
}

impl LockName {
    /// The name of the lock that a method is called on; none if it is reached in another way.
    pub(crate) fn of(program: &Program, receiver: NodeId) -> Option<Self> {
        let (mut at, mut path) = (receiver, Vec::new());
        while let Kind::Property { owner, name, .. } = program.kind(at) {
            path.insert(0, name.text.clone());
            at = *owner;
        }
        let variable = program.meant(at)?;
        Some(LockName { variable, path })
    }

    /// As it is written.
    pub(crate) fn shown(&self, program: &Program) -> String {
        let mut shown = program.binding(self.variable).name.text.clone();
        for name in &self.path {
            shown.push('.');
            shown += name;
        }
        shown
    }
}

/// A way out of a function on which a lock is still taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Exit {
    /// The `acquire` that has taken it.
    pub(crate) taken: NodeId,
    pub(crate) way: Way,
}

/// How a function is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Way {
    Return(NodeId),
    Throw(NodeId),
    /// A function of the script is called that has a `throw`.
    MayThrow(NodeId),
    End,
}

/// What a function does with a lock.
#[derive(Clone, Debug, Default)]
pub(crate) struct LockUse {
    /// In the order of the text, the end last.
    pub(crate) exits: Vec<Exit>,
    /// Is it given back where this function may not have taken it? Then somebody else has.
    pub(crate) releases_for_others: bool,
    /// Is it given back anywhere?
    pub(crate) releases: bool,
    /// Is it taken or not by a value that is looked at elsewhere?
    pub(crate) is_unsure: bool,
}

/// What `function` does with the lock.
pub(crate) fn lock_use(program: &Program, function: FunctionId, lock: &LockName) -> LockUse {
    let mut walk = Walk {
        program,
        lock,
        found: LockUse::default(),
        loops: Vec::new(),
        handlers: Vec::new(),
        n_steps: 0,
    };
    let at_end = walk.through(program.function(function).body, &State::from([None]));
    walk.leave(&at_end, Way::End);
    walk.found.exits.sort_by_key(|exit| match exit.way {
        Way::Return(node) | Way::Throw(node) | Way::MayThrow(node) => Some(program.span(node)),
        Way::End => None,
    });
    // What has no place comes first in that order, and is the last in the text.
    let n_ends = walk
        .found
        .exits
        .iter()
        .take_while(|exit| exit.way == Way::End)
        .count();
    walk.found.exits.rotate_left(n_ends);
    walk.found
}

/// What the lock may be at a place: given back, or taken by one of these. Empty where nobody can come.
type State = BTreeSet<Option<NodeId>>;

/// After so many parts nothing is sure any more: each loop in a loop makes the way longer by a factor.
const MOST_STEPS: usize = 100_000;

struct Walk<'a> {
    program: &'a Program,
    lock: &'a LockName,
    found: LockUse,
    /// Of each loop around: the states behind it, and those in which it goes on.
    loops: Vec<(State, State)>,
    /// Of each `try` around: the states in which something is thrown.
    handlers: Vec<State>,
    n_steps: usize,
}

impl Walk<'_> {
    /// The state behind a part that is come to in `state`.
    fn through(&mut self, id: NodeId, state: &State) -> State {
        self.n_steps += 1;
        if self.n_steps > MOST_STEPS {
            self.found.is_unsure = true;
            return state.clone();
        }
        match self.program.kind(id) {
            // They run when somebody calls them.
            Kind::Closure(_) | Kind::Definition(_) => state.clone(),
            Kind::If {
                condition,
                then,
                other,
            } => {
                let (yes, no) = self.decide(*condition, state);
                let mut behind = self.through(*then, &yes);
                match other {
                    Some(other) => behind.extend(self.through(*other, &no)),
                    None => behind.extend(no),
                }
                behind
            }
            Kind::While { condition, body } => self.repeat(state, |walk, head| {
                let (yes, no) = walk.decide(*condition, head);
                (walk.through(*body, &yes), no)
            }),
            Kind::Loop { body } => self.repeat(state, |walk, head| {
                (walk.through(*body, head), State::new())
            }),
            Kind::Do { body, condition } => self.repeat(state, |walk, head| {
                let behind = walk.through(*body, head);
                let behind = walk.through(*condition, &behind);
                (behind.clone(), behind)
            }),
            Kind::For { items, body, .. } => {
                let state = self.through(*items, state);
                self.repeat(&state, |walk, head| {
                    (walk.through(*body, head), head.clone())
                })
            }
            Kind::Switch { value, arms } => {
                let state = self.through(*value, state);
                let mut behind = state.clone();
                for arm in arms {
                    let begin = match arm.guard {
                        Some(guard) => self.through(guard, &state),
                        None => state.clone(),
                    };
                    behind.extend(self.through(arm.body, &begin));
                }
                behind
            }
            Kind::Try { body, handler, .. } => {
                self.handlers.push(State::new());
                let mut behind = self.through(*body, state);
                let mut thrown = self.handlers.pop().unwrap_or_default();
                if thrown.is_empty() {
                    // What else may throw does so, as far as anybody knows, at once.
                    thrown.clone_from(state);
                }
                behind.extend(self.through(*handler, &thrown));
                behind
            }
            Kind::Binary {
                sign: "&&" | "||" | "??",
                left,
                right,
            } => {
                let first = self.through(*left, state);
                let mut behind = self.through(*right, &first);
                behind.extend(first);
                behind
            }
            Kind::Return(_) => {
                let state = self.parts(id, state);
                self.leave(&state, Way::Return(id));
                State::new()
            }
            Kind::Throw(_) => {
                let state = self.parts(id, state);
                self.throw(&state, Way::Throw(id));
                State::new()
            }
            Kind::Break(_) => {
                let state = self.parts(id, state);
                if let Some((behind, _)) = self.loops.last_mut() {
                    behind.extend(state);
                }
                State::new()
            }
            Kind::Continue => {
                if let Some((_, next)) = self.loops.last_mut() {
                    next.extend(state);
                }
                State::new()
            }
            Kind::Call { .. } | Kind::Method { .. } => self.call(id, state),
            _ => self.parts(id, state),
        }
    }

    fn parts(&mut self, id: NodeId, state: &State) -> State {
        let mut state = state.clone();
        for part in self.program.parts(id) {
            state = self.through(part, &state);
        }
        state
    }

    /// The states in which a condition holds, and in which it does not.
    fn decide(&mut self, condition: NodeId, state: &State) -> (State, State) {
        match self.program.kind(condition) {
            Kind::Unary { sign: "!", value } => {
                let (yes, no) = self.decide(*value, state);
                (no, yes)
            }
            Kind::Binary {
                sign: "&&",
                left,
                right,
            } => {
                let (both, mut no) = self.decide(*left, state);
                let (yes, second) = self.decide(*right, &both);
                no.extend(second);
                (yes, no)
            }
            Kind::Binary {
                sign: "||",
                left,
                right,
            } => {
                let (mut yes, neither) = self.decide(*left, state);
                let (second, no) = self.decide(*right, &neither);
                yes.extend(second);
                (yes, no)
            }
            _ => match self.call_on_lock(condition) {
                Some(call) if call.name.text == "acquire" => {
                    let is_limited = !call.args.is_empty();
                    let taken = State::from([Some(condition)]);
                    let not = if is_limited {
                        state.clone()
                    } else {
                        State::new()
                    };
                    (taken, not)
                }
                _ => {
                    let behind = self.through(condition, state);
                    (behind.clone(), behind)
                }
            },
        }
    }

    /// Goes through a loop until nothing new comes out; `once` tells the states behind its body, and those in which it
    /// ends by itself.
    fn repeat(
        &mut self,
        state: &State,
        mut once: impl FnMut(&mut Self, &State) -> (State, State),
    ) -> State {
        let mut head = state.clone();
        loop {
            self.loops.push((State::new(), State::new()));
            let (again, mut behind) = once(self, &head);
            let (left, next) = self.loops.pop().unwrap_or_default();
            behind.extend(left);
            let n_known = head.len();
            head.extend(again);
            head.extend(next);
            if head.len() == n_known {
                return behind;
            }
        }
    }

    fn call(&mut self, id: NodeId, state: &State) -> State {
        let state = self.parts(id, state);
        let Some(call) = self.call_on_lock(id) else {
            if self.may_throw(id) {
                self.throw(&state, Way::MayThrow(id));
            }
            return state;
        };
        match call.name.text.as_str() {
            "acquire" => {
                self.found.is_unsure |= !call.args.is_empty();
                State::from([Some(id)])
            }
            "release" => {
                self.found.releases = true;
                self.found.releases_for_others |= state.contains(&None);
                State::from([None])
            }
            _ => state,
        }
    }

    /// The call that a part is, if it is one of a method of this lock.
    fn call_on_lock(&self, id: NodeId) -> Option<Call<'_>> {
        let call = self.program.call(id)?;
        let name = LockName::of(self.program, call.receiver?)?;
        (name == *self.lock).then_some(call)
    }

    /// Is it a call of a function of the script that throws by itself?
    fn may_throw(&self, id: NodeId) -> bool {
        let Kind::Call {
            path, name, args, ..
        } = self.program.kind(id)
        else {
            return false;
        };
        let mut named = self.program.functions_named(&name.text);
        path.is_empty()
            && named.any(|(function, called)| {
                called.params.len() == args.len() && throws(self.program, function)
            })
    }

    fn throw(&mut self, state: &State, way: Way) {
        match self.handlers.last_mut() {
            Some(thrown) => thrown.extend(state),
            None => self.leave(state, way),
        }
    }

    fn leave(&mut self, state: &State, way: Way) {
        for taken in state.iter().flatten() {
            let exit = Exit { taken: *taken, way };
            if !self.found.exits.contains(&exit) {
                self.found.exits.push(exit);
            }
        }
    }
}
